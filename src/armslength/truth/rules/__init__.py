"""Pure decisions about agreement and majority."""
