"""Lists of the console: views of them under a name."""
