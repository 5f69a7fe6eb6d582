-- Doubts about badges, raised by anybody: what, why, and what came of it. Who raised one is not asked.

CREATE TABLE doubts (
    id TEXT NOT NULL PRIMARY KEY,
    credential_id TEXT REFERENCES credentials (id),
    address TEXT NOT NULL,
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    outcome TEXT,
    settled_at BIGINT
);
CREATE INDEX doubts_by_time ON doubts (raised_at, id);
CREATE INDEX doubts_open ON doubts (id) WHERE settled_at IS NULL;
