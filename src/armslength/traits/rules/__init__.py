"""Pure decisions: to which group somebody is counted, of what may be told, and what is told."""
