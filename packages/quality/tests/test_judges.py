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
    bands,
    beside_agreement,
    cohen_kappa,
    compare_judge,
    compare_with_beliefs,
    corrected_mean,
    family_side,
    leanings,
    left_side,
    longer_side,
    means,
    pull,
    score_and_agreement,
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


@pytest.mark.parametrize("sample", [30, 60])
@pytest.mark.parametrize("skill", [1.0, 0.95, 0.7])
def test_of_few_answers_the_corrected_rate_is_right_too(skill, sample):
    """Rates of a half and a tenth; the judge errs to one side or to both; by verdict."""
    rng, cover = np.random.default_rng(5), []
    for base, one_sided in ((0.5, False), (0.5, True), (0.1, False), (0.1, True)):
        hits, runs = 0, 150
        for _ in range(runs):
            truth = rng.random(1000) < base
            said = np.where(rng.random(1000) < skill, truth, True if one_sided else ~truth)
            judge = dict(enumerate(said.astype(float).tolist()))
            people = {item: float(truth[item]) for item in rng.permutation(1000)[:sample].tolist()}
            found = corrected_mean(judge, people, judge, rate=True)
            hits += found.low <= truth.mean() <= found.high
        cover.append(hits / runs)
    assert min(cover) >= 0.9  # of 150 runs of 95 % fewer than 90 % cover once in 200 times


def test_no_interval_is_empty_for_want_of_data():
    judge = {item: float(item % 2) for item in range(1000)}
    people = {item: judge[item] for item in range(55)}
    for told in (corrected_mean(judge, people, judge, rate=True), corrected_mean(judge, people, judge)):
        assert (told.value, told.low < 0.47, told.high > 0.53) == (pytest.approx(0.5), True, True)
    found = means(dict.fromkeys(range(90), 1.0), dict.fromkeys(range(3), 1.0), rate=True)
    assert (found.people.value, found.people.low, found.people.high) == (1.0, pytest.approx(0.4385, abs=1e-3), 1.0)
    assert found.judge.low > 0.95
    assert found.corrected.low < 0.8
    assert found.corrected.high == 1.0
    same = means(dict.fromkeys(range(90), 4.0), dict.fromkeys(range(40), 4.0))
    assert [each.low for each in (same.people, same.judge, same.corrected)] == [None] * 3


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


def test_a_certain_belief_is_a_label():
    people, verdicts = crowd(1.0, 0.8, people=1)
    labels = {item: int(people.label[code]) for code, item in enumerate(people.items)}
    both = [(item, "p", label) for item, label in labels.items()] + [(i, "j", v) for i, v in verdicts.items()]
    for weights in (None, "quadratic"):
        report = compare_with_beliefs({item: {label: 1.0} for item, label in labels.items()}, verdicts, weights=weights)
        expected = cohen_kappa(Answers.from_rows(both), "p", "j", weights=weights)
        assert report.kappa.value == pytest.approx(expected.value, abs=1e-12)
        assert report.kappa.method == expected.method


def test_an_unsure_belief_counts_by_its_probabilities():
    report = compare_with_beliefs(
        {1: {"a": 0.6, "b": 0.4}, 2: {"b": 1.0}}, {1: "a", 2: "b"}, rng=np.random.default_rng(0), resamples=50
    )
    assert report.percent.value == pytest.approx(0.8)
    assert report.confusion.tolist() == [[0.6, 0.0], [0.4, 1.0]]
    assert report.percent.low is not None
    with pytest.raises(BadAnswers, match=r"sum to 0.5"):
        compare_with_beliefs({1: {"a": 0.5}}, {1: "a"})
    with pytest.raises(BadAnswers, match="'c' is not one of the labels"):
        compare_with_beliefs({1: {"a": 1.0}}, {1: "c"}, labels=["a", "b"])
    with pytest.raises(BadAnswers, match="no verdict"):
        compare_with_beliefs({1: {"a": 1.0}}, {})


def test_what_a_judge_has_more_of_than_people_is_found_on_the_same_pairs():
    rng, sides = np.random.default_rng(5), ("left", "right")
    lengths = {item: (float(rng.integers(1, 99)), float(rng.integers(1, 99))) for item in range(400)}
    rows = [(i, who, sides[int(rng.random() < 0.5)]) for i in lengths for who in range(3)]
    people, towards = Answers.from_rows(rows), longer_side(lengths, sides)
    likes = {item: towards.get(item, "left") if rng.random() < 0.6 else sides[item % 2] for item in lengths}
    found = pull(people, likes, sides, towards)
    assert found.difference.low > 0.2
    assert found.people.low < 0.5 < found.people.high
    none = pull(people, likes, sides, left_side(lengths, sides)).difference
    assert none.low < 0 < none.high


def test_a_tie_is_half_a_pick_and_few_pairs_are_no_number():
    people = Answers.from_rows([(item, "p", "right") for item in range(12)])
    found = pull(people, dict.fromkeys(range(12), "tie"), ("left", "right"), dict.fromkeys(range(12), "left"))
    assert (found.judge.value, found.people.value, found.difference.value) == (0.5, 0.0, 0.5)
    assert (found.difference.low, found.difference.high) == (0.25, 0.75)
    few = pull(people, {0: "left"}, ("left", "right"), {0: "left"})
    assert few.difference.value is None
    assert few.difference.note == "Fewer than 10 such pairs."
    with pytest.raises(BadParameter, match="'up' is not one of the sides"):
        pull(people, {0: "left"}, ("left", "right"), {0: "up"})
    assert family_side({1: ("a", "b"), 2: ("a", "a"), 3: ("c", "b")}, "b", ("left", "right")) == {
        1: "right",
        3: "right",
    }


