"""Attacks on a single person's trait. The attacker runs the project: they know everybody's answers by name, choose who
is asked what, when figures are made, and what is asked of people; most of them also know what everybody else said.

Each attack finds the person where a simple threshold tells exact figures (`naive`), and must not find them here.
"""

from __future__ import annotations

from itertools import combinations
from uuid import UUID

import numpy as np
import pytest
from tests.traits.hall import OPTIONS, crowd, lots_of, naive, ours, roll_of

from armslength.keys.service.tenant import TenantSealer
from armslength.traits.rules.lots import ODDS, counted_to
from armslength.traits.rules.sheets import sheet
from armslength.traits.rules.telling import Mark, apart, due, tellable
from armslength.traits.service.counting import lot_of

DRAWN, KEPT = 0.999, 0.0
"""A lot that draws the last group whatever is said, and one that counts what is said; of both of a person's words."""


def test_beside_answers_by_name_exact_figures_are_a_riddle_with_one_solution() -> None:
    questions = {f"q{number}": crowd(14, 3, seed=number) for number in range(3)}
    people = [*questions["q0"]]
    truth = {who: "x" if place % 2 else "y" for place, who in enumerate(people)}
    told = {name: figures["x"] for name, figures in naive(questions, truth).items()}

    def fits(inside: tuple[str, ...]) -> bool:
        given = {name: [label for who in inside for label in answers[who]] for name, answers in questions.items()}
        return told == {name: (len(inside), len(each), each.count("a")) for name, each in given.items()}

    solutions = [inside for inside in combinations(people, 7) if fits(inside)]
    assert solutions == [tuple(who for who in people if truth[who] == "x")]


def test_who_solves_all_that_is_told_knows_how_people_are_counted_and_not_what_they_said() -> None:
    """Rounding and intervals do not stop it: from 150 questions, linear algebra finds how each of 60 is counted."""
    rng, people = np.random.default_rng(1), [f"p{number}" for number in range(60)]
    said, lots = {who: OPTIONS[place % 2] for place, who in enumerate(people)}, lots_of(dict.fromkeys(people), seed=12)
    leaning = rng.random((150, 60))
    questions = {
        f"q{question}": {
            who: ["a" if rng.random() < leaning[question, place] else "b" for _ in range(4)]
            for place, who in enumerate(people)
        }
        for question in range(150)
    }
    left, right = [np.ones(60)], [30.0]
    for told in ours(questions, said, lots):
        given = np.array([questions[told.question][who].count("a") / 4 for who in people])
        for group in (each for each in told.groups if each.group == "x"):
            figures = next(each for each in group.labels if each.label == "a")
            left += [given - figures.share.value, given - figures.others.value]
            right += [0.0, float(np.sum(given - figures.others.value))]
    assert len(left) == 301
    solved = np.linalg.lstsq(np.array(left), np.array(right), rcond=None)[0] > 0.5
    counted = np.array([counted_to(OPTIONS.index(said[who]), 2, lots[who]) == 0 for who in people])
    truth = np.array([said[who] == "x" for who in people])
    assert np.mean(solved == counted) > 0.95, "a threshold with rounding would have given everybody away"
    assert np.mean(solved == truth) < 0.85, "and of these many said something else"

    many = lots_of({f"p{number}": "x" for number in range(4000)}, seed=3)
    right_ones = [counted_to(0, 2, lot) == 0 for lot in many.values()]
    assert np.mean(right_ones) == pytest.approx(ODDS / (ODDS + 1), abs=0.02)


@pytest.mark.parametrize("options", range(2, 7))
def test_nothing_makes_a_group_more_than_so_many_times_likelier(options: int) -> None:
    """By every lot there is: whatever is computed from the groups that people are counted to has this bound."""
    grid = (np.arange(30_000) + 0.5) / 30_000
    chance = [[0.0] * options for _ in range(options)]
    for said in range(options):
        for lot in grid:
            chance[said][counted_to(said, options, float(lot))] += 1 / len(grid)
    for group in range(options):
        column = [chance[said][group] for said in range(options)]
        assert max(column) / min(column) == pytest.approx(ODDS, abs=0.02)


