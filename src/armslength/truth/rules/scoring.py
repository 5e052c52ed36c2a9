"""Firms side by side: the numbers of a scorecard, each with its interval or with why there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from string import ascii_uppercase
from typing import Final
from uuid import UUID

import numpy as np

import armslength_quality as quality
from armslength.truth.rules.measures import measured
from armslength.truth.schemas import Cost, Estimate

LEAST: Final = 20
"""Fewer counted things than this give a note instead of a number."""
NO_GOLD: Final = "No hidden gold answered yet."
NO_SHARED: Final = "No answers yet to items that other firms were asked about too, or not computed yet."
NO_REVIEW: Final = "None judged by your own reviewers yet."
NO_PRICE: Final = "No price is set."

Rng = np.random.Generator
GoldScores = Mapping[UUID, Mapping[UUID, float]]
"""By firm, by item: how near its people came, on average."""


def aliases(firms: Collection[UUID], seed: bytes) -> dict[UUID, str]:
    """What each firm is called while names are hidden, in an order that tells nothing."""
    order = sorted(firms, key=lambda firm: hashlib.sha256(seed + b"scorecard" + firm.bytes).digest())
    return {firm: _letters(place) for place, firm in enumerate(order)}


def _letters(place: int) -> str:
    """A to Z, then AA, AB, …"""
    first, last = divmod(place, len(ascii_uppercase))
    return (_letters(first - 1) if first else "") + ascii_uppercase[last]


def same_gold(scores: GoldScores) -> list[UUID]:
    """The gold items that every firm with enough gold behind it has answered."""
    compared = [set(items) for items in scores.values() if len(items) >= LEAST]
    return sorted(set.intersection(*compared)) if compared else []


def on_gold(scores: GoldScores, firms: Collection[UUID], rng: Rng) -> dict[UUID, tuple[Estimate, Estimate | None]]:
    """By firm: its mean score on the same items, and how far behind the best one's it lies, item by item."""
    items = same_gold(scores)
    rows = {firm: np.array([got[item] for item in items]) for firm, got in scores.items() if len(got) >= LEAST}
    if len(items) < LEAST:
        return {firm: (_few_gold(scores.get(firm, {}), rows, len(items)), None) for firm in firms}
    best = max(rows, key=lambda firm: (float(rows[firm].mean()), str(firm)))
    found: dict[UUID, tuple[Estimate, Estimate | None]] = {}
    for firm in firms:
        if firm not in rows:
            found[firm] = (_few_gold(scores.get(firm, {}), rows, len(items)), None)
            continue
        mean = measured(quality.mean_over_items(rows[firm], rng=rng))
        behind = None if firm == best else measured(quality.mean_over_items(rows[best] - rows[firm], rng=rng))
        found[firm] = (mean, behind)
    return found


def _few_gold(got: Mapping[UUID, float], compared: Collection[UUID], same: int) -> Estimate:
    if len(got) < LEAST:
        return nothing(too_few(len(got), "gold items") if got else NO_GOLD, len(got))
    return nothing(f"Only {same} gold items in common for {len(compared)} firms: at least {LEAST} are needed.", same)


def share(hits: int, of: int, none: str) -> Estimate:
    """A share of counted answers."""
    if of < LEAST:
        return nothing(too_few(of, "answers") if of else none, of)
    return measured(quality.share_of(hits, of))


def enough(found: Estimate | None, unit: str) -> Estimate:
    """What was computed, where there was enough to compute it from."""
    if found is None:
        return nothing(NO_SHARED, 0)
    return found if found.n >= LEAST else nothing(too_few(found.n, unit), found.n)


def median_time(answers: int, median: float, low: float, high: float) -> Estimate:
    """The median time of an answer."""
    return Estimate(median, low, high, answers) if answers >= LEAST else nothing(too_few(answers, "answers"), answers)


def cost(micros: int | None, currency: str | None, accepted: Estimate) -> Cost:
    """The price of an answer by the share accepted; where that may be 0 there is no upper end."""
    if micros is None:
        return Cost(None, None, None, None, NO_PRICE)
    if accepted.value is None:
        return Cost(None, None, None, currency, accepted.note)
    note = None if accepted.value else "None was accepted."
    return Cost(_per(micros, accepted.value), _per(micros, accepted.high), _per(micros, accepted.low), currency, note)


def _per(micros: int, part: float | None) -> int | None:
    return round(micros / part) if part else None


def too_few(n: int, unit: str) -> str:
    """Why there is no number."""
    return f"Too few: {n} of the {LEAST} {unit} that a number needs."


def nothing(note: str, n: int = 0) -> Estimate:
    """No number, and why."""
    return Estimate(None, None, None, n, note)
