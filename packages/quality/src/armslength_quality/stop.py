"""Ends long work early: a fit or a resampling asks between its rounds whether it is wanted still.

What asks runs in the thread that was told to, in a copy of its context: `asyncio.to_thread` and the like carry it over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from armslength_quality.errors import NotWanted

_over: ContextVar[Callable[[], bool] | None] = ContextVar("over", default=None)


@contextmanager
def until(over: Callable[[], bool]) -> Iterator[None]:
    """Within, whatever this package does raises NotWanted at its next round once `over()` says so.

    >>> with until(lambda: False):
    ...     checkpoint()
    """
    token = _over.set(over)
    try:
        yield
    finally:
        _over.reset(token)


def checkpoint() -> None:
    """Between two rounds. Raises NotWanted."""
    over = _over.get()
    if over is not None and over():
        raise NotWanted("Nobody waits for this any more.")
