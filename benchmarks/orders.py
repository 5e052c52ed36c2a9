"""How sure orders are believed to be, and how often that is right.

    python -m benchmarks.orders

Simulated: responses of normal merit, ten people who order them with normal noise (three in ten 0.4, as many 0.7,
a quarter 1, the others 3: nearly by lot), 200 items, three crowds. Of each way of asking: how often the
first rank is the best response, by the majority (duels) and as believed; the probability of that which is believed;
the same of pairs; and of what is believed at 0.85 to 0.95, how much is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema
from armslength.truth.model import Belief
from armslength.truth.service import Evidence, Given, asked, beliefs, consensus, pair_believed

CROWDS = 3
ITEMS = 200
PEOPLE = 10
ASKED = ((3, 2, "strict"), (3, 3, "strict"), (4, 3, "strict"), (4, 5, "strict"), (6, 3, "strict"), (5, 3, "ends"))


class Judged(NamedTuple):
    """Of one item: by the majority, as believed, how sure; and of each pair how sure, and whether it is so."""

    voted: bool
    right: bool
    sure: float
    pairs: list[tuple[float, bool]]


def schema(way: str) -> LabelSchema:
    """One question, in this way of asking."""
    settings = {"field": "answers", "ties": way == "ends", "best_worst": way == "ends"}
    return read_schema({
        "fields": [{"name": "answers", "kind": "text", "many": True}],
        "questions": [{"name": "order", "kind": "ranking", "title": "Order", "settings": settings}],
    })  # fmt: skip


def crowd(size: int, each: int, way: str, seed: int) -> list[tuple[np.ndarray, Given]]:
    """Merits and answers of every item."""
    rng = np.random.default_rng(seed)
    noise = rng.choice([0.4, 0.7, 1.0, 3.0], PEOPLE, p=[0.3, 0.3, 0.25, 0.15])
    found = []
    for _ in range(ITEMS):
        merit, said = rng.normal(size=size), dict[str, Any]()
        for who in rng.choice(PEOPLE, each, replace=False):
            order = np.argsort(-(merit + noise[who] * rng.normal(size=size)))
            groups = [[f"r{response}"] for response in order]
            if way == "ends":
                groups = [groups[0], [one for group in groups[1:-1] for one in group], groups[-1]]
            said[f"p{who}"] = {"order": {"item": {"state": "answered", "value": {"groups": groups}}}}
        found.append((merit, Given(said)))
    return found


def judged(size: int, each: int, way: str) -> Iterator[Judged]:
    """Every item of every crowd."""
    asks = schema(way)
    for seed in range(CROWDS):
        items, evidence = crowd(size, each, way, seed), Evidence(asks)
        for _, given in items:
            evidence.add(given)
        fits = evidence.fit()
        for merit, given in items:
            best = [f"r{int(merit.argmax())}"]
            belief = beliefs(asks, given, fits)["order"]["item"]
            vote = consensus(asked(asks), list(given.said.values()))["order"]["item"]
            pairs = []
            for one, other in combinations(range(size), 2):
                ways = pair_believed(belief, f"r{one}", f"r{other}") or {}
                ahead, behind = ways[f"r{one}"], ways[f"r{other}"]
                if way == "strict":
                    pairs.append((max(ahead, behind), (ahead > behind) == (merit[one] > merit[other])))
            first = [value["groups"][0] if value else None for value in (vote.value, belief.value)]
            yield Judged(first[0] == best, first[1] == best, _first(belief), pairs)


def _first(belief: Belief) -> float:
    """The chance that the first rank of what is believed is right."""
    ranks = belief.value["groups"] if belief.value else [[]]
    return belief.shares["best"].get(" = ".join(ranks[0]), belief.probability or 0.0)


def _in_band(told: list[tuple[float, bool]]) -> str:
    band = [right for sure, right in told if 0.85 <= sure < 0.95]
    return f"{np.mean(band):.2f} of {len(band)}" if band else "–"


if __name__ == "__main__":
    print("| asked | people | majority | believed, how sure | at 0.85 to 0.95 | pairs, how sure | at 0.85 to 0.95 |")
    print("| --- | ---: | ---: | --- | --- | --- | --- |")
    for size, each, way in ASKED:
        rows = list(judged(size, each, way))
        pairs = [pair for row in rows for pair in row.pairs]
        right, sure = np.mean([row.right for row in rows]), np.mean([row.sure for row in rows])
        of_pairs = (
            f"{np.mean([right for _, right in pairs]):.3f}, {np.mean([p for p, _ in pairs]):.3f}" if pairs else "–"
        )
        print(
            f"| {'best and worst' if way == 'ends' else 'order'} of {size} | {each} |"
            f" {np.mean([row.voted for row in rows]):.3f} | {right:.3f}, {sure:.3f} |"
            f" {_in_band([(row.sure, row.right) for row in rows])} | {of_pairs} | {_in_band(pairs)} |",
            flush=True,
        )
