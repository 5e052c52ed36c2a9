"""What was done week by week, under each version of the guideline and in all, each number with its interval or with
why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

import armslength_quality as quality
from armslength.truth.rules import scoring
from armslength.truth.rules.measures import measured
from armslength.truth.schemas import Estimate
from armslength.truth.schemas.records import Week, WorkDone

NO_ANSWER = "Nothing was answered."

Rng = np.random.Generator
Rows = Sequence[Mapping[str, Any]]


class Work(NamedTuple):
    """What the tables tell by `week` (its Monday) and by `guideline` (the version), or of all (neither): answers and
    their time, gold, and verdicts."""

    answers: Rows
    gold: Rows
    judged: Rows


def over_time(work: Work, rng: Rng) -> tuple[WorkDone, list[Week]]:
    """Everything together, and week by week."""
    answers, gold, judged = (
        next((row for row in rows if row["week"] is row["guideline"] is None), None) for rows in work
    )
    everything = _span(answers, gold, judged, rng)
    return everything, [Week(monday, done) for monday, done in by_slot(work, "week", rng)]


def by_slot(work: Work, slot: Literal["week", "guideline"], rng: Rng) -> list[tuple[Any, WorkDone]]:
    """What was done in each week, or under each version, in which anything was."""
    answers, gold, judged = ({row[slot]: row for row in rows if row[slot] is not None} for rows in work)
    return [
        (each, _span(answers.get(each), gold.get(each), judged.get(each), rng))
        for each in sorted(answers.keys() | gold.keys() | judged.keys())
    ]


def _span(
    answers: Mapping[str, Any] | None, gold: Mapping[str, Any] | None, judged: Mapping[str, Any] | None, rng: Rng
) -> WorkDone:  # fmt: skip
    n = answers["n"] if answers else 0
    seen, accepted, reworked = (judged[name] if judged else 0 for name in ("judged", "accepted", "reworked"))
    seconds = (
        scoring.median_time(n, answers["median"], answers["low"], answers["high"])
        if answers and n else scoring.nothing(NO_ANSWER)
    )  # fmt: skip
    return WorkDone(
        answers=n, seconds=seconds, gold=_gold(gold["scores"] if gold else [], rng),
        accepted=scoring.share(accepted, seen, scoring.NO_REVIEW),
        reworked=scoring.share(reworked, seen, scoring.NO_REVIEW),
    )  # fmt: skip


def _gold(scores: Sequence[float], rng: Rng) -> Estimate:
    if len(scores) < scoring.LEAST:
        return scoring.nothing(scoring.too_few(len(scores), "gold answers") if scores else scoring.NO_GOLD, len(scores))
    return measured(quality.mean_over_items(scores, rng=rng))
