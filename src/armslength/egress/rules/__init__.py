"""Which names, addresses and ports may be called. Pure."""
