-- A mailbox is proved by who opens the page that its letter leads to. remind: a letter the day before is wished for; reminded_at: it was left to the queue,
-- once, however the date moves.
ALTER TABLE registrations ADD COLUMN confirmed_at BIGINT;
ALTER TABLE registrations ADD COLUMN remind BIGINT NOT NULL DEFAULT 0;
ALTER TABLE registrations ADD COLUMN reminded_at BIGINT;

-- What an organiser wrote to those who registered for a date, until its letters are gone.
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    date_id TEXT NOT NULL REFERENCES event_dates (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
