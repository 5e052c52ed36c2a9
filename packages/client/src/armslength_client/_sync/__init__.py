# Generated from _async by generate_sync.py: edit there.
"""The sync client."""
