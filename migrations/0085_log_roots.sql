-- The root of each day of the issuance log that is over: its last line, and the root that stands for everything up to it.
CREATE TABLE log_roots (
    day TEXT NOT NULL PRIMARY KEY,
    last_seq BIGINT NOT NULL,
    root TEXT NOT NULL
);
