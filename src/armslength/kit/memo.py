"""What was worked out for the same bytes before: answers to closed questions are few, however many people gave them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")
MOST: Final = 4_096
LONGEST: Final = 512


class Memo(Generic[T]):
    """Remembers what a pure function gave for short keys, while there is room: a few megabytes at most."""

    def __init__(self) -> None:
        self._known: dict[bytes, T] = {}

    def of(self, key: bytes, made: Callable[[], T]) -> T:
        """What `made` gave for this key, the first time or now. What is given out is shared: nobody may change it."""
        found = self._known.get(key)
        if found is None:
            found = made()
            if len(key) <= LONGEST and len(self._known) < MOST:
                self._known[key] = found
        return found
