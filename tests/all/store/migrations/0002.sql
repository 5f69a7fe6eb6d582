INSERT INTO attempts (id, module_hash, lang, seed, resume_key, started_at, completed_at, manner, draw, ends_at, paused_at, returned, person) VALUES ('a3', 'h1', 'fr', 's', 'r3', 1, NULL, 'alone', '{"out":["q2"]}', 9, 5, 3, 'p');
INSERT INTO exposures (module_hash, item, drawn) VALUES ('h1', 'q1', 3);
