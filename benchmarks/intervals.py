"""Do the 95 % intervals of agreement hold the truth 95 times in 100? Simulated crowds, small and middling samples.

    python -m benchmarks.intervals [replicates]

Each measure has a crowd of the kind it is for. What is true is the measure over a sample so large that chance has no
part in it (for ICC and numbers: what the variances say). Then many small samples are drawn, and counted how often
their interval holds it, how wide it is, and on which side it misses. Fewer than 2.5 % on each side would be ideal.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from armslength_quality import (
    Answers,
    Estimate,
    SpanAnswers,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    icc,
    kendall_tau_b,
    kendall_w,
    krippendorff_alpha,
    mean_pairwise_cohen,
    overlap_f1,
    pabak,
    percent_agreement,
    span_alpha,
    span_f1,
    unitizing_alpha,
)

Rng = np.random.Generator
SIZES = (30, 100, 300)
MANY = 60_000
RESAMPLES = 400
ITEM, PERSON, NOISE = 1.0, 0.5, 0.8
"""Standard deviations of the numbers: between items, between people, of one answer."""


@dataclass(frozen=True)
class Case:
    """A measure, a crowd that draws so many items, and the true value (None: that of a very large sample)."""

    name: str
    crowd: Callable[[int, Rng], Answers | SpanAnswers]
    measure: Callable[..., Estimate]
    truth: float | None = None
    large: int = MANY


def labels(items: int, rng: Rng, *, shares: tuple[float, ...], panel: bool) -> Answers:
    """Twelve people who are right 55 to 95 times in 100; three of them on each item, or the same three on all."""
    truth = rng.choice(len(shares), items, p=shares)
    right = np.linspace(0.55, 0.95, 12)
    who = np.tile([1, 5, 10], (items, 1)) if panel else rng.permuted(np.tile(np.arange(12), (items, 1)), axis=1)[:, :3]
    said = np.where(rng.random(who.shape) < right[who], truth[:, None], rng.integers(0, len(shares), who.shape))
    return Answers.from_arrays(np.repeat(np.arange(items), 3), who.ravel(), said.ravel())


def grades(items: int, rng: Rng) -> Answers:
    """Four people grade from 1 to 5; each has a leaning and a noise of her own."""
    worth = rng.normal(0, 1, items)
    said = worth[:, None] + np.array([-0.4, 0.0, 0.1, 0.5]) + rng.normal(0, 1, (items, 4)) * [0.4, 0.6, 0.8, 1.0]
    graded = np.clip(np.round(said * 1.2 + 3), 1, 5)
    return Answers.from_arrays(np.repeat(np.arange(items), 4), np.tile(np.arange(4), items), graded.ravel())


def numbers(items: int, rng: Rng, *, same_people: bool) -> Answers:
    """Four numbers on each item, by the same four people (drawn anew each time) or by others on every item."""
    leaning = rng.normal(0, PERSON, 4 if same_people else (items, 4))
    said = rng.normal(0, ITEM, (items, 1)) + leaning + rng.normal(0, NOISE, (items, 4))
    people = np.tile(np.arange(4), items) if same_people else np.arange(items * 4)
    return Answers.from_arrays(np.repeat(np.arange(items), 4), people, said.ravel())


def spans(items: int, rng: Rng) -> SpanAnswers:
    """Three readers of texts of 200 positions: they miss a fifth, move ends, and see what is not there."""
    rows = []
    for text in range(items):
        real = [(int(start), int(start) + int(rng.integers(3, 12))) for start in rng.integers(0, 180, rng.poisson(3))]
        for reader in range(3):
            seen = [
                (max(0, a + int(rng.integers(-1, 2) * (rng.random() < 0.3))), b + int(2 * (rng.random() < 0.15)), "X")
                for a, b in real if rng.random() < 0.8
            ]  # fmt: skip
            if rng.random() < 0.2:
                seen.append((190, 195, "X"))
            rows.append((text, reader, seen))
    return SpanAnswers.from_rows(rows, dict.fromkeys(range(items), 200))


def cases() -> list[Case]:
    even = partial(labels, shares=(0.4, 0.35, 0.25), panel=False)
    skewed = partial(labels, shares=(0.92, 0.06, 0.02), panel=False)
    panel = partial(labels, shares=(0.4, 0.35, 0.25), panel=True)
    whole = ITEM**2 + PERSON**2 + NOISE**2
    nominal: list[tuple[str, Callable[..., Estimate]]] = [
        ("percent", percent_agreement), ("Fleiss' kappa", fleiss_kappa), ("alpha, nominal", krippendorff_alpha),
        ("AC1", gwet_ac), ("PABAK", pabak),
    ]  # fmt: skip
    return [
        *(Case(f"{name}; three labels", even, measure) for name, measure in nominal),
        *(Case(f"{name}; one label in 92 %", skewed, measure) for name, measure in nominal),
        Case("Cohen's kappa; panel", panel, lambda a, **how: cohen_kappa(a, 1, 5, **how)),
        Case("Cohen's kappa, mean over pairs; panel", panel, mean_pairwise_cohen),
        Case("Cohen's kappa, quadratic; grades", grades, lambda a, **h: cohen_kappa(a, 1, 2, weights="quadratic", **h)),
        Case("alpha, ordinal; grades", grades, lambda a, **how: krippendorff_alpha(a, "ordinal", **how)),
        Case("alpha, interval; grades", grades, lambda a, **how: krippendorff_alpha(a, "interval", **how)),
        Case("AC2, quadratic; grades", grades, lambda a, **how: gwet_ac(a, weights="quadratic", **how)),
        Case("tau-b; grades", grades, lambda a, **_: kendall_tau_b(a, 1, 2)),
        Case("Kendall's W; grades", grades, lambda a, **_: kendall_w(a)),
        Case("ICC(1,1); numbers", partial(numbers, same_people=False), lambda a, **_: icc(a, "1,1"), ITEM**2 / whole),
        Case("ICC(A,1); numbers", partial(numbers, same_people=True), lambda a, **_: icc(a, "A,1"), ITEM**2 / whole),
        Case(
            "ICC(C,1); numbers", partial(numbers, same_people=True), lambda a, **_: icc(a, "C,1"),
            ITEM**2 / (ITEM**2 + NOISE**2),
        ),
        *(
            Case(f"{name}; spans", spans, measure, large=24_000)
            for name, measure in (
                ("F1, exact", span_f1), ("F1 at IoU 0.5", overlap_f1), ("alpha over positions", span_alpha),
                ("unitizing alpha", unitizing_alpha),
            )
        ),
    ]  # fmt: skip


def count(case: Case, items: int, replicates: int) -> tuple[float, float, float, float]:
    """(held, missed from below, missed from above, mean width): how often the true value was in, over, under it."""
    truth = case.truth if case.truth is not None else large_sample(case)
    below, above, widths = 0, 0, []
    for seed in range(replicates):
        rng = np.random.default_rng((2, items, seed))
        found = case.measure(case.crowd(items, rng), rng=rng, resamples=RESAMPLES)
        low, high = found.low, found.high
        assert low is not None, found.note
        assert high is not None, found.note
        below += high < truth
        above += low > truth
        widths.append(high - low)
    missed = (below + above) / replicates
    return 1 - missed, below / replicates, above / replicates, float(np.mean(widths))


def large_sample(case: Case) -> float:
    value = case.measure(case.crowd(case.large, np.random.default_rng(1)), rng=None).value
    assert value is not None, case.name
    return value


def main() -> None:
    replicates = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    started = time.perf_counter()
    print(f"{replicates} samples each; held (too low / too high), mean width")
    print("| measure; crowd | " + " | ".join(f"{size} items" for size in SIZES) + " |")
    print("| --- |" + " --- |" * len(SIZES))
    for case in cases():
        cells = []
        for size in SIZES:
            held, below, above, width = count(case, size, replicates)
            cells.append(f"{held:.1%} ({below:.1%} / {above:.1%}), {width:.2f}")
        print(f"| {case.name} | " + " | ".join(cells) + " |", flush=True)
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
