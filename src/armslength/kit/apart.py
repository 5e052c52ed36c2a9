"""A job's long work that does not tick by itself: one statement, one computation in a thread.

The job ticks beside it, so that its lease is renewed and a pause or a cancellation is heard of.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from armslength.kit.jobs import JobContext

LOOK_SECONDS: Final = 1.0
Over = Callable[[], bool]
"""Whether nobody waits for some work any more."""
T = TypeVar("T")


async def unless_stopped(context: JobContext, work: Awaitable[T]) -> T:
    """What the work gives; broken off, with `Stopped`, soon after the job is to end."""
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=LOOK_SECONDS))[0]:
            await context.tick()
    except BaseException:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise
    return task.result()


async def in_thread(context: JobContext, work: Callable[[Over], T]) -> T:
    """What `work(over)` gives, done in a thread. Nobody waits for a thread whose job is to end: `over()` is true from
    then on, and the work is to end itself at its next round."""
    over = threading.Event()
    try:
        return await unless_stopped(context, asyncio.to_thread(work, over.is_set))
    finally:
        over.set()


def never() -> bool:
    """Somebody waits until the end."""
    return False
