INSERT INTO subscriptions (id, email, mailbox, lang, rhythm, wish, text_version, asked_at, confirmed_at, contact_at, questioned_at, period) VALUES ('b1', 'ada@example.org', 'm1', 'fr', 'weekly', '{"themes":["discuss"],"formats":[],"territory":{"kind":"everywhere"},"online":false}', '1', 1, 2, 2, NULL, '2027-W09');
INSERT INTO tellings (subscription_id, event_id, told_at) VALUES ('b1', 'e1', 3);
INSERT INTO refusals (subscription_id, letter, status, refused_at) VALUES ('b1', 'j1', '4.2.2', 4);
