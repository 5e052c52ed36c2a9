"""When an item has answers enough, and recorded crowds asked again under it."""

import numpy as np
import pytest

from armslength_quality import (
    Answers,
    BadAnswers,
    BadParameter,
    Belief,
    DawidSkene,
    Enough,
    WorkerTables,
    ablest,
    believed_offset,
    expected_right,
    gold_share,
    posterior_of,
    replay,
    share_of,
    spend,
    worth_of_more,
)
from armslength_quality.conformance.labels import LABELS

DATA = LABELS.simulate(np.random.default_rng(4)).answers


def rows_of(answers):
    """Who said what about which item."""
    codes = zip(answers.item, answers.annotator, answers.label, strict=True)
    return {(answers.items[item], answers.annotators[who], label) for item, who, label in codes}


def belief(probability, n):
    return Belief("yes", probability, False, {"yes": probability, "no": 1 - probability}, n)


def test_enough_is_sure_or_the_most_and_never_less_than_the_least():
    rule = Enough(risk=0.1, least=2, most=4)
    said = {(p, n): rule.verdict(belief(p, n)) for p in (0.6, 0.91) for n in (1, 2, 3, 4)}
    assert [said[0.6, n] for n in (1, 2, 3, 4)] == [None, None, None, "most"]
    assert [said[0.91, n] for n in (1, 2, 3, 4)] == [None, "sure", "sure", "most"]
    assert all(rule.ended(p, n) == verdict for (p, n), verdict in said.items())


@pytest.mark.parametrize("wrong", [{"risk": 0.0}, {"least": 0}, {"least": 3, "most": 2}, {"price": -0.1}])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(BadParameter):
        Enough(**wrong)


def test_one_more_answer_is_worth_most_where_it_can_decide_and_least_where_it_cannot():
    shares = np.array([[0.5, 0.5], [0.7, 0.3], [0.99, 0.01]])
    worth = worth_of_more(shares, np.array([2, 2, 2]))
    assert worth[0] > worth[1] > worth[2] >= 0
    late = worth_of_more(shares[:1], np.array([30]))
    assert late[0] < worth[0]  # errors go together: the thirtieth tells less
    assert Enough(risk=0.01, price=0.2, most=99).verdict(belief(0.95, 5)) == "dear"


