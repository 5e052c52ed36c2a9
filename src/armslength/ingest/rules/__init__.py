"""Pure decisions of the way in: reading files, mapping columns, recognising images."""
