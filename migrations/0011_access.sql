-- Who somebody is and what they may do. An account is a mailbox; everything that hangs on it goes with it.
CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    lang TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    entered_at BIGINT,
    -- Which secret of codes by time is in use (none: null), and the last step of time whose code was taken.
    totp BIGINT,
    totp_made BIGINT NOT NULL,
    totp_step BIGINT NOT NULL
);
CREATE INDEX accounts_by_entry ON accounts (entered_at);

-- territory is a department's code where the role is bound to one, else empty.
CREATE TABLE account_roles (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    territory TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, role, territory)
);
CREATE INDEX account_roles_by_role ON account_roles (role, account_id);

-- An entry that was asked for: the link and the code of its letter are derived from its id, and stand nowhere.
-- browser is 1 where only the browser that asked may use it.
CREATE TABLE entries (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    token_key TEXT NOT NULL UNIQUE,
    lang TEXT NOT NULL,
    browser BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX entries_by_mailbox ON entries (mailbox, asked_at);
CREATE INDEX entries_by_end ON entries (expires_at);

-- The key of a row is a hash of what the cookie holds. Without an account it is a browser that asked to enter.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    account_id TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    data TEXT NOT NULL,
    client TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- Who did what: actors are ids, which say nothing once the account is gone.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    happened_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    deed TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_by_time ON audit (happened_at, id);
