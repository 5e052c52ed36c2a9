"""Signs in the answers about one item."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from armslength_quality.answers import Answers
from armslength_quality.detection.flags import Flag, Sign, flag
from armslength_quality.truth.categorical import CategoricalModel, CategoricalTruth
from armslength_quality.truth.dawid_skene import DawidSkene


def wrong_gold(
    answers: Answers, gold: Mapping[Any, Hashable], *, model: CategoricalModel | None = None, sure: float = 0.9,
    fewest: int = 3,
) -> list[Flag]:  # fmt: skip
    """Gold of which people are sure that it is another label.

    Formula: `model` (by default Dawid and Skene's) is fitted with all gold but that of the item in question left in: a
    fit without any gold names the suspects, and each is asked again with the rest pinned. Flagged when another label
    is believed with `sure` by `fewest` answers or more.

    A trap that everybody falls into looks the same. That is what a human decides.
    """
    model = model or DawidSkene()
    suspects = [item for item in _against(model.fit(answers), gold, sure) if _n(answers, item) >= fewest]
    found = []
    for item in suspects:
        rest = {other: label for other, label in gold.items() if other != item}
        belief = model.fit(answers, gold=rest).of(item)
        if belief.label is not None and belief.label != gold[item] and belief.probability >= sure:
            share = belief.probabilities.get(gold[item], 0.0)
            found.append(flag(Sign.WRONG_GOLD, (item,), other=belief.probability, gold=share, answers=belief.n))
    return sorted(found, key=lambda each: -each.evidence["other"])


def ambiguous(truth: CategoricalTruth, *, fewest: int = 4, second: float = 0.25) -> list[Flag]:
    """Items that stay open after many answers: the second label is still believed with `second`.

    The most divided first. Keep what the minority says (soft labels): where people differ for good reasons there is no
    right label to find.
    """
    if not truth.supported or truth.posterior.shape[1] < 2:
        return []
    ranked = np.sort(truth.posterior, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        bits = -np.nansum(np.where(truth.posterior > 0, truth.posterior * np.log2(truth.posterior), 0.0), axis=1)
    open_yet = (ranked[:, -2] >= second) & (truth.answers.per_item >= fewest)
    return [
        flag(
            Sign.AMBIGUOUS, (truth.answers.items[code],), first=ranked[code, -1], second=ranked[code, -2],
            bits=bits[code], answers=truth.answers.per_item[code],
        )
        for code in sorted(np.flatnonzero(open_yet).tolist(), key=lambda code: (-bits[code], code))
    ]  # fmt: skip


def _against(truth: CategoricalTruth, gold: Mapping[Hashable, Hashable], sure: float) -> list[Hashable]:
    if not truth.supported:
        return []
    beliefs = {item: truth.of(item) for item in gold if item in truth.answers.item_codes}
    return [
        item for item, each in beliefs.items() if each.label not in (None, gold[item]) and each.probability >= sure / 2
    ]


def _n(answers: Answers, item: Hashable) -> int:
    return int(answers.per_item[answers.item_codes[item]])
