"""Always one piece ahead: the next is made while the caller works on this one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def ahead(produce: Callable[[], Awaitable[T | None]]) -> AsyncIterator[T]:
    """What `produce` gives until None. Where the caller leaves early, what is being made is waited for and let go: it
    may run in a thread, which cannot be stopped and must not outlive what it reads from."""
    pending = asyncio.ensure_future(produce())
    try:
        while (found := await asyncio.shield(pending)) is not None:
            pending = asyncio.ensure_future(produce())
            yield found
    finally:
        await asyncio.wait([pending])
        if not pending.cancelled():
            pending.exception()
