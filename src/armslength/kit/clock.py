"""Time as an argument."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """The present moment, time-zone aware, in microseconds."""
        return datetime.now(UTC)


class FixedClock(Clock):
    """A clock that stands still until told to move: for tests and replays."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment this clock was last set to."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move forward."""
        self._now += timedelta(seconds=seconds)
