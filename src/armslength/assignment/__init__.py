"""Who is asked next, under which lease, and what becomes of it."""
