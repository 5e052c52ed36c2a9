"""Second opinions: accept, fix, reject; rework; an item's history."""
