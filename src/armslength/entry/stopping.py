"""Ctrl-C, SIGTERM, a terminal that went: one exception, once, that nothing on the way swallows for good."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_WAYS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(KeyboardInterrupt):
    """Somebody wants us to stop. An event loop lets only this kind of exception through its callbacks."""


class Stopping:
    """Whether somebody has asked."""

    def __init__(self) -> None:
        self.asked = False

    def heed(self) -> None:
        """Raise StopAsked if it was asked. For places that come by often: the first exception may have been lost where
        errors are not heard, in the middle of somebody's clean-up."""
        if self.asked:
            raise StopAsked

    def on_signal(self, _: int, __: FrameType | None) -> None:
        """Raises StopAsked the first time; while stopping, further asking is not heard."""
        if not self.asked:
            self.asked = True
            raise StopAsked


@contextmanager
def stop_signals() -> Iterator[Stopping]:
    """Every way of asking us to stop raises StopAsked."""
    stopping = Stopping()
    before = {number: signal.signal(number, stopping.on_signal) for number in _WAYS}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
