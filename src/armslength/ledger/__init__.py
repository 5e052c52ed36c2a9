"""What was decided, by whom and when: append-only."""
