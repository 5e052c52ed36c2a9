"""What a fit shows about its question: which labels are taken for which, whether probabilities hold, what fewer answers
would have done."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final

import numpy as np

import armslength_quality as quality
from armslength.truth.model import Calibrated, Cost, Expected, Findings

MOST_LABELS: Final = 20
"""More make no map that anybody reads."""
LEAST_KNOWN: Final = 10
MOST_ANSWERS: Final = 4_000
"""A sample of so many is asked for again; the curve is smooth by then, and a fit stays a matter of seconds."""
MOST_ASKED: Final = 15
"""Nobody buys more answers about each item."""
RISKS: Final = (0.2, 0.15, 0.1, 0.05, 0.02, 0.01)
_SEED: Final = 20260101
_ALL: Final = 1_000


def findings(
    truth: quality.CategoricalTruth, known: Mapping[Hashable, str], executor: quality.Executor
) -> Findings:  # fmt: skip
    """Of a fit that its data support; `known`: what was decided or is gold, by unit."""
    answers = truth.answers
    labels = len(answers.categories)
    confusion = np.zeros((labels, labels))
    np.add.at(confusion.T, answers.label, truth.posterior[answers.item])
    sample = _sample(answers)
    blind = _blind(answers, known, executor)
    weights = np.bincount(answers.annotator, minlength=len(answers.annotators)).astype(np.float64)
    offset, held = _held(blind, known) if blind else (0.0, 0)
    curve = quality.expected_right(
        quality.WorkerTables.of(truth), weights, most=MOST_ASKED, rng=np.random.default_rng(_SEED), offset=offset
    )
    cost, ablest = _cost(sample)
    return Findings(
        confusion=confusion.round(3).tolist() if labels <= MOST_LABELS else [],
        calibration=_calibration(blind, known) if blind else [],
        all_answers=round(len(sample) / max(1, len(sample.items)), 3), cost=cost, ablest=ablest,
        reach=[Expected(n, round(share, 4)) for n, share in enumerate(curve.tolist(), start=1)], held=held,
        usual=round(float(truth.posterior[answers.item, answers.label].mean()), 4),
    )  # fmt: skip


def _blind(
    answers: quality.Answers, known: Mapping[Hashable, str], executor: quality.Executor
) -> quality.CategoricalTruth | None:
    """A fit to which nothing was known; None where too little is to hold it against."""
    if sum(unit in answers.item_codes for unit in known) < LEAST_KNOWN:
        return None
    blind = quality.DawidSkene().fit(answers, executor=executor)
    return blind if blind.supported else None


def _held(blind: quality.CategoricalTruth, known: Mapping[Hashable, str]) -> tuple[float, int]:
    """How far what is known lies from what was believed of it, and how many labels that are."""
    codes = [blind.answers.item_codes[unit] for unit in known if unit in blind.answers.item_codes]
    names = blind.answers.categories
    right = np.array([
        blind.label[code] >= 0 and names[blind.label[code]] == known[blind.answers.items[code]] for code in codes
    ])  # fmt: skip
    return quality.believed_offset(blind.posterior[codes].max(axis=1), right), right.size


def _calibration(blind: quality.CategoricalTruth, known: Mapping[Hashable, str]) -> list[Calibrated]:
    return [
        Calibrated(
            band.least, band.most, band.right.n, band.right.value or 0.0, band.right.low or 0.0, band.right.high or 0.0
        )
        for band in quality.calibration(blind, known)
    ]


def _sample(answers: quality.Answers) -> quality.Answers:
    """Whole units by lot, up to so many answers."""
    if len(answers) <= MOST_ANSWERS:
        return answers
    order = np.random.default_rng(_SEED).permutation(len(answers.items))
    drawn = order[np.cumsum(answers.per_item[order]) <= MOST_ANSWERS]
    rows = np.flatnonzero(np.isin(answers.item, drawn))
    table = zip(
        answers.item[rows].tolist(), answers.annotator[rows].tolist(), answers.label[rows].tolist(), strict=True
    )
    return quality.Answers.from_rows(table, categories=list(range(len(answers.categories))))


def _cost(answers: quality.Answers) -> tuple[list[Cost], list[Cost]]:
    """Of people by lot, and of the ablest first: both are held against one fit to all that was said."""
    if not len(answers.items) or len(answers) < 2 * len(answers.items):
        return [], []
    full = quality.DawidSkene().fit(answers)
    if not full.supported:
        return [], []
    labels = full.posterior.argmax(axis=1)

    def spent(risk: float, *, ablest_first: bool) -> Cost:
        rule = quality.Enough(risk=risk, least=1, most=_ALL)
        run = quality.replay(answers, rule, rng=np.random.default_rng(_SEED), ablest_first=ablest_first)
        same = (run.posterior.argmax(axis=1) == labels).mean()
        return Cost(risk, round(float(run.asked.mean()), 3), round(float(same), 4))

    return [spent(risk, ablest_first=False) for risk in RISKS], [spent(risk, ablest_first=True) for risk in RISKS]
