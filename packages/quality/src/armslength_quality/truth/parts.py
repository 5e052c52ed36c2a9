"""A step in parts: each has some of the blocks and stays where it is; only what is told and sums travel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import Table
from armslength_quality.truth.steps import Numbers, Step
from armslength_quality.truth.threads import Range


@dataclass(frozen=True, eq=False)
class Sums:
    """What comes back of a part's round, by block: see `Step`. `own` and `posterior` are (0, ...) unless asked for."""

    likelihoods: list[float]
    counts: Table
    shares: Floats
    own: Floats
    posterior: Floats


class Part:
    """A part, where it is worked on."""

    def __init__(self, make: Callable[[], Step]) -> None:
        self.step = make()

    def round(self, told: Table, numbers: Numbers, items: tuple[int, int]) -> Sums:
        """One round.

        told    `Step.told` of any block
        items   shape of the posteriors to hand back: (items, K), or (0, K)
        """
        step = self.step
        step.told[:] = told
        step.counts[:] = 0.0
        posterior = np.empty(items)
        likelihoods = step.believe(numbers, posterior)
        own = step.own if items[0] else step.own[:0]
        return Sums(likelihoods, step.counts.copy(), step.shares.copy(), own, posterior)


Ask = Callable[[Table, Numbers, list[tuple[int, int]]], Iterable[Sums]]


class Gathered:
    """All parts of a step, where the fit goes on: block for block the same sums as if it had been one."""

    def __init__(self, step: Step, cuts: list[Range], ask: Ask) -> None:
        """`cuts` are the blocks of each part; `ask` has every part do a round and gives their sums in that order."""
        self.step, self.cuts, self.ask = step, cuts, ask
        self.items = [step.items(*cut) for cut in cuts]

    def believe(self, numbers: Numbers, keep: Floats) -> list[float]:
        """One round of all."""
        step, kept = self.step, keep.shape[0] > 0
        shapes = [(len(keep[items]) if kept else 0, keep.shape[1]) for items in self.items]
        likelihoods: list[float] = []
        found = self.ask(np.ascontiguousarray(step.told[0]), numbers, shapes)
        for (first, last), items, sums in zip(self.cuts, self.items, found, strict=True):
            likelihoods += sums.likelihoods
            step.counts[first:last], step.shares[first:last] = sums.counts, sums.shares
            if kept:
                keep[items] = sums.posterior
                step.own[items if step.own.size else slice(0)] = sums.own
        return likelihoods
