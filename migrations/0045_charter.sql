-- Who adheres to the charter. The text stands in files; here is which version, in which language, by its hash.
CREATE TABLE organisations (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    sector TEXT NOT NULL,
    place TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, name_key)
);

-- A person where organisation_id is null. One adherence goes on for each; those that ended stay as they were.
CREATE TABLE adherences (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    organisation_id TEXT REFERENCES organisations (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    lang TEXT NOT NULL,
    digest TEXT NOT NULL,
    award_id TEXT NOT NULL UNIQUE REFERENCES awards (id),
    adhered_at BIGINT NOT NULL,
    ended_at BIGINT,
    reason TEXT
);
CREATE UNIQUE INDEX adherences_of_person ON adherences (account_id) WHERE organisation_id IS NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX adherences_of_organisation ON adherences (organisation_id) WHERE organisation_id IS NOT NULL AND ended_at IS NULL;
CREATE INDEX adherences_by_account ON adherences (account_id, adhered_at);
CREATE INDEX adherences_by_time ON adherences (adhered_at, id);
