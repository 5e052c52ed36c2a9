"""What arrives while earlier work of its kind is under way is carried out together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from armslength.kit.errors import Conflict
from armslength.kit.gather import Gathering


class Works:
    """Carries out numbers; `odd`: what cannot be carried out with others."""

    def __init__(self, odd: Sequence[int] = (), failure: Exception | None = None, most: int = 10) -> None:
        self.alone: list[int] = []
        self.together: list[list[int]] = []
        self.odd, self.failure = odd, failure
        self.gathering: Gathering[int, str] = Gathering(self._alone, self._together, at_once=1, most=most)

    async def _alone(self, asked: int) -> str:
        await asyncio.sleep(0)
        self.alone.append(asked)
        if asked < 0:
            raise Conflict("No.")
        return f"{asked} alone"

    async def _together(self, asked: Sequence[int]) -> Sequence[str | None]:
        self.together.append(list(asked))
        await asyncio.sleep(0)
        if self.failure:
            raise self.failure
        return [None if each in self.odd else f"{each} together" for each in asked]

    async def ask(self, *asked: int) -> list[str | BaseException]:
        """All at once, each for itself."""
        return await asyncio.gather(*(self.gathering.ask("k", each, each) for each in asked), return_exceptions=True)


async def test_nobody_waits_at_an_idle_place() -> None:
    works = Works()
    assert [await works.ask(1), await works.ask(2)] == [["1 alone"], ["2 alone"]]
    assert works.together == []


async def test_what_waits_goes_together_up_to_so_many() -> None:
    works = Works(most=2)
    assert await works.ask(1, 2, 3, 4) == ["1 alone", "2 together", "3 together", "4 together"]
    assert works.together == [[2, 3], [4]]


async def test_what_cannot_go_together_goes_alone_and_raises_there() -> None:
    works = Works(odd=[2, -3])
    one, two, three, four = await works.ask(1, 2, -3, 4)
    assert (one, two, four) == ("1 alone", "2 alone", "4 together") and isinstance(three, Conflict)


@pytest.mark.parametrize("failure", [Conflict("No."), RuntimeError("broken")])
async def test_where_all_fail_each_goes_alone(failure: Exception) -> None:
    works = Works(failure=failure)
    assert await works.ask(1, 2, 3) == ["1 alone", "2 alone", "3 alone"]
    assert await works.ask(4) == ["4 alone"]  # the place was given up


async def test_two_things_of_one_person_never_go_together_and_places_are_apart() -> None:
    works = Works()
    asks = [works.gathering.ask("k", who, n) for n, who in enumerate("abbc")]
    told = await asyncio.gather(*asks, works.gathering.ask("elsewhere", "d", 9))
    assert told == ["0 alone", "1 together", "2 together", "3 together", "9 alone"]
    assert works.together == [[1, 3], [2]]


async def test_nobody_waits_for_long_for_somebody_who_is_held_up() -> None:
    go_on = asyncio.Event()

    async def alone(asked: int) -> str:
        if asked == 1:
            await go_on.wait()
        return f"{asked} alone"

    gathering: Gathering[int, str] = Gathering(alone, Works()._together, at_once=1, most=10, patience=0.01)
    held_up = asyncio.ensure_future(gathering.ask("k", 1, 1))
    await asyncio.sleep(0)
    assert await gathering.ask("k", 2, 2) == "2 together"
    assert not held_up.done() and await gathering.ask("k", 3, 3) == "3 alone"
    go_on.set()
    assert await held_up == "1 alone" and await gathering.ask("k", 4, 4) == "4 alone"


async def test_whoever_has_left_is_not_carried_out() -> None:
    works = Works()
    asking = [asyncio.ensure_future(works.gathering.ask("k", n, n)) for n in range(3)]
    await asyncio.sleep(0)
    asking[1].cancel()
    assert await asking[2] == "2 together"
    assert works.together == [[2]]


async def test_whoever_is_told_nothing_is_heard_alone_and_the_place_is_free_again() -> None:
    async def too_few(asked: Sequence[int]) -> Sequence[str]:
        return ["the first"]

    works = Works()
    works.gathering = Gathering(works._alone, too_few, at_once=1, most=10)
    assert await works.ask(1, 2, 3) == ["1 alone", "the first", "3 alone"]
    assert await works.ask(4) == ["4 alone"]
