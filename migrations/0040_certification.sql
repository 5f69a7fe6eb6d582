-- The certification of those who animate. Everything hangs on the account of who asks for it, and goes with it.

-- A session in a room: who has its code may begin the questionnaire while it is open. The code is derived from the id, and stands nowhere.
CREATE TABLE supervisions (
    id TEXT NOT NULL PRIMARY KEY,
    code_key TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    module TEXT NOT NULL,
    most BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
CREATE INDEX supervisions_by_account ON supervisions (account_id, made_at);
CREATE INDEX supervisions_by_end ON supervisions (until_at);

-- Who answered for an attempt, by a number that names nobody.
CREATE TABLE supervised_attempts (
    attempt_id TEXT NOT NULL PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    supervisor TEXT NOT NULL
);

-- A questionnaire that was passed, for one level; the answers go, this stays.
CREATE TABLE passes (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    module TEXT NOT NULL,
    level TEXT NOT NULL,
    assessed TEXT NOT NULL,
    passed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, module, level)
);

-- What somebody brings together for one level of a module. One is open at a time.
CREATE TABLE dossiers (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    module TEXT NOT NULL,
    level TEXT NOT NULL,
    lang TEXT NOT NULL,
    name TEXT,
    -- The credential that this one is to renew.
    former_id TEXT,
    opened_at BIGINT NOT NULL,
    certified_at BIGINT,
    award_id TEXT
);
CREATE UNIQUE INDEX dossiers_open ON dossiers (account_id, module, level) WHERE certified_at IS NULL;
CREATE INDEX dossiers_by_time ON dossiers (opened_at, id);

-- For whom somebody works or volunteers, so that nobody reads a colleague. Empty is nobody.
CREATE TABLE structures (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    said_at BIGINT NOT NULL
);

-- A café that somebody who was there is asked to confirm. mailbox is a keyed hash of the address; the link's token is derived, and stands nowhere.
CREATE TABLE attestations (
    id TEXT NOT NULL PRIMARY KEY,
    token_key TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    module TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    held_on TEXT NOT NULL,
    place TEXT NOT NULL,
    place_key TEXT NOT NULL,
    crowd TEXT NOT NULL,
    format TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    answered_at BIGINT,
    accepted BIGINT,
    signer TEXT,
    quality TEXT,
    organisation TEXT,
    words TEXT
);
CREATE UNIQUE INDEX attestations_of_a_cafe ON attestations (account_id, module, held_on, place_key) WHERE answered_at IS NULL OR accepted = 1;
CREATE INDEX attestations_by_mailbox ON attestations (mailbox);
CREATE INDEX attestations_by_end ON attestations (expires_at);

-- A story that peers read. Its words go a month after the last decision; what was decided stays.
CREATE TABLE stories (
    id TEXT NOT NULL PRIMARY KEY,
    dossier_id TEXT NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    handed_in_at BIGINT NOT NULL,
    decided_at BIGINT,
    passed BIGINT,
    appealed_at BIGINT,
    appeal_words TEXT,
    heard_at BIGINT
);
CREATE UNIQUE INDEX stories_waiting ON stories (dossier_id) WHERE decided_at IS NULL;
CREATE INDEX stories_by_dossier ON stories (dossier_id, handed_in_at);

-- One peer's reading of a story: asked for, then done, or gone because of a conflict or for want of time. Nobody reads a story twice.
CREATE TABLE readings (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    reader_id TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    round BIGINT NOT NULL,
    founder BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    done_at BIGINT,
    gone_at BIGINT,
    marks TEXT NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (story_id, reader_id)
);
CREATE INDEX readings_by_reader ON readings (reader_id, done_at);

-- Those who read first, while nobody is certified yet: six seats, each for a year at most.
CREATE TABLE founders (
    seat BIGINT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
    named_by TEXT NOT NULL,
    named_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
