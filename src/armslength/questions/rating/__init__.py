"""Rating: a whole number on a scale (numbers, stars, Likert)."""
