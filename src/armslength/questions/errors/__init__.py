"""Errors: stretches of a text that are wrong, of which category, and how badly."""
