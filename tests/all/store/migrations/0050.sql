UPDATE holdings SET way = 'issued' WHERE award_id = 'w1';
INSERT INTO profiles (account_id, slug, version, document, made_at, confirmed_at, asked, hidden) VALUES ('u1', 'zoe-k3f9', 1, '{}', 1, 1, 0, NULL);
INSERT INTO directory_changes (seq, account_id) VALUES (1, 'u1');
INSERT INTO messages (id, account_id, sender, mailbox, name, words, reply, lang, written_at, confirmed_at, reported_at) VALUES ('m1', 'u1', 'ada@a.example', 'k', 'Ada', 'Bonjour', 1, 'fr', 1, 2, NULL);
INSERT INTO reports (id, account_id, message_id, words, told_at, settled_at) VALUES ('p1', 'u1', 'm1', '', 3, NULL);
