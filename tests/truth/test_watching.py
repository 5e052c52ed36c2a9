"""What the detectors of concerns read out of answers that are several labels, of preferences and of rubrics."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import msgspec
import numpy as np

from armslength.questions.model import LabelSchema
from armslength.truth.rules.concerns import told
from armslength.truth.rules.looking import Said, Seen
from armslength.truth.rules.watching import Watch

TOPICS = ("art", "food", "law", "play", "work")
SCHEMA = msgspec.convert(
    {
        "fields": [{"name": "text", "kind": "text"}, {"name": "replies", "kind": "text", "many": True}],
        "questions": [
            {
                "name": "topics", "kind": "choice", "title": "Topics",
                "settings": {"multiple": True, "options": [{"id": each, "title": each} for each in TOPICS]},
            },
            {
                "name": "harms", "kind": "flags", "title": "Harms",
                "settings": {"flags": [{"id": each, "title": each} for each in TOPICS]},
            },
            {
                "name": "better", "kind": "pairwise", "title": "Better",
                "settings": {"field": "replies", "allow_tie": True},
            },
            {
                "name": "grade", "kind": "rubric", "title": "Grade",
                "settings": {
                    "field": "text", "criteria": [{"id": each, "criterion": each, "points": 1} for each in TOPICS],
                },
            },
        ],
    },
    LabelSchema,
)  # fmt: skip
NAMES = ("ada", "bob", "cy", "dee", "eve", "lin", "max")
PEOPLE = {name: uuid5(UUID(int=0), name) for name in NAMES}
ITEMS, GOLD = 160, 20


def answers(topics: frozenset[str], winner: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "topics": {"selected": sorted(topics)},
        "harms": {"flags": [{"flag": each} for each in sorted(topics)]},
        "better": {"verdict": "prefer", "winner": winner} if winner != "tie" else {"verdict": "tie"},
    }
    return {name: {"item": {"state": "answered", "value": value}} for name, value in values.items()}


def crowd() -> list[Seen]:
    """Max marks anything and prefers what stands first, Lin errs as Eve does; now and then art is taken for play."""
    rng = np.random.default_rng(7)
    watch = Watch(SCHEMA)
    for item in range(ITEMS):
        right = frozenset(rng.choice(TOPICS, size=int(rng.integers(1, 4)), replace=False).tolist())
        better = str(rng.choice(["r1", "r2"]))
        said: dict[UUID, Said] = {}
        topics: dict[str, frozenset[str]] = {}
        for name in NAMES:
            first = ["r1", "r2"] if rng.random() < 0.5 else ["r2", "r1"]
            given = frozenset(each for each in TOPICS if rng.random() < (0.92 if each in right else 0.03))
            if len(given & {"art", "play"}) == 1 and rng.random() < 0.3:
                given ^= {"art", "play"}
            winner = better if rng.random() < 0.8 else str(rng.choice(["r1", "r2", "tie"]))
            if name == "max":
                given = frozenset(rng.choice(TOPICS, size=int(rng.integers(1, 4)), replace=False).tolist())
                winner = first[0] if rng.random() < 0.9 else winner
            given = topics["eve"] if name == "lin" and rng.random() < 0.7 else given or frozenset([TOPICS[0]])
            topics[name] = given
            said[PEOPLE[name]] = Said(answers(given, winner), float(item), 20.0, orders={"replies": first})
        gold = answers(right, better) if item < GOLD else None
        watch.add(UUID(int=item + 1), said, gold)
    return watch.seen()


def test_several_labels_and_preferences_are_looked_through_too() -> None:
    seen = crowd()
    of = {(each.kind, each.question, each.people): each for each in seen}
    for question in ("topics", "harms"):
        nothing = of["says_nothing", question, (PEOPLE["max"],)]
        assert nothing.evidence["agreement"] < 0.5 and 1 < nothing.evidence["labels"] < 3
        words = told(nothing.kind, "Topics", nothing.evidence)
        assert f"is to {nothing.evidence['agreement']:.0%} what others marked" in words
        assert of["same_mistakes", question, (PEOPLE["eve"], PEOPLE["lin"])].items
        (mixed,) = (each for each in seen if (each.kind, each.question) == ("confusing_labels", question))
        assert (mixed.labels, mixed.people) == (("art", "play"), ()) and len(mixed.items) == 20
    side = of["one_side", "better", (PEOPLE["max"],)]
    assert side.evidence["place"] == 1 and side.evidence["chosen"] > 0.8 * side.evidence["answers"]
    assert "shown on one and the same side" in told(side.kind, "Better", side.evidence)
    assert not [each for each in seen if each.question == "better" and each.kind in ("confusing_labels", "long_run")]
    people = {each.people for each in seen if each.kind in ("says_nothing", "one_side", "drift", "long_run")}
    assert people == {(PEOPLE["max"],)}


def test_a_run_of_one_side_is_told_as_such() -> None:
    watch = Watch(SCHEMA)
    rng = np.random.default_rng(8)
    for item in range(120):
        first = ["r1", "r2"] if rng.random() < 0.5 else ["r2", "r1"]
        winner = first[0] if 40 <= item < 80 else str(rng.choice(first))
        said = Said(answers(frozenset(["art"]), winner), float(item), 20.0, orders={"replies": first})
        watch.add(UUID(int=item + 1), {PEOPLE["ada"]: said})
    (run,) = (each for each in watch.seen() if each.kind == "long_run" and each.question == "better")
    assert run.evidence["run"] >= 40 and run.evidence["sides"] == 1
    assert "one and the same side" in told("long_run", "Better", run.evidence)


def test_criteria_are_a_label_each_without_runs_or_labels_that_are_mixed_up() -> None:
    rng = np.random.default_rng(9)
    verdicts = np.array(["met", "not_met", "cannot_assess"])
    watch = Watch(SCHEMA)
    for item in range(100):
        right = rng.choice(verdicts, p=(0.5, 0.4, 0.1)) if rng.random() < 0.9 else "met"
        said = {}
        for name in NAMES:
            given = rng.choice(verdicts, size=5) if name == "max" else [_taken(rng, str(right)) for _ in TOPICS]
            grades = [
                {"criterion": each, "verdict": str(verdict), "points": 1.0}
                for each, verdict in zip(TOPICS, given, strict=True)
            ]
            answer = {"grade": {"item": {"state": "answered", "value": {"grades": grades}}}}
            said[PEOPLE[name]] = Said(answer, float(item), 20.0)
        watch.add(UUID(int=item + 1), said)
    seen = watch.seen()
    assert {each.people for each in seen if each.kind == "says_nothing"} == {(PEOPLE["max"],)}
    assert not {each.kind for each in seen} & {"long_run", "confusing_labels", "one_side"}


def _taken(rng: np.random.Generator, right: str) -> str:
    """A verdict of somebody who takes what they cannot assess for not met, now and then."""
    return "cannot_assess" if right == "not_met" and rng.random() < 0.2 else right


def test_one_text_for_many_items_and_the_items_own_words_are_told_with_where_to_look() -> None:
    """Others write of each item what is in it, and quote a sentence of it; who does so, too, is told nothing."""
    rng = np.random.default_rng(8)
    why = {"name": "why", "kind": "text", "title": "Why"}
    watch = Watch(msgspec.convert({"fields": [{"name": "text", "kind": "text"}], "questions": [why]}, LabelSchema))
    stock = " ".join(f"s{number}" for number in range(30))
    for item in range(20):
        said: dict[UUID, Said] = {}
        quoted = " ".join(f"q{number}" for number in rng.integers(0, 400, size=30))
        for name in ("ada", "bob", "cy"):
            own = " ".join(f"w{number}" for number in rng.integers(0, 400, size=30))
            text = f"{stock} {item}" if name == "cy" and item % 2 else own + quoted[:40]
            if name == "bob" and item % 2:
                text = quoted
            answer = {"why": {"item": {"state": "answered", "value": {"text": text}}}}
            said[PEOPLE[name]] = Said(answer, float(item), 20.0)
        assert watch.wrote(said.values()) and not watch.wrote([Said({}, 0.0, 1.0)])
        watch.add(UUID(int=item + 1), said, shown={"text": f"Read this. {quoted}"})
    taken, found = sorted((each for each in watch.seen() if each.kind != "too_fast"), key=lambda each: each.kind)[::-1]
    for each, kind, who in ((found, "repeated_text", "cy"), (taken, "taken_text", "bob")):
        assert (each.kind, each.people, each.evidence["marked"]) == (kind, (PEOPLE[who],), 10)
        assert set(each.items) == {UUID(int=item + 1) for item in range(1, 20, 2)}
    assert told(taken.kind, "Why", taken.evidence).startswith("In 10 of 20 texts of yours for “Why” most of the words")
    assert told(found.kind, "Why", found.evidence).startswith("10 of 20 texts of yours for “Why” are nearly the same")


def test_one_grade_on_every_question_is_told_where_others_tell_questions_apart() -> None:
    rng = np.random.default_rng(10)
    axes = [{"name": name, "kind": "rating", "title": name} for name in ("right", "clear", "kind")]
    other = {"name": "pace", "kind": "rating", "title": "Pace", "settings": {"min": 1, "max": 7}}
    fields = [{"name": "text", "kind": "text"}]
    watch = Watch(msgspec.convert({"fields": fields, "questions": [*axes, other]}, LabelSchema))
    for item in range(30):
        said = {}
        for name in ("ada", "bob", "cy", "max"):
            grades = [int(rng.integers(1, 6))] * 3 if name == "max" else rng.integers(1, 6, size=3).tolist()
            given = dict(zip(("right", "clear", "kind", "pace"), [*grades, 7], strict=True))
            answer = {
                each: {"item": {"state": "answered", "value": {"rating": grade}}} for each, grade in given.items()
            }
            said[PEOPLE[name]] = Said(answer, float(item), 20.0)
        watch.add(UUID(int=item + 1), said)
    (found,) = (each for each in watch.seen() if each.kind == "one_grade")
    assert (found.people, found.evidence["marked"], found.evidence["answers"]) == ((PEOPLE["max"],), 30, 30)
    assert told("one_grade", "", found.evidence).startswith("In 30 of 30 cases you gave one and the same grade")
