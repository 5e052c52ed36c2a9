"""All SQL of lists."""
