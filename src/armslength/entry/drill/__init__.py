"""The founding story, replayed: a vendor is bought by a rival while its people work, and nothing leaks or is lost."""
