-- Up to which first number of the charter somebody who adheres to it was asked again, so that a letter comes once for each.
ALTER TABLE adherences ADD COLUMN asked_major BIGINT NOT NULL DEFAULT 0;
