-- Accounts elsewhere that open one here. What is kept of one is a keyed hash of who vouches (the issuer) and for whom (its subject): nobody is found by it.
CREATE TABLE identities (
    id TEXT NOT NULL PRIMARY KEY,
    identity_key TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX identities_by_account ON identities (account_id, made_at);
