-- The badge of who was checked in: its award, until names are forgotten. From then on nothing leads from that somebody came to what they hold.
ALTER TABLE registrations ADD COLUMN award_id TEXT REFERENCES awards (id) ON DELETE SET NULL;
CREATE INDEX registrations_of_award ON registrations (award_id) WHERE award_id IS NOT NULL;
