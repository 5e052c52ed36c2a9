"""Flags: what is wrong with something, each perhaps with how bad it is; or that nothing is."""
