"""Model judges beside people: by hand, by simulation, and real ones."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from armslength_quality import (
    Answers,
    BadAnswers,
    BadParameter,
    alternative_annotator,
    compare_judge,
    corrected_mean,
    leanings,
    side_bias,
    stratified_sample,
)
from armslength_quality.cli import main

PANDALM = Path(__file__).parents[3] / "../shared/data/truth/pandalm"


def crowd(right: float, judge: float, *, items: int = 200, people: int = 4, seed: int = 1):
    """Answers of people who are right that often, and a judge's verdicts."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(2, size=items)
    rows = [
        (item, f"p{who}", int(truth[item] if rng.random() < right else 1 - truth[item]))
        for item in range(items)
        for who in range(people)
    ]
    verdicts = {item: int(truth[item] if rng.random() < judge else 1 - truth[item]) for item in range(items)}
    return Answers.from_rows(rows), verdicts


def test_by_hand():
    people = Answers.from_rows(
        [(item, who, label) for item, said in enumerate(["aab", "bbb", "ab", "aaa"]) for who, label in enumerate(said)]
    )
    report = compare_judge(people, {0: "a", 1: "a", 2: "b", 3: None}, segments={0: "en", 1: "de"})
    assert (report.coverage.value, report.undecided) == (0.75, 1)
    assert report.all.percent.value == 0.5
    assert {name: each.percent.value for name, each in report.against.items()} == {"all": 0.5, "en": 1.0, "de": 0.0}
    assert report.labels == ("a", "b")
    assert report.confusion.tolist() == [[1, 0], [1, 0]]


def test_verdicts_that_no_person_gives_have_a_column():
    people = Answers.from_table([["a", "b"], ["a", "b"]])
    report = compare_judge(people, {0: "tie", 1: "b"})
    assert report.labels == ("a", "b", "tie")
    assert report.confusion.tolist() == [[0, 0, 1], [0, 1, 0], [0, 0, 0]]


def test_a_judge_without_verdicts_is_refused():
    with pytest.raises(BadAnswers, match="no verdict on any item"):
        compare_judge(Answers.from_table([["a"], ["a"]]), {})


def test_a_judge_as_good_as_people_passes_and_a_worse_one_does_not():
    people, good = crowd(0.85, 0.9)
    assert alternative_annotator(people, good).passes
    people, bad = crowd(0.95, 0.6)
    test = alternative_annotator(people, bad, allowance=0.1)
    assert not test.passes
    assert all(duel.person > duel.judge for duel in test.duels)


def test_too_few_people_or_items_are_no_test():
    people, verdicts = crowd(0.9, 0.9, people=2)
    with pytest.raises(BadAnswers, match="needs 3 people"):
        alternative_annotator(people, verdicts)
    people, verdicts = crowd(0.9, 0.9, items=20)
    with pytest.raises(BadAnswers, match="Nobody has 30 items"):
        alternative_annotator(people, verdicts)


@pytest.mark.parametrize("skill", [0.5, 0.75, 0.95])
def test_the_corrected_mean_is_right_and_its_interval_covers(skill):
    rng, hits, shorter, runs = np.random.default_rng(7), 0, 0, 400
    for _ in range(runs):
        truth = rng.random(2000) < 0.3
        said = np.where(rng.random(2000) < skill, truth, True)  # a judge who errs to one side
        sample = rng.permutation(2000)[:150]
        judge = {item: float(said[item]) for item in range(2000)}
        found = corrected_mean(judge, {int(item): float(truth[item]) for item in sample})
        hits += found.low <= truth.mean() <= found.high
        shorter += (found.high - found.low) < 2 * 1.96 * truth[sample].std(ddof=1) / np.sqrt(150) + 1e-9
    assert 0.92 <= hits / runs <= 0.99  # 2,000 items are not infinitely many, so a little over 95 %
    assert shorter / runs > (0.9 if skill > 0.9 else 0.5)


def test_a_person_answers_what_the_judge_saw():
    with pytest.raises(BadAnswers, match="no answer for 'x'"):
        corrected_mean({"y": 1.0}, {"x": 1.0})
    assert corrected_mean({"x": 1.0, "y": 0.0}, {"x": 1.0}).value is None


def test_a_judge_that_likes_length_is_seen_to():
    rng = np.random.default_rng(2)
    longer = {item: float(rng.normal()) for item in range(600)}
    rows = [(item, who, "first" if rng.random() < 0.5 else "second") for item in longer for who in range(3)]
    verdicts = {item: "first" if longer[item] + rng.normal() > 0 else "second" for item in longer}
    low, middle, high = leanings(Answers.from_rows(rows), verdicts, "first", longer)
    assert low.difference.high < middle.difference.value < high.difference.low
    assert low.low < low.high <= middle.low < high.high


def test_a_judge_that_likes_a_place_is_seen_to():
    verdicts, swapped = {1: "A", 2: "A", 3: "B", 4: "tie"}, {1: "B", 2: "A", 3: "A", 4: "tie"}
    same, first = side_bias(verdicts, swapped, first="A", second="B")
    assert (same.value, same.n, first.value, first.n) == (0.75, 4, 1.0, 1)


def test_a_sample_has_its_share_of_every_stratum():
    strata = {item: "rare" if item < 10 else "common" for item in range(1000)}
    drawn = stratified_sample(strata, 100, np.random.default_rng(0), least=5)
    assert len(set(drawn)) == len(drawn) == 100
    assert sum(strata[item] == "rare" for item in drawn) == 5
    with pytest.raises(BadParameter, match="size must be from 2 to 1000"):
        stratified_sample(strata, 1, np.random.default_rng(0))


def test_the_command_measures_every_judge(tmp_path, capsys):
    people, judges = tmp_path / "people.csv", tmp_path / "judges.csv"
    answers, verdicts = crowd(0.9, 0.85)
    rows = [f"{item},{answers.annotators[who]},{label}" for item, who, label in
            zip(answers.item, answers.annotator, answers.label, strict=True)]  # fmt: skip
    people.write_text("item,worker,label\n" + "\n".join(rows))
    judges.write_text("item,worker,label\n" + "\n".join(f"{item},model-a,{label}" for item, label in verdicts.items()))
    assert main(["judge", str(people), str(judges), "--resamples", "50"]) == 0
    said = capsys.readouterr().out
    assert "model-a: 200 verdicts" in said
    assert "it may replace one" in said
    assert "where people say 1: 0 " in said


@pytest.mark.skipif(not PANDALM.exists(), reason="the people's answers are not here")
def test_a_real_judge_is_measured_as_published():
    def read(name: str) -> list[dict[str, str]]:
        with gzip.open(PANDALM / name, "rt") as file:
            return list(csv.DictReader(file))

    people = Answers.from_rows([(row["item"], row["worker"], row["label"]) for row in read("labels.csv.gz")])
    verdicts = {row["item"]: row["label"] for row in read("judges.csv.gz") if row["judge"] == "pandalm-7b"}
    report = compare_judge(people, verdicts)
    assert report.all.percent.value == pytest.approx(0.668, abs=0.001)
    assert report.all.kappa.value == pytest.approx(0.435, abs=0.001)
    assert report.people.percent.value > 0.95
    assert not alternative_annotator(people, verdicts).passes
