"""Pure decisions about what a release holds."""
