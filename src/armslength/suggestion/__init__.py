"""What models propose: taken in, shown or held back by policy, and what became of it."""
