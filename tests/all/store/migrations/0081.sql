INSERT INTO identities (id, identity_key, account_id, provider, made_at, used_at) VALUES ('j8', 'i', 'u1', 'Une association', 3, 4);
