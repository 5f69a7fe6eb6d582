-- The loop: a module, an attempt at it, the award, the credential, its status and the log of what was signed.
-- Instants are milliseconds since 1970 UTC. Both databases read this text.

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE modules (
    hash TEXT NOT NULL PRIMARY KEY,
    module TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    overlays TEXT NOT NULL,
    added_at BIGINT NOT NULL
);

CREATE TABLE attempts (
    id TEXT NOT NULL PRIMARY KEY,
    module_hash TEXT NOT NULL REFERENCES modules (hash),
    lang TEXT NOT NULL,
    seed TEXT NOT NULL,
    resume_key TEXT NOT NULL UNIQUE,
    started_at BIGINT NOT NULL,
    completed_at BIGINT
);
CREATE INDEX attempts_by_start ON attempts (started_at);

CREATE TABLE answers (
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    response TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (attempt_id, item)
);

CREATE TABLE achievements (
    slug TEXT NOT NULL,
    version TEXT NOT NULL,
    revision BIGINT NOT NULL,
    digest TEXT NOT NULL,
    document TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (slug, version),
    UNIQUE (slug, revision)
);

-- An award outlives the answers it came from: attempt_id is no foreign key.
CREATE TABLE awards (
    id TEXT NOT NULL PRIMARY KEY,
    achievement TEXT NOT NULL,
    achievement_version TEXT NOT NULL,
    attempt_id TEXT,
    lang TEXT NOT NULL,
    level TEXT NOT NULL,
    evidence TEXT NOT NULL,
    claim_key TEXT NOT NULL UNIQUE,
    awarded_at BIGINT NOT NULL,
    claim_until BIGINT NOT NULL,
    UNIQUE (achievement, attempt_id),
    FOREIGN KEY (achievement, achievement_version) REFERENCES achievements (slug, version)
);
CREATE INDEX awards_by_attempt ON awards (attempt_id);

CREATE TABLE status_lists (
    id BIGINT NOT NULL PRIMARY KEY,
    places BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- One row a place that was ever taken; a bit once set is never cleared.
CREATE TABLE status_places (
    list BIGINT NOT NULL REFERENCES status_lists (id),
    place BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    set_at BIGINT,
    PRIMARY KEY (list, place)
);

CREATE TABLE credentials (
    id TEXT NOT NULL PRIMARY KEY,
    award_id TEXT NOT NULL UNIQUE REFERENCES awards (id),
    name TEXT,
    standing TEXT NOT NULL,
    reason TEXT,
    standing_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    expires_at BIGINT,
    issued_at BIGINT NOT NULL
);

-- Each time a credential was signed: the exact bytes. The newest revision is the one that holds.
CREATE TABLE issues (
    credential_id TEXT NOT NULL REFERENCES credentials (id),
    revision BIGINT NOT NULL,
    list BIGINT NOT NULL,
    place BIGINT NOT NULL,
    document TEXT NOT NULL,
    jwt TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    PRIMARY KEY (credential_id, revision),
    UNIQUE (list, place),
    FOREIGN KEY (list, place) REFERENCES status_places (list, place)
);

-- Append-only: SHA-256 of everything that was signed, in order, without a gap.
CREATE TABLE issuance_log (
    seq BIGINT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL,
    logged_at BIGINT NOT NULL
);

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('issuance_log', 0);

CREATE TABLE idempotency_keys (
    id TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    subject TEXT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX idempotency_keys_by_use ON idempotency_keys (used_at);
