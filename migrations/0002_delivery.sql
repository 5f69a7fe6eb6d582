-- How an attempt is given: alone, by a table or read aloud; which questions it leaves out or takes last; its clock; whose it is.
-- `person` is a key that names nobody by itself, and stands only where a module limits how often it is taken.
ALTER TABLE attempts ADD COLUMN manner TEXT NOT NULL DEFAULT 'alone';
ALTER TABLE attempts ADD COLUMN draw TEXT NOT NULL DEFAULT '{}';
ALTER TABLE attempts ADD COLUMN ends_at BIGINT;
ALTER TABLE attempts ADD COLUMN paused_at BIGINT;
ALTER TABLE attempts ADD COLUMN returned BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN person TEXT;
CREATE INDEX attempts_by_person ON attempts (person);
CREATE INDEX attempts_by_module ON attempts (module_hash);
CREATE INDEX attempts_by_end ON attempts (ends_at);

-- How many attempts at a version of a module drew a question.
CREATE TABLE exposures (
    module_hash TEXT NOT NULL REFERENCES modules (hash),
    item TEXT NOT NULL,
    drawn BIGINT NOT NULL,
    PRIMARY KEY (module_hash, item)
);
