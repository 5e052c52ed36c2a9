"""Keys: what seals content at rest, and what destroys it."""
