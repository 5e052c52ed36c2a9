"""Frozen datasets, and the forms in which they leave."""
