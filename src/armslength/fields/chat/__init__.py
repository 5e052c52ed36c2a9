"""A conversation: messages in turns, with roles and tool calls."""
