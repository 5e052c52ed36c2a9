"""Units that are alike are kept once, and everything measured is what it would be of each by itself."""

from __future__ import annotations

import random

import numpy as np
import pytest

import armslength_quality as quality
from armslength.truth.rules import units as rules
from armslength.truth.rules.units import Units


def test_what_is_kept_once_is_measured_as_if_each_unit_were_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found alike in many small portions; five people, one to four of them on a unit, some without a place."""
    monkeypatch.setattr(rules, "LOOSE", 16)
    lots, units, rows = random.Random(3), Units(), []
    for number in range(600):
        told = [
            (person, float(lots.randint(0, 2)), lots.randint(1, 2)) for person in lots.sample(range(5), 1 + number % 4)
        ]
        units.add("", [units.code(who, said, said if said else None, version) for who, said, version in told])
        rows += [(number, who, said) for who, said, _ in told]
    column = units.said(by_whom=True)
    assert len(column.times) < 500 and column.times.sum() == 600
    plain, counted = quality.Answers.from_rows(rows), column.answers()
    for measure in (quality.percent_agreement, quality.mean_pairwise_cohen, quality.fleiss_kappa,
                    quality.krippendorff_alpha, quality.gwet_ac):  # fmt: skip
        assert measure(counted, rng=np.random.default_rng(1)) == measure(plain, rng=np.random.default_rng(1))
    alone = units.said().answers()  # whoever said it: fewer are different, and all but Cohen's kappa is the same
    assert len(alone.items) < len(counted.items)
    for measure in (quality.percent_agreement, quality.fleiss_kappa, quality.krippendorff_alpha):
        assert measure(alone, rng=np.random.default_rng(1)) == measure(plain, rng=np.random.default_rng(1))
    few = quality.Answers.from_rows([row for row in rows if row[2]])
    placed = units.placed(by_whom=True).answers()
    assert quality.krippendorff_alpha(placed, "interval") == quality.krippendorff_alpha(few, "interval")
    for form in ("1,1", "A,1"):
        found, expected = quality.icc(placed, form), quality.icc(few, form)
        assert (found.n, found.note) == (expected.n, expected.note)
        assert found.value == pytest.approx(expected.value)
    with pytest.raises(quality.BadAnswers):
        quality.MajorityVote().fit(counted)
