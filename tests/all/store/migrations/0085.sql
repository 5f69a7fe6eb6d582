INSERT INTO log_roots (day, last_seq, root) VALUES ('2026-11-26', 1, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
