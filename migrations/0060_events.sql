-- Events: what is announced, and the dates on which it is held.

-- document is the whole event; what lists and maps ask for stands beside it. uid is what calendars know it by, sequence counts what changed for them. Nobody
-- owns an event whose organiser's account is gone.
CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    owner_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    document TEXT NOT NULL,
    commune TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    title_key TEXT NOT NULL,
    note TEXT,
    made_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    published_at BIGINT,
    changed_at BIGINT,
    cancelled_at BIGINT
);
CREATE INDEX events_by_owner ON events (owner_id, saved_at);
CREATE INDEX events_by_status ON events (status, saved_at);

-- A row for each date. civil is when it begins by the clocks of the event's zone; seats is null where they are not limited.
CREATE TABLE event_dates (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    civil TEXT NOT NULL,
    seats BIGINT,
    taken BIGINT NOT NULL DEFAULT 0,
    cancelled_at BIGINT,
    UNIQUE (event_id, starts_at)
);
CREATE INDEX event_dates_by_time ON event_dates (starts_at, event_id);
CREATE INDEX event_dates_by_end ON event_dates (ends_at, event_id);

-- Which event changed, in order and without a gap: what is kept in memory catches up by it. An empty event stands for all.
CREATE TABLE event_changes (
    seq BIGINT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('events', 0);
