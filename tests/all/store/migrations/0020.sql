INSERT INTO issuer_keys (multikey, pair, made_at, retired_at, compromised_at, statement) VALUES ('z6Mk1', 1, 1, NULL, NULL, NULL);
