"""Spans: labelled stretches of a text or of a conversation's messages."""
