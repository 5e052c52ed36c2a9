"""How far people agree; every measure returns an Estimate."""
