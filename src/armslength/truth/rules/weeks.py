"""What was done week by week and in all, each number with its interval or with why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

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
    """What the tables tell: answers and their time by week and in all (no `monday`), gold and verdicts by week."""

    answers: Rows
    gold: Rows
    judged: Rows


def over_time(work: Work, rng: Rng) -> tuple[WorkDone, list[Week]]:
    """Everything together, and week by week."""
    answers = {row["monday"]: row for row in work.answers}
    gold: dict[date, list[float]] = {row["monday"]: row["scores"] for row in work.gold}
    judged = {row["monday"]: row for row in work.judged}
    weeks = sorted((answers.keys() - {None}) | gold.keys() | judged.keys())
    all_judged = {name: sum(row[name] for row in judged.values()) for name in ("judged", "accepted", "reworked")}
    everything = _span(answers.get(None), [score for scores in gold.values() for score in scores], all_judged, rng)
    return everything, [
        Week(monday, _span(answers.get(monday), gold.get(monday, []), judged.get(monday), rng)) for monday in weeks
    ]


def _span(
    answers: Mapping[str, Any] | None, gold: Sequence[float], judged: Mapping[str, Any] | None, rng: Rng
) -> WorkDone:  # fmt: skip
    n = answers["n"] if answers else 0
    seen, accepted, reworked = (judged[name] if judged else 0 for name in ("judged", "accepted", "reworked"))
    seconds = (
        scoring.median_time(n, answers["median"], answers["low"], answers["high"])
        if answers and n else scoring.nothing(NO_ANSWER)
    )  # fmt: skip
    return WorkDone(
        answers=n, seconds=seconds, gold=_gold(gold, rng),
        accepted=scoring.share(accepted, seen, scoring.NO_REVIEW),
        reworked=scoring.share(reworked, seen, scoring.NO_REVIEW),
    )  # fmt: skip


def _gold(scores: Sequence[float], rng: Rng) -> Estimate:
    if len(scores) < scoring.LEAST:
        return scoring.nothing(scoring.too_few(len(scores), "gold answers") if scores else scoring.NO_GOLD, len(scores))
    return measured(quality.mean_over_items(scores, rng=rng))
