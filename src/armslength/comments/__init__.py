"""Comments at the exact place of an item or an answer."""
