INSERT INTO organisations (id, account_id, name, name_key, sector, place, created_at) VALUES ('g1', 'u1', 'Médiathèque', 'médiathèque', 'library', 'Lille', 5);
INSERT INTO awards (id, achievement, achievement_version, attempt_id, lang, level, evidence, claim_key, awarded_at, claim_until) VALUES ('w45', 'reperes', '1.0.0', NULL, 'fr', '', '{}', 'c45', 5, 9);
INSERT INTO adherences (id, account_id, organisation_id, version, lang, digest, award_id, adhered_at, ended_at, reason) VALUES ('h1', 'u1', 'g1', '1.0', 'fr', 'd', 'w45', 5, NULL, NULL);
