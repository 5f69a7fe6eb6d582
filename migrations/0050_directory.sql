-- The directory: people as they wish to be seen, letters to them through the relay, and what is told of both.

-- How a badge came into a space: attached by whoever had its code, or issued to that very account.
ALTER TABLE holdings ADD COLUMN way TEXT NOT NULL DEFAULT 'attached';

-- document is the whole profile, each thing with its audience. version counts how often it was saved. A profile that is hidden says why.
CREATE TABLE profiles (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    slug TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    hidden TEXT
);
CREATE INDEX profiles_by_confirmation ON profiles (confirmed_at, account_id);

-- Whose place in the directory changed, in order and without a gap: what is kept in memory catches up by it. An empty account stands for everybody.
CREATE TABLE directory_changes (
    seq BIGINT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('directory', 0);

-- A letter to somebody of the directory, from the moment it is written until it can no longer be reported. reply is 1 where the sender agrees to be answered.
CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    sender TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    reply BIGINT NOT NULL,
    lang TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    reported_at BIGINT
);
CREATE INDEX messages_by_time ON messages (written_at);
CREATE INDEX messages_by_mailbox ON messages (mailbox);
CREATE INDEX messages_by_account ON messages (account_id);

-- What somebody tells of a profile, or of a letter that it got or sent; settled once the administration has seen to it.
CREATE TABLE reports (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    message_id TEXT REFERENCES messages (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX reports_by_time ON reports (told_at, id);
CREATE UNIQUE INDEX reports_by_message ON reports (message_id) WHERE message_id IS NOT NULL;
