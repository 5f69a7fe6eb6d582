INSERT INTO holdings (award_id, account_id, attached_at) VALUES ('w1', 'u1', 3);
