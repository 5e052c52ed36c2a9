"""When a delivery is tried again, when a webhook is left alone for a while, when it is paused."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

_AGAIN_AFTER: Final = (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
"""Seconds; about a day in all."""
TRIES: Final = len(_AGAIN_AFTER) + 1
_LONGEST_REST = timedelta(minutes=5)
_ENOUGH_FAILURES: Final = 10
GONE: Final = 410
"""The receiver says that it wants no more."""


def next_try(delivery_id: UUID, tried: int, now: datetime) -> datetime | None:
    """When to try again after `tried` tries, spread by up to a fifth so that nobody is flooded; None = give up."""
    if tried >= TRIES:
        return None
    spread = 1 + (delivery_id.int >> (8 * (tried % 8))) % 256 / 256 / 5
    return now + timedelta(seconds=_AGAIN_AFTER[tried - 1] * spread)


def rest(failures: int) -> timedelta:
    """How long a webhook that failed so often in a row is left alone."""
    return timedelta() if failures == 0 else min(timedelta(seconds=2 ** min(failures, 20)), _LONGEST_REST)


def must_pause(failures: int, failing_since: datetime | None, now: datetime, hours: float) -> bool:
    """Whether it has failed for long enough."""
    return failing_since is not None and failures >= _ENOUGH_FAILURES and now - failing_since >= timedelta(hours=hours)
