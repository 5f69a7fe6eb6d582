-- Which badges somebody keeps in their space. A badge is in one space at most; it goes on without one.
CREATE TABLE holdings (
    award_id TEXT NOT NULL PRIMARY KEY REFERENCES awards (id),
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    attached_at BIGINT NOT NULL
);
CREATE INDEX holdings_by_account ON holdings (account_id, attached_at);
