-- What is told of a date of an event afterwards: one report a date. document is the whole report; department and held_at stand beside it for sums over a territory.
CREATE TABLE event_reports (
    date_id TEXT NOT NULL PRIMARY KEY REFERENCES event_dates (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    department TEXT NOT NULL,
    held_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    public BIGINT NOT NULL,
    saved_at BIGINT NOT NULL
);
CREATE INDEX event_reports_by_event ON event_reports (event_id, held_at);
CREATE INDEX event_reports_by_department ON event_reports (department, held_at);
