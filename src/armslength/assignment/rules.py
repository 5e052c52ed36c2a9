"""Pure decisions of assignment."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import sqrt
from typing import Any, Final, Literal
from uuid import UUID

import armslength_quality as quality
from armslength.assignment.model import GoldBecause, StandingAtGate, WorkRole
from armslength.assignment.schemas import NoWork, Score
from armslength.assignment.settings import AssignmentSettings
from armslength.identity.model import Role, Side
from armslength.projects.model import HARMS, Harm

Outcome = Literal[
    "paused",
    "walled",
    "read_guideline",
    "cap",
    "wait",
    "course_done",
    "not_qualified",
    "done",
    "spared",
    "resting",
    "unskilled",
]
_Z = 1.959963984540054


def display_seed(project_seed: bytes, item_id: UUID) -> bytes:
    """The seed of an item's display orders. People of one item share it and differ by their place (0, 1, 2 …), so that
    every response stands equally often in every position."""
    return hmac.digest(project_seed, b"display|" + item_id.bytes, "sha256")[:16]


def pseudonym(digest: bytes) -> UUID:
    """An id that tells nothing, of a keyed digest; in the form of a random one."""
    return UUID(bytes=digest[:16], version=4)


def arrange(content: Mapping[str, Any], orders: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Content with the responses of each field in display order."""
    return {name: _arranged(value, orders.get(name)) for name, value in content.items()}


def _arranged(value: Any, order: Sequence[str] | None) -> Any:
    if order is None:
        return value
    by_id = {response["id"]: response for response in value}
    return [by_id[response_id] for response_id in order]


def no_work(outcome: Outcome, side: Side, settings: AssignmentSettings) -> NoWork:
    """What is said when there is nothing to do: the reason to the customer's people, to a vendor's always the same."""
    if outcome == "read_guideline":
        return NoWork("read_guideline", 0)
    # Of the person's own doing, so that it is no secret to them.
    if outcome == "course_done" or outcome == "not_qualified":
        return NoWork("not_qualified", settings.idle_seconds)
    if outcome == "spared" or outcome == "resting":
        return NoWork(outcome, settings.idle_seconds)
    if side == "vendor" or outcome == "walled":
        return NoWork("none", settings.idle_seconds)
    return NoWork(outcome, settings.wait_seconds if outcome == "wait" else settings.idle_seconds)


def next_portion(first_at: datetime, hours: int, now: datetime) -> datetime:
    """When the next portion after `now` opens."""
    if now < first_at:
        return first_at
    return first_at + ((now - first_at) // timedelta(hours=hours) + 1) * timedelta(hours=hours)


def harm_bits(harms: Iterable[Harm]) -> int:
    """Categories as the database keeps them."""
    return sum(1 << HARMS.index(harm) for harm in set(harms))


def harms_of(bits: int) -> list[Harm]:
    """And back."""
    return [harm for index, harm in enumerate(HARMS) if bits >> index & 1]


def work_roles(role: Role) -> list[WorkRole]:
    """What a role on a project works at."""
    return ["annotate"] if role == "annotator" else ["annotate", "review"]


def overall(matches: Mapping[str, float]) -> float:
    """The score of an answer to a gold item: every question that has a right answer counts the same."""
    return sum(matches.values()) / len(matches) if matches else 0.0


def at_gate(score: float, mark: float) -> StandingAtGate:
    """Passed from the mark on; a hair's breadth of rounding fails nobody."""
    return "passed" if score >= mark - 1e-9 else "failed"


def mean_score(n: int, total: float) -> Score:
    """The mean of `n` scores between 0 and 1 that sum up to `total`, with Wilson's 95 % interval (1927).

    For scores that are not just 0 or 1 the interval is on the wide side: nothing in [0, 1] varies more than a coin.
    """
    if n == 0:
        return Score(None, None, None, 0)
    mean, z2 = total / n, _Z * _Z
    middle = (mean + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * sqrt(mean * (1 - mean) / n + z2 / (4 * n * n))
    return Score(mean, max(0.0, middle - half), min(1.0, middle + half), n)


def gold_need(gold: tuple[float, float], fit: tuple[float, float] | None, *, watched: bool) -> float:
    """How much there is still to learn about a person, from 0 to 1, by the width of what is known.

    gold      95 % interval of their score on their last hidden gold; 0 and 1: none
    fit       of how often they are right by the last fit. It lowers the need by half at most: a fit may be misled by
              people who share mistakes, gold is not
    watched   there is reason to look, whatever was known
    """
    if watched:
        return 1.0
    by_gold = quality.gold_share(*gold)
    return by_gold if fit is None else min(by_gold, (by_gold + quality.gold_share(*fit)) / 2)


def gold_share(most: float, least: float | None, need: float | None) -> float:
    """The share of gold of a person of this need (None: nothing is known), as the draw has it."""
    if least is None or need is None:
        return most
    return least * (1.0 - need) + most * need


def gold_because(least: float | None, gold: int, fit: float | None, *, watched: bool) -> GoldBecause:
    """Why a person's share is what it is."""
    if least is None:
        return "everybody"
    if watched:
        return "watched"
    return "measured" if gold or fit is not None else "new"


NOBODY: Final = -1
CALIBRATION: Final = 1
FIRST_LANE: Final = 2


def plan_map(before: Sequence[int], shares: Mapping[int, int]) -> list[int]:
    """Lane by bucket for these shares (lane: buckets, all of them together), moving as few buckets as can be: each lane
    keeps what it holds up to its share, and only what is then without a lane goes to those that lack some."""
    room = dict(shares)
    after = []
    for lane in before:
        keeps = room.get(lane, 0) > 0
        after.append(lane if keeps else NOBODY)
        if keeps:
            room[lane] -= 1
    lacking = (lane for lane, missing in room.items() for _ in range(missing))
    return [next(lacking) if lane == NOBODY else lane for lane in after]


def map_now(base: Sequence[int], shares: Mapping[int, int]) -> list[int]:
    """The plan's map while only these lanes (with their shares) are in: each keeps its own, and what the others hold is
    theirs in proportion. When the others are in again, they get back exactly what was theirs."""
    held = dict.fromkeys(shares, 0)
    for lane in base:
        if lane in held:
            held[lane] += 1
    if not held:
        return [NOBODY] * len(base)
    freed = apportioned(len(base) - sum(held.values()), shares)
    return plan_map(base, {lane: held[lane] + freed[lane] for lane in held})


def apportioned(total: int, weights: Mapping[int, int]) -> dict[int, int]:
    """`total` in whole parts, in proportion to the weights (largest remainders; of equal ones the lower lane)."""
    whole = sum(weights.values())
    parts = {lane: total * weight // whole for lane, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda lane: (-(total * weights[lane] % whole), lane))
    for lane in by_remainder[: total - sum(parts.values())]:
        parts[lane] += 1
    return parts
