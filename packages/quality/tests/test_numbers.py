"""The truth of numbers: the suite, what is known by hand, and people."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from armslength_quality import Answers, Average, BadAnswers, Levels, NotWanted, RandomEffects, number_of, until
from armslength_quality.conformance.numbers import NUMBERS
from armslength_quality.conformance.suite import model_checks

MODELS = [Average(), Average("median"), Average("trimmed"), RandomEffects(), RandomEffects(shift=0.0)]
CHECKS = [check for model in MODELS for check in model_checks(model, NUMBERS)]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_model_behaves(check):
    check()


def test_who_is_careful_counts_for_more_and_levels_are_taken_out():
    data = NUMBERS.simulate(np.random.default_rng(5))
    truth = np.array([data.truth[item] for item in data.answers.items])
    off = {model: np.abs(model.fit(data.answers).value - truth).mean() for model in MODELS}
    assert off[RandomEffects()] < off[RandomEffects(shift=0.0)] < 0.9 * off[Average()]


def test_intervals_hold_the_truth():
    held = []
    for seed in range(5):
        data = NUMBERS.simulate(np.random.default_rng(seed))
        fit = RandomEffects().fit(data.answers)
        held += [fit.of(item).low <= value <= fit.of(item).high for item, value in data.truth.items()]
    assert 0.92 < np.mean(held) < 0.98


def test_one_answer_is_drawn_towards_all_others():
    rows = [(item, who, float(10 * item)) for item in range(10) for who in "ab"] + [(99, "a", 500.0)]
    value = RandomEffects().fit(Answers.from_rows(rows)).of(99).value
    assert 400 < value < 500


def test_words_are_refused():
    with pytest.raises(BadAnswers, match="'many' is not a number"):
        Average().fit(Answers.from_rows([("i", "a", "many")]))


EMOTION = Path(__file__).parents[3] / "../shared/data/truth/n_emotion"


@pytest.mark.skipif(not EMOTION.exists(), reason="the crowd's answers are not here")
def test_a_real_crowd_is_read_as_published():
    def read(name: str) -> list[dict[str, str]]:
        with gzip.open(EMOTION / name, "rt") as file:
            return list(csv.DictReader(file))

    answers = Answers.from_rows((row["item"], row["worker"], float(row["label"])) for row in read("labels.csv.gz"))
    truth = {row["item"]: float(row["label"]) for row in read("truth.csv.gz")}
    wanted = np.array([truth[item] for item in answers.items])
    off = {each: np.sqrt(((each.fit(answers).value - wanted) ** 2).mean()) for each in (Average(), RandomEffects())}
    assert off[Average()] == pytest.approx(17.84, abs=0.01)
    assert off[RandomEffects()] < 18.70  # bias and precision by EM, as measured elsewhere


def test_one_item_by_what_is_known_of_people_is_what_the_fit_says():
    data = NUMBERS.simulate(np.random.default_rng(3))
    fit = RandomEffects().fit(data.answers)
    for item in fit.answers.items[:20]:
        rows = np.flatnonzero(fit.answers.item == fit.answers.item_codes[item])
        said = [fit.answers.categories[label] for label in fit.answers.label[rows]]
        found = number_of(said, [fit.answers.annotators[who] for who in fit.answers.annotator[rows]], fit.levels)
        told = fit.of(item)
        assert (found.value, found.low, found.high) == pytest.approx((told.value, told.low, told.high))


def test_where_nobody_answered_twice_a_mean_has_no_interval():
    found = number_of([4.0], ["ada"], Average().fit(Answers.from_rows([("i", "ada", 4.0)])).levels)
    assert (found.value, found.low, found.note) == (4.0, None, "How far answers lie off is not known: no item has two.")
    with pytest.raises(BadAnswers, match="twice"):
        number_of([1.0, 2.0], ["ada", "ada"], Levels({}, {}, 1.0))


def test_a_fit_ends_at_the_round_at_which_nobody_waits_for_it_any_more():
    rows = [(item, who, float(item * who % 7)) for item in range(9) for who in range(3)]
    asked = iter([False, True])
    with until(lambda: next(asked)), pytest.raises(NotWanted):
        RandomEffects().fit(Answers.from_rows(rows))
    assert next(asked, None) is None
