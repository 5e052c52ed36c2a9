"""What happened, told to addresses outside: signed, retried, logged; ids, never content."""
