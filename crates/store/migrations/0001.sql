-- The first form of the store. docs/store.md tells what each column means, and a test compares the two.
-- Spans (`start`, `end`) count Unicode code points of documents.text, as in the JSON record.

CREATE TABLE codings (
    id INTEGER PRIMARY KEY,
    program_version TEXT NOT NULL,
    pipeline TEXT NOT NULL,
    pipeline_hash TEXT NOT NULL,
    lexicon_hash TEXT NOT NULL,
    gazetteer_hash TEXT NOT NULL,
    UNIQUE (program_version, pipeline, pipeline_hash, lexicon_hash, gazetteer_hash)
) STRICT;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    title TEXT,
    site TEXT,
    byline TEXT,
    published TEXT,
    published_from TEXT,
    day TEXT,
    language TEXT,
    uri TEXT,
    source_id TEXT,
    format TEXT NOT NULL,
    text TEXT NOT NULL,
    story INTEGER REFERENCES stories (id),
    coding INTEGER NOT NULL REFERENCES codings (id)
) STRICT;
CREATE INDEX documents_day ON documents (day);
CREATE INDEX documents_story ON documents (story);

-- The whole record as JSON (annalist.report/1), compressed with zlib (RFC 1950), and what the document
-- gives to the comparison of stories.
CREATE TABLE records (
    document INTEGER PRIMARY KEY REFERENCES documents (id),
    record BLOB NOT NULL,
    terms BLOB NOT NULL
) STRICT;

CREATE TABLE publications (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    uri TEXT,
    source_id TEXT,
    site TEXT,
    title TEXT,
    published TEXT,
    similarity REAL NOT NULL
) STRICT;
CREATE INDEX publications_document ON publications (document);
CREATE UNIQUE INDEX publications_once
    ON publications (document, ifnull(uri, ''), ifnull(source_id, ''), ifnull(published, ''));

CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    title TEXT,
    first_day TEXT,
    last_day TEXT,
    reports INTEGER NOT NULL,
    publishers INTEGER NOT NULL
) STRICT;
CREATE INDEX stories_last_day ON stories (last_day);

CREATE TABLE actors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    country TEXT,
    sectors TEXT,
    documents INTEGER NOT NULL
) STRICT;
CREATE INDEX actors_name ON actors (name);

