"""How whoever waits for background work asks: soon at first, since most of it is done at once, then less often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_FIRST: Final = 0.02
_GROWTH: Final = 1.5


def pauses(longest: float) -> Iterator[float]:
    """Seconds to rest before asking again, each half as long again as the one before it, `longest` at most: what took
    so long is known at most half of that later."""
    pause = _FIRST
    while True:
        yield min(pause, longest)
        pause = min(pause * _GROWTH, longest)
