"""The one way out: every connection to an address that somebody else named."""
