"""What the answers say together."""
