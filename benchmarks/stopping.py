"""What asking more people about what is unsure costs and saves where answers are numbers and marks.

    python -m benchmarks.stopping --sets FOLDER

FOLDER holds the crowds n_emotion (numbers, seven questions, ten answers each) and conll_ner (names, 4.9 readers
each; a token is a word of 1 to 9 letters, drawn by lot), each with labels.csv.gz (item, worker, label) and truth.csv.gz
(item, label). The answers on record are asked for again, item by item in an order drawn by lot (seed 7): two each, then
one more wherever what is believed is not sure enough, as a project does it, with a fit after each round. Beside it as
many answers in all, every item as often. Numbers: root of the mean squared error; marks: F1 of marks that overlap the
right one by half and are called the same, 200 texts.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.putting_together import SPANS, _f1, _given, _marks_of
from benchmarks.truth_shapes import read, spans_of

import armslength_quality as quality
from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema
from armslength.truth.service import Evidence, Fitted, Given, beliefs, how_sure

SEED = 7
TEXTS = 200
Record = Mapping[str, Sequence[tuple[str, dict[str, Any]]]]
"""By item, in the order in which they are asked: (who, their answers)."""
Error = Callable[[Mapping[str, Any]], float]
"""Of the value of every item."""


def given(record: Record, bought: Mapping[str, int]) -> dict[str, Given]:
    """What was asked for so far."""
    return {item: Given(dict(line[: bought[item]])) for item, line in record.items()}


def fit(schema: LabelSchema, said: Mapping[str, Given]) -> dict[str, Fitted]:
    """What is learnt from it."""
    evidence = Evidence(schema)
    for each in said.values():
        evidence.add(each)
    return evidence.fit()


def believed(schema: LabelSchema, record: Record, bought: Mapping[str, int]) -> dict[str, Any]:
    """The value of every item."""
    said = given(record, bought)
    fits = fit(schema, said)
    return {item: next(iter(beliefs(schema, each, fits).values()))["item"].value for item, each in said.items()}


def asked(schema: LabelSchema, record: Record, risk: float, tolerance: float) -> dict[str, int]:
    """Answers bought of each item."""
    bought = {item: min(2, len(line)) for item, line in record.items()}
    while True:
        said = given(record, bought)
        fits, more = fit(schema, said), list[str]()
        for item, each in said.items():
            how = how_sure(schema, each, fits, beliefs(schema, each, fits), tolerance)
            rule = quality.Enough(risk=risk, least=2, most=max(2, len(record[item])))
            if how.sure is not None and rule.ended(how.sure, bought[item]) is None:
                more.append(item)
        if not more:
            return bought
        for item in more:
            bought[item] += 1


def evenly(record: Record, total: int, rng: np.random.Generator) -> dict[str, int]:
    """As many answers, every item as often."""
    bought, left = dict.fromkeys(record, 0), total
    while left > 0:
        for place in rng.permutation(len(record)):
            item = list(record)[place]
            if left > 0 and bought[item] < len(record[item]):
                bought[item] += 1
                left -= 1
    return bought


def row(schema: LabelSchema, record: Record, risk: float, tolerance: float, error: Error) -> tuple[float, ...]:
    """(answers an item, error, the same evenly, answers on record, error of all)."""
    bought = asked(schema, record, risk, tolerance)
    total = sum(bought.values())
    even = evenly(record, total, np.random.default_rng(SEED))
    every = {item: len(line) for item, line in record.items()}
    return (
        total / len(record), error(believed(schema, record, bought)), error(believed(schema, record, even)),
        sum(every.values()) / len(record), error(believed(schema, record, every)),
    )  # fmt: skip


def shuffled(record: Mapping[str, list[tuple[str, dict[str, Any]]]]) -> Record:
    """Each item's answers by lot."""
    rng = np.random.default_rng(SEED)
    return {item: [line[place] for place in rng.permutation(len(line))] for item, line in sorted(record.items())}


def numbers(folder: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """(tolerance, means over the questions)."""
    truth = {each["item"]: float(each["label"]) for each in read(folder, "truth")}
    crowds: dict[str, dict[str, list[tuple[str, dict[str, Any]]]]] = defaultdict(lambda: defaultdict(list))
    for each in read(folder, "labels"):
        if each["item"] in truth:
            value = {"position": float(each["label"])}
            answer = {"number": {"item": {"state": "answered", "value": value}}}
            crowds[each["item"].split(":")[0]][each["item"]].append((each["worker"], answer))
    for tolerance in (0.05, 0.1, 0.15, 0.2):
        found = []
        for emotion, record in sorted(crowds.items()):
            least = -100 if emotion == "valence" else 0
            question = {"name": "number", "kind": "slider", "title": "N", "settings": {"min": least, "max": 100}}
            schema = read_schema({"fields": [{"name": "text", "kind": "text"}], "questions": [question]})

            def error(values: Mapping[str, Any]) -> float:
                return float(
                    np.sqrt(np.mean([(value["position"] - truth[item]) ** 2 for item, value in values.items()]))
                )

            found.append(row(schema, shuffled(record), 0.05, tolerance, error))
        yield f"numbers within {tolerance:.0%} of the range, risk 5%", tuple(np.mean(found, axis=0).tolist())


def marks(folder: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """(risk, figures)."""
    rng = np.random.default_rng(SEED)
    truth = {each["item"]: each["label"].split() for each in read(folder, "truth")}
    begin = {item: np.cumsum([0, *(rng.integers(1, 10, len(tags)) + 1)]) for item, tags in truth.items()}

    def placed(item: str, tags: Sequence[str]) -> list[tuple[int, int, str]]:
        return [(int(begin[item][a]), int(begin[item][b]) - 1, label) for a, b, label in spans_of(tags)]

    record: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for each in read(folder, "labels"):
        record[each["item"]].append((each["worker"], _given(placed(each["item"], each["label"].split()))))
    few = sorted(record)[:TEXTS]
    line = shuffled({item: record[item] for item in few})
    wanted = {item: set(placed(item, truth[item])) for item in few}
    for risk in (0.4, 0.2, 0.1):

        def error(values: Mapping[str, Any]) -> float:
            return _f1({item: (_marks_of(value), False) for item, value in values.items()}, wanted)[1]

        yield f"marks, risk {risk:.0%}", row(SPANS, line, risk, 0.05, error)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    sets = parser.parse_args().sets
    print("| asked until | answers an item | then | as many, evenly | on record | then |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, crowd in (("n_emotion", numbers), ("conll_ner", marks)):
        if (sets / name).is_dir():
            for title, (answers, error, even, every, of_all) in crowd(sets / name):
                print(
                    f"| {title} | {answers:.1f} | {error:.3f} | {even:.3f} | {every:.1f} | {of_all:.3f} |", flush=True
                )
