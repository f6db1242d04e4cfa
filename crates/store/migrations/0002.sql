-- What people decide, earlier codings, whole claims, and fingerprints by which reprints are found again.

ALTER TABLE events ADD COLUMN verdict TEXT;

ALTER TABLE claims ADD COLUMN scope TEXT;
ALTER TABLE claims ADD COLUMN polarity TEXT;
ALTER TABLE claims ADD COLUMN responsible INTEGER REFERENCES actors (id);

-- Which codings a document had before the present one.
CREATE TABLE recodings (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    coding INTEGER NOT NULL REFERENCES codings (id)
) STRICT;
CREATE INDEX recodings_document ON recodings (document);

ALTER TABLE records ADD COLUMN print BLOB;

-- The reprint's own text, so that the same one is never noted twice.
ALTER TABLE publications ADD COLUMN hash TEXT;
CREATE INDEX publications_hash ON publications (hash);

CREATE INDEX statements_day ON statements (day);
CREATE INDEX claims_said ON claims (said_first);
CREATE INDEX documents_coding ON documents (coding);
CREATE INDEX claims_actor ON claims (actor);
CREATE INDEX events_country ON events (country, day);

DROP VIEW event_list;
CREATE VIEW event_list AS
SELECT
    e.id, e.day, e.type, e.mode, e.actor, e.recipient, p.name AS place, e.country,
    p.latitude, p.longitude, e.polarity, e.modality,
    (SELECT group_concat(f.text || ' ' || f.what, '; ') FROM figures f WHERE f.event = e.id) AS figures,
    s.source AS according_to, e.sentence, d.title, d.site, d.published, d.uri, e.happening, d.story,
    e.verdict, d.hash || '/' || e.local AS key
FROM events e
JOIN documents d ON d.id = e.document
LEFT JOIN places p ON p.id = e.place
LEFT JOIN statements s ON s.id = e.statement;
