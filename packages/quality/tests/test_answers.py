"""The table refuses what it cannot mean."""

import pytest

from armslength_quality import Answers, BadAnswers, krippendorff_alpha


def test_one_person_twice_on_one_item_is_refused():
    with pytest.raises(BadAnswers, match="twice"):
        Answers.from_rows([(1, "ada", "x"), (1, "ada", "y")])


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_missing_label_is_refused(missing):
    with pytest.raises(BadAnswers, match="no label"):
        Answers.from_rows([(1, "ada", missing)])


def test_a_label_outside_the_categories_is_refused():
    with pytest.raises(BadAnswers, match="not one of the categories"):
        Answers.from_rows([(1, "ada", "z")], categories=["x", "y"])


def test_categories_keep_the_order_given():
    answers = Answers.from_rows([(1, "ada", "low"), (1, "bob", "high")], categories=["low", "mid", "high"])
    assert answers.categories == ("low", "mid", "high")


def test_numbers_sort_by_size_and_not_by_text():
    assert Answers.from_rows([(i, 0, label) for i, label in enumerate((10, 9, 100))]).categories == (9, 10, 100)


def test_the_interval_scale_needs_numbers():
    with pytest.raises(BadAnswers, match="needs numbers"):
        krippendorff_alpha(Answers.from_table([["x", "y"], ["x", "x"]]), "interval")


def test_crowd_kits_long_frame():
    answers = Answers.from_crowdkit({"task": ["t", "t"], "worker": ["a", "b"], "label": [1, 0]})
    assert len(answers) == 2


def test_the_digest_is_of_the_table_and_not_of_the_order():
    rows = [(1, "ada", "x"), (2, "bob", "y")]
    assert Answers.from_rows(rows).digest() == Answers.from_rows(rows[::-1]).digest()
    assert Answers.from_rows(rows).digest() != Answers.from_rows([*rows, (2, "ada", "y")]).digest()


def test_arrays_and_rows_are_the_same_table():
    rows = [(7, 1, 2.0), (7, 0, 1.0), (3, 0, 2.0)]
    items, people, labels = zip(*rows, strict=True)
    assert Answers.from_arrays(items, people, labels).digest() == Answers.from_rows(rows).digest()
    with pytest.raises(BadAnswers, match="twice"):
        Answers.from_arrays([1, 1], [2, 2], [0, 1])
    with pytest.raises(BadAnswers, match="no label"):
        Answers.from_arrays([1], [2], [float("nan")])
