register-events = The events that you announce
register-events-why = To announce them and keep them up to date. Once an account is erased, what it announced is cancelled and no longer says who organised it.
