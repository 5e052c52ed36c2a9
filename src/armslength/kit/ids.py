"""Random ids, so that nothing outward can be counted or guessed."""

from typing import Final
from uuid import UUID, uuid4

NIL: Final = UUID(int=0)
"""The id that means "none" where a key column may not be null."""


def new_id() -> UUID:
    """A fresh random id (UUIDv4)."""
    return uuid4()
