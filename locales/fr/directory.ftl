# The directory: profiles, search, letters through the relay.

place-which = Plusieurs communes correspondent : laquelle ?
