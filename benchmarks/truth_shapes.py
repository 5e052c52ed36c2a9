"""How right the models of numbers, spans, texts and boxes are, on real crowds, and that of tracks on simulated ones.

    python -m benchmarks.truth_shapes --sets FOLDER
    python -m benchmarks.truth_shapes --tracks 20
    python -m benchmarks.truth_shapes --boxes 12

FOLDER holds one folder per crowd, with labels.csv.gz (item, worker, label) and, where truth is known, truth.csv.gz
(item, label); one that is not there is left out.

n_emotion                numbers          root of the mean squared error
conll_ner                spans            F1 of spans that are right to the position
crowdspeech_*, crowdwsa_*   texts         edits per word of the truth
pedestrian_boxes         boxes            F1 at IoU 0.5 with a person left out of each picture

`--tracks` draws so many crowds (seeds 0, 1, ...) and prints means with their standard error. A crowd is 30 clips with
up to four things that move, and 12 people of whom three or five look at each clip; they overlook 2 to 35 % of the
things, invent, take one of two kinds for the other (a tenth; two people half the time), break a track in two (15 %),
let two tracks change places (a tenth), and set keyframes every five frames 1 to 6 pixels off.

`--boxes` likewise: 100 pictures with up to four boxes 30 to 150 wide, 12 people of whom two, three or five look at
each; they overlook 8 %. Every side of theirs is off by normal numbers, 3 pixels for the usual person and half or twice
as many for every third; two people in three slip now and then (5 or 15 % of the sides), by 15 pixels.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from armslength_quality import (
    Answers,
    Average,
    Box,
    BoxAnswers,
    BoxClusters,
    Boxes,
    DawidSkene,
    MajorityVote,
    Medoid,
    RandomEffects,
    Rover,
    SpanPositions,
    Spans,
    SpanVote,
    Texts,
    Track,
    TrackClusters,
    Tracks,
    hota,
    identity_f1,
    identity_switches,
    matched_iou,
    overlap_f1,
)
from armslength_quality.conformance.tracks import clip, watched
from armslength_quality.truth.texts import Text, cut_texts

BOX_MODELS = {"BoxClusters": BoxClusters(), "BoxClusters, medians": BoxClusters(weighted=False)}
Scores = Mapping[str, float]
Drawn = tuple[Any, str, list[Box]]
"""Of an item, by somebody."""


def read(folder: Path, what: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with gzip.open(folder / f"{what}.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def numbers(folder: Path) -> Scores:
    """Root mean squared error."""
    rows = ((row["item"], row["worker"], float(row["label"])) for row in read(folder, "labels"))
    answers = Answers.from_rows(rows)
    truth = {row["item"]: float(row["label"]) for row in read(folder, "truth")}
    wanted = np.array([truth[str(item)] for item in answers.items])
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
    wanted = {item: set(spans_of(truth[str(item)])) for item in answers.by_item}
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


def _word_errors(answers: Texts, found: Mapping[Any, str], truth: Mapping[Any, str]) -> float:
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
    found: dict[str, list[Drawn]] = {"one other person": others}
    for name, model in BOX_MODELS.items():
        crowd = model.fit(Boxes.from_rows(others))
        found[name] = [(item, "crowd", [each.box for each in boxes]) for item, boxes in crowd.boxes.items()]
    scores = {}
    for name, drawn in found.items():
        scores[name], scores[f"{name}: IoU of what matches"] = _beside(drawn, stranger)
    return scores


def _beside(rows: Sequence[Drawn], stranger: Mapping[Any, tuple[str, list[Box]]]) -> tuple[float, float]:
    """F1, and the IoU of those that match."""
    pairs = [((item, who), "it", drawn) for item, who, drawn in rows]
    pairs += [((item, who), "stranger", stranger[item][1]) for item, who, _ in rows]
    both = BoxAnswers.from_rows(pairs)
    return overlap_f1(both, resamples=0).value or 0.0, matched_iou(both, resamples=0).value or 0.0


def drawn_boxes(crowds: int) -> None:
    """How near boxes of simulated people lie to the true ones."""
    print("| people a picture | one person | " + " | ".join(BOX_MODELS) + " |")
    print("| --- |" + " ---: |" * (1 + len(BOX_MODELS)))
    for each in (2, 3, 5):
        found = np.array([_near(seed, each) for seed in range(crowds)])
        error = found.std(axis=0, ddof=1) / np.sqrt(crowds)
        cells = [f"{mean:.3f} ± {off:.3f}" for mean, off in zip(found.mean(axis=0), error, strict=True)]
        print(f"| {each} | {' | '.join(cells)} |", flush=True)


def _near(seed: int, each: int) -> list[float]:
    """Mean IoU of what matches the true boxes: one person's, and each model's."""
    rng = np.random.default_rng([5, seed])
    truth = {item: _picture(rng) for item in range(100)}
    noise, slips = np.exp(rng.normal(np.log(3), 0.7, 12)), rng.choice([0, 0.05, 0.15], 12)
    rows = [
        (item, f"p{who:02}", [_seen(box, noise[who], slips[who], rng) for box in boxes if rng.random() < 0.92])
        for item, boxes in truth.items()
        for who in rng.choice(12, each, replace=False)
    ]
    answers = Boxes.from_rows(rows)
    drawn = [rows] + [
        [(item, "it", [each.box for each in found]) for item, found in model.fit(answers).boxes.items()]
        for model in BOX_MODELS.values()
    ]
    stranger = {item: ("truth", boxes) for item, boxes in truth.items()}
    return [_beside(of_one, stranger)[1] for of_one in drawn]


def _picture(rng: np.random.Generator) -> list[Box]:
    corners = [np.array(at) + rng.uniform(0, 60, 2) for at in product((0, 300), repeat=2) if rng.random() < 0.7]
    return [Box(tuple(low.tolist()), tuple((low + rng.uniform(30, 120, 2)).tolist())) for low in corners]


def _seen(box: Box, noise: float, slips: float, rng: np.random.Generator) -> Box:
    """A person's box: every side off by a normal number of pixels, and now and then by 15 more."""
    sides = np.array([box.low, box.high])
    sides = sides + rng.normal(0, noise, (2, 2)) + rng.normal(0, 15, (2, 2)) * (rng.random((2, 2)) < slips)
    low, high = np.sort(sides, axis=0) + np.array([[0], [0.1]])
    return Box(tuple(low.tolist()), tuple(high.tolist()))


