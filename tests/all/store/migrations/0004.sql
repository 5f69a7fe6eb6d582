INSERT INTO attempts (id, module_hash, lang, seed, resume_key, started_at, easy) VALUES ('a4', 'h1', 'fr', 's', 'r4', 1, 1);
