INSERT INTO voices (id, event_id, theme, theme_key, kind, words, lang, origin, state, agree, disagree, pass, said_at, settled_at) VALUES ('w1', 'e1', 'discuss', 'discuss', 'concern', 'On ne sait plus qui répond.', 'fr', 'anybody', 'rejected', 1, 0, 0, 5, 6);
INSERT INTO voice_answers (voice_id, mark, answer, answered_at) VALUES ('w1', 'm68', 'agree', 7);
INSERT INTO voice_reports (id, voice_id, words, told_at) VALUES ('r8', 'w1', 'un nom', 8);
