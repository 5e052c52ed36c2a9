"""What a job computes for long: in a thread, while the job ticks, and to be ended early with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import armslength_quality as quality
from armslength.kit.apart import Over, in_thread
from armslength.kit.jobs import JobContext

T = TypeVar("T")


async def computed(context: JobContext, work: Callable[[], T]) -> T:
    """What `work` gives. A job that is to end waits for nothing more, and the work ends at its next round."""

    def within(over: Over) -> T:
        with quality.until(over):
            return work()

    return await in_thread(context, within)