def test_where_people_differ_is_told_from_where_they_agree():
    people = Answers.from_table([["a"] * 24, ["a"] * 12 + ["b"] * 12])
    found = beside_agreement(people, dict.fromkeys(range(24), "b"))
    assert (found.unanimous.value, found.divided.value) == (0.0, 0.5)
    surer = score_and_agreement(people, {item: float(item < 12) - item / 1000 for item in range(24)})
    assert surer.value == pytest.approx(0.867, abs=0.001)
    assert surer.low > 0.6
    assert score_and_agreement(people, dict.fromkeys(range(24), 0.5)).value is None
    assert beside_agreement(people, {0: "a"}).unanimous.note == "Fewer than 10 such items."


def test_a_sample_by_verdict_is_corrected_by_verdict():
    """The rare verdict is drawn far oftener than its share: without strata the mean would lie a tenth too high."""
    rng, apart, plain, hits = np.random.default_rng(11), [], [], 0
    for _ in range(200):
        truth = rng.random(2000) < 0.1
        said = {item: float(truth[item] if rng.random() < 0.9 else not truth[item]) for item in range(2000)}
        rare = [item for item in said if said[item] == 1.0]
        common = [item for item in said if said[item] == 0.0]
        sample = [*rng.permutation(rare)[:100], *rng.permutation(common)[:100]]
        people = {int(item): float(truth[item]) for item in sample}
        found = corrected_mean(said, people, said)
        apart.append(found.value - truth.mean())
        plain.append(corrected_mean(said, people).value - truth.mean())
        hits += found.low <= truth.mean() <= found.high
    assert abs(np.mean(apart)) < 0.004
    assert abs(np.mean(plain)) > 0.02
    assert hits >= 180
    assert corrected_mean({1: 1.0, 2: 1.0, 3: 1.0}, {1: 1.0, 2: 1.0}).low is None
    three = means(dict.fromkeys(range(10), 1.0), {0: 1.0, 1: 0.0})
    assert (three.judge.value, three.people.value, three.corrected.value) == (1.0, 0.5, 0.5)
    with pytest.raises(BadAnswers, match="no stratum"):
        corrected_mean(said, people, {})


def test_scores_fall_into_bands():
    assert bands({"a": 0.1, "b": 0.1, "c": 0.1, "d": 0.9}, 2) == {"a": "1", "b": "1", "c": "1", "d": "2"}
    assert bands({}, 3) == {}


def test_the_command_tells_leanings_and_means_and_draws_blind(tmp_path, capsys):
    people, judges, about = tmp_path / "people.csv", tmp_path / "judges.csv", tmp_path / "about.csv"
    answers, verdicts = crowd(0.9, 0.85)
    people.write_text("item,worker,label\n" + "".join(
        f"{item},p{who},{label}\n"
        for item, who, label in zip(answers.item, answers.annotator, answers.label, strict=True)
        if item < 120
    ))  # fmt: skip
    judges.write_text("item,worker,label,score\n" + "".join(f"{i},m,{v},{i / 200}\n" for i, v in verdicts.items()))
    about.write_text("item,one,two,by_one,by_two\n" + "".join(f"{i},{i % 7},3,m,other\n" for i in range(200)))
    assert main(["judge", str(people), str(judges), "--resamples", "20", "--sides", "0,1", "--about", str(about),
                 "--lengths", "one,two", "--writers", "by_one,by_two", "--lean", "1=one", "--swapped", str(judges),
                 "--rate", "1", "--family", "m=house"]) == 0  # fmt: skip
    said = capsys.readouterr().out
    for line in ("picks the left, judge", "picks the longer, difference", "picks its own family, people",
                 "share of pairs with the same winner", "says 1 oftener than people, one 0 to",
                 "share of 1, people alone", "share of 1, judge alone", "share of 1, corrected"):  # fmt: skip
        assert line in said
    assert main(["judge", str(people), str(judges), "--lengths", "one,two"]) == 2
    assert main(["judge", str(people), str(judges), "--sides", "0,1", "--swapped", str(judges), "--rate", "9"]) == 2
    capsys.readouterr()
    blind = tmp_path / "blind.csv"
    assert main(["sample", str(judges), "--size", "30", "--answered", str(people), "--out", str(blind)]) == 0
    lines = blind.read_text().splitlines()
    assert lines[0] == "item"
    assert len(lines) == 31
    assert min(int(line) for line in lines[1:]) >= 120
    assert main(["sample", str(judges), "--size", "20", "--score", "score", "--bands", "4"]) == 0
    assert "5 of 50 of 1\n" in capsys.readouterr().err
    assert main(["sample", str(judges), "--size", "20", "--judge", "nobody"]) == 2


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


def test_noughts_and_ones_that_are_not_called_a_rate_are_told_of():
    judge, people = {n: float(n % 2) for n in range(40)}, {n: float(n % 2) for n in range(0, 40, 3)}
    assert "share" in means(judge, people).corrected.note
    assert "share" not in means(judge, people, rate=True).corrected.note
    assert "share" not in means(judge | {1: 2.0}, people).corrected.note
    alike = means(judge, dict.fromkeys(range(5), 1.0)).corrected
    assert alike.low is None
    assert "no interval" in alike.note
    assert "share" in alike.note
