"""Work of one kind that arrives while earlier work of it is under way is carried out together.

Nobody waits for a timer: what comes to an idle place is carried out alone, at once. What comes while all places are
taken waits for the first that is given up, and goes along with whatever else waits by then. The busier, the more at a
time: so a crowd costs the database a few large transactions instead of many small ones that wait for each other.
Whoever takes long waits for somebody else (a locked row, say), and gives up the place without being interrupted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextvars import Context
from typing import Generic, NamedTuple, TypeVar

import structlog

from armslength.kit.errors import ArmslengthError

log = structlog.get_logger(__name__)

A = TypeVar("A")
R = TypeVar("R")


class _Waiting(NamedTuple, Generic[A, R]):
    who: Hashable
    asked: A
    told: asyncio.Future[R | None]


class _Place(Generic[A, R]):
    """How many are carrying something out for one key, and what waits for them."""

    __slots__ = ("busy", "waiting")

    def __init__(self) -> None:
        self.busy = 0
        self.waiting: list[_Waiting[A, R]] = []


class Gathering(Generic[A, R]):
    """Carries out what is asked: `alone`, in the caller's own task, or `together` with others of the same key.

    `together` tells each in turn, None where it could not be carried out with the others; what it raises concerns all
    of them. None of those is lost: its caller carries it out alone.
    """

    def __init__(
        self, alone: Callable[[A], Awaitable[R]], together: Callable[[Sequence[A]], Awaitable[Sequence[R | None]]], *,
        at_once: int, most: int, patience: float = 0.25,
    ) -> None:  # fmt: skip
        """`at_once`: places; `most`: how many go together; `patience`: seconds after which a place is free again."""
        self._alone = alone
        self._together = together
        self._at_once = at_once
        self._most = most
        self._patience = patience
        self._places: dict[Hashable, _Place[A, R]] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def ask(self, key: Hashable, who: Hashable, asked: A) -> R:
        """Carry it out; raises what `alone` does. Of one `who` no two things are carried out together."""
        place = self._places.setdefault(key, _Place())
        if place.busy < self._at_once:
            place.busy += 1
            leave = self._taken(key, place)
            try:
                return await self._alone(asked)
            finally:
                leave()
        told: asyncio.Future[R | None] = asyncio.get_running_loop().create_future()
        place.waiting.append(_Waiting(who, asked, told))
        found = await told
        return await self._alone(asked) if found is None else found

    def _taken(self, key: Hashable, place: _Place[A, R]) -> Callable[[], None]:
        """How to give a place up, which happens once: when all is done, or when it has taken too long."""
        left = False

        def leave() -> None:
            nonlocal left
            if not left:
                left = True
                late.cancel()
                self._go_on(key, place)

        late = asyncio.get_running_loop().call_later(self._patience, leave)
        return leave

    def _go_on(self, key: Hashable, place: _Place[A, R]) -> None:
        """Whoever carried something out is free for what waits."""
        some = self._next(place)
        if some:
            # In nobody's name: a caller who leaves takes nothing with them that is others' too.
            task = asyncio.get_running_loop().create_task(self._carry_out(key, place, some), context=Context())
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            return
        place.busy -= 1
        if not place.busy:
            del self._places[key]

    def _next(self, place: _Place[A, R]) -> list[_Waiting[A, R]]:
        some: dict[Hashable, _Waiting[A, R]] = {}
        later = []
        for each in place.waiting:
            if each.told.done():  # its caller has left
                continue
            if each.who in some or len(some) == self._most:
                later.append(each)
            else:
                some[each.who] = each
        place.waiting = later
        return list(some.values())

    async def _carry_out(self, key: Hashable, place: _Place[A, R], some: list[_Waiting[A, R]]) -> None:
        leave = self._taken(key, place)
        try:
            told = await self._together([each.asked for each in some])
            for each, found in zip(some, told, strict=True):
                if not each.told.done():
                    each.told.set_result(found)
        except ArmslengthError:
            pass  # somebody's refusal, which they are told alone
        except Exception:
            log.warning("not carried out together; each is carried out alone", of=str(key), n=len(some), exc_info=True)
        finally:
            for each in some:
                if not each.told.done():
                    each.told.set_result(None)
            leave()
