INSERT INTO jobs (id, name, job, recipient, tries, due_at, lease, leased_until, failed_at, error, added_at) VALUES ('j1', 'forget', '{"version":1,"name":"forget"}', NULL, 0, 1, NULL, NULL, NULL, NULL, 1);
INSERT INTO timers (name, next_at) VALUES ('forget', 9);
INSERT INTO allowances (name, span, used, used_at) VALUES ('letters a.example', 1, 2, 3);
