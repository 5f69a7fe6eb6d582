UPDATE registrations SET confirmed_at = 6, remind = 1 WHERE id = 's1';
INSERT INTO notices (id, date_id, words, written_at) VALUES ('n1', 't1', 'La salle change.', 8);
