"""What may be told, how it is signed, when it is tried again. Pure."""
