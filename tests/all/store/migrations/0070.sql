INSERT INTO event_imports (event_id, sequence, digest, taken_at) VALUES ('e1', 2, 'd70', 9);
