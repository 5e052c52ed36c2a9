"""Pure decisions of projects."""
