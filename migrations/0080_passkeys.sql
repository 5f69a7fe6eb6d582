-- Passkeys. What is kept of one is its public key, its counter and its flags, as the library that checks it writes them: nothing that opens anything.
-- doubted_at: its counter went back, as a copy's does; it opens nothing from then on.
CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,
    credential_key TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    doubted_at BIGINT
);
CREATE INDEX passkeys_by_account ON passkeys (account_id, made_at);

-- What a browser was asked and has not answered yet: each is answered once, within minutes, by the session that knows its id.
CREATE TABLE ceremonies (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX ceremonies_by_end ON ceremonies (expires_at);
CREATE INDEX ceremonies_by_account ON ceremonies (account_id);
