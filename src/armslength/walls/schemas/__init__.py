"""Walls on the wire."""
