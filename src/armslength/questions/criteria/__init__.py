"""Criteria: a rubric that is written here, and tried on sample responses."""
