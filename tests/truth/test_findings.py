"""What a fit shows: what is taken for what, whether probabilities hold, what fewer answers would have done."""

from __future__ import annotations

import random

import pytest

from armslength.questions.service import read_schema
from armslength.truth.model import Findings
from armslength.truth.rules.inference import Evidence, Given
from armslength.truth.rules.keeping import packed, unpacked

SCHEMA = read_schema({
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [
        {"name": "topic", "kind": "choice", "title": "Topic",
         "settings": {"options": [{"id": each, "title": each.upper()} for each in ("a", "b", "c")]}},
    ],
})  # fmt: skip


def topic(chosen: str) -> dict[str, dict[str, object]]:
    return {"topic": {"item": {"state": "answered", "value": {"selected": [chosen]}}}}


def crowd(known: int, items: int = 120) -> Evidence:
    """Six people who take every fourth b for c; of the first `known` items the label was decided."""
    rng, evidence = random.Random(3), Evidence(SCHEMA)
    for number in range(items):
        truth = "abc"[number % 3]
        said = {
            str(who): topic("c" if truth == "b" and rng.random() < 0.25 else truth if rng.random() < 0.9 else "a")
            for who in range(6)
        }
        evidence.add(Given(said, topic(truth) if number < known else None))
    return evidence


def test_a_fit_shows_what_is_mixed_up_whether_it_holds_and_what_fewer_answers_do() -> None:
    fits = crowd(60).fit(looking=True)
    found = fits["topic"].findings
    shares = [[cell / sum(row) for cell in row] for row in found.confusion]
    assert sum(map(sum, found.confusion)) == pytest.approx(720, abs=0.1)
    assert shares[1][2] == pytest.approx(0.25, abs=0.07) and shares[2][1] < 0.03  # b is taken for c, not c for b
    assert sum(each.labels for each in found.calibration) == 60
    assert all(each.low <= each.right <= each.high for each in found.calibration)
    assert found.all_answers == 6
    answers = [each.answers for each in found.cost]
    assert answers == sorted(answers) and 1 <= answers[0] < answers[-1] <= 6
    assert 0.8 < found.cost[0].same <= found.cost[-1].same <= 1
    assert unpacked(packed(fits))["topic"].findings == found


def test_what_cannot_be_told_is_left_out() -> None:
    assert crowd(9).fit(looking=True)["topic"].findings.calibration == []
    assert crowd(60).fit()["topic"].findings == Findings()
    alone = Evidence(SCHEMA)
    for number in range(30):
        alone.add(Given({"1": topic("abc"[number % 3])}))
    assert alone.fit(looking=True)["topic"].findings == Findings()