def _boxes(text: str) -> list[Box]:
    corners = [tuple(map(float, part.split())) for part in text.split(";") if part.strip()]
    return [Box((x, y), (x + w, y + h)) for x, y, w, h in corners if w > 0 and h > 0]


TRACK_MODELS: dict[str, TrackClusters] = {
    "TrackClusters": TrackClusters(),
    "TrackClusters, all weighed alike": TrackClusters(weighted=False),
    "TrackClusters, labels by vote": TrackClusters(label=MajorityVote()),
    "TrackClusters, there by DawidSkene": TrackClusters(there=DawidSkene()),
}
TRACK_MEASURES = {
    "IDF1": identity_f1,
    "HOTA": hota,
    "F1 of tracks": overlap_f1,
    "IoU of those": matched_iou,
    "switches": identity_switches,
}


def track_crowd(seed: int, each: int) -> tuple[list[tuple[str, str, Sequence[Track]]], dict[str, tuple[Track, ...]]]:
    """What people followed, and what was there."""
    rng = np.random.default_rng(seed)
    truth = {f"c{number:02}": clip(rng) for number in range(30)}
    sees, care = rng.uniform(0.65, 0.98, 12), rng.uniform(1, 6, 12)
    rows: list[tuple[str, str, Sequence[Track]]] = []
    for item, tracks in truth.items():
        for who in rng.choice(12, size=each, replace=False).tolist():
            drawn = watched(tracks, float(sees[who]), rng, float(care[who]))
            if who < 2:  # they draw lots between the two kinds
                drawn = [Track(one.keys, str(rng.choice(["bus", "car"]))) for one in drawn]
            rows.append((item, f"p{who:02}", drawn))
    return rows, truth


def tracks(crowds: int) -> None:
    """Print how near the models come to what was there, beside one person."""
    print("| people a clip | | " + " | ".join(TRACK_MEASURES) + " |\n| --- | --- |" + " ---: |" * len(TRACK_MEASURES))
    for each in (3, 5):
        scores: dict[str, list[list[float]]] = defaultdict(list)
        for seed in range(crowds):
            rows, truth = track_crowd(seed, each)
            answers = Tracks.from_rows(rows)
            told = {"one person": [((item, who), drawn) for item, who, drawn in rows]}
            for name, model in TRACK_MODELS.items():
                fit = model.fit(answers)
                told[name] = [((item, ""), [found.track for found in fit.of(item)]) for item in truth]
            for name, drawn in told.items():
                beside = Tracks.from_rows(
                    row for key, seen in drawn for row in ((key, "it", seen), (key, "truth", truth[key[0]]))
                )
                scores[name].append([measure(beside).value or 0.0 for measure in TRACK_MEASURES.values()])
        for name, values in scores.items():
            mean, error = np.mean(values, axis=0), np.std(values, axis=0, ddof=1) / np.sqrt(crowds)
            cells = " | ".join(f"{one:.3f} ± {off:.3f}" for one, off in zip(mean, error, strict=True))
            print(f"| {each} | {name} | {cells} |", flush=True)


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
    asked.add_argument("--sets", type=Path)
    asked.add_argument("--tracks", type=int, metavar="CROWDS", help="two or more; 4 without --sets, else none")
    asked.add_argument("--boxes", type=int, metavar="CROWDS", help="two or more")
    chosen = asked.parse_args()
    drawn = chosen.tracks if chosen.tracks is not None else 0 if chosen.sets or chosen.boxes else 4
    if 1 in (drawn, chosen.boxes):
        asked.error("--tracks and --boxes need two crowds or more")
    if drawn:
        tracks(drawn)
    if chosen.boxes:
        drawn_boxes(chosen.boxes)
    if not chosen.sets:
        return
    print("| set | model | score |\n| --- | --- | ---: |")
    for folder in sorted(chosen.sets.iterdir()):
        measure = next((each for name, each in MEASURES.items() if folder.name.startswith(name)), None)
        if measure is not None:
            for name, score in measure(folder).items():
                print(f"| {folder.name} | {name} | {score:.4g} |", flush=True)


if __name__ == "__main__":
    main()
