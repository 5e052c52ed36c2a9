"""A table, or any other JSON."""