def test_who_changes_a_word_does_not_always_move_as_they_said() -> None:
    """Somebody is seen to move from one group to the other, and is known to have changed what they said: had both words
    the same lot, they would have moved so for certain."""
    sealer, trait_id = TenantSealer(UUID(int=1), b"k" * 32, "traits"), UUID(int=2)
    moved = []
    for number in range(4000):
        lots = [lot_of(sealer, trait_id, f"p{number}", said) for said in range(2)]
        before, after = counted_to(0, 2, lots[0]), counted_to(1, 2, lots[1])
        if before != after:
            moved.append((before, after) == (0, 1))
    assert np.mean(moved) == pytest.approx(ODDS**2 / (ODDS**2 + 1), abs=0.02)


def test_two_questions_whose_people_differ_by_one() -> None:
    one = crowd(60, 10, seed=4)
    other = {who: labels for who, labels in crowd(60, 10, seed=5).items() if who != "p0"}
    said, lots = {who: OPTIONS[place % 2] for place, who in enumerate(one)}, dict.fromkeys(one, KEPT)
    found = naive({"one": one, "other": other}, said)
    assert found["one"]["x"][0] - found["other"]["x"][0] == 1, "p0 says x"

    told = ours({"one": one, "other": other}, said, lots)
    assert told == ours({"one": one, "other": other}, said | {"p0": "y"}, lots), "whatever she says"
    without = {who: labels for who, labels in one.items() if who != "p0"}
    alone = ours({"one": without, "other": other}, {who: said[who] for who in without}, lots)
    assert told[1] == alone[1]
    assert [(each.people, each.inside) for each in told[0].groups] == [
        (each.people, each.inside) for each in alone[0].groups if each.group not in told[0].withheld
    ], "at neither question she is counted to a group"


def test_questions_are_counted_over_the_same_people_or_over_others() -> None:
    everybody = frozenset(f"p{number}" for number in range(40))
    found = apart({"a": everybody, "b": everybody - {"p1"}, "c": everybody - {"p2"}, "d": frozenset({"p1"})}, 5)
    assert found["a"] == found["b"] == found["c"] == everybody - {"p1", "p2"}
    far = everybody - {f"p{number}" for number in range(5)}
    assert apart({"a": everybody, "b": far}, 5) == {"a": everybody, "b": far}
    # Five others, but one of a group: of that group nothing is told at the second question.
    crowded = frozenset(f"p{number}" for number in range(120))
    counted = {who: int(int(who[1:]) >= 60) for who in crowded}
    for left_out, told in ((range(1), []), (range(5), [0])):
        without = crowded - {f"p{number}" for number in (*left_out, *range(115, 120))}
        people = {"a": crowded, "b": without}
        found = tellable(counted, people, people, 2, 5)
        assert found == {"a": [0, 1], "b": [*told, 1]}


def test_two_looks_with_one_person_between_them() -> None:
    before = crowd(60, 10, seed=6)
    after = before | {"p0": [*before["p0"], "a"]}
    said = {who: OPTIONS[place % 2] for place, who in enumerate(before)}
    assert naive({"q": after}, said)["q"]["x"] != naive({"q": before}, said)["q"]["x"], "p0 says x"

    marks = {who: Mark(said[who], "as before") for who in before}
    assert not due(marks, marks | {"p0": Mark("x", "one answer more")}, 5)
    assert not due(marks, {who: mark for who, mark in marks.items() if who != "p0"}, 5), "withdrew"
    assert not due(marks, marks | {f"p{number}": Mark("x", "more") for number in range(0, 8, 2)}, 5), "four"
    assert due(marks, marks | {f"p{number}": Mark("x", "more") for number in range(0, 10, 2)}, 5)
    # Everybody answers every day: one who moves or withdraws would be seen beside them, unless others do too.
    busy = {who: Mark(mark.belongs, "a day later") for who, mark in marks.items()}
    assert due(marks, busy, 5)
    assert not due(marks, busy | {"p0": Mark("y", "a day later")}, 5)
    assert not due(marks, {who: mark for who, mark in busy.items() if who != "p0"}, 5)
    assert due(marks, busy | {f"p{number}": Mark("y", "a day later") for number in range(0, 10, 2)}, 5)
    # Who withdraws and says it again is one person, however often.
    blotted = {who: mark for who, mark in marks.items() if who not in {"p0", "p1", "p2"}}
    blotted |= {f"blot{number}": Mark("blot", "blot") for number in range(3)}
    assert not due(blotted, marks, 5)


