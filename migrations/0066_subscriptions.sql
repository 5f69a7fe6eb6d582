-- Letters about events. A subscription that nobody confirmed yet has no confirmed_at; one goes on for each mailbox. mailbox is a keyed hash, under which it is
-- found without its address. text_version is that of the words that were agreed to. period is the last week or month that had its letter.
CREATE TABLE subscriptions (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    lang TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    wish TEXT NOT NULL,
    text_version TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    contact_at BIGINT NOT NULL,
    questioned_at BIGINT,
    period TEXT NOT NULL
);
CREATE UNIQUE INDEX subscriptions_of_mailbox ON subscriptions (mailbox) WHERE confirmed_at IS NOT NULL;
CREATE INDEX subscriptions_by_rhythm ON subscriptions (rhythm, id) WHERE confirmed_at IS NOT NULL;
CREATE INDEX subscriptions_by_contact ON subscriptions (contact_at, id);

-- Which event was told to whom: once.
CREATE TABLE tellings (
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (subscription_id, event_id)
);
CREATE INDEX tellings_by_event ON tellings (event_id);

-- Letters that a mailbox refused, each once.
CREATE TABLE refusals (
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    letter TEXT NOT NULL,
    status TEXT NOT NULL,
    refused_at BIGINT NOT NULL,
    PRIMARY KEY (subscription_id, letter)
);
CREATE INDEX refusals_by_time ON refusals (refused_at);

-- What somebody waits for goes before what is sent to many.
ALTER TABLE jobs ADD COLUMN lane BIGINT NOT NULL DEFAULT 0;
DROP INDEX jobs_by_due;
CREATE INDEX jobs_by_lane ON jobs (lane, due_at, id) WHERE failed_at IS NULL;
