-- Questions that people contest, what was done about them for everybody, and results that a person reads before they hold.

-- What was said of a question, by nobody: `mark` only keeps one attempt from saying it twice, and cannot be led back to it without the keys.
CREATE TABLE contests (
    mark TEXT NOT NULL PRIMARY KEY,
    module TEXT NOT NULL,
    module_version TEXT NOT NULL,
    item TEXT NOT NULL,
    reason TEXT NOT NULL,
    words TEXT,
    said_at BIGINT NOT NULL
);
CREATE INDEX contests_by_module ON contests (module, item);

-- Append-only: the last line of a question says whether it counts. `raised` is how many finished attempts reached a higher level by it.
CREATE TABLE item_changes (
    module TEXT NOT NULL,
    seq BIGINT NOT NULL,
    item TEXT NOT NULL,
    neutral BIGINT NOT NULL,
    reason TEXT NOT NULL,
    raised BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (module, seq)
);

-- A result near the bar of a certification. `chance` is the chance, in thousandths, that the person's true score reaches it.
CREATE TABLE reviews (
    attempt_id TEXT NOT NULL PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    level TEXT NOT NULL,
    chance BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    decided_at BIGINT,
    granted BIGINT,
    reason TEXT
);
