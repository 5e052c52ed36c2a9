"""Items in other forms, for people who must not have the original."""
