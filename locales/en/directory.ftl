# The directory: profiles, search, letters through the relay.

place-which = Several communes match: which one?
