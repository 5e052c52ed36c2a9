"""Who is asking: people, organizations, seats, sessions, keys; and the one table of who may do what."""
