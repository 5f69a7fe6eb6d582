-- Everything sent or done later is a row here, written in the transaction that causes it; what is done goes away.
-- recipient is a keyed hash of the mailbox, so that letters to somebody who leaves are found without their address.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    job TEXT NOT NULL,
    recipient TEXT,
    tries BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    lease TEXT,
    leased_until BIGINT,
    failed_at BIGINT,
    error TEXT,
    added_at BIGINT NOT NULL
);
CREATE INDEX jobs_by_due ON jobs (due_at, id) WHERE failed_at IS NULL;
CREATE INDEX jobs_by_recipient ON jobs (recipient) WHERE recipient IS NOT NULL;

-- When each timed job is next due; the process that moves the hand adds the job.
CREATE TABLE timers (
    name TEXT NOT NULL PRIMARY KEY,
    next_at BIGINT NOT NULL
);

-- How often something was done in the present span of time: letters to one place, letters to one mailbox.
CREATE TABLE allowances (
    name TEXT NOT NULL PRIMARY KEY,
    span BIGINT NOT NULL,
    used BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX allowances_by_use ON allowances (used_at);
