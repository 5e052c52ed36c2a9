"""The async client; the sync one is generated from it."""
