"""Items that exist for one vendor only, and what a text that turned up somewhere else says of who leaked it."""
