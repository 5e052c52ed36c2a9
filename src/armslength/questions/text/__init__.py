"""Text: write one, or rewrite a draft."""
