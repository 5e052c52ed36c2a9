"""How near the expected share of right labels comes to what more answers really do.

    python -m benchmarks.reach [--sets FOLDER | --simulated N] [--orders N]

Of each public crowd (sets as in truth_accuracy, tokens left out) so many answers an item are taken as a project's own,
and fitted; 100 labels are taken as known. Then the curve is asked what more answers would do, and the crowd itself
answers: Dawid-Skene over so many answers an item. Each cell: expected without known labels, with them, and really.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from benchmarks.truth import crowds
from benchmarks.truth.known import Known
from benchmarks.truth.simulated import simulated

from armslength_quality import Answers, DawidSkene, WorkerTables, believed_offset, expected_right

OWN = (3, 5)
THEN = (3, 5, 7, 10, 15)
KNOWN = 100


def part(answers: Answers, each: int, rng: np.random.Generator) -> Answers:
    """So many answers of each item, by lot; items are named by their place."""
    line = np.lexsort((rng.random(len(answers)), answers.item))
    start = np.concatenate([[0], np.cumsum(answers.per_item)])
    rows = line[np.arange(len(answers)) - start[answers.item[line]] < each]
    table = zip(
        answers.item[rows].tolist(), answers.annotator[rows].tolist(), answers.label[rows].tolist(), strict=True
    )
    return Answers.from_rows(table, categories=list(range(len(answers.categories))))


def really(known: Known, each: int, rng: np.random.Generator) -> float:
    """The share of right labels with so many answers."""
    fit = DawidSkene().fit(part(known.answers, each, rng))
    true = known.truth[np.array(fit.answers.items)]
    return float((fit.posterior.argmax(axis=1) == true)[true >= 0].mean())


def expected(known: Known, own: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray] | None:
    """Both curves from so many answers an item; None where they say too little about people."""
    answers = part(known.answers, own, rng)
    fit = DawidSkene().fit(answers)
    if not fit.supported:
        return None
    true = known.truth[np.array(answers.items)]
    told = rng.permutation(np.flatnonzero(true >= 0))[:KNOWN]
    offset = believed_offset(fit.posterior[told].max(axis=1), fit.posterior[told].argmax(axis=1) == true[told])
    weights = np.bincount(answers.annotator, minlength=len(answers.annotators)).astype(float)
    tables = WorkerTables.of(fit)
    most = max(THEN)
    seed = int(rng.integers(1 << 30))
    plain, moved = (
        expected_right(tables, weights, most=most, rng=np.random.default_rng(seed), offset=by) for by in (0.0, offset)
    )
    return plain, moved


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, help="folder with one folder per set")
    parser.add_argument("--simulated", type=int, default=6, help="so many simulated crowds, without --sets")
    parser.add_argument("--orders", type=int, default=3, help="draws of answers per set")
    asked = parser.parse_args()
    print("| set | from | " + " | ".join(f"{each} answers" for each in THEN) + " |")
    print("| --- | ---: |" + " ---: |" * len(THEN))
    for known in crowds.read(asked.sets) if asked.sets else simulated(asked.simulated, 0):
        if known.name.endswith("tokens"):
            continue
        per = len(known.answers) / len(known.answers.items)
        then = [each for each in THEN if each <= per + 0.5]
        rngs = [np.random.default_rng([13, order]) for order in range(asked.orders)]
        true = {each: np.mean([really(known, each, rng) for rng in rngs]) for each in then}
        for own in OWN:
            found = [curves for rng in rngs if own <= per and (curves := expected(known, own, rng))]
            if not found:
                continue
            plain, moved = (np.mean([curve[which][: min(map(len, (c[0] for c in found)))] for curve in found], axis=0)
                            for which in (0, 1))  # fmt: skip
            cells = [f"{plain[n - 1]:.3f}, {moved[n - 1]:.3f}, **{true[n]:.3f}**" if n in true else "" for n in THEN]
            print(f"| {known.name} | {own} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
