"""How the work of people and firms was, over all customers, in numbers that say nothing of what it was about."""
