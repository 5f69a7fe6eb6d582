-- Events that were taken over from elsewhere: how often they were changed there, and what ours was when it was last taken over. What differs from that was
-- changed by hand, and is left alone.
CREATE TABLE event_imports (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    sequence BIGINT NOT NULL,
    digest TEXT NOT NULL,
    taken_at BIGINT NOT NULL
);
