"""What the answers say together, and how far people agree."""
