INSERT INTO doubts (id, credential_id, address, ground, words, raised_at, outcome, settled_at) VALUES ('d1', 'x1', '', 'person', 'vu au café', 5, NULL, NULL);
INSERT INTO doubts (id, credential_id, address, ground, words, raised_at, outcome, settled_at) VALUES ('d2', NULL, 'https://example.org/b', 'forged', '', 6, 'acted', 7);
