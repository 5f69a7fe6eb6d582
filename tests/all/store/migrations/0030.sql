INSERT INTO cards (code_key, made_at, until_at, award_id) VALUES ('k1', 1, 9, 'w1');
INSERT INTO room_codes (code_key, id, achievement, achievement_version, lang, evidence, most, taken, made_by, made_at, until_at) VALUES ('k2', 'm1', 'reperes', '1.0.0', 'fr', '{"given_by":"admin","to_a_room":true}', 30, 1, 'console', 1, 9);
INSERT INTO batches (id, achievement, role, lang, made_by, made_at, done_at) VALUES ('b1', 'reperes', 'admin', 'fr', 'console', 1, NULL);
INSERT INTO batch_rows (batch_id, line, recipient, fate, credential_id) VALUES ('b1', 2, '{}', 'issued', 'x1');
INSERT INTO reminders (award_id, days, sent_at) VALUES ('w1', 60, 4);
UPDATE credentials SET former_id = 'x0' WHERE id = 'x1';
