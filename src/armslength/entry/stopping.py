"""Ctrl-C, SIGTERM, a terminal that went: one exception, once, that nothing on the way swallows for good."""

from __future__ import annotations

import signal
import sys
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
    tell = sys.unraisablehook

    def tell_of_faults(lost: sys.UnraisableHookArgs) -> None:
        """Python prints what it cannot pass on, as from a finaliser. This is no fault, and is heeded later."""
        if not isinstance(lost.exc_value, StopAsked):
            tell(lost)

    before = {number: signal.signal(number, stopping.on_signal) for number in _WAYS}
    sys.unraisablehook = tell_of_faults
    try:
        yield stopping
    finally:
        sys.unraisablehook = tell
        for number, handler in before.items():
            signal.signal(number, handler)
