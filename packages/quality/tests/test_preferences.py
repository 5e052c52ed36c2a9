"""Scores from preferences: the suite, what is known by hand, and people."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from armslength_quality import BadAnswers, BradleyTerry, Comparisons, PlackettLuce, Rankings
from armslength_quality.cli import main
from armslength_quality.conformance.preferences import PreferenceCrowd, RankingCrowd
from armslength_quality.conformance.suite import model_checks

CHECKS = [
    *model_checks(BradleyTerry(), PreferenceCrowd(blind=False)),
    *model_checks(BradleyTerry(guessing=True), PreferenceCrowd(blind=True)),
    *model_checks(PlackettLuce(), RankingCrowd()),
]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_model_behaves(check):
    check()


def test_two_contenders_are_a_logistic_regression():
    table = Comparisons.from_rows([("a", "x", "y", "x")] * 30 + [("a", "y", "x", "y")] * 10)
    fit = BradleyTerry(precision=1e-9, order=False).fit(table)
    assert fit.probability("x", "y") == pytest.approx(0.75, abs=1e-6)
    gap = fit.difference("x", "y")
    error = 1 / np.sqrt(40 * 0.75 * 0.25)
    assert (gap.value, gap.high - gap.value) == pytest.approx((np.log(3), 1.96 * error), rel=1e-3)


def test_the_mode_is_the_one_a_general_optimizer_finds():
    answers = PreferenceCrowd(blind=False).simulate(np.random.default_rng(2)).answers
    fit = BradleyTerry().fit(answers)
    size = len(answers.contenders)

    def loss(x: np.ndarray) -> float:
        d = x[answers.first] - x[answers.second] + x[size]
        weights = np.stack([np.exp(-d / 2), np.full_like(d, np.exp(x[size + 1])), np.exp(d / 2)])
        chosen = weights[answers.outcome + 1, np.arange(d.size)] / weights.sum(axis=0)
        return -np.log(chosen).sum() + 0.05 * (x[:size] ** 2).sum() + 0.5 * (x[size:] ** 2).sum()

    found = minimize(loss, np.zeros(size + 2), method="BFGS", options={"gtol": 1e-6}).x
    assert fit.score == pytest.approx(found[:size] - found[:size].mean(), abs=1e-4)
    assert (fit.order_bias, np.log(fit.tie_weight)) == pytest.approx((found[size], found[size + 1]), abs=1e-4)


def test_an_advantage_of_being_first_and_ties_are_found():
    fit = BradleyTerry().fit(PreferenceCrowd(blind=False).simulate(np.random.default_rng(4)).answers)
    assert fit.order_bias == pytest.approx(0.3, abs=0.1)
    assert fit.tie_weight == pytest.approx(0.8, abs=0.15)


def test_who_guesses_costs_less_when_guessing_is_looked_for():
    data = PreferenceCrowd(blind=True).simulate(np.random.default_rng(8))
    truth = np.array([data.truth[name] for name in data.answers.contenders])
    plain, mixed = (BradleyTerry(guessing=each).fit(data.answers).score for each in (False, True))
    assert np.abs(mixed - truth).mean() < 0.6 * np.abs(plain - truth).mean()


def test_intervals_hold_the_truth():
    held = []
    for seed in range(12):
        data = PreferenceCrowd(blind=False).simulate(np.random.default_rng(seed))
        fit = BradleyTerry().fit(data.answers)
        held += [fit.of(name).low <= score <= fit.of(name).high for name, score in data.truth.items()]
    assert 0.9 < np.mean(held) < 0.99


def test_groups_that_never_met_have_no_common_scale_unless_gold_links_them():
    table = Comparisons.from_rows([("a", "x", "y", "x"), ("a", "v", "w", "v"), ("a", "y", "x", "y")])
    fit = BradleyTerry().fit(table)
    assert not fit.supported
    assert "2 groups were never compared" in fit.warnings[0].text
    assert fit.of("x").value is None
    assert BradleyTerry().fit(table, gold={"x": 1.0, "v": 0.0}).supported


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: Comparisons.from_rows([("a", "x", "x", "x")]), "with itself"),
        (lambda: Comparisons.from_rows([("a", "x", "y", "z")]), "was not shown"),
        (lambda: Rankings.from_rows([("a", ["x"])]), "fewer than two"),
        (lambda: Rankings.from_rows([("a", ["x", "y", "x"])]), "twice"),
        (lambda: BradleyTerry().fit(Comparisons.from_rows([("a", "x", "y", "x")]), gold={"x": float("nan")}), "number"),
    ],
)
def test_what_is_wrong_is_said(build, says):
    with pytest.raises(BadAnswers, match=says):
        build()


def test_rankings_of_two_are_comparisons():
    rng = np.random.default_rng(1)
    names = "pqrst"
    rows = [tuple(rng.choice(list(names), size=2, replace=False)) for _ in range(400)]
    ranked = PlackettLuce().fit(Rankings.from_rows([("a", row) for row in rows]))
    compared = BradleyTerry(order=False).fit(Comparisons.from_rows([("a", one, two, one) for one, two in rows]))
    assert ranked.score == pytest.approx(compared.score, abs=1e-6)


LLMFAO = Path(__file__).parents[3] / "../shared/data/truth/llmfao_pairs/pairs.csv.gz"


@pytest.mark.skipif(not LLMFAO.exists(), reason="the crowd's answers are not here")
def test_held_out_people_of_a_real_crowd_are_foreseen():
    with gzip.open(LLMFAO, "rt") as file:
        rows = [
            (row["worker"], row["left"], row["right"], None if row["label"] == "tie" else row["label"])
            for row in csv.DictReader(file)
        ]
    person = np.array([row[0] for row in rows])
    right: list[bool] = []
    for fold in range(5):
        hidden = np.array([int(who) % 5 == fold for who in person])
        fit = BradleyTerry().fit(Comparisons.from_rows([rows[row] for row in np.flatnonzero(~hidden)]))
        for _, first, second, winner in (rows[row] for row in np.flatnonzero(hidden)):
            if winner is not None:
                lead = fit.difference(first, second).value + fit.order_bias
                right.append((lead > 0) == (winner == first))
    assert len(right) > 4_000
    assert np.mean(right) > 0.69


def test_a_file_of_comparisons_is_ranked_from_the_command_line(tmp_path, capsys):
    file = tmp_path / "pairs.csv"
    rows = ["ada,x,y,x"] * 6 + ["bob,y,x,x"] * 3 + ["bob,y,z,y"] * 4 + ["cem,z,x,even"] * 2
    file.write_text("who,left,right,best\n" + "\n".join(rows) + "\n")
    people = tmp_path / "people.csv"
    asked = ["rank", str(file), "--worker", "who", "--label", "best", "--tie", "even", "--people", str(people)]
    assert main(asked) == 0
    told = capsys.readouterr()
    assert [line.split(",")[0] for line in told.out.splitlines()] == ["contender", "x", "y", "z"]
    assert "Being shown first is worth" in told.err
    assert people.read_text().startswith("worker,follows,low,high,answers\nada,")
    file.write_text("who,left,right,best\nada,x,y,q\n")
    assert main(asked) == 2
    assert "line 2, column 'best': 'q' is neither 'x' nor 'y' nor 'even'." in capsys.readouterr().err
