"""Walls: the one gateway through which content is opened."""
