-- Voices: short statements after a café. Nothing in a row says who said it. What was answered is counted in the row itself; an answer beside it only keeps one
-- browser from counting twice, under a mark that is different for each statement, and goes in time.
CREATE TABLE voices (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT REFERENCES events (id) ON DELETE SET NULL,
    theme TEXT NOT NULL,
    theme_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    lang TEXT NOT NULL,
    origin TEXT NOT NULL,
    state TEXT NOT NULL,
    agree BIGINT NOT NULL DEFAULT 0,
    disagree BIGINT NOT NULL DEFAULT 0,
    pass BIGINT NOT NULL DEFAULT 0,
    said_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX voices_by_state ON voices (state, said_at, id);
CREATE INDEX voices_by_event ON voices (event_id, state);

CREATE TABLE voice_answers (
    voice_id TEXT NOT NULL REFERENCES voices (id) ON DELETE CASCADE,
    mark TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (voice_id, mark)
);
CREATE INDEX voice_answers_by_mark ON voice_answers (mark);
CREATE INDEX voice_answers_by_time ON voice_answers (answered_at);

CREATE TABLE voice_reports (
    id TEXT NOT NULL PRIMARY KEY,
    voice_id TEXT NOT NULL REFERENCES voices (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    told_at BIGINT NOT NULL
);
CREATE INDEX voice_reports_by_voice ON voice_reports (voice_id, told_at);
