"""Pure decisions about schemas, content and answers."""
