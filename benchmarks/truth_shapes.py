"""How right the models of numbers, spans, texts and boxes are, on real crowds.

    python -m benchmarks.truth_shapes --sets FOLDER

FOLDER holds one folder per crowd, with labels.csv.gz (item, worker, label) and, where truth is known, truth.csv.gz
(item, label); one that is not there is left out.

n_emotion                numbers          root of the mean squared error
conll_ner                spans            F1 of spans that are right to the position
crowdspeech_*, crowdwsa_*   texts         edits per word of the truth
pedestrian_boxes         boxes            F1 at IoU 0.5 with a person left out of each picture
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from armslength_quality import (
    Answers,
    Average,
    Box,
    BoxAnswers,
    BoxClusters,
    Boxes,
    Medoid,
    RandomEffects,
    Rover,
    SpanPositions,
    Spans,
    SpanVote,
    Texts,
    overlap_f1,
)
from armslength_quality.truth.texts import Text, cut_texts

Scores = Mapping[str, float]
Drawn = tuple[str, str, list[Box]]


def read(folder: Path, what: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with gzip.open(folder / f"{what}.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def numbers(folder: Path) -> Scores:
    """Root mean squared error."""
    rows = ((row["item"], row["worker"], float(row["label"])) for row in read(folder, "labels"))
    answers = Answers.from_rows(rows)
    truth = {row["item"]: float(row["label"]) for row in read(folder, "truth")}
    wanted = np.array([truth[item] for item in answers.items])
    models = {"Average": Average(), "Average, median": Average("median"), "RandomEffects": RandomEffects()}
    return {name: float(np.sqrt(((each.fit(answers).value - wanted) ** 2).mean())) for name, each in models.items()}


def spans_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """(start, end, kind) of tags like B-PER I-PER O."""
    found: list[tuple[int, int, str]] = []
    for place, tag in enumerate(tags):
        if tag.startswith("I-") and found and found[-1][1:] == (place, tag[2:]):
            found[-1] = (found[-1][0], place + 1, tag[2:])
        elif tag != "O":
            found.append((place, place + 1, tag[2:]))
    return found


def spans(folder: Path) -> Scores:
    """Exact F1."""
    truth = {row["item"]: row["label"].split() for row in read(folder, "truth")}
    rows = [(row["item"], row["worker"], spans_of(row["label"].split())) for row in read(folder, "labels")]
    answers = Spans.from_rows(rows, {item: len(tags) for item, tags in truth.items()})
    wanted = {item: set(spans_of(truth[item])) for item in answers.by_item}
    scores = {}
    for name, model in (
        ("SpanVote, half", SpanVote(share=0.5)),
        ("SpanVote", SpanVote()),
        ("SpanPositions", SpanPositions()),
    ):
        found = model.fit(answers).spans
        same = sum(len(wanted[item] & found[item].keys()) for item in wanted)
        scores[name] = 2 * same / sum(len(wanted[item]) + len(found[item]) for item in wanted)
    return scores


def texts(folder: Path) -> Scores:
    """Edits per word of the truth."""
    truth = {row["item"]: row["label"] for row in read(folder, "truth")}
    last = {(row["item"], row["worker"]): row["label"] for row in read(folder, "labels") if row["item"] in truth}
    answers = Texts.from_rows([(item, who, text) for (item, who), text in last.items()])
    models = {"Medoid": Medoid(), "Rover": Rover()}
    return {name: _word_errors(answers, each.fit(answers).text, truth) for name, each in models.items()}


def _word_errors(answers: Texts, found: Mapping[str, str], truth: Mapping[str, str]) -> float:
    edits = words = 0.0
    for item in answers.by_item:
        cut = cut_texts(answers, (Text(item, 0, found[item]), Text(item, 1, truth[item])), None)
        length = np.diff(cut.start)
        edits += float(cut.apart[0, 1]) * max(1, int(length.max()))
        words += int(length[1])
    return edits / words


def boxes(folder: Path) -> Scores:
    """F1 with a person who is left out."""
    rows = [(row["item"], row["worker"], _boxes(row["label"])) for row in read(folder, "labels")]
    stranger = {item: (who, drawn) for item, who, drawn in rows}
    others = [row for row in rows if stranger[row[0]][0] != row[1]]
    crowd = BoxClusters().fit(Boxes.from_rows(others))
    of_the_crowd = [(item, "crowd", [each.box for each in found]) for item, found in crowd.boxes.items()]
    return {"one other person": _beside(others, stranger), "BoxClusters": _beside(of_the_crowd, stranger)}


def _beside(rows: Sequence[Drawn], stranger: Mapping[str, tuple[str, list[Box]]]) -> float:
    pairs = [((item, who), "it", drawn) for item, who, drawn in rows]
    pairs += [((item, who), "stranger", stranger[item][1]) for item, who, _ in rows]
    return overlap_f1(BoxAnswers.from_rows(pairs), resamples=0).value or 0.0


def _boxes(text: str) -> list[Box]:
    corners = [tuple(map(float, part.split())) for part in text.split(";") if part.strip()]
    return [Box((x, y), (x + w, y + h)) for x, y, w, h in corners if w > 0 and h > 0]


MEASURES: dict[str, Callable[[Path], Scores]] = {
    "n_emotion": numbers,
    "conll_ner": spans,
    "crowdspeech": texts,
    "crowdwsa": texts,
    "pedestrian_boxes": boxes,
}


def main() -> None:
    """Print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sets", type=Path, required=True)
    print("| set | model | score |\n| --- | --- | ---: |")
    for folder in sorted(asked.parse_args().sets.iterdir()):
        measure = next((each for name, each in MEASURES.items() if folder.name.startswith(name)), None)
        if measure is not None:
            for name, score in measure(folder).items():
                print(f"| {folder.name} | {name} | {score:.4g} |", flush=True)


if __name__ == "__main__":
    main()
