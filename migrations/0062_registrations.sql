-- Who comes to a date of an event. Names, addresses and numbers go in time, at once where somebody cancels; that somebody came stays, and says nothing of whom.
CREATE TABLE registrations (
    id TEXT NOT NULL PRIMARY KEY,
    date_id TEXT NOT NULL REFERENCES event_dates (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    name TEXT,
    email TEXT,
    mailbox TEXT,
    phone TEXT,
    lang TEXT NOT NULL,
    code_key TEXT UNIQUE,
    once_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    cancelled_at BIGINT,
    attended_at BIGINT,
    UNIQUE (date_id, line)
);
-- A mailbox registers once for a date, whatever is pressed how often.
CREATE UNIQUE INDEX registrations_once ON registrations (date_id, mailbox) WHERE mailbox IS NOT NULL;
CREATE INDEX registrations_of_mailbox ON registrations (mailbox) WHERE mailbox IS NOT NULL;
CREATE INDEX registrations_waiting ON registrations (date_id, line) WHERE state = 'waiting';