def test_the_last_group_is_not_left_over_when_the_others_are_told() -> None:
    sizes = {"x": 70, "y": 70, "z": 3}
    options = tuple(sizes)
    said = {f"{group}{number}": group for group, n in sizes.items() for number in range(n)}
    answers = {who: ["a" if place % 3 else "b"] * 9 for place, who in enumerate(said)}
    found = naive({"q": answers}, said, options=options)["q"]
    assert found["everybody"][0] - found["x"][0] - found["y"][0] == 3, "what is left says what the three said"

    (told,) = ours({"q": answers}, said, dict.fromkeys(said, KEPT), options=options)
    assert len(told.groups) == 1 and "z" in told.withheld
    # Nor by what the others of a group are, however many said nothing.
    loud = dict(said)
    crowded = answers | {f"quiet{number}": ["b"] * 9 for number in range(20)}
    (told,) = ours({"q": crowded}, loud, dict.fromkeys(loud, KEPT), options=options)
    assert len(told.groups) == 1 and "z" in told.withheld
    # Nor those who said nothing of themselves, when there are few: they are among the others.
    quiet = answers | {"quiet": ["b"] * 9}
    two = {who: group for who, group in said.items() if group != "z"}
    (told,) = ours({"q": {who: quiet[who] for who in [*two, "quiet"]}}, two, dict.fromkeys(two, KEPT))
    (group,) = told.groups
    given = {each.label: each.others.value for each in group.labels}
    assert given["b"] == pytest.approx((70 * 3 / 9 + 1) / 71, abs=0.021), "her answers are in it, unlike all others"


def test_copies_of_a_project_that_each_leave_one_person_out() -> None:
    """However many: what she says shows in none of them when the lot draws for her, and the lot is the same in all."""
    answers = crowd(40, 10, seed=7)
    said, lots = {who: OPTIONS[place % 2] for place, who in enumerate(answers)}, lots_of(answers, seed=8)
    lots["p0"] = DRAWN
    for left_out in [None, *(f"p{number}" for number in range(1, 9))]:
        copy = {"q": {who: labels for who, labels in answers.items() if who != left_out}}
        here = {who: group for who, group in said.items() if who != left_out}
        assert naive(copy, here | {"p0": "x"}) != naive(copy, here | {"p0": "y"})
        assert ours(copy, here | {"p0": "x"}, lots) == ours(copy, here | {"p0": "y"}, lots)


def test_puppets_of_ones_own_lift_the_count_to_one_less() -> None:
    """Four of the attacker's own say x; the fifth can be she alone."""
    puppets, crowd_of = [f"puppet{number}" for number in range(4)], [f"p{number}" for number in range(36)]
    answers = {who: ["a", "b"] * 5 for who in [*puppets, *crowd_of, "she"]}
    said = dict.fromkeys(puppets, "x") | dict.fromkeys(crowd_of, "y")
    assert "x" in naive({"q": answers}, said | {"she": "x"})["q"]
    assert "x" not in naive({"q": answers}, said | {"she": "y"})["q"]

    told = {
        group: np.mean([
            _told("x", {who: OPTIONS.index(one) for who, one in (said | {"she": group}).items()}, answers, seed)
            for seed in range(800)
        ])
        for group in OPTIONS
    }  # fmt: skip
    assert told["x"] < 0.04 and told["y"] < 0.02, "next to never, whatever she says"


def _told(group: str, said: dict[str, int], answers: dict[str, list[str]], seed: int) -> bool:
    lots = lots_of(said, seed)
    counted = {who: counted_to(place, 2, lots[who]) for who, place in said.items()}
    people = {"q": frozenset(answers)}
    return OPTIONS.index(group) in tellable(counted, people, people, 2, 5).get("q", [])


