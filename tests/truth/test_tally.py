"""What counts as the same, and what has a place on a scale."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
import pytest

from armslength.questions.model import LabelSchema
from armslength.truth.rules.measures import MostDivided
from armslength.truth.rules.tally import Tally
from armslength.truth.schemas import QuestionAgreement

SCHEMA = msgspec.convert(
    {
        "fields": [{"name": "responses", "kind": "text", "many": True}],
        "questions": [
            {
                "name": "better", "kind": "pairwise", "title": "Better?",
                "settings": {
                    "field": "responses", "allow_tie": True, "allow_both_bad": True,
                    "strengths": [{"id": 1, "title": "Slightly"}, {"id": 2, "title": "Much"}],
                },
            },
        ],
    },
    type=LabelSchema,
)  # fmt: skip
BOTH_BAD = {"verdict": "both_bad", "winner": None, "strength": None}


def prefer(winner: str, strength: int) -> dict[str, Any]:
    return {"verdict": "prefer", "winner": winner, "strength": strength}


def agreement(*items: tuple[dict[str, Any], dict[str, Any]]) -> QuestionAgreement:
    tally = Tally()
    tally.know(1, SCHEMA)
    for number, pair in enumerate(items):
        for person, value in enumerate(pair):
            tally.add(
                UUID(int=number), UUID(int=person), 1, 1, {"better": {"item": {"state": "answered", "value": value}}}
            )
    return tally.result(seed=7).questions[0]


def test_two_who_prefer_the_same_say_the_same_whatever_the_strength_and_alpha_sees_the_difference() -> None:
    found = agreement((prefer("r1", 2), prefer("r1", 1)), (prefer("r2", 1), prefer("r2", 1)))
    assert found.percent.value == found.cohen.value == found.fleiss.value == 1
    assert found.alpha.value is not None and 0 < found.alpha.value < 1


SEVERAL = msgspec.convert(
    {
        "fields": [{"name": "responses", "kind": "text", "many": True}],
        "questions": [
            {
                "name": "topics", "kind": "choice", "title": "Topics",
                "settings": {"multiple": True, "options": [{"id": each, "title": each} for each in "abc"]},
            },
            {"name": "order", "kind": "ranking", "title": "Order", "settings": {"field": "responses"}},
            {
                "name": "harm", "kind": "flags", "title": "Harm",
                "settings": {"flags": [{"id": each, "title": each} for each in ("hate", "spam")]},
            },
        ],
    },
    type=LabelSchema,
)  # fmt: skip


def test_sets_orders_and_parts_are_measured_by_what_suits_them_and_each_guideline_by_itself() -> None:
    """Under the first guideline two agree on hate and differ on all else, under the second they say the same."""
    tally = Tally()
    tally.know(1, SEVERAL)
    for number in range(20):
        version = 1 + number // 10
        for person in range(2):
            torn = person and version == 1
            raised = ["hate"] * (number % 2) + ["spam"] * (number % 3 == 0 if not torn else number % 3 != 0)
            values = {
                "topics": {"selected": ["a", "b"] if torn else ["a"] if number % 2 else ["c"]},
                "order": {"groups": [["r3"], ["r2"], ["r1"]] if torn else [["r1"], ["r2"], ["r3"]]},
                "harm": {"flags": [{"flag": flag} for flag in raised], "none": not raised},
            }
            answers = {name: {"item": {"state": "answered", "value": value}} for name, value in values.items()}
            tally.add(UUID(int=number), UUID(int=person), 1, version, answers)
    topics, order, harm = tally.result(seed=7).questions
    alphas = {each.measure: each.estimate.value for each in topics.also}
    assert alphas["jaccard_alpha"] > topics.alpha.value
    assert {each.measure: each.estimate.value for each in order.also if each.measure in ("tau_b", "kendall_w")} == {
        "tau_b": 0.0, "kendall_w": 0.5
    }  # fmt: skip
    assert [(each.part, each.percent.value) for each in harm.parts] == [("hate", 1.0), ("spam", 0.5)]
    assert [(each.guideline_version, each.percent.value, each.answers) for each in topics.guidelines] == [
        (1, 0.0, 20), (2, 1.0, 20)
    ]  # fmt: skip
    assert [(each.part, each.answers, each.percent.value) for each in topics.parts] == [
        ("a", 25, 0.75), ("b", 10, 0.5), ("c", 15, 0.75)
    ]  # fmt: skip
    assert topics.parts[1].alpha.value < 0 < topics.parts[2].alpha.value
    assert order.parts == []


def test_both_bad_is_an_answer_that_can_be_agreed_on_and_has_no_place_on_the_scale() -> None:
    found = agreement((BOTH_BAD, BOTH_BAD), (prefer("r1", 1), prefer("r2", 1)), (prefer("r2", 1), prefer("r2", 1)))
    assert found.percent.value == pytest.approx(2 / 3)
    assert (found.percent.n, found.alpha.n) == (3, 2)
    assert {bar.value: bar.count for bar in found.distribution} == {"both_bad": 2, "r1": 1, "r2": 3}


def test_where_all_is_bad_there_is_no_alpha_and_it_says_so() -> None:
    found = agreement((BOTH_BAD, BOTH_BAD), (BOTH_BAD, BOTH_BAD))
    assert found.percent.value == 1
    assert found.alpha.value is None and found.alpha.note


def test_an_ordinal_question_has_measures_of_its_own_and_names_what_is_mixed_up() -> None:
    found = agreement(
        (prefer("r1", 2), prefer("r2", 1)), (prefer("r2", 1), prefer("r2", 2)), (BOTH_BAD, prefer("r1", 1))
    )
    assert [one.measure for one in found.also] == ["ac", "icc_one_way"]
    assert "quadratic" in found.also[0].method
    assert {frozenset((pair.one, pair.other)) for pair in found.mixed_up} == {
        frozenset(("r1", "r2")), frozenset(("both_bad", "r1"))
    }  # fmt: skip


def test_relations_agree_where_both_said_the_same_of_the_same_spans() -> None:
    place = lambda at: {"start": at, "end": at + 1, "quote": "x", "field": "text"}  # noqa: E731
    related = lambda *pairs: {  # noqa: E731
        "relations": [{"label": label, "ends": [place(one), place(other)]} for label, one, other in pairs]
    }
    labels = [{"id": "to", "title": "To"}, {"id": "same", "title": "The same", "directed": False}]
    marks = {"name": "marks", "kind": "spans", "title": "Marks", "settings": {"field": "text", "labels": labels[:1]}}
    tally = Tally()
    asked = {
        "name": "related",
        "kind": "relations",
        "title": "Related",
        "settings": {"spans": "marks", "labels": labels},
    }
    schema = {"fields": [{"name": "text", "kind": "text"}], "questions": [marks, asked]}
    tally.know(1, msgspec.convert(schema, type=LabelSchema))
    said = [(related(("to", 0, 2), ("same", 4, 6)), related(("to", 2, 0), ("same", 6, 4))), (related(), related())]
    for number, pair in enumerate(said):
        for person, value in enumerate(pair):
            tally.add(
                UUID(int=number), UUID(int=person), 1, 1, {"related": {"item": {"state": "answered", "value": value}}}
            )
    found = tally.result(seed=7)
    (agreed,) = (each for each in found.questions if each.question == "related")
    assert (agreed.measure_scale, agreed.answers, agreed.percent.value) == ("sets", 4, 0.5)
    assert agreed.alpha.value is None and agreed.alpha.note
    assert {bar.value: bar.count for bar in agreed.distribution} == {"to": 2, "same": 2}
    assert [each.item_id for each in found.divided["related"]] == [UUID(int=0)]


def test_items_that_divide_come_least_agreeing_first_and_unanimous_ones_not_at_all() -> None:
    found = MostDivided()
    for number, (agreeing, answers) in enumerate([([1.0], 2), ([0.5, 0.0], 3), ([0.0], 2), ([0.0], 3), ([], 0)]):
        found.add(UUID(int=number), agreeing, answers)
    assert [(each.item_id.int, each.answers, each.agreeing) for each in found.found] == [
        (3, 3, 0.0), (2, 2, 0.0), (1, 3, 0.25)
    ]  # fmt: skip
