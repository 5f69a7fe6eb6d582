INSERT INTO contests (mark, module, module_version, item, reason, words, said_at) VALUES ('m', 'premiers-pas', '1.0.0', 'q1', 'wrong', 'Une autre source dit le contraire.', 2);
INSERT INTO item_changes (module, seq, item, neutral, reason, raised, changed_at) VALUES ('premiers-pas', 1, 'q1', 1, 'La question avait deux bonnes réponses.', 1, 3);
INSERT INTO reviews (attempt_id, level, chance, opened_at, decided_at, granted, reason) VALUES ('a2', 'repere', 430, 2, NULL, NULL, NULL);
