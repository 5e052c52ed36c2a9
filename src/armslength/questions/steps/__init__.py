"""Steps: a label for every step of a solution."""
