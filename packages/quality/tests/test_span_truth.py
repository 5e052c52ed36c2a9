"""The truth of spans: the suite, what is known by hand, and people."""

import csv
import gzip
from pathlib import Path

import pytest

from armslength_quality import BadAnswers, DawidSkene, MajorityVote, SpanPositions, Spans, SpanVote
from armslength_quality.conformance.spans import SPANS
from armslength_quality.conformance.suite import model_checks

MODELS = [SpanVote(), SpanPositions(), SpanPositions(labels=DawidSkene(correlation=0.0))]
CHECKS = [check for model in MODELS for check in model_checks(model, SPANS)]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_model_behaves(check):
    check()


def test_nothing_goes_on_that_did_not_begin():
    rows = [("t", "a", [(0, 4, "X")]), ("t", "b", [(1, 4, "X")]), ("t", "c", [(2, 4, "X")])]
    found = SpanPositions(labels=MajorityVote()).fit(Spans.from_rows(rows, {"t": 6})).of("t")
    assert [span[1:] for span in found] == [(4, "X")]


def test_spans_that_touch_stay_two():
    rows = [("t", who, [(0, 2, "X"), (2, 4, "X")]) for who in "abc"]
    assert list(SpanPositions(labels=MajorityVote()).fit(Spans.from_rows(rows, {"t": 4})).of("t")) == [
        (0, 2, "X"),
        (2, 4, "X"),
    ]


def test_of_spans_that_overlap_the_one_with_more_votes_stands():
    rows = [("t", "a", [(0, 3, "X")]), ("t", "b", [(0, 3, "X")]), ("t", "c", [(1, 4, "X")])]
    assert list(SpanVote().fit(Spans.from_rows(rows, {"t": 5})).of("t")) == [(0, 3, "X")]


def test_gold_outside_the_text_is_refused():
    with pytest.raises(BadAnswers, match=r"3\.\.9 \(X\) in 5 positions"):
        SpanVote().fit(Spans.from_rows([("t", "a", [])], {"t": 5}), gold={"t": [(3, 9, "X")]})


NER = Path(__file__).parents[3] / "../shared/data/truth/conll_ner"


def spans_of(tags: list[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for place, tag in enumerate(tags):
        if tag.startswith("I-") and found and found[-1][1:] == (place, tag[2:]):
            found[-1] = (found[-1][0], place + 1, tag[2:])
        elif tag != "O":
            found.append((place, place + 1, tag[2:]))
    return found


@pytest.mark.skipif(not NER.exists(), reason="the crowd's answers are not here")
def test_a_real_crowd_is_read_better_than_by_votes():
    def read(name: str) -> list[dict[str, str]]:
        with gzip.open(NER / name, "rt") as file:
            return list(csv.DictReader(file))

    truth = {row["item"]: row["label"].split() for row in read("truth.csv.gz")}
    readings = [(row["item"], row["worker"], spans_of(row["label"].split())) for row in read("labels.csv.gz")]
    answers = Spans.from_rows(readings, {item: len(tags) for item, tags in truth.items()})
    wanted = {item: set(spans_of(truth[item])) for item in answers.by_item}
    f1 = {}
    for model in (SpanVote(share=0.5), SpanVote(), SpanPositions()):
        found = model.fit(answers).spans
        same = sum(len(wanted[item] & found[item].keys()) for item in wanted)
        f1[model] = 2 * same / sum(len(wanted[item]) + len(found[item]) for item in wanted)
    assert f1[SpanVote(share=0.5)] == pytest.approx(0.65, abs=0.01)
    assert f1[SpanVote()] == pytest.approx(0.70, abs=0.01)
    assert f1[SpanPositions()] > 0.74
