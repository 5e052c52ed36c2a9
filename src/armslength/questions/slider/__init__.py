"""Slider: a place between two named ends."""
