"""What a crowd whose answers are on record would have been asked, and would have been believed to say, under a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.overlap.stopping import VERDICTS, Enough
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.shape import frozen
from armslength_quality.truth.tables import WorkerTables, posteriors_of

FIRST: Final = 20
GROWTH: Final = 0.1
_LAST_ROUNDS: Final = 20


@dataclass(frozen=True, eq=False)
class Replay:
    """What was bought and what it says.

    answers     those that were asked for
    item        (items,) of these answers, their code on record
    posterior   (items, K) of everything on record, as the last fit has it
    asked       (items,) answers bought
    verdicts    (items,) why no more were: a `Verdict`; "none left" where the record has no more
    share       of the record's answers, up to `most` an item
    """

    answers: Answers
    posterior: Floats
    asked: Codes
    verdicts: tuple[str, ...]
    share: float


def replay(
    answers: Answers, rule: Enough, *, rng: np.random.Generator, model: CategoricalModel | None = None,
    ablest_first: bool = False,
) -> Replay:  # fmt: skip
    """Ask a recorded crowd again, item by item, until each has enough.

    ablest_first   of those on record for an item, ask next whose answer tells most as far as is known by then (`ablest`
                   has the measure); of as able ones, and before anything is known, by lot. Else all by lot

    Items come in an order drawn by lot; nobody is asked who is not on record. As on a running project all is fitted
    anew when a tenth more items have come (first after 20); between two fits an item is judged by the last one, and
    after each those of which it is no longer sure are asked about again.
    """
    run = Crowd(answers, rule, model or DawidSkene(), rng, ablest_first=ablest_first)
    coming = rng.permutation(len(answers.items))
    at = 0
    while at < coming.size:
        step = max(FIRST, int(at * GROWTH))
        run.ask(np.concatenate([run.open(), coming[at : at + step]]))
        run.fit()
        at += step
    for _ in range(_LAST_ROUNDS):
        if not (left := run.open()).size:
            break
        run.ask(left)
        run.fit()
    return run.result()


class Crowd:
    """A crowd that is asked. `line` are the rows of the record in the order they would come; an item's first `asked`
    of them are bought."""

    def __init__(
        self, answers: Answers, rule: Enough, model: CategoricalModel, rng: np.random.Generator, *,
        ablest_first: bool = False,
    ) -> None:  # fmt: skip
        self.record, self.rule, self.model, self.ablest_first = answers, rule, model, ablest_first
        self.line = np.lexsort((rng.random(len(answers)), answers.item))
        self.start = np.concatenate([[0], np.cumsum(answers.per_item)])
        self.there = np.minimum(answers.per_item, rule.most)
        self.asked = np.zeros(len(answers.items), dtype=np.int64)
        self.tables = WorkerTables.of_strangers(answers.categories, getattr(model, "correlation", 0.0))
        self.place = np.full(len(answers.annotators), len(self.tables.annotators))

    def ask(self, items: Codes) -> None:
        """Buy answers to these items until each has enough."""
        least = np.minimum(self.rule.least, self.there)
        while (few := items[self.asked[items] < least[items]]).size:
            self.buy(few)
        while items.size:
            items = items[self._wanting(items)]
            self.buy(items)

    def open(self) -> Codes:
        """Of what has been asked about, that of which the last fit is not sure enough."""
        known = np.flatnonzero(self.asked)
        wanting: Codes = known[self._wanting(known)]
        return wanting

    def fit(self) -> None:
        """Learn about people from what was bought."""
        truth = self.model.fit(self._bought()[0])
        if truth.supported:
            self.tables = WorkerTables.of(truth)
            self.place = np.array(
                [self.tables.people.get(who, len(self.tables.annotators)) for who in self.record.annotators]
            )

    def result(self) -> Replay:
        """All of it."""
        bought, _ = self._bought()
        items = np.arange(len(self.record.items))
        posterior = self.posterior(items)
        found = self.rule.verdicts(posterior, self.asked, self.tables.correlation)
        verdicts = tuple(VERDICTS[code] or "none left" for code in found)
        share = float(self.asked.sum() / self.there.sum())
        return Replay(bought, frozen(posterior), frozen(self.asked.copy()), verdicts, share)

    def buy(self, items: Codes) -> None:
        """One more answer to each of these."""
        if self.ablest_first:
            self.ablest_next(items)
        self.asked[items] += 1

    def ablest_next(self, items: Codes) -> Codes:
        """Who is asked next about each of these, as codes of `tables`: the first in line who tells most moves up."""
        if not items.size:
            return items
        next_in_line = self.start[items] + self.asked[items]
        left = self.start[items + 1] - next_in_line
        first = np.cumsum(left) - left
        of = np.repeat(np.arange(items.size), left)
        at = next_in_line[of] + np.arange(of.size) - first[of]
        told = self.tables.bits[self.place[self.record.annotator[self.line[at]]]]
        best = np.flatnonzero(told == np.maximum.reduceat(told, first)[of])
        chosen = at[best[np.unique(of[best], return_index=True)[1]]]
        self.line[next_in_line], self.line[chosen] = self.line[chosen], self.line[next_in_line]
        return self.place[self.record.annotator[self.line[next_in_line]]]

    def _wanting(self, items: Codes) -> NDArray[np.bool_]:
        more = self.asked[items] < self.there[items]
        which = np.flatnonzero(more)
        n = self.asked[items[which]]
        more[which] = self.rule.verdicts(self.posterior(items[which]), n, self.tables.correlation) == 0
        return more

    def posterior(self, items: Codes) -> Floats:
        """(items, K) what the last fit believes of these, from the answers that are bought."""
        rows, of = self._rows(items)
        who = self.place[self.record.annotator[rows]]
        return posteriors_of(of, who, self.record.label[rows], items.size, self.tables)

    def _rows(self, items: Codes) -> tuple[Codes, Codes]:
        """The bought rows of some items, and which of these each belongs to."""
        many = self.asked[items]
        of = np.repeat(np.arange(items.size), many)
        first = np.concatenate([[0], np.cumsum(many)[:-1]]) if items.size else np.zeros(0, dtype=np.int64)
        within = np.arange(of.size) - first[of]
        return self.line[self.start[items][of] + within], of

    def _bought(self) -> tuple[Answers, Codes]:
        rows = np.sort(self._rows(np.flatnonzero(self.asked))[0])
        return _part(self.record, rows), rows


def _part(answers: Answers, rows: Codes) -> Answers:
    """Some rows of a table, without items and people that have none."""
    items, item = np.unique(answers.item[rows], return_inverse=True)
    people, who = np.unique(answers.annotator[rows], return_inverse=True)
    return Answers(
        tuple(answers.items[k] for k in items), tuple(answers.annotators[k] for k in people), answers.categories,
        frozen(item.astype(np.int64)), frozen(who.astype(np.int64)), frozen(answers.label[rows]),
    )  # fmt: skip
