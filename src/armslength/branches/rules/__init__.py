"""Pure decisions of branches."""
