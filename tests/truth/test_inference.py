"""What labels are believed to be, by a model of how people err: pure, on crowds whose truth is known."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID, uuid5

import pytest
from tests.frozen import ALTERNATIVES, of_candidates

import armslength_quality as quality
from armslength.questions.service import read_schema
from armslength.truth.rules.consensus import consensus
from armslength.truth.rules.dividing import splits
from armslength.truth.rules.inference import Evidence, Given, beliefs, inferred
from armslength.truth.rules.keeping import packed, unpacked
from armslength.truth.rules.looking import Said as Answered
from armslength.truth.rules.reading import asked
from armslength.truth.rules.watching import Watch

SCHEMA = read_schema({
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [
        {
            "name": "topic", "kind": "choice", "title": "Topic",
            "settings": {"options": [{"id": each, "title": each.upper()} for each in ("a", "b", "c")]},
        },
        {
            "name": "harm", "kind": "flags", "title": "Harm",
            "settings": {
                "flags": [{"id": "hate", "title": "Hate"}, {"id": "spam", "title": "Spam"}],
                "severities": [{"id": 1, "title": "mild"}, {"id": 2, "title": "bad"}],
            },
        },
        {
            "name": "names", "kind": "spans", "title": "Names",
            "settings": {"field": "text", "labels": [{"id": "PER", "title": "Person"}]},
        },
        {"name": "note", "kind": "text", "title": "Note", "required": False},
    ],
})  # fmt: skip

Said = dict[str, dict[str, Any]]


def topic(chosen: str) -> Said:
    return {"topic": {"item": {"state": "answered", "value": {"selected": [chosen]}}}}


def harm(**raised: int) -> Said:
    flags = [{"flag": flag, "severity": severity} for flag, severity in raised.items()]
    value = {"flags": flags} if flags else {"flags": [], "none": True}
    return {"harm": {"item": {"state": "answered", "value": value}}}


def crowd(items: int = 90, seed: int = 5) -> tuple[list[str], list[Given]]:
    """Ada and Bob are mostly right, Eve says "a" whatever it is, as do Mo and Lou half the time."""
    rng = random.Random(seed)
    right = {"ada": 0.9, "bob": 0.85, "eve": 0.0, "mo": 0.4, "lou": 0.4}
    truths, given = [], []
    for _ in range(items):
        truth = rng.choice("bbca")
        truths.append(truth)
        said = {who: topic(truth if rng.random() < share else "a") for who, share in right.items()}
        given.append(Given(said))
    return truths, given


def learnt(given: list[Given]) -> Evidence:
    evidence = Evidence(SCHEMA)
    for each in given:
        evidence.add(each)
    return evidence


def leading(given: Given, fits: Any) -> Any:
    return beliefs(SCHEMA, given, fits)["topic"]["item"]


def test_labels_are_inferred_and_nothing_else() -> None:
    assert list(inferred(SCHEMA)) == ["topic", "harm"]


def test_who_says_one_thing_whatever_it_is_does_not_decide() -> None:
    truths, given = crowd()
    fits = learnt(given).fit()
    believed = [leading(each, fits) for each in given]
    right = sum(each.value == {"selected": [truth]} for each, truth in zip(believed, truths, strict=True))
    votes = [quality.majority(quality.Answers.from_rows(
        [(0, who, said["topic"]["item"]["value"]["selected"][0]) for who, said in each.said.items()]
    )).of(0).label for each in given]  # fmt: skip
    assert right > sum(vote == truth for vote, truth in zip(votes, truths, strict=True)) + 20
    assert right >= 80
    facts = fits["topic"].facts
    assert (facts.model, facts.answers, facts.units, facts.people) == ("DawidSkene", 450, 90, 5)
    assert facts.supported and facts.converged and len(facts.answers_digest) == 64


def test_what_is_believed_of_one_item_is_what_the_fit_believes_of_it() -> None:
    _, given = crowd()
    rows = [
        (number, who, said["topic"]["item"]["value"]["selected"][0])
        for number, each in enumerate(given)
        for who, said in each.said.items()
    ]
    whole = quality.DawidSkene().fit(quality.Answers.from_rows(rows))
    fits = learnt(given).fit()
    for number, each in enumerate(given):
        assert leading(each, fits).shares[""] == pytest.approx(whole.of(number).probabilities, abs=1e-4)


def test_the_order_in_which_items_and_people_come_leaves_no_trace_in_what_is_believed() -> None:
    _, given = crowd(30)
    turned = [Given(dict(reversed(each.said.items()))) for each in reversed(given)]
    one, other = learnt(given).fit(), learnt(turned).fit()
    for each in given:
        assert leading(each, one).shares[""] == pytest.approx(leading(each, other).shares[""], abs=1e-6)


def test_what_was_decided_stands_and_teaches() -> None:
    _, given = crowd(40)
    decided = [Given(each.said, topic("c")) for each in given[:20]]
    fits = learnt([*decided, *given[20:]]).fit()
    believed = leading(decided[0], fits)
    assert (believed.value, believed.probability, believed.known) == ({"selected": ["c"]}, 1.0, True)
    assert fits["topic"].facts.pinned == 20
    assert fits["topic"].facts.gold_digest != learnt(given).fit()["topic"].facts.gold_digest


def test_before_anything_is_known_everybody_counts_the_same_and_a_tie_is_left_open() -> None:
    two = Given({"ada": topic("a"), "bob": topic("a"), "cy": topic("b")})
    found = leading(two, {})
    assert (found.value, found.n, found.known) == ({"selected": ["a"]}, 3, False)
    assert 0.5 < found.probability < 0.95
    tied = leading(Given({"ada": topic("a"), "bob": topic("b")}), {})
    assert (tied.value, tied.tie, tied.margin) == (None, True, 0.0)
    alone = learnt([Given({"ada": topic("a")})]).fit()["topic"]
    assert not alone.facts.supported and alone.facts.cautions


def test_a_label_nobody_gave_before_the_fit_can_still_lead() -> None:
    _, given = crowd()
    only = [Given({who: said for who, said in each.said.items() if said != topic("c")}) for each in given]
    fits = learnt(only).fit()
    assert fits["topic"].facts.labels == ["a", "b", "c"]
    found = leading(Given({who: topic("c") for who in ("ada", "bob", "stranger")}), fits)
    assert found.value == {"selected": ["c"]}


def test_that_all_say_the_same_is_no_proof_where_they_could_have_said_something_else() -> None:
    one, three = (leading(Given({str(who): topic("a") for who in range(n)}), {}) for n in (1, 3))
    assert set(one.shares[""]) == {"a", "b", "c"}
    assert one.probability == pytest.approx(0.8) and 0.95 < three.probability < 0.99


def test_flags_are_believed_one_by_one_with_the_middle_severity() -> None:
    given = Given({"ada": harm(hate=1), "bob": harm(hate=2), "cy": harm(hate=2, spam=1)})
    found = beliefs(SCHEMA, given, {})["harm"]["item"]
    assert found.value == {"flags": [{"flag": "hate", "severity": 2}]}
    assert found.shares["hate"]["yes"] > 0.5 > found.shares["spam"]["yes"]
    assert found.probability == min(max(shares.values()) for shares in found.shares.values())
    nothing = beliefs(SCHEMA, Given({who: harm() for who in ("ada", "bob")}), {})["harm"]["item"]
    assert nothing.value["none"] is True


GRADED = read_schema({
    "fields": [{"name": "answer", "kind": "text"}, {"name": "steps", "kind": "text", "many": True, "ordered": True}],
    "questions": [
        {
            "name": "rubric", "kind": "rubric", "title": "Grade",
            "settings": {
                "field": "answer",
                "criteria": [{"id": f"c{n}", "criterion": f"Says {n}", "points": n} for n in (1, 2, 3, 4)],
            },
        },
        {
            "name": "steps", "kind": "steps", "title": "Steps",
            "settings": {
                "field": "steps", "stop_at_error": True,
                "labels": [
                    {"id": "good", "title": "Good", "rating": 1}, {"id": "bad", "title": "Bad", "rating": -1},
                    {"id": "open", "title": "Nobody can tell", "rating": None},
                ],
            },
        },
    ],
})  # fmt: skip


def graded(**verdicts: str) -> Said:
    grades = [{"criterion": each, "verdict": said, "points": float(each[1:])} for each, said in verdicts.items()]
    return {"rubric": {"item": {"state": "answered", "value": {"grades": grades}}}}


def stepped(*labels: str) -> Said:
    rating = {"good": 1, "bad": -1, "open": None}
    steps = [{"step": f"r{n}", "label": each, "rating": rating[each]} for n, each in enumerate(labels, 1)]
    return {"steps": {"item": {"state": "answered", "value": {"steps": steps}}}}


def test_criteria_are_believed_one_by_one_and_who_grades_by_lot_is_found() -> None:
    assert list(inferred(GRADED)) == ["rubric", "steps"]
    rng = random.Random(3)
    right = {"ada": 0.95, "bob": 0.9, "eve": 0.5, "mo": 0.5}
    evidence, watch, given, truths = Evidence(GRADED), Watch(GRADED), [], []
    name = {who: uuid5(UUID(int=1), who) for who in right}
    for number in range(60):
        truth = {f"c{n}": rng.random() < 0.6 for n in (1, 2, 3, 4)}
        said = {
            who: graded(**{
                each: "met" if met == (rng.random() < share) else "not_met" for each, met in truth.items()
            })
            for who, share in right.items()
        }  # fmt: skip
        truths.append(truth)
        given.append(Given(said))
        evidence.add(given[-1])
        watch.add(UUID(int=number), {name[who]: Answered(each, float(number), 60.0) for who, each in said.items()})
    fits = evidence.fit()
    skill = {who: each[0] for who, each in fits["rubric"].skill.items()}
    assert min(skill["ada"], skill["bob"]) > 0.85 > 0.7 > max(skill["eve"], skill["mo"])
    hits = [
        max(shares, key=shares.__getitem__) == ("met" if truth[each] else "not_met")
        for one, truth in zip(given, truths, strict=True)
        for each, shares in beliefs(GRADED, one, fits)["rubric"]["item"].shares.items()
    ]
    assert sum(hits) / len(hits) > 0.85  # two who know, two who do not: by vote a tie in half of the cases
    lots = {who for each in watch.seen() if each.kind == "says_nothing" for who in each.people}
    assert lots == {name["eve"], name["mo"]}


def test_a_rubric_is_as_sure_as_its_least_sure_criterion_and_open_where_one_is() -> None:
    met = graded(c1="met", c2="met")
    belief = beliefs(GRADED, Given({"ada": met, "bob": met, "cy": graded(c1="met", c2="cannot_assess")}), {})
    item = belief["rubric"]["item"]
    assert [grade["verdict"] for grade in item.value["grades"]] == ["met", "met"]
    assert item.probability == max(item.shares["c2"].values()) < max(item.shares["c1"].values())
    torn = beliefs(GRADED, Given({"ada": met, "bob": graded(c1="met", c2="not_met")}), {})["rubric"]["item"]
    assert [(grade["criterion"], grade["verdict"]) for grade in torn.value["grades"]] == [("c1", "met")]
    assert (torn.tie, torn.open) == (True, ["c2"])


def test_nothing_is_said_of_flags_where_one_is_open_and_none_is_raised() -> None:
    torn = beliefs(SCHEMA, Given({"ada": harm(), "bob": harm(hate=1)}), {})["harm"]["item"]
    assert (torn.value, torn.tie, torn.open) == (None, True, ["hate"])
    some = beliefs(SCHEMA, Given({"ada": harm(spam=2), "bob": harm(spam=2, hate=1)}), {})["harm"]["item"]
    assert [flag["flag"] for flag in some.value["flags"]] == ["spam"]
    assert some.open == ["hate"]


def rated(position: float) -> Said:
    return {"size": {"item": {"state": "answered", "value": {"number": position}}}}


SIZES = read_schema({
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [{"name": "size", "kind": "number", "title": "Size", "settings": {"precision": 1}}],
})  # fmt: skip


def test_a_number_has_an_interval_and_no_probability_and_levels_are_taken_out() -> None:
    """Ada is right up to a hair, Bob says ten too much, Cy guesses."""
    rng = random.Random(3)
    items = [
        (truth, Given({
            "ada": rated(truth + rng.gauss(0, 1)), "bob": rated(truth + 10 + rng.gauss(0, 1)),
            "cy": rated(truth + rng.gauss(0, 15)),
        }))
        for truth in (rng.uniform(0, 100) for _ in range(60))
    ]  # fmt: skip
    evidence = Evidence(SIZES)
    for number, (truth, given) in enumerate(items):
        evidence.add(given if number else Given(given.said, rated(truth)))
    fits = unpacked(packed(evidence.fit(looking=True)))
    assert (fits["size"].facts.model, fits["size"].facts.pinned, fits["size"].skill) == ("RandomEffects", 1, {})
    found = [beliefs(SIZES, given, fits)["size"]["item"] for _, given in items]
    apart = [belief.value["number"] - truth for belief, (truth, _) in zip(found, items, strict=True)]
    offset = sum(apart) / len(apart)  # what all share cannot be known from them
    assert sum(abs(each - offset) for each in apart) / len(apart) < 2
    one = found[5]
    assert (one.probability, one.margin, one.tie, one.shares, one.n) == (None, None, False, {}, 3)
    assert one.low["number"] < one.value["number"] < one.high["number"]
    assert [split.question for split in splits(SIZES, items[5][1], fits)] == ["size"]
    before = beliefs(SIZES, items[5][1], {})["size"]["item"]
    assert (before.low, before.high) == (None, None)


def test_of_many_answers_a_number_is_their_mean() -> None:
    evidence = Evidence(SIZES)
    crowd = [Given({f"p{who}": rated(item + who % 3) for who in range(6)}) for item in range(5)]
    for given in crowd:
        evidence.add(given)
    fits = unpacked(packed(evidence.fit()))
    belief = beliefs(SIZES, crowd[2], fits)["size"]["item"]
    assert (fits["size"].facts.model, belief.value) == ("Average", {"number": 3.0})


def names(*spans: tuple[int, int, str]) -> Said:
    marks = [{"start": a, "end": b, "label": label, "quote": "x" * (b - a), "field": "text"} for a, b, label in spans]
    return {"names": {"item": {"state": "answered", "value": {"spans": marks}}}}


def test_a_mark_is_believed_by_who_made_it_and_says_how_differently_people_bounded_it() -> None:
    """Ada and Bob find what is there and bound it a little differently; Eve marks something else each time."""
    rng = random.Random(7)
    crowd = []
    for _ in range(40):
        at = rng.randrange(10, 80)
        right = (at, at + 12, "PER")
        said = {"ada": names(right), "bob": names((at, at + 13, "PER")), "eve": names((100 + at, 106 + at, "PER"))}
        crowd.append((right, Given(said)))
    evidence = Evidence(SCHEMA)
    for number, (right, given) in enumerate(crowd):
        evidence.add(Given(given.said, names(right)) if number < 3 else given)
    fits = unpacked(packed(evidence.fit(looking=True)))
    facts = fits["names"].facts
    assert (facts.model, facts.pinned, facts.labels) == ("DawidSkene", 6, ["PER", "not marked"])
    assert fits["names"].skill["eve"][0] < 0.5 < fits["names"].skill["ada"][0]
    right, given = crowd[9]
    belief = beliefs(SCHEMA, given, fits)["names"]["item"]
    thing, other = belief.shares
    assert [(span["start"], span["end"]) for span in belief.value["spans"]] in ([right[:2]], [(right[0], right[1] + 1)])
    assert belief.shares[thing]["PER"] > 0.8 > 0.2 > belief.shares[other]["PER"]
    assert belief.spread == {thing: (right[0], right[0], right[1], right[1] + 1)}
    assert belief.probability == min(max(each.values()) for each in belief.shares.values())
    known = beliefs(SCHEMA, Given(given.said, names(right)), fits)["names"]["item"]
    assert (known.known, known.value["spans"][0]["start"]) == (True, right[0])


def test_a_mark_that_half_the_people_made_is_open_and_the_others_stand() -> None:
    torn = Given({"ada": names((0, 5, "PER"), (10, 15, "PER")), "bob": names((0, 5, "PER"))})
    belief = beliefs(SCHEMA, torn, {})["names"]["item"]
    assert [span["start"] for span in belief.value["spans"]] == [0]
    assert (belief.open, belief.tie) == (["text 10-15"], True)
    nothing = beliefs(SCHEMA, Given({"ada": names(), "bob": names()}), {})["names"]["item"]
    assert (nothing.value, nothing.probability, nothing.tie) == ({"spans": []}, None, False)


def test_how_grave_an_error_is_the_middle_one_of_those_who_call_it_so_says() -> None:
    schema = read_schema({
        "fields": [{"name": "text", "kind": "text"}],
        "questions": [{
            "name": "errors", "kind": "errors", "title": "Errors",
            "settings": {
                "fields": ["text"], "categories": [{"id": each, "title": each} for each in ("style", "sense")],
                "severities": [{"id": each, "title": each, "weight": weight} for each, weight in SEVERITIES.items()],
            },
        }],
    })  # fmt: skip

    def said(end: int, category: str, severity: str) -> Said:
        mark = {
            "start": 3, "end": end, "quote": "x" * (end - 3), "field": "text", "category": category,
            "severity": severity, "weight": SEVERITIES[severity],
        }  # fmt: skip
        return {"errors": {"item": {"state": "answered", "value": {"errors": [mark]}}}}

    given = Given({
        "ada": said(9, "sense", "minor"), "bob": said(10, "sense", "major"), "cy": said(10, "sense", "major"),
        "dee": said(10, "style", "minor"),
    })  # fmt: skip
    (error,) = beliefs(schema, given, {})["errors"]["item"].value["errors"]
    assert (error["end"], error["category"], error["severity"], error["weight"]) == (10, "sense", "major", 5.0)


SEVERITIES = {"minor": 1.0, "major": 5.0}


def test_steps_are_believed_up_to_the_first_error() -> None:
    early, late = stepped("good", "bad"), stepped("good", "good", "good", "bad")
    belief = beliefs(GRADED, Given({"ada": early, "bob": late, "cy": early}), {})["steps"]["item"]
    assert [(step["step"], step["label"]) for step in belief.value["steps"]] == [("r1", "good"), ("r2", "bad")]
    assert list(belief.shares) == ["r1", "r2"]
    assert set(belief.shares["r1"]) == {"good", "bad", "open"}
    long = stepped(*["good"] * 11, "open")
    belief = beliefs(GRADED, Given({"ada": long, "bob": long}), {})["steps"]["item"]
    assert [step["step"] for step in belief.value["steps"]] == [f"r{n}" for n in range(1, 13)]
    assert belief.value["steps"][-1]["label"] == "open"


def test_candidates_are_believed_one_by_one_and_so_is_from_which_it_goes_on() -> None:
    settled = of_candidates((["great"], 1), (["great", "bad"], 1), (["great"], 1))
    forked = of_candidates((["great"], 1), (["okay", "great"], 2))
    belief = beliefs(ALTERNATIVES, Given({"ada": settled, "bob": forked, "cy": settled}), {})["labels"]["item"]
    assert [way["candidate"] for way in belief.value["onward"]] == [1, 1, 1]
    assert list(belief.shares) == ["r1", "onward_1", "r2", "r3", "onward_2", "r4", "onward_3", "ended"]
    assert max(belief.shares["onward_2"], key=belief.shares["onward_2"].__getitem__) == "from_1"
    belief = beliefs(ALTERNATIVES, Given({"ada": settled, "bob": forked, "cy": forked}), {})["labels"]["item"]
    assert belief.value["onward"][-1] == {"place": 2, "candidate": 2, "step": "r3"}
    assert [step["step"] for step in belief.value["steps"]] == ["r1", "r2", "r3"]  # nothing is asked after the fork
    bad = ["bad", "bad"]
    torn: list[tuple[list[str], Any]] = [
        (["great", "bad"], 1),
        (["okay", "bad"], 1),
        (["bad", "great"], 2),
        (bad, None),
    ]
    torn.append((bad, "No."))
    said = {str(who): of_candidates(each) for who, each in enumerate(torn)}
    vote = consensus(asked(ALTERNATIVES), list(said.values()))["labels"]["item"].value
    assert [(step["step"], step["rating"]) for step in vote["steps"]] == [("r1", -1), ("r2", -1)]
    for value in (vote, beliefs(ALTERNATIVES, Given(said), {})["labels"]["item"].value):
        assert all(way.get("candidate") is None for way in value.get("onward", []))  # nothing goes on from an error
