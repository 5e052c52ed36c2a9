"""What is shown: one folder per kind of field, one line per kind in the registry."""
