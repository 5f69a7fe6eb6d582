-- The life of a badge after the quiz: cards printed beforehand, codes for a room, badges given by hand, renewal.

-- The credential that this one renews.
ALTER TABLE credentials ADD COLUMN former_id TEXT;
CREATE INDEX credentials_by_former ON credentials (former_id) WHERE former_id IS NOT NULL;
CREATE INDEX credentials_by_expiry ON credentials (expires_at) WHERE expires_at IS NOT NULL;

-- What a badge given by hand was given for, as a keyed hash: the same again is recognised, and tells nobody anything.
ALTER TABLE awards ADD COLUMN origin TEXT;
CREATE UNIQUE INDEX awards_by_origin ON awards (origin) WHERE origin IS NOT NULL;

-- A card printed with a code before anybody earned anything; one award is put into it.
CREATE TABLE cards (
    code_key TEXT NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    award_id TEXT UNIQUE REFERENCES awards (id) ON DELETE CASCADE
);
CREATE INDEX cards_by_end ON cards (until_at);

-- A code for a room: whoever has it may take one badge, as long as there are any. made_by is an account or the console.
CREATE TABLE room_codes (
    code_key TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    achievement TEXT NOT NULL,
    achievement_version TEXT NOT NULL,
    lang TEXT NOT NULL,
    evidence TEXT NOT NULL,
    most BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    FOREIGN KEY (achievement, achievement_version) REFERENCES achievements (slug, version)
);
CREATE INDEX room_codes_by_end ON room_codes (until_at);

-- People to whom an achievement is given by hand, a row each, gone through by a job; names and addresses go once it is done.
CREATE TABLE batches (
    id TEXT NOT NULL PRIMARY KEY,
    achievement TEXT NOT NULL,
    role TEXT NOT NULL,
    lang TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX batches_by_time ON batches (made_at, id);
CREATE TABLE batch_rows (
    batch_id TEXT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    fate TEXT,
    credential_id TEXT,
    PRIMARY KEY (batch_id, line)
);

-- Letters that a badge is about to end, so that none is sent twice.
CREATE TABLE reminders (
    award_id TEXT NOT NULL REFERENCES awards (id) ON DELETE CASCADE,
    days BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (award_id, days)
);
