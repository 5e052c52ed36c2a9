"""What the order of responses is believed to be: pure, on crowds whose truth is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema
from armslength.truth.model import Belief
from armslength.truth.rules.inference import Evidence, Given, beliefs
from armslength.truth.rules.keeping import packed, unpacked
from armslength.truth.rules.orders import pair_believed, widened

Groups = list[list[str]]


def schema(**settings: bool) -> LabelSchema:
    return read_schema({
        "fields": [{"name": "answers", "kind": "text", "many": True}],
        "questions": [
            {"name": "order", "kind": "ranking", "title": "Order", "settings": {"field": "answers", **settings}}
        ],
    })  # fmt: skip


def ranked(groups: Groups) -> dict[str, Any]:
    value = {"groups": groups, "not_rankable": not groups}
    return {"order": {"item": {"state": "answered", "value": value}}}


def of(asked: LabelSchema, fits: Any = None, /, known: Groups | None = None, **said: Groups) -> Belief:
    given = Given({who: ranked(each) for who, each in said.items()}, ranked(known) if known else None)
    return beliefs(asked, given, fits or {})["order"]["item"]


def one_by_one(text: str) -> Groups:
    return [[f"r{digit}"] for digit in text]


def test_who_orders_by_lot_does_not_decide_and_what_is_decided_teaches() -> None:
    """Ada and Bob swap two neighbours now and then, Eve and Mo order by lot: two against two is no tie."""
    asked, rng, crowd = schema(ties=False), np.random.default_rng(3), []
    for _ in range(60):
        truth = rng.permutation(["r1", "r2", "r3", "r4"]).tolist()
        said = {who: [[each] for each in rng.permutation(truth).tolist()] for who in ("eve", "mo")}
        for who in ("ada", "bob"):
            at = int(rng.integers(0, 3)) if rng.random() < 0.2 else 3
            said[who] = [[each] for each in truth[:at] + truth[at : at + 2][::-1] + truth[at + 2 :]]
        crowd.append((truth, said))
    evidence, backwards = Evidence(asked), Evidence(asked)
    for each, cases in ((evidence, crowd), (backwards, crowd[::-1])):
        for truth, said in cases:
            known = ranked([[name] for name in truth]) if truth == crowd[0][0] else None
            each.add(Given({who: ranked(groups) for who, groups in said.items()}, known))
    fits = unpacked(packed(evidence.fit(looking=True)))
    facts, skill = fits["order"].facts, fits["order"].skill
    assert (facts.model, facts.labels, facts.answers, facts.units) == ("DawidSkene", ["ahead", "behind"], 1440, 360)
    assert facts.pinned >= 6
    assert skill["ada"][0] > 0.9 > 0.6 > skill["eve"][0]
    found = [of(asked, fits, **said) for _, said in crowd]
    right = [each.value["groups"] == [[name] for name in truth] for each, (truth, _) in zip(found, crowd, strict=True)]
    assert sum(right) >= 50
    assert sum(each.probability or 0.0 for each in found) == pytest.approx(
        sum(each.value["groups"][0] == [truth[0]] for each, (truth, _) in zip(found, crowd, strict=True)), abs=8
    )
    again = backwards.fit()
    assert of(asked, again, **crowd[7][1]).shares["best"] == pytest.approx(found[7].shares["best"], abs=1e-6)


def test_an_order_says_who_is_best_and_which_of_two_comes_first() -> None:
    belief = of(schema(ties=False), a=one_by_one("123"), b=one_by_one("132"), c=one_by_one("123"))
    assert belief.value == {"groups": [["r1"], ["r2"], ["r3"]], "not_rankable": False}
    assert belief.probability == belief.shares["best"]["r1"] > 0.85
    assert sum(belief.shares["best"].values()) == pytest.approx(1)
    first = pair_believed(belief, "r3", "r2")
    assert first == belief.shares["r2 r3"] and 0.5 < first["r2"] < belief.shares["r1 r2"]["r1"]
    torn = of(schema(ties=False), a=one_by_one("123"), b=one_by_one("213"))
    assert (torn.value, torn.tie, torn.open) == (None, True, ["r1 r2"])
    shared = of(schema(), a=one_by_one("123"), b=one_by_one("213"))
    assert (shared.value["groups"], shared.open) == ([["r1", "r2"], ["r3"]], ["r1 r2"])
    level = of(schema(), a=[["r1", "r2"], ["r3"]], b=[["r1", "r2"], ["r3"]])
    assert (level.value["groups"], level.tie, level.shares["r1 r2"]["="] > 0.7) == ([["r1", "r2"], ["r3"]], False, True)


def test_the_order_that_is_given_is_the_likeliest_one_and_speaks_of_its_own_first_rank() -> None:
    """Three say 123, two say 231: r2 wins most duels on the whole, and 123 is the likelier order."""
    people = {f"p{who}": one_by_one("123" if who < 3 else "231") for who in range(5)}
    belief = of(schema(ties=False), **people)
    assert belief.value["groups"] == one_by_one("123")
    assert belief.probability == belief.shares["best"]["r1"]
    shared = of(schema(), a=one_by_one("123"), b=one_by_one("213"))
    assert shared.probability == shared.shares["best"]["r1"] > shared.shares["best"]["r1 = r2"]


def test_of_best_and_worst_the_less_sure_end_counts() -> None:
    ends = [["r1"], ["r2", "r3", "r4"], ["r5"]]
    belief = of(schema(best_worst=True), a=ends, b=ends, c=[["r1"], ["r2", "r3", "r5"], ["r4"]])
    assert belief.value["groups"] == ends
    assert belief.probability == belief.shares["worst"]["r5"] < belief.shares["best"]["r1"]


def test_nothing_is_ranked_where_more_say_so_and_what_was_decided_is_known() -> None:
    asked = schema(allow_not_rankable=True)
    none = of(asked, a=[], b=[], c=one_by_one("12"))
    assert none.value == {"groups": [], "not_rankable": True} and none.probability == none.shares[""]["not rankable"]
    tie = of(asked, a=[], b=one_by_one("12"))
    assert (tie.value, tie.tie) == (None, True)
    some = of(asked, a=[], b=one_by_one("12"), c=one_by_one("12"))
    assert some.value["groups"] == [["r1"], ["r2"]]
    assert some.probability == pytest.approx(some.shares[""]["ranked"] * some.shares["best"]["r1"])
    known = of(asked, known=[["r2"], ["r1"]], a=one_by_one("12"))
    assert (known.known, pair_believed(known, "r1", "r2")) == (True, {"r1": 0.0, "r2": 1.0, "=": 0.0})


def test_more_responses_than_can_be_summed_over_have_no_belief() -> None:
    many = [[f"r{number}"] for number in range(11)]
    assert beliefs(schema(), Given({"a": ranked(many)}), {}) == {}
    evidence = Evidence(schema())
    evidence.add(Given({"a": ranked(many), "b": ranked(many)}))
    assert evidence.fit() == {}


def test_an_interval_knows_that_the_pairs_of_an_answer_are_said_together() -> None:
    assert widened(0.8, 0.9, 0.95, 1) == pytest.approx((0.8, 0.95))
    assert widened(0.8, 0.9, 0.95, 28) == pytest.approx((0.7, 1.0))
