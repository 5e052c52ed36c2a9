"""What the parts of a drill's result say of the whole; a file whose head says something else is not recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Final, get_args

import msgspec

from armslength.walls.errors import BadDrill
from armslength.walls.schemas.drills import DrillResult, DrillSevered, InvariantNumber

PAYLOAD_TYPE: Final = "application/vnd.armslength.drill+json"
VERSION: Final = 1
"""Of the statement that is signed."""
OLD: Final = timedelta(days=90)
"""After this long nobody should rely on how long severing took."""
_AHEAD: Final = timedelta(minutes=10)
_NUMBERS: Final = get_args(InvariantNumber)
_NEAR: Final = 0.001


def sever_ms(severed: Sequence[DrillSevered]) -> tuple[float | None, float | None]:
    """Time to sever as the caller saw it: the middle one and the longest."""
    took = [each.answered_ms for each in severed]
    return (median(took), max(took)) if took else (None, None)


def failures(result: DrillResult) -> list[str]:
    """What should not have happened; empty when the walls held."""
    wrong = [f"{each.lab}: {each.late} deliveries after severing {each.project}" for each in result.severed
             if each.late]  # fmt: skip
    wrong += [f"{each.lab}: severing {each.project} left something open" for each in result.severed if not each.clean]
    if result.after_pause or result.after_freeze:
        wrong.append(f"{result.after_pause} items went out after the pause, {result.after_freeze} after the freeze")
    if not result.items == result.acknowledged == result.kept:
        wrong.append(f"{result.items} items, {result.acknowledged} acknowledged answers, {result.kept} kept")
    wrong += [f"refusals differ: {', '.join(each.asked)}" for each in result.refusals if not each.alike]
    return wrong + [f"{each.number} is broken" for each in result.checks if each.state == "broken"]


def check(result: DrillResult, now: datetime) -> None:
    """The head says what the parts say, and it was not played tomorrow. Raises BadDrill."""
    if result.began_at.tzinfo is None:
        raise BadDrill("The time at which the drill began needs its zone.", field="began_at")
    if result.began_at > now + _AHEAD:
        raise BadDrill("This drill begins in the future: look at the clocks.", field="began_at")
    if tuple(each.number for each in result.checks) != _NUMBERS:
        raise BadDrill("Each of I1 to I12 is checked once, in their order.", field="checks")
    if result.late != sum(each.late for each in result.severed):
        raise BadDrill("Deliveries after a cut are not those of the severances.", field="late")
    if (result.variant == "leave") != bool(result.severed):
        raise BadDrill("Somebody is severed where the customer leaves, and nobody where it stays.", field="severed")
    middle, worst = sever_ms(result.severed)
    for name, said, found in (
        ("sever_median_ms", result.sever_median_ms, middle), ("sever_worst_ms", result.sever_worst_ms, worst),
    ):  # fmt: skip
        if (said is None) != (found is None) or abs((said or 0) - (found or 0)) > _NEAR:
            raise BadDrill("The time to sever is not that of the severances.", field=name)
    missing = set(failures(result)) - set(result.failures)
    if missing:
        raise BadDrill(f"It leaves out what failed: {sorted(missing)[0]}.", field="failures")


def digest(result: DrillResult) -> str:
    """SHA-256 of the result in one form, however the file was laid out."""
    return hashlib.sha256(msgspec.json.encode(result, order="deterministic")).hexdigest()
