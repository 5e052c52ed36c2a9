"""Loops over shapes, compiled when first called."""
