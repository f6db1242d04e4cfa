-- How much of the earth a happening's place is, so that a town is not taken for another one near it; and the
-- keys of a happening side by side, those of one day together. The keys of before were of another kind.

ALTER TABLE happenings ADD COLUMN precision TEXT;
UPDATE happenings SET precision = (
    SELECT p.precision FROM events e JOIN places p ON p.id = e.place
    WHERE e.happening = happenings.id AND p.name = happenings.place ORDER BY e.id LIMIT 1
);

DROP TABLE happening_keys;
CREATE TABLE happening_keys (
    block INTEGER NOT NULL,
    happening INTEGER NOT NULL REFERENCES happenings (id),
    keys BLOB NOT NULL,
    PRIMARY KEY (block, happening)
) STRICT, WITHOUT ROWID;
