INSERT INTO registration_answers (registration_id, question, answer, days) VALUES ('s1', 'Un besoin pour venir ?', 'Une rampe', 7);
