"""The measures against numbers that others have printed."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from armslength_quality import (
    Answers,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    majority,
    mean_pairwise_cohen,
    percent_agreement,
)

SHARED = Path(__file__).parents[4] / "shared"
PANDALM = SHARED / "data" / "content" / "pref_pandalm" / "testset-v1.json"

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", examples A, B and C.
MEG_OWEN = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
BEN_GERRY = [list("aabbdcccedda"), list("babbbccceddd")]
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]

# Cohen (1960): two psychiatrists, 200 patients; rows of one by columns of the other.
COHEN_1960 = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]

# Fleiss (1971): 30 patients, six diagnoses each, in five categories.
FLEISS_1971 = [
    "00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006",
    "10050", "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203",
    "00006", "01050", "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006",
]  # fmt: skip


def _from_counts(table: Sequence[Sequence[int]]) -> Answers:
    """Answers whose annotators are nobody in particular: the first, second, ... to speak on an item."""
    rows = []
    for item, counts in enumerate(table):
        labels = [label for label, times in enumerate(counts) for _ in range(times)]
        rows += [(item, annotator, label) for annotator, label in enumerate(labels)]
    return Answers.from_rows(rows)


@pytest.mark.parametrize(
    ("table", "scale", "printed"),
    [
        (MEG_OWEN, "nominal", 0.095),
        (BEN_GERRY, "nominal", 0.692),
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "ordinal", 0.815),
        (FOUR_OBSERVERS, "interval", 0.849),
    ],
)
def test_alpha_is_krippendorffs_own(table, scale, printed):
    estimate = krippendorff_alpha(Answers.from_table(table), scale, rng=np.random.default_rng(0))
    assert estimate.value == pytest.approx(printed, abs=0.0005)
    assert estimate.low < estimate.value < estimate.high


def test_an_item_with_one_answer_is_not_pairable():
    assert krippendorff_alpha(Answers.from_table(FOUR_OBSERVERS)).n == 11


def test_cohens_first_example():
    rows = []
    for a, line in enumerate(COHEN_1960):
        for b, times in enumerate(line):
            for _ in range(times):
                rows += [(len(rows) // 2, "A", a), (len(rows) // 2, "B", b)]
    pairs = [(number // 2, who, label) for number, (_, who, label) in enumerate(rows)]
    answers = Answers.from_rows(pairs)
    assert cohen_kappa(answers, "A", "B").value == pytest.approx(0.492, abs=0.0005)
    assert mean_pairwise_cohen(answers).value == pytest.approx(0.492, abs=0.0005)
    assert percent_agreement(answers).value == pytest.approx(0.70)


def test_fleiss_first_example():
    estimate = fleiss_kappa(_from_counts([[int(n) for n in line] for line in FLEISS_1971]))
    assert estimate.value == pytest.approx(0.430, abs=0.0005)
    assert (estimate.n, estimate.note) == (30, None)


def test_fleiss_textbook_example_with_fourteen_raters():
    table = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    assert fleiss_kappa(_from_counts(table)).value == pytest.approx(0.210, abs=0.0005)


@pytest.mark.skipif(not PANDALM.exists(), reason="the shared data sets are not on this machine")
def test_pandalm_three_judges():
    rows = json.loads(PANDALM.read_text())
    answers = Answers.from_table([[row[f"annotator{n}"] for row in rows] for n in (1, 2, 3)])
    kappas = sorted(round(cohen_kappa(answers, one, two).value, 3) for one, two in ((0, 1), (0, 2), (1, 2)))
    assert kappas == [0.852, 0.862, 0.879]
    assert mean_pairwise_cohen(answers).value == pytest.approx(np.mean(kappas), abs=0.001)
    alpha = krippendorff_alpha(answers, rng=np.random.default_rng(0))
    assert alpha.value == pytest.approx(0.864, abs=0.0005)
    assert alpha.high - alpha.low < 0.06
    assert int((majority(answers).share == 1).sum()) == 879
