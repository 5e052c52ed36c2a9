"""The truth of texts: the suite, what is known by hand, and people."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from armslength_quality import BadAnswers, Medoid, Rover, Texts
from armslength_quality.conformance.suite import model_checks
from armslength_quality.conformance.texts import TEXTS
from armslength_quality.truth.texts import Text, cut_texts

MODELS = [Medoid(), Rover(), Medoid(power=0), Rover(power=2)]
CHECKS = [check for model in MODELS for check in model_checks(model, TEXTS)]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_model_behaves(check):
    check()


def said(*texts: str, unit: str = "word") -> Texts:
    return Texts.from_rows([("t", f"a{place}", text) for place, text in enumerate(texts)], unit=unit)


def test_every_error_is_outvoted_where_it_stands():
    texts = said("the cat sat on the mat", "a cat sat on the mat", "the cat sat on mat", "the cat sat up on the mat")
    truth = Rover(power=0).fit(texts)
    assert truth.of("t") == "the cat sat on the mat"
    assert 0.8 < truth.share["t"] < 1


def test_case_and_punctuation_do_not_divide_people():
    texts = said("Hello, world", "hello world!", "Hello, world")
    assert Rover().fit(texts).of("t") == Medoid().fit(texts).of("t") == "Hello, world"
    assert Rover().fit(texts).share["t"] == 1.0


def test_scripts_without_spaces_are_read_by_character():
    assert (
        Rover(power=0).fit(said("今日は雨です", "今日は雪です", "今日も雨です", unit="character")).of("t")
        == "今日は雨です"
    )


def test_marks_without_letters_are_words_and_accents_count():
    truth = Rover(power=0).fit(said("a — b", "a — b", "a b"))
    assert truth.of("t") == "a — b"
    assert Medoid(power=0).fit(said("été", "ete", "été")).of("t") == "été"


def test_who_is_far_from_all_others_counts_for_little():
    good = [(item, who, f"word{item} stands here") for item in range(30) for who in ("ada", "bob")]
    bad = [(item, who, f"junk{item} {who} there") for item in range(30) for who in ("cy", "di")]
    truth = Rover().fit(Texts.from_rows(good + bad))
    assert all(truth.of(item) == f"word{item} stands here" for item in range(30))
    assert truth.skill.of("ada").value > truth.skill.of("cy").value


def test_what_is_no_text_is_refused():
    with pytest.raises(BadAnswers, match=r"'a' on item 't': 3 is not a text"):
        Texts.from_rows([("t", "a", 3)])
    with pytest.raises(BadAnswers, match="wrote for item 't' twice"):
        Texts.from_rows([("t", "a", "x"), ("t", "a", "y")])
    with pytest.raises(BadAnswers, match="gold of 't' is 3"):
        Medoid().fit(said("x"), gold={"t": 3})


SETS = Path(__file__).parents[3] / "../shared/data/truth"


@pytest.mark.skipif(not SETS.exists(), reason="the crowds' answers are not here")
@pytest.mark.parametrize(("name", "most"), [("crowdspeech_dev-clean", 0.06), ("crowdwsa_J1", 0.59)])
def test_real_crowds_are_read_better_than_the_best_published(name, most):
    def read(file: str) -> list[dict[str, str]]:
        with gzip.open(SETS / name / file, "rt") as rows:
            return list(csv.DictReader(rows))

    truth = {row["item"]: row["label"] for row in read("truth.csv.gz")[:300]}
    kept = {(row["item"], row["worker"]): row["label"] for row in read("labels.csv.gz") if row["item"] in truth}
    answers = Texts.from_rows([(item, who, text) for (item, who), text in kept.items()])
    found, best = Rover().fit(answers), Medoid().fit(answers)
    assert word_errors(answers, found.text, truth) < most
    assert word_errors(answers, found.text, truth) < word_errors(answers, best.text, truth)


def word_errors(answers, found, truth) -> float:
    """Edits per word of the truth."""
    edits = words = 0.0
    for item in answers.by_item:
        one, two = (Text(item, who, texts[item]) for who, texts in ((0, found), (1, truth)))
        cut = cut_texts(answers, (one, two), None)
        length = np.diff(cut.start)
        edits += cut.apart[0, 1] * max(1, length.max())
        words += length[1]
    return edits / words
