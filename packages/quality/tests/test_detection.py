"""What deserves a second look is found, and what does not is left alone."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from armslength_quality import Answers, DawidSkene, LabelSets, Texts, as_labels, beside_others, exchanged
from armslength_quality.cli import main
from armslength_quality.detection.flags import Sign, flag, kept
from armslength_quality.detection.items import ambiguous, wrong_gold
from armslength_quality.detection.pairs import copied_texts, same_mistakes
from armslength_quality.detection.people import (
    drifting,
    gold_known,
    long_runs,
    marked_often,
    one_sided,
    say_nothing,
    too_fast,
)
from armslength_quality.detection.questions import confusing_labels, regressions
from armslength_quality.detection.writing import repeated_texts


def crowd(rng, skills, *, items=150, labels=3, each=None):
    """(answers, truth): people of these skills, each answering every item, or `each` of them."""
    truth = rng.integers(labels, size=items)
    rows = []
    for item in range(items):
        who = range(len(skills)) if each is None else rng.choice(len(skills), size=each, replace=False)
        for person in who:
            right = rng.random() < skills[person]
            rows.append((item, person, int(truth[item] if right else (truth[item] + rng.integers(1, labels)) % labels)))
    return Answers.from_rows(rows), {item: int(label) for item, label in enumerate(truth)}


def test_who_draws_lots_is_seen_and_who_is_weak_is_not():
    for seed in range(5):
        answers, _ = crowd(np.random.default_rng(seed), [0.9, 0.85, 0.6, 1 / 3, 0.8], items=400, each=4)
        assert [each.about for each in say_nothing(answers)] == [(3,)]


def test_who_swaps_labels_has_much_to_say():
    rows = [(item, who, (item + (who == 3)) % 2) for item in range(60) for who in range(4)]
    assert say_nothing(Answers.from_rows(rows)) == []


def test_a_long_run_is_seen_against_the_habit():
    rng = np.random.default_rng(0)
    habit = {f"p{n}": list(rng.choice(["a", "b"], p=[0.8, 0.2], size=200)) for n in range(30)}
    assert long_runs(habit) == []
    habit["liner"] = ["a", "b"] * 60 + ["b"] * 40
    (found,) = long_runs(habit)
    assert found.about == ("liner",)
    assert found.evidence["run"] == 41


def test_who_is_far_too_fast_is_seen():
    rng = np.random.default_rng(1)
    pace = {"ada": 1.0, "bob": 1.1, "cy": 0.9, "dash": 0.12}
    seconds = {(item, who): 20 * rng.lognormal(0, 0.4) * each for item in range(60) for who, each in pace.items()}
    assert [each.about for each in too_fast(seconds)] == [("dash",)]


def test_who_gets_worse_is_seen_and_who_has_a_bad_day_is_not():
    rng = np.random.default_rng(2)
    answers, truth = crowd(rng, [0.9, 0.9, 0.9, 0.9], items=200, labels=2)
    order = {(item, who): float(item) for item in range(200) for who in range(4)}
    assert drifting(answers, order) == []
    rows = [
        (item, who, int(rng.integers(2)) if who == 2 and item > 120 else label)
        for item, who, label in zip(
            answers.item.tolist(), answers.annotator.tolist(), answers.label.tolist(), strict=True
        )
    ]
    (found,) = drifting(Answers.from_rows(rows), order)
    assert found.about == (2,)
    assert found.evidence["before"] > found.evidence["after"] + 0.2
    assert 100 < found.evidence["at_answer"] < 140
    assert len(truth) == 200


def test_two_who_share_mistakes_are_seen_and_all_others_are_not():
    rng, alarms = np.random.default_rng(3), 0
    for _ in range(10):
        answers, truth = crowd(rng, [0.8] * 8, items=120)
        alarms += len(same_mistakes(answers, truth))
        said = {(item, who): label for item, who, label in _rows(answers)}
        copied = [
            (item, who, said[item, 0] if who == 5 and rng.random() < 0.7 else label)
            for item, who, label in _rows(answers)
        ]
        assert [each.about for each in same_mistakes(Answers.from_rows(copied), truth)] == [(0, 5)]
    assert alarms <= 1


def test_items_that_mislead_everybody_are_no_collusion():
    rng = np.random.default_rng(4)
    answers, truth = crowd(rng, [0.9] * 8, items=120, labels=2)
    trapped = [
        (item, who, 1 - truth[item] if item < 12 and rng.random() < 0.8 else label)
        for item, who, label in _rows(answers)
    ]
    assert same_mistakes(Answers.from_rows(trapped), truth) == []


def test_a_copied_text_is_seen_across_items():
    rng = np.random.default_rng(5)
    words = [f"w{n}" for n in range(400)]
    rows = [(item, who, " ".join(rng.choice(words, size=30))) for item in range(20) for who in ("ada", "bob")]
    taken = rows[4][2].split()
    rows.append((99, "cy", " ".join([*taken[:27], "and", "so", "on"]).capitalize() + "."))
    (found,) = copied_texts(Texts.from_rows(rows))
    assert set(found.about) == {"ada", 2, "cy", 99}
    assert found.evidence["overlap"] > 0.6


def test_one_text_for_many_items_is_seen():
    """Habits of speech and a form that everybody fills in are none."""
    rng = np.random.default_rng(6)
    words = [f"w{n}" for n in range(400)]
    form, stock = ["please", "find", "my", "answer", "below", "as", "agreed"], list(rng.choice(words, size=40))
    rows = []
    for who in ("ada", "bob", "cy", "dan"):
        opening = list(rng.choice(words, size=8))
        for item in range(20):
            said = list(rng.choice(words, size=30))
            if who == "cy" and item >= 8:
                said = [*stock[:item], "well", *stock[item + 1 :]]
            rows.append((item, who, " ".join([*form, *opening, *said])))
    (found,) = repeated_texts(Texts.from_rows(rows))
    assert set(found.about) == {"cy", *range(8, 20)}
    assert (found.evidence["marked"], found.evidence["answers"]) == (12, 20)
    assert repeated_texts(Texts.from_rows([("i", "ada", "no"), ("j", "ada", "no")])) == []


def test_who_knows_the_gold_is_seen():
    elsewhere = {f"p{n}": (160, 200) for n in range(8)}
    on_gold = {f"p{n}": (26, 30) for n in range(8)} | {"p8": (30, 30)}
    (found,) = gold_known(on_gold, elsewhere | {"p8": (120, 200)})
    assert found.about == ("p8",)


def test_wrong_gold_is_seen():
    answers, truth = crowd(np.random.default_rng(6), [0.85] * 6, items=120)
    gold = {item: truth[item] for item in range(40)}
    gold[7] = (truth[7] + 1) % 3
    assert [each.about for each in wrong_gold(answers, gold)] == [(7,)]


def test_what_stays_open_comes_first():
    answers, _ = crowd(np.random.default_rng(9), [0.95] * 6, items=120, labels=2)
    rows = [(item, who, who % 2 if item == 0 else label) for item, who, label in _rows(answers)]
    found = ambiguous(DawidSkene().fit(Answers.from_rows(rows)))
    assert found[0].about == (0,)
    assert len(found) < 6
    assert "able people stay divided" in str(found[0])


def sets(rng, *, items=160, mixed=0.0, drifts=False):
    """(answers, truth): four who leave out one label in ten, and Lot who draws lots, from the middle on if drifting."""
    offered, rows, truth = "abcde", [], {}
    for item in range(items):
        right = frozenset(rng.choice(list(offered), size=int(rng.integers(1, 4)), replace=False).tolist())
        truth[item] = right
        for who in ("ada", "bob", "cy", "dee", "lot"):
            given = frozenset(each for each in offered if rng.random() < (0.9 if each in right else 0.03))
            if len(given & {"a", "b"}) == 1 and rng.random() < mixed:
                given ^= {"a", "b"}
            if who == "lot" and (item >= items // 2 or not drifts):
                given = frozenset(rng.choice(list(offered), size=2, replace=False).tolist())
            rows.append((item, who, given))
    return LabelSets.from_rows(rows, offered), truth


def test_who_marks_anything_is_seen_however_many_labels_an_answer_has():
    for seed in range(3):
        answers, _ = sets(np.random.default_rng(seed))
        (found,) = say_nothing(answers)
        assert (found.about, found.evidence["labels"]) == (("lot",), 2)
        assert abs(found.evidence["kappa"]) < 0.2
        (found,) = drifting(sets(np.random.default_rng(seed), drifts=True)[0], {
            (item, who): float(item) for item in range(160) for who in answers.annotators
        })  # fmt: skip
        assert found.about == ("lot",)
        assert 60 < found.evidence["at_answer"] < 100


def test_likeness_to_the_others_is_known_by_hand():
    rows = [(0, "ada", "ab"), (0, "bob", "ab"), (0, "cy", "bc"), (1, "ada", ""), (1, "bob", ""), (1, "cy", "c")]
    beside = beside_others(LabelSets.from_rows(rows))["cy"]
    assert (beside.items, beside.value.tolist(), beside.labels) == ((0, 1), [1 / 3, 0.0], 1.5)
    assert beside.chance == 0.0  # bc beside nothing, c beside ab
    assert as_labels(LabelSets.from_rows(rows)).categories == ("", "a, b", "b, c", "c")
    assert exchanged(frozenset("ab"), frozenset("abc")) is None


def test_a_label_in_the_place_of_another_is_seen():
    answers, truth = sets(np.random.default_rng(3), mixed=0.25)
    (found,) = confusing_labels(answers, truth)
    assert found.about == ("a", "b")
    assert found.evidence["rest"] < found.evidence["low"]
    assert confusing_labels(*sets(np.random.default_rng(3))) == []


def test_who_goes_by_the_place_is_seen_and_who_leans_is_not():
    rng = np.random.default_rng(4)
    places = {f"p{n}": list((rng.random(150) > 0.55).astype(int)) for n in range(10)}
    assert one_sided(places) == []
    places["right"] = list((rng.random(150) > 0.15).astype(int))
    (found,) = one_sided(places)
    assert (found.about, found.evidence["place"]) == (("right",), 2)
    assert found.evidence["usual_share"] < 0.5 < found.evidence["chosen"] / 150


def test_luck_is_kept_in_check():
    rng = np.random.default_rng(8)
    runs = [kept([flag(Sign.DRIFT, (n,), p) for n, p in enumerate(rng.random(200))]) for _ in range(200)]
    assert sum(map(bool, runs)) <= 5
    assert kept([]) == []


def test_the_command_says_what_to_look_at(tmp_path, capsys):
    answers, truth = crowd(np.random.default_rng(10), [0.9, 0.9, 0.85, 0.85, 0.5], items=300, labels=2)
    table = "".join(f"i{item},p{who},l{label}\n" for item, who, label in _rows(answers))
    (tmp_path / "answers.csv").write_text("item,worker,label\n" + table)
    gold = "".join(f"i{item},l{truth[item] if item else 1 - truth[item]}\n" for item in range(30))
    (tmp_path / "gold.csv").write_text("item,label\n" + gold)
    assert main(["detect", str(tmp_path / "answers.csv"), "--gold", str(tmp_path / "gold.csv")]) == 0
    told = capsys.readouterr()
    assert "p4: answers say nothing about the items (by chance" in told.out
    assert "i0: able people agree on another answer than the gold" in told.out
    assert "nothing here proves anything" in told.err


def _rows(answers):
    columns = (answers.item.tolist(), answers.annotator.tolist(), answers.label.tolist())
    return list(zip(*columns, strict=True))


SETS = Path(__file__).parents[3] / "../shared/data/truth"


@pytest.mark.skipif(not SETS.exists(), reason="the crowds' answers are not here")
def test_of_a_real_crowd_those_who_say_nothing_are_few_and_poor():
    def read(file):
        with gzip.open(SETS / "rte_spectral" / file, "rt") as rows:
            return list(csv.DictReader(rows))

    answers = Answers.from_rows([(row["item"], row["worker"], row["label"]) for row in read("labels.csv.gz")])
    truth = {row["item"]: row["label"] for row in read("truth.csv.gz")}
    accuracy = {
        name: np.mean([
            truth[answers.items[answers.item[row]]] == answers.categories[answers.label[row]]
            for row in np.flatnonzero(answers.annotator == code)
        ])
        for code, name in enumerate(answers.annotators)
    }  # fmt: skip
    found = [each.about[0] for each in say_nothing(answers)]
    assert 1 <= len(found) <= 0.15 * len(accuracy)
    assert max(accuracy[name] for name in found) < 0.65


def test_of_pure_noise_no_labels_are_confusing_and_a_planted_pair_is():
    """A hundred crowds for each kind of noise: fewer alarms than the level of one in a hundred, with its own luck."""
    for labels, popular in ((3, None), (4, [0.7, 0.15, 0.1, 0.05])):
        alarms = 0
        for seed in range(100):
            rng = np.random.default_rng(seed)
            truth = rng.choice(labels, size=150, p=popular)
            rows = [
                (item, who, int(truth[item] if rng.random() < 0.65 + who / 20 else rng.integers(labels)))
                for item in range(150) for who in range(5)
            ]  # fmt: skip
            alarms += bool(confusing_labels(Answers.from_rows(rows), dict(enumerate(truth.tolist()))))
        assert alarms <= 2, (labels, popular)
    answers, right = crowd(np.random.default_rng(1), [0.9] * 5, labels=4)
    mixed = [
        (item, who, 1 - label if label < 2 and rng.random() < 0.3 else label) for item, who, label in _rows(answers)
    ]
    (found,) = confusing_labels(Answers.from_rows(mixed), right)
    assert found.about == (0, 1)
    told = found.evidence
    assert told["low"] < told["rate"] < told["high"]
    assert told["low"] > 2 * told["rest"]
    assert told["rate"] == told["mixed"] / told["answers"]
    assert told["people"] == 5


def test_one_person_or_one_item_makes_no_confusing_pair_and_neighbours_of_a_scale_are_none():
    rng = np.random.default_rng(11)
    answers, truth = crowd(rng, [0.9] * 6, items=200, labels=4)
    alone = [(item, who, 1 - label if who == 0 and label < 2 else label) for item, who, label in _rows(answers)]
    assert confusing_labels(Answers.from_rows(alone), truth) == []
    first = next(item for item, label in truth.items() if label == 0)
    trap = [(item, who, 1 if item == first else label) for item, who, label in _rows(answers)]
    assert confusing_labels(Answers.from_rows(trap), truth) == []
    near = [
        (item, who, min(3, max(0, truth[item] + int(rng.choice([-1, 0, 0, 0, 1])))))
        for item in range(200) for who in range(6)
    ]  # fmt: skip
    grades = Answers.from_rows(near)
    assert confusing_labels(grades, truth) != []
    assert confusing_labels(grades, truth, graded=True) == []


def versions_of(rng, skills, *, fall=0.0, one=0.0, items=160):
    """(answers, versions, gold): a new guideline from the middle on, after which all, or the first, are less right."""
    truth = rng.integers(3, size=items)
    rows, versions = [], {}
    for item in range(items):
        for who, skill in enumerate(skills):
            newer = item >= items // 2
            right = rng.random() < skill - newer * (fall + one * (who == 0))
            rows.append((item, who, int(truth[item] if right else (truth[item] + rng.integers(1, 3)) % 3)))
            versions[item, who] = 3 + newer
    gold = {item: int(truth[item]) for item in range(0, items, 4)}
    return Answers.from_rows(rows), versions, gold


def test_without_a_fall_no_guideline_is_blamed_and_a_fall_is_seen():
    skills = [0.9, 0.85, 0.8, 0.75, 0.9]
    runs = [versions_of(np.random.default_rng(seed), skills) for seed in range(200)]
    assert sum(bool(regressions(*run)) for run in runs) <= 3
    held = 0
    for seed in range(40):
        found = regressions(*versions_of(np.random.default_rng(seed), skills, fall=0.2))
        held += bool(found) and found[0].evidence["gold_low"] < 0.2 < found[0].evidence["gold_high"]
    assert held >= 34
    assert found[0].about == (3, 4)
    told = found[0].evidence
    assert told["agreement_fall"] == pytest.approx(told["agreement_before"] - told["agreement_after"])
    assert told["agreement_low"] > 0.02
    assert told["people"] == 5
    assert told["agreement_items"] == 160


def test_one_who_falls_or_people_who_came_later_are_no_guideline():
    rng = np.random.default_rng(12)
    assert regressions(*versions_of(rng, [0.9] * 5, one=0.6)) == []
    answers, versions, gold = versions_of(rng, [0.9] * 3 + [0.35] * 3)
    rows = [(item, who, label) for item, who, label in _rows(answers) if who < 3 or item >= 80]
    assert regressions(Answers.from_rows(rows), versions, gold) == []
    two = [row for row in rows if row[1] < 2]
    assert regressions(Answers.from_rows(two), versions, gold) == []


@pytest.mark.skipif(not SETS.exists(), reason="the crowds' answers are not here")
def test_of_a_real_crowd_the_two_pairs_of_breeds_that_look_alike_are_seen():
    with gzip.open(SETS / "dog" / "labels.csv.gz", "rt") as rows:
        answers = Answers.from_rows([(row["item"], row["worker"], row["label"]) for row in csv.DictReader(rows)])
    truth = DawidSkene().fit(answers)
    found = confusing_labels(answers, {item: truth.of(item).label for item in answers.items})
    assert {each.about for each in found} == {("0", "1"), ("2", "3")}
    assert all(each.evidence["low"] > 3 * each.evidence["rest"] for each in found)
    again = confusing_labels(answers, {item: truth.of(item).label for item in answers.items}, graded=True)
    assert all(set(each.about) <= {"0", "1", "2", "3"} for each in again)


def test_who_pastes_again_and_again_is_seen_and_nobody_where_all_do():
    rng = np.random.default_rng(13)
    honest = [{f"p{n}": (int(rng.binomial(40, 0.08)), 40) for n in range(12)} for _ in range(300)]
    assert sum(bool(marked_often(each)) for each in honest) <= 3
    (found,) = marked_often(honest[0] | {"paster": (26, 40)}, sign=Sign.BROUGHT_IN)
    assert found.about == ("paster",)
    assert found.evidence["usual_share"] < 0.15
    assert marked_often({f"p{n}": (30, 40) for n in range(12)} | {"few": (4, 5)}) == []
