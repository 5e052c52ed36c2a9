"""All SQL of review."""
