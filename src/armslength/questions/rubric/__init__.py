"""Rubric: weighted criteria, each met or not, with what shows it."""
