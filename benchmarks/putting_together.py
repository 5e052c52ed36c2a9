"""What several answers come to, by the ways of putting them together.

    python -m benchmarks.putting_together --sets FOLDER

FOLDER holds the crowds s_rel and n_emotion, each with labels.csv.gz (item, worker, label) and truth.csv.gz (item,
label); one that is not there is left out. Of each item so many answers are drawn by lot (seed 7).

grades, numbers   mean distance from the truth, of what has a value; share exactly right; share left open
orders            simulated: 3 to 5 responses of normal merit, people who order them with noise (Gumbel, normal, or
                  normal with one in three by lot). Share of pairs the wrong way round (half for equal ones); share of
                  orders exactly right; share in which two stay equal
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.truth_shapes import read

from armslength.questions.service import read_schema
from armslength.truth.service import asked, consensus

SEED = 7
ORDERS = 400
QUESTIONS = asked(
    read_schema(
        {
            "fields": [{"name": "responses", "kind": "text", "many": True}],
            "questions": [
                {"name": "grade", "kind": "rating", "title": "Grade", "settings": {"min": 0, "max": 4}},
                {"name": "number", "kind": "slider", "title": "Number"},
                {"name": "order", "kind": "ranking", "title": "Order", "settings": {"field": "responses"}},
            ],
        }
    )
)
Row = tuple[float, float, float]
Ranks = Mapping[str, float]


def ours(question: str, values: Sequence[dict[str, Any]]) -> Any:
    """As a release has it; None where it is left open."""
    said = [{question: {"item": {"state": "answered", "value": value}}} for value in values]
    return consensus(QUESTIONS, said)[question]["item"].value


def most(values: Sequence[Any]) -> Any:
    """What most gave; None in a tie."""
    times = Counter(values).most_common(2)
    return None if len(times) > 1 and times[0][1] == times[1][1] else times[0][0]


def on_a_scale(folder: Path, question: str, key: str) -> Iterator[tuple[str, str, Row]]:
    """(answers, way, figures)."""
    rng = np.random.default_rng(SEED)
    truth = {row["item"]: float(row["label"]) for row in read(folder, "truth")}
    said: dict[str, list[float]] = defaultdict(list)
    for row in read(folder, "labels"):
        said[row["item"]].append(float(row["label"]))
    ways: dict[str, Callable[[list[float]], float | None]] = {
        "what most gave": most,
        "median (ours)": lambda given: ours(question, [{key: int(value)} for value in given])[key],
        "mean": lambda given: float(np.mean(given)),
    }
    for count in (2, 3, 4, 5):
        apart: dict[str, list[float]] = defaultdict(list)
        for item in sorted(said.keys() & truth.keys()):
            if len(said[item]) >= count:
                given = [said[item][place] for place in rng.permutation(len(said[item]))[:count]]
                for way, put in ways.items():
                    value = put(given)
                    apart[way].append(np.nan if value is None else abs(value - truth[item]))
        for way, errors in apart.items():
            told = np.array(errors)
            figures = (float(np.nanmean(told)), float((told == 0).mean()), float(np.isnan(told).mean()))
            yield str(count), way, figures


def by_mean(orders: Sequence[Sequence[int]]) -> list[float]:
    """Mean ranks (Borda)."""
    return [float(np.mean([order.index(each) for order in orders])) for each in range(len(orders[0]))]


def by_kemeny(orders: Sequence[Sequence[int]]) -> list[float]:
    """Mean ranks in the orders that go against the fewest pairs."""
    size = len(orders[0])
    before = np.zeros((size, size))
    for order in orders:
        for one, other in combinations(order, 2):
            before[one, other] += 1
    costs = {each: sum(before[b, a] for a, b in combinations(each, 2)) for each in permutations(range(size))}
    return by_mean([each for each, cost in costs.items() if cost == min(costs.values())])


def by_most(orders: Sequence[Sequence[int]]) -> list[float]:
    """The order that most gave; all equal in a tie."""
    order = most([tuple(each) for each in orders])
    return [0.0] * len(orders[0]) if order is None else [float(order.index(each)) for each in range(len(order))]


def by_ours(orders: Sequence[Sequence[int]]) -> list[float]:
    """As a release has it."""
    value = ours("order", [{"groups": [[f"r{each}"] for each in order]} for order in orders])
    if value is None:
        return [0.0] * len(orders[0])
    place = {response: float(rank) for rank, group in enumerate(value["groups"]) for response in group}
    return [place[f"r{each}"] for each in range(len(orders[0]))]


def ordered() -> Iterator[tuple[str, str, Row]]:
    """(people, way, figures)."""
    rng = np.random.default_rng(SEED)
    ways = {
        "what most gave": by_most, "mean ranks": by_mean, "Kemeny": by_kemeny, "duels (ours)": by_ours,
    }  # fmt: skip
    for people in (2, 3, 4, 5):
        found: dict[str, list[Row]] = defaultdict(list)
        for number in range(ORDERS):
            merit = rng.normal(size=3 + number % 3)
            orders = [list(np.argsort(-_seen(merit, rng, number // 3 % 3))) for _ in range(people)]
            for way, put in ways.items():
                found[way].append(_compared(merit, put([[int(each) for each in order] for order in orders])))
        for way, rows in found.items():
            wrong, right, equal = np.mean(rows, axis=0)
            yield str(people), way, (float(wrong), float(right), float(equal))


def _seen(merit: np.ndarray, rng: np.random.Generator, how: int) -> np.ndarray:
    if how == 0:
        return merit + 0.7 * rng.gumbel(size=merit.size)
    if how == 1:
        return merit + 0.7 * rng.normal(size=merit.size)
    lost = rng.random() < 1 / 3
    return rng.normal(size=merit.size) if lost else merit + 0.5 * rng.normal(size=merit.size)


def _compared(merit: np.ndarray, ranks: Sequence[float]) -> Row:
    ways = [np.sign(merit[a] - merit[b]) * np.sign(ranks[b] - ranks[a]) for a, b in combinations(range(merit.size), 2)]
    wrong = float(np.mean([0.5 * (1 - way) for way in ways]))
    return wrong, float(wrong == 0), float(0 in ways)


def main(sets: Path | None) -> None:
    """Print the tables."""
    tables = {}
    if sets is not None:
        crowds = {"s_rel": ("grade", "rating"), "n_emotion": ("number", "position")}
        tables = {name: on_a_scale(sets / name, *how) for name, how in crowds.items() if (sets / name).is_dir()}
    for name, rows in {**tables, "orders": ordered()}.items():
        first = (
            "people | way | pairs wrong | right | equal"
            if name == "orders"
            else "answers | way | distance | right | open"
        )
        print(f"\n{name}\n\n| {first} |\n| ---: | --- | ---: | ---: | ---: |")
        for count, way, figures in rows:
            print(f"| {count} | {way} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path)
    main(parser.parse_args().sets)
