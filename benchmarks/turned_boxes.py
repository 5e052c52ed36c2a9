"""How near cuboids that several people turned and drew come to the true ones, and how long overlap takes.

    python -m benchmarks.turned_boxes [crowds]

A crowd is 60 scenes with 4 to 10 things (cars, trucks, people) turned anyhow, and 12 people of whom two, three or five
look at each. They overlook 8 %. Every side is off by normal numbers, 8 cm for the usual person and half or twice as
much for every third, and the yaw by so much that a corner is; two people in three slip now and then (5 or 15 % of the
cuboids), by 40 cm and 0.3 radians; 6 % of the cuboids have their back for their front, 3 % length and width exchanged
with a quarter turn. All is drawn from seeds and nothing was turned for it.

*along the axes* is what stood before: `BoxClusters` of the same numbers, yaw left out.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from armslength_quality import Box, BoxAnswers, BoxClusters, Boxes, iou_table, matched_iou, overlap_f1, turned_apart

Rng = np.random.Generator
Drawn = Sequence[tuple[Any, str, Sequence[Box]]]
KINDS = {"car": (4.5, 1.9, 1.6), "truck": (8.5, 2.6, 3.2), "person": (0.7, 0.6, 1.7)}


def scene(rng: Rng) -> list[Box]:
    """What is there, each in a place of its own."""
    places = [(12.0 * x, 12.0 * y) for x in range(4) for y in range(4)]
    found = []
    for at in rng.choice(16, rng.integers(4, 11), replace=False):
        kind = str(rng.choice(list(KINDS)))
        size = np.array(KINDS[kind]) * np.exp(rng.normal(0, 0.1, 3))
        middle = (*(np.array(places[at]) + rng.uniform(-1, 1, 2)), size[2] / 2)
        found.append(Box.about(middle, size.tolist(), kind, rng.uniform(-math.pi, math.pi)))
    return found


def seen(box: Box, noise: float, slips: float, rng: Rng) -> Box:
    """As a person draws it."""
    size = np.subtract(box.high, box.low)
    turn = noise / (math.hypot(size[0], size[1]) / 2)
    slip = float(rng.random() < slips)
    middle = np.add(box.low, box.high) / 2 + rng.normal(0, noise, 3) + slip * rng.normal(0, 0.4, 3)
    yaw = box.yaw + rng.normal(0, turn) + slip * rng.normal(0, 0.3)
    drawn = np.maximum(size + rng.normal(0, noise, 3) + slip * rng.normal(0, 0.4, 3), 0.2)
    quarters = rng.choice([0, 2, 1], p=[0.91, 0.06, 0.03])
    if quarters == 1:
        drawn = drawn[[1, 0, 2]]
    return Box.about(middle.tolist(), drawn.tolist(), box.label, yaw + quarters * math.pi / 2)


def crowd(seed: int, each: int) -> tuple[Drawn, Mapping[int, list[Box]]]:
    """What people drew, and what was there."""
    rng = np.random.default_rng([11, seed])
    truth = {item: scene(rng) for item in range(60)}
    noise, slips = np.exp(rng.normal(np.log(0.08), 0.7, 12)), rng.choice([0, 0.05, 0.15], 12)
    rows = [
        (item, f"p{who:02}", [seen(box, noise[who], slips[who], rng) for box in boxes if rng.random() < 0.92])
        for item, boxes in truth.items()
        for who in rng.choice(12, each, replace=False)
    ]
    return rows, truth


def measured(drawn: Drawn, truth: Mapping[int, list[Box]]) -> list[float]:
    """F1, IoU, that seen from above, angle to the true front, angle to the true axis."""
    pairs = [
        ((item, who), name, boxes) for item, who, mine in drawn for name, boxes in (("it", mine), ("", truth[item]))
    ]
    both = BoxAnswers.from_rows(pairs)
    asked = (
        overlap_f1(both, resamples=0), matched_iou(both, resamples=0), matched_iou(both.footprints(), resamples=0),
        turned_apart(both, resamples=0), turned_apart(both, fronts=False, resamples=0),
    )  # fmt: skip
    return [each.value or 0.0 for each in asked]


def fitted(model: BoxClusters, rows: Drawn) -> Drawn:
    """What the model makes of it."""
    truth = model.fit(Boxes.from_rows(rows)).boxes
    return [(item, "it", [each.box for each in found]) for item, found in truth.items()]


def along_axes(rows: Drawn) -> Drawn:
    """The same without yaw."""
    return [(item, who, [Box(box.low, box.high, box.label) for box in boxes]) for item, who, boxes in rows]


def nearness(crowds: int) -> None:
    """Print how near each comes to what was there."""
    print(
        "| people a scene | | F1 | IoU | seen from above | angle | angle of the axis |\n| --- | --- |" + " ---: |" * 5
    )
    for each in (2, 3, 5):
        scores: dict[str, list[list[float]]] = {}
        for seed in range(crowds):
            rows, truth = crowd(seed, each)
            told = {
                "one person": rows,
                "BoxClusters": fitted(BoxClusters(), rows),
                "BoxClusters, medians": fitted(BoxClusters(weighted=False), rows),
                "BoxClusters, along the axes": fitted(BoxClusters(), along_axes(rows)),
            }
            for name, drawn in told.items():
                scores.setdefault(name, []).append(measured(drawn, truth))
        for name, values in scores.items():
            mean, error = np.mean(values, axis=0), np.std(values, axis=0, ddof=1) / np.sqrt(crowds)
            cells = " | ".join(f"{one:.3f} ± {off:.3f}" for one, off in zip(mean, error, strict=True))
            print(f"| {each} | {name} | {cells} |", flush=True)


def speed() -> None:
    """Print nanoseconds of the processor per pair: far apart, near, along the axes."""
    rng = np.random.default_rng(0)
    print("\n| 1,000 x 1,000 cuboids | ns a pair |\n| --- | ---: |")
    for name, room, yaw in (
        ("all near each other, turned", 1, 1),
        ("mostly apart, turned", 100, 1),
        ("along the axes", 1, 0),
    ):
        one, other = (
            [
                Box.about((*rng.uniform(0, room, 2), 0.8), (4.5, 1.9, 1.6), yaw=yaw * rng.uniform(-3, 3))
                for _ in range(1_000)
            ]
            for _ in range(2)
        )
        iou_table(one[:1], other[:1])
        spent = []
        for _ in range(5):
            begin = time.process_time()
            iou_table(one, other)
            spent.append(time.process_time() - begin)
        print(f"| {name} | {min(spent) * 1e3:.0f} |")


if __name__ == "__main__":
    nearness(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
    speed()
