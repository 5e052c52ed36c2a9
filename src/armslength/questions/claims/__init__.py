"""Claims: what a text states, whether it holds, and what shows it."""
