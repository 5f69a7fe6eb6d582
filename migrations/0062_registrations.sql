-- Who comes to a date of an event. Names, addresses, numbers and answers go in time; that somebody came stays, and says nothing of whom.
CREATE TABLE registrations (
    id TEXT NOT NULL PRIMARY KEY,
    date_id TEXT NOT NULL REFERENCES event_dates (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    name TEXT,
    name_key TEXT,
    email TEXT,
    mailbox TEXT,
    phone TEXT,
    lang TEXT NOT NULL,
    code_key TEXT UNIQUE,
    once_key TEXT UNIQUE,
    state TEXT NOT NULL,
    by_hand BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    hold_until BIGINT,
    confirmed_at BIGINT,
    reminded_at BIGINT,
    cancelled_at BIGINT,
    attended_at BIGINT,
    award_id TEXT REFERENCES awards (id) ON DELETE SET NULL,
    forgotten_at BIGINT,
    UNIQUE (date_id, line)
);
-- A mailbox registers once for a date, whatever is pressed how often.
CREATE UNIQUE INDEX registrations_once ON registrations (date_id, mailbox) WHERE mailbox IS NOT NULL AND cancelled_at IS NULL;
CREATE INDEX registrations_of_mailbox ON registrations (mailbox) WHERE mailbox IS NOT NULL;
CREATE INDEX registrations_held ON registrations (hold_until) WHERE hold_until IS NOT NULL;
CREATE INDEX registrations_named ON registrations (date_id, name_key) WHERE forgotten_at IS NULL;
CREATE INDEX registrations_by_award ON registrations (award_id) WHERE award_id IS NOT NULL;

-- What an organiser asks beside a name, what for, and for how many days after the date the answers are kept.
CREATE TABLE registration_questions (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    ask TEXT NOT NULL,
    purpose TEXT NOT NULL,
    required BIGINT NOT NULL,
    kept_days BIGINT NOT NULL
);
CREATE INDEX registration_questions_by_event ON registration_questions (event_id, place);

CREATE TABLE registration_answers (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    question_id TEXT NOT NULL REFERENCES registration_questions (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    purge_at BIGINT NOT NULL,
    PRIMARY KEY (registration_id, question_id)
);
CREATE INDEX registration_answers_by_time ON registration_answers (purge_at);
CREATE INDEX registration_answers_by_question ON registration_answers (question_id);

-- Letters of an organiser to all who registered for a date.
CREATE TABLE registration_notes (
    id TEXT NOT NULL PRIMARY KEY,
    date_id TEXT NOT NULL REFERENCES event_dates (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    letters BIGINT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX registration_notes_by_date ON registration_notes (date_id, written_at);
