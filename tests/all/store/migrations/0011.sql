INSERT INTO accounts (id, email, email_key, lang, created_at, entered_at, totp, totp_made, totp_step) VALUES ('u1', 'Zoe@a.example', 'zoe@a.example', 'fr', 1, 2, NULL, 0, 0);
INSERT INTO account_roles (account_id, role, territory, granted_by, granted_at) VALUES ('u1', 'coordinator', '59', 'u1', 2);
INSERT INTO entries (id, email, mailbox, token_key, lang, browser, tries, asked_at, expires_at, closed_at) VALUES ('e1', 'zoe@a.example', 'm', 't', 'fr', 1, 0, 1, 9, NULL);
INSERT INTO sessions (id, handle, account_id, data, client, began_at, expires_at) VALUES ('s1', 'h', 'u1', '{}', 'Firefox', 2, 9);
INSERT INTO audit (id, happened_at, actor, deed, subject, detail) VALUES ('d1', 2, 'u1', 'grant', 'u1', 'coordinator');