def test_a_label_that_few_gave_is_left_out() -> None:
    answers = crowd(80, 10, seed=13)
    said, lots = {who: OPTIONS[place % 2] for place, who in enumerate(answers)}, dict.fromkeys(answers, KEPT)
    for few, labels in ((4, {"a", "b"}), (5, {"a", "b", "odd"})):
        odd = {who: [*given, "odd"] if place < few else given for place, (who, given) in enumerate(answers.items())}
        (told,) = ours({"q": odd}, said, lots)
        assert {each.label for group in told.groups for each in group.labels} == labels


def test_groups_made_so_that_each_holds_one_person() -> None:
    options = tuple("uvwxyz")
    answers = crowd(40, 10, seed=9)
    said = {who: options[min(place, 5)] for place, who in enumerate(answers)}
    for lots in (dict.fromkeys(answers, KEPT), lots_of(answers, seed=10)):
        (told,) = ours({"q": answers}, said, lots, options=options)
        assert {each.group for each in told.groups} <= {"z"}


def test_figures_are_rounded_and_right_in_the_middle() -> None:
    """What is told of many crowds is right on average, and the interval holds the truth where it should."""
    held, found = [], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        answers = {
            f"p{number}": ["a" if rng.random() < (0.7 if number % 2 else 0.4) else "b" for _ in range(20)]
            for number in range(80)
        }
        said = {who: OPTIONS[int(who[1:]) % 2 == 0] for who in answers}
        (told,) = ours({"q": answers}, said, lots_of(answers, seed=seed + 1000))
        for group in told.groups:
            apart_by = next(each for each in group.labels if each.label == "a").apart
            truth = 0.3 if group.group == "x" else -0.3
            found.append(apart_by.value * np.sign(truth))
            held.append(apart_by.low <= truth <= apart_by.high)
            assert group.people % 5 == 0 and group.answers % 10 == 0
            for figure in (apart_by, group.inside, group.across):
                assert figure is not None and figure.low <= figure.value <= figure.high
                assert round(figure.value / 0.02, 6) == round(figure.value / 0.02)
            assert group.inside is not None and group.across is not None
    assert np.mean(found) == pytest.approx(0.3, abs=0.02)
    assert np.mean(held) > 0.92 and len(held) > 100


def test_agreement_within_a_group_is_told_apart_from_agreement_across() -> None:
    """Of groups that could not be further apart, right on average and within its intervals."""
    inside, held = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        answers = {
            f"p{number}": ["a" if rng.random() < (0.95 if number % 2 else 0.05) else "b" for _ in range(10)]
            for number in range(120)
        }
        said = {who: OPTIONS[int(who[1:]) % 2 == 0] for who in answers}
        (told,) = ours({"q": answers}, said, lots_of(answers, seed=seed + 2000))
        for group in told.groups:
            assert group.inside is not None and group.across is not None, "how people answer hides nothing"
            inside.append(group.inside.value)
            held += [group.inside.low <= 0.905 <= group.inside.high, group.across.low <= 0.095 <= group.across.high]
    assert len(inside) > 70 and np.mean(inside) == pytest.approx(0.905, abs=0.04)
    assert np.mean(held) > 0.88


def test_agreement_of_few_pairs_is_not_told() -> None:
    answers = crowd(80, 1, seed=14)
    said = {who: OPTIONS[place % 2] for place, who in enumerate(answers)}
    alone = {who: [*given[:1]] for who, given in answers.items()}
    roll = roll_of(alone)
    roll.same = [(who, place, label) for place, (who, _, label) in enumerate(roll.same)]
    counted = {who: OPTIONS.index(group) for who, group in said.items()}
    (told,) = sheet({"q": roll}, OPTIONS, counted, 5)
    assert told.groups and all(group.inside is None and group.across is None for group in told.groups)


def test_a_hundred_questions_are_told_apart_at_once() -> None:
    everybody = [f"p{number}" for number in range(2000)]
    who = {f"q{number}": frozenset(each for each in everybody if each != f"p{number}") for number in range(100)}
    found = apart(who, 5)
    sets = set(found.values())
    assert found.keys() == who.keys() and all(found[name] <= who[name] for name in who)
    assert all(one == other or len(one ^ other) >= 5 for one in sets for other in sets)
