"""Number: a quantity, with its unit."""
