INSERT INTO supervisions (id, code_key, account_id, module, most, taken, made_at, until_at) VALUES ('v1', 'kv1', 'u1', 'm', 5, 1, 1, 9);
INSERT INTO passes (account_id, module, level, assessed, passed_at) VALUES ('u1', 'm', 'animateur', '{}', 3);
INSERT INTO dossiers (id, account_id, module, level, lang, name, former_id, opened_at, certified_at, award_id) VALUES ('d1', 'u1', 'm', 'animateur', 'fr', 'Zoé', NULL, 1, NULL, NULL);
INSERT INTO structures (account_id, name, name_key, said_at) VALUES ('u1', 'La Médiathèque', 'la mediatheque', 1);
INSERT INTO attestations (id, token_key, account_id, module, mailbox, held_on, place, place_key, crowd, format, asked_at, expires_at, answered_at, accepted, signer, quality, organisation, words) VALUES ('t1', 'kt1', 'u1', 'm', 'b1', '2026-10-01', 'Rodez', 'rodez', '6-15', 'Débat', 1, 9, 2, 1, 'Ada', 'host', 'Mairie', NULL);
INSERT INTO stories (id, dossier_id, body, handed_in_at, decided_at, passed, appealed_at, appeal_words, heard_at) VALUES ('s1', 'd1', 'Un soir…', 2, NULL, NULL, NULL, NULL, NULL);
INSERT INTO readings (id, story_id, reader_id, round, founder, asked_at, due_at, done_at, gone_at, marks, words) VALUES ('r1', 's1', NULL, 1, 0, 2, 9, 3, NULL, '{}', 'Bien');
INSERT INTO founders (seat, account_id, named_by, named_at, until_at) VALUES (1, 'u1', 'console', 1, 9);
