"""Choice: one or several of a list, which may be nested."""
