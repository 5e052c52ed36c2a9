"""What a fit shows: what is taken for what, whether probabilities hold, what fewer answers would have done."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

from armslength.questions.service import read_schema
from armslength.truth.model import Expected, Findings
from armslength.truth.rules.inference import Evidence, Given
from armslength.truth.rules.keeping import packed, unpacked
from armslength.truth.rules.reaching import answer_cost, goal

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
    assert [each.risk for each in found.ablest] == [each.risk for each in found.cost]
    assert all(0.8 < each.same <= 1 <= each.answers <= 6 for each in found.ablest)
    rights = [each.right for each in found.reach]
    assert [each.answers for each in found.reach] == [1, 2, 3, 4, 5, 6] and rights == sorted(rights)
    assert found.held == 60 and 0.8 < found.usual < 0.9 < rights[-1] <= 1
    assert unpacked(packed(fits))["topic"].findings == found


def test_what_95_of_100_would_cost_or_why_no_money_buys_it() -> None:
    one, other = UUID(int=1), UUID(int=2)
    did = {one: 300, other: 100}
    price = answer_cost({one: (200_000, "USD"), other: (600_000, "USD")}, did)
    assert (price.micros, price.currency) == (300_000, "USD")
    notes = [
        answer_cost(prices, did).note
        for prices in ({}, {one: (1, "USD")}, {one: (1, "USD"), other: (1, "EUR")})
    ]  # fmt: skip
    assert [note and note.split()[0] for note in notes] == ["No", "No", "Answers"]

    def reach(*shares: float) -> Findings:
        points = [Expected(n, share) for n, share in enumerate(shares, start=1)]
        return Findings(all_answers=2.0, reach=points, held=40, usual=0.71)

    found = goal(reach(0.8, 0.9, 0.96), 3, price)
    assert found is not None and (found.answers, found.micros, found.currency) == (3, 900_000, "USD")
    assert "3 answers an item" in found.said and "0.90 USD an item, 900.00 for 1,000" in found.said
    assert "40 known labels" in found.said
    unpaid = goal(reach(0.8, 0.9, 0.96), 3, answer_cost({}, did))
    assert unpaid is not None and unpaid.micros is None and "No price" in unpaid.said
    few, flat = goal(reach(0.7, 0.8), 2, price), goal(reach(0.7, 0.84, 0.841), 20, price)
    assert few is not None and few.answers is None and "there are only 2 of them" in few.said
    assert flat is not None and "84 of 100" in flat.said and "right in 71 of 100" in flat.said
    assert goal(Findings(), 3, price) is None


def test_what_cannot_be_told_is_left_out() -> None:
    assert crowd(9).fit(looking=True)["topic"].findings.calibration == []
    assert crowd(60).fit()["topic"].findings == Findings()
    alone = Evidence(SCHEMA)
    for number in range(30):
        alone.add(Given({"1": topic("abc"[number % 3])}))
    assert alone.fit(looking=True)["topic"].findings == Findings()
