"""Text: plain or Markdown, with LaTeX and code."""
