-- The issuer's keys and what became of each: two to a pair, one pair signs at a time. A key never leaves this table.

CREATE TABLE issuer_keys (
    multikey TEXT NOT NULL PRIMARY KEY,
    pair BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    retired_at BIGINT,
    compromised_at BIGINT,
    statement TEXT
);

-- Which pair signed: what a stolen key signed is found by it.
ALTER TABLE issues ADD COLUMN pair BIGINT NOT NULL DEFAULT 1;
CREATE INDEX issues_by_pair ON issues (pair, credential_id);

-- After a theft, only what stands in the log holds: it is asked for by its digest.
CREATE INDEX issuance_log_by_digest ON issuance_log (digest);
