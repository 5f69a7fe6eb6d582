INSERT INTO passkeys (id, credential_key, account_id, name, credential, made_at, used_at, doubted_at) VALUES ('k8', 'c', 'u1', 'Téléphone', '{}', 3, 4, NULL);
INSERT INTO ceremonies (id, kind, account_id, state, expires_at) VALUES ('y8', 'proof', 'u1', '{}', 9);
