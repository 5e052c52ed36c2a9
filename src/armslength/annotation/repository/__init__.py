"""All SQL of annotation."""
