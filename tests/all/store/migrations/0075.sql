UPDATE adherences SET asked_major = 1 WHERE id = 'h1';
