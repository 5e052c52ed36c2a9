"""One HTML file about a table of answers: how far people agree, and where they do not."""
