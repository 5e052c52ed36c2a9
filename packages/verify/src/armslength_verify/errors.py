"""Why something was not verified."""


class NotVerified(Exception):
    """It is not what the key signed, or not what it says it is. The sentence says which."""


class BadKey(ValueError):
    """Not a verifier key."""
