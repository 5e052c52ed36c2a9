"""Armslength: the open, self-hosted data engine for teams that buy human data for AI models."""

__version__ = "0.1.0"
