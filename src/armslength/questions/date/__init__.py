"""Date: a day, a month or a year."""
