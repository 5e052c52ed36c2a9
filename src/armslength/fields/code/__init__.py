"""Code, with its language."""
