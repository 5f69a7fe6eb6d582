-- What somebody vouches for: a coordinator for who holds a badge, an organisation for an achievement. The bit of its place outlives the row.
CREATE TABLE endorsements (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    organisation_id TEXT REFERENCES organisations (id) ON DELETE CASCADE,
    credential_id TEXT REFERENCES credentials (id),
    achievement TEXT,
    achievement_version TEXT,
    name TEXT NOT NULL,
    territory TEXT NOT NULL,
    words TEXT NOT NULL,
    lang TEXT NOT NULL,
    list BIGINT NOT NULL,
    place BIGINT NOT NULL,
    pair BIGINT NOT NULL,
    document TEXT NOT NULL,
    jwt TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    UNIQUE (list, place),
    FOREIGN KEY (list, place) REFERENCES status_places (list, place),
    FOREIGN KEY (achievement, achievement_version) REFERENCES achievements (slug, version)
);
-- Nobody vouches twice for the same thing at a time.
CREATE UNIQUE INDEX endorsements_of_badge ON endorsements (credential_id, account_id) WHERE credential_id IS NOT NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX endorsements_of_achievement ON endorsements (achievement, achievement_version, organisation_id) WHERE achievement IS NOT NULL AND ended_at IS NULL;
CREATE INDEX endorsements_by_account ON endorsements (account_id, made_at);
CREATE INDEX endorsements_by_time ON endorsements (made_at, id);
CREATE INDEX endorsements_by_end ON endorsements (ended_at);