def test_a_crowd_asked_again_buys_what_it_needs_and_the_same_seed_the_same():
    rule = Enough(risk=0.1, least=2, most=4)
    one, same, other = (replay(DATA, rule, rng=np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.answers.digest() == same.answers.digest() != other.answers.digest()
    assert (one.asked <= np.minimum(DATA.per_item, 4)).all()
    assert (one.asked >= np.minimum(DATA.per_item, 2)).all()
    assert one.asked.sum() == len(one.answers)
    assert 0 < one.share < 1
    assert rows_of(one.answers) <= rows_of(DATA)
    for code, verdict in enumerate(one.verdicts):
        assert verdict != "sure" or one.posterior[code].max() >= 0.9
        assert verdict != "none left" or one.asked[code] == DATA.per_item[code]


def test_who_is_asked_everything_says_what_the_fit_says():
    everything = replay(DATA, Enough(risk=1e-9, least=1, most=999), rng=np.random.default_rng(3))
    assert everything.share == 1.0
    assert everything.answers.digest() == DATA.digest()
    assert everything.posterior == pytest.approx(DawidSkene().fit(DATA).posterior, abs=1e-6)


def test_strangers_are_right_as_often_as_the_prior_says():
    tables = WorkerTables.of_strangers(["a", "b", "c"])
    assert posterior_of(["a"], ["x"], tables).probabilities == pytest.approx({"a": 0.8, "b": 0.1, "c": 0.1})
    assert posterior_of(["a", "b"], ["x", "y"], tables).is_tie
    assert replay(Answers.from_rows([(1, "x", "a")]), Enough(), rng=np.random.default_rng(0)).verdicts == ("none left",)


def test_the_share_of_gold_falls_with_what_is_left_to_learn_and_keeps_its_bounds():
    widths = np.linspace(0.0, 1.0, 21)
    shares = [gold_share(0.0, width, floor=0.03, ceiling=0.3) for width in widths]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.03, pytest.approx(0.3))
    assert gold_share(0.2, 0.9) == gold_share(0.1, 0.8), "not how good somebody is, but how well that is known"
    for wrong in ((0.5, 0.4, 0.0, 1.0), (-0.1, 0.4, 0.0, 1.0), (0.0, 1.0, 0.3, 0.2)):
        with pytest.raises(BadParameter):
            gold_share(wrong[0], wrong[1], floor=wrong[2], ceiling=wrong[3])
    with pytest.raises(BadParameter):
        gold_share(0.0, 1.0, known=1.0)


def test_people_by_lot_are_found_sooner_and_all_together_with_less_gold_than_by_one_share():
    def met_and_found(right, share, rng):
        """(gold of 200 items, the item at which the interval of the last 20 fell below 0.8, else 200)."""
        told, low, high = [], 0.0, 1.0
        for at in range(200):
            if rng.random() < share(low, high):
                told.append(rng.random() < right)
                found = share_of(sum(told[-20:]), len(told[-20:]))
                low, high = found.low, found.high
                if high < 0.8:
                    return len(told), at
        return len(told), 200

    figures = {}
    for name, share in (
        ("falling", lambda low, high: gold_share(low, high, floor=0.03, ceiling=0.3)),
        ("constant", lambda _low, _high: 0.15),
    ):
        rng = np.random.default_rng(3)
        good, bad = ([met_and_found(right, share, rng) for _ in range(150)] for right in (0.93, 0.5))
        gold = 0.9 * np.mean([met for met, _ in good]) + 0.1 * np.mean([met for met, _ in bad])
        figures[name] = (gold, np.mean([at for _, at in bad]))
    assert figures["falling"][0] < 0.8 * figures["constant"][0]
    assert figures["falling"][1] < 0.8 * figures["constant"][1]


def test_more_answers_of_the_same_people_come_to_what_these_people_can_do():
    good, poor = (
        WorkerTables(("a", "b"), tuple(range(9)), np.full((9, 2, 2), 1.0) * sure, np.ones(2), 0.3)
        for sure in (np.array([[90, 10], [10, 90]]), np.array([[60, 40], [40, 60]]))
    )
    weights = np.ones(9)
    curves = [expected_right(each, weights, most=15, rng=np.random.default_rng(1)) for each in (good, poor)]
    assert [curve.size for curve in curves] == [9, 9], "nobody is asked twice"
    assert (curves[0][0], curves[1][0]) == (pytest.approx(0.9), pytest.approx(0.6))
    assert curves[0][-1] > 0.98
    assert curves[1][-1] < 0.75, "errors on an item go together"
    assert all((np.diff(curve) >= 0).all() for curve in curves)
    again = expected_right(good, weights, most=15, rng=np.random.default_rng(1))
    assert (again == curves[0]).all()
    weights[:8] = 0
    assert expected_right(good, weights, most=15, rng=np.random.default_rng(1)).size == 1
    crowd = WorkerTables(("a", "b"), tuple(range(300)), np.tile(good.counts[:1], (300, 1, 1)), np.ones(2), 0.3)
    many = expected_right(crowd, np.ones(300), most=3, rng=np.random.default_rng(1))
    assert many == pytest.approx(curves[0][:3], abs=0.02)


def test_known_labels_move_the_curve_to_where_they_lie():
    believed = np.full(100, 0.9)
    assert believed_offset(believed, np.arange(100) < 90) == pytest.approx(0.0, abs=0.05)
    low = believed_offset(believed, np.arange(100) < 70)
    tables = WorkerTables.of_strangers(["a", "b"])
    one = WorkerTables(tables.categories, ("x",), np.array([[[9.0, 1.0], [1.0, 9.0]]]), tables.shares, 0.3)
    curve = expected_right(one, np.ones(1), most=1, rng=np.random.default_rng(1), offset=low)
    assert low < 0
    assert curve[0] == pytest.approx(0.7, abs=0.01)
    assert np.isfinite(believed_offset(np.ones(3), np.ones(3, dtype=bool)))


def test_money_that_does_not_reach_for_all_leaves_nothing_without_an_answer_where_more_people_come_last():
    rule, budget = Enough(risk=0.05, least=2, most=5), int(2.6 * len(DATA.items))
    runs = {
        order: spend(DATA, rule, budget, order, rng=np.random.default_rng(5))
        for order in ("alike", "at once", "last", "least sure", "worth", "ablest")
    }
    assert all(run.asked.sum() <= budget for run in runs.values())
    assert runs["least sure"].asked.sum() == budget
    for order in ("last", "least sure", "worth", "ablest"):
        assert (runs[order].asked >= np.minimum(DATA.per_item, 2)).all()
    assert (runs["at once"].asked == 0).any()
    assert np.ptp(runs["alike"].asked[DATA.per_item >= 3]) <= 1
    again = spend(DATA, rule, budget, "worth", rng=np.random.default_rng(5))
    assert again.answers.digest() == runs["worth"].answers.digest()
    with pytest.raises(BadParameter):
        spend(DATA, rule, 0, "worth", rng=np.random.default_rng(5))


def uneven(items=200, right=(0.95, 0.95, 0.95, *[0.6] * 9)):
    """Everybody answered everything; the first three know, the others hardly. Answers and truth."""
    rng = np.random.default_rng(8)
    truth = rng.integers(2, size=items)
    rows = [
        (item, who, int(truth[item] if rng.random() < often else 1 - truth[item]))
        for item in range(items)
        for who, often in enumerate(right)
    ]
    return Answers.from_rows(rows, categories=[0, 1]), truth


def test_the_ablest_is_who_tells_most_and_not_who_was_right_twice():
    known, chance, guessing = (np.array([[ok, no], [no, ok]], dtype=float) for ok, no in ((95, 5), (2, 0.01), (50, 50)))
    tables = WorkerTables(("a", "b"), ("ada", "bob", "eve"), np.stack([known, chance, guessing]), np.ones(2), 0.3)
    assert ablest(["eve", "bob", "ada"], tables) == "ada"
    assert ablest(["eve", "a stranger"], tables) == "a stranger"
    assert tables.bits[0] > tables.bits[1] > tables.bits[2]
    turned = WorkerTables(("a", "b"), ("liar", "eve"), np.stack([known[:, ::-1], guessing]), np.ones(2), 0.3)
    assert ablest(["eve", "liar"], turned) == "liar", (
        "who turns every label around tells as much as who is always right"
    )
    with pytest.raises(BadAnswers):
        ablest([], tables)


def test_the_ablest_first_make_items_sure_with_fewer_answers():
    answers, truth = uneven()
    rule = Enough(risk=0.05, least=2, most=12)
    lot, able, same = (
        replay(answers, rule, rng=np.random.default_rng(1), ablest_first=first) for first in (False, True, True)
    )
    assert able.answers.digest() == same.answers.digest()
    assert able.share < 0.75 * lot.share
    assert rows_of(able.answers) <= rows_of(answers)
    right = [(each.posterior.argmax(axis=1) == truth).mean() for each in (lot, able)]
    assert right[1] >= right[0] - 0.01
    knowing = np.isin(able.answers.annotator, [able.answers.annotators.index(who) for who in (0, 1, 2)]).mean()
    assert knowing > 0.5


def test_two_fifths_fewer_answers_of_the_ablest_come_to_as_much_as_all():
    answers, truth = uneven(items=120)
    run = spend(answers, Enough(least=2, most=12), int(0.6 * len(answers)), "ablest", rng=np.random.default_rng(2))
    assert run.asked.sum() == int(0.6 * len(answers))
    assert (run.asked >= 2).all()
    everything = DawidSkene().fit(answers).posterior
    right = [(each.argmax(axis=1) == truth).mean() for each in (run.posterior, everything)]
    assert right[0] >= right[1] - 0.01
