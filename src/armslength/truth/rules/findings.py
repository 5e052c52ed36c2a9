"""What a fit shows about its question: which labels are taken for which, whether probabilities hold, what fewer answers
would have done."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final

import numpy as np

import armslength_quality as quality
from armslength.truth.model import Calibrated, Cost, Findings

MOST_LABELS: Final = 20
"""More make no map that anybody reads."""
LEAST_KNOWN: Final = 10
MOST_ANSWERS: Final = 4_000
"""A sample of so many is asked for again; the curve is smooth by then, and a fit stays a matter of seconds."""
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
    return Findings(
        confusion=confusion.round(3).tolist() if labels <= MOST_LABELS else [],
        calibration=_calibration(answers, known, executor),
        all_answers=round(len(sample) / max(1, len(sample.items)), 3), cost=_cost(sample),
    )  # fmt: skip


def _calibration(
    answers: quality.Answers, known: Mapping[Hashable, str], executor: quality.Executor
) -> list[Calibrated]:  # fmt: skip
    """By a fit to which nothing was known; nothing where too little is."""
    if sum(unit in answers.item_codes for unit in known) < LEAST_KNOWN:
        return []
    return [
        Calibrated(
            band.least, band.most, band.right.n, band.right.value or 0.0, band.right.low or 0.0, band.right.high or 0.0
        )
        for band in quality.calibration(quality.DawidSkene().fit(answers, executor=executor), known)
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


def _cost(answers: quality.Answers) -> list[Cost]:
    if not len(answers.items) or len(answers) < 2 * len(answers.items):
        return []
    full = quality.DawidSkene().fit(answers)
    if not full.supported:
        return []
    found = []
    for risk in RISKS:
        rule = quality.Enough(risk=risk, least=1, most=_ALL)
        run = quality.replay(answers, rule, rng=np.random.default_rng(_SEED))
        same = (run.posterior.argmax(axis=1) == full.posterior.argmax(axis=1)).mean()
        found.append(Cost(risk, round(float(run.asked.mean()), 3), round(float(same), 4)))
    return found
