-- Attempts in the form of a language that is easy to read and understand (`fr-falc`).
ALTER TABLE attempts ADD COLUMN easy BIGINT NOT NULL DEFAULT 0;
