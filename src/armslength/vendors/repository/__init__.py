"""All SQL of vendors, by part."""