CREATE TABLE actor_names (
    actor INTEGER NOT NULL REFERENCES actors (id),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (actor, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_names_folded ON actor_names (folded);

-- The words of actors' names.
CREATE VIRTUAL TABLE actor_words USING fts5 (
    name, actor UNINDEXED, tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    local TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT,
    roles TEXT,
    country TEXT,
    sectors TEXT,
    mentions INTEGER NOT NULL,
    actor INTEGER REFERENCES actors (id)
) STRICT;
CREATE INDEX entities_document ON entities (document);
CREATE INDEX entities_actor ON entities (actor);

CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    local TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    name TEXT NOT NULL,
    sense TEXT NOT NULL,
    country TEXT,
    admin1 TEXT,
    latitude REAL,
    longitude REAL,
    feature TEXT,
    precision TEXT,
    geonameid INTEGER,
    source TEXT
) STRICT;
CREATE INDEX places_document ON places (document);
CREATE INDEX places_name ON places (name COLLATE NOCASE);

CREATE TABLE times (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    local TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    type TEXT NOT NULL,
    value TEXT,
    edtf TEXT,
    first_day TEXT,
    last_day TEXT
) STRICT;
CREATE INDEX times_document ON times (document);

CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    local TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT,
    source_class TEXT NOT NULL,
    entity INTEGER REFERENCES entities (id),
    actor INTEGER REFERENCES actors (id),
    cue TEXT NOT NULL,
    cue_class TEXT NOT NULL,
    content TEXT NOT NULL,
    polarity TEXT NOT NULL,
    certainty TEXT NOT NULL,
    parent INTEGER REFERENCES statements (id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    day TEXT
) STRICT;
CREATE INDEX statements_document ON statements (document);
CREATE INDEX statements_actor ON statements (actor, day);

CREATE TABLE happenings (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    mode TEXT,
    first_day TEXT,
    last_day TEXT,
    place TEXT,
    country TEXT,
    latitude REAL,
    longitude REAL,
    summary TEXT NOT NULL,
    events INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    publishers INTEGER NOT NULL
) STRICT;
CREATE INDEX happenings_first_day ON happenings (first_day);

-- What events of a happening have in common, as hashes: where to look for a happening that is known.
CREATE TABLE happening_keys (
    key INTEGER NOT NULL,
    happening INTEGER NOT NULL REFERENCES happenings (id),
    PRIMARY KEY (key, happening)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    local TEXT NOT NULL,
    happening INTEGER REFERENCES happenings (id),
    type TEXT NOT NULL,
    mode TEXT,
    contexts TEXT,
    quad INTEGER NOT NULL,
    cameo TEXT,
    acled TEXT,
    trigger TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    actor TEXT,
    actor_id INTEGER REFERENCES actors (id),
    recipient TEXT,
    recipient_id INTEGER REFERENCES actors (id),
    polarity TEXT NOT NULL,
    modality TEXT NOT NULL,
    tense TEXT,
    day TEXT,
    first_day TEXT,
    last_day TEXT,
    place INTEGER REFERENCES places (id),
    country TEXT,
    statement INTEGER REFERENCES statements (id),
    confidence REAL NOT NULL
) STRICT;
CREATE INDEX events_document ON events (document);
CREATE INDEX events_happening ON events (happening);
CREATE INDEX events_day ON events (day, type);
CREATE INDEX events_type ON events (type, day);
CREATE INDEX events_actor ON events (actor_id, day);
CREATE INDEX events_recipient ON events (recipient_id, day);
CREATE INDEX events_place ON events (place);

CREATE TABLE arguments (
    id INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES events (id),
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    entity INTEGER REFERENCES entities (id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX arguments_event ON arguments (event);

CREATE TABLE figures (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    local TEXT NOT NULL,
    event INTEGER REFERENCES events (id),
    what TEXT NOT NULL,
    low INTEGER,
    high INTEGER,
    qualifier TEXT NOT NULL,
    text TEXT NOT NULL,
    who TEXT,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX figures_document ON figures (document);
CREATE INDEX figures_event ON figures (event);

CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    local TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES events (id),
    happening INTEGER REFERENCES happenings (id),
    attribute TEXT NOT NULL,
    low INTEGER,
    high INTEGER,
    qualifier TEXT NOT NULL,
    text TEXT NOT NULL,
    by TEXT,
    actor INTEGER REFERENCES actors (id),
    statement INTEGER REFERENCES statements (id),
    said_first TEXT,
    said_last TEXT
) STRICT;
CREATE INDEX claims_document ON claims (document);
CREATE INDEX claims_happening ON claims (happening, attribute);
CREATE INDEX claims_event ON claims (event);

CREATE TABLE claim_links (
    id INTEGER PRIMARY KEY,
    "from" INTEGER NOT NULL REFERENCES claims (id),
    "to" INTEGER NOT NULL REFERENCES claims (id),
    type TEXT NOT NULL
) STRICT;
CREATE INDEX claim_links_from ON claim_links ("from");
CREATE INDEX claim_links_to ON claim_links ("to");

CREATE TABLE warnings (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id),
    code TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;
CREATE INDEX warnings_document ON warnings (document);

-- Rollup: how many events of a type on a day in a country.
CREATE TABLE event_counts (
    day TEXT NOT NULL,
    type TEXT NOT NULL,
    country TEXT NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (day, type, country)
) STRICT, WITHOUT ROWID;

-- Where events happened, as boxes: `id` is that of the event.
CREATE VIRTUAL TABLE event_boxes USING rtree (id, west, east, south, north);

-- Full text; `rowid` is the document's id.
CREATE VIRTUAL TABLE document_text USING fts5 (
    title, text, content = 'documents', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIEW event_list AS
SELECT
    e.id, e.day, e.type, e.mode, e.actor, e.recipient, p.name AS place, e.country,
    p.latitude, p.longitude, e.polarity, e.modality,
    (SELECT group_concat(f.text || ' ' || f.what, '; ') FROM figures f WHERE f.event = e.id) AS figures,
    s.source AS according_to, e.sentence, d.title, d.site, d.published, d.uri, e.happening, d.story,
    d.hash || '/' || e.local AS key
FROM events e
JOIN documents d ON d.id = e.document
LEFT JOIN places p ON p.id = e.place
LEFT JOIN statements s ON s.id = e.statement;

CREATE VIEW statement_list AS
SELECT
    s.id, s.day, s.source, a.name AS actor, s.cue, s.cue_class, s.kind, s.polarity, s.certainty, s.content,
    d.title, d.site, d.published, d.uri, d.story, d.hash || '/' || s.local AS key
FROM statements s
JOIN documents d ON d.id = s.document
LEFT JOIN actors a ON a.id = s.actor;

CREATE VIEW claim_list AS
SELECT
    c.id, c.happening, c.attribute, c.text, c.low, c.high, c.qualifier, c.by, c.said_first, c.said_last,
    (SELECT group_concat(l.type || ' ' || t.text || coalesce(' (' || t.by || ')', ''), '; ')
     FROM claim_links l JOIN claims t ON t.id = l."to" WHERE l."from" = c.id) AS links,
    e.type AS event_type, e.sentence, d.title, d.site, d.published, d.uri, d.hash || '/' || c.local AS key
FROM claims c
JOIN events e ON e.id = c.event
JOIN documents d ON d.id = c.document;
