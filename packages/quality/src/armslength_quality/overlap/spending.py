"""What a recorded crowd would have been believed to say for so much money, by the order in which it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import numpy as np

from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.overlap.replay import FIRST, GROWTH, Crowd, Replay
from armslength_quality.overlap.stopping import Enough, worth_of_more
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.model import demand

Order = Literal["alike", "at once", "last", "least sure", "worth", "ablest"]
ORDERS: Final[tuple[Order, ...]] = ("alike", "at once", "last", "least sure", "worth", "ablest")
_STEPS: Final = 25
_PARTS: Final = 10
"""Of a round of first answers, between which is learnt who is able."""


def spend(
    answers: Answers, rule: Enough, budget: int, order: Order, *, rng: np.random.Generator,
    model: CategoricalModel | None = None,
) -> Replay:  # fmt: skip
    """Ask a recorded crowd for `budget` answers in all, in one of these orders.

    alike        every item as often, whatever is believed
    at once      one item after the other, each until it has enough
    last         every item `rule.least` times; then those that have not enough, by lot
    least sure   ... then those whose likeliest label is least likely
    worth        ... then those where `worth_of_more` is largest
    ablest       every item `rule.least` times, then those of which the next to be asked is likely to tell most; of
                 those on record for an item, who tells most is asked next, as in `replay`. In the others it is by lot

    In the last three an item is asked about again whether it has enough or not, as long as there is money. Between two
    fits, which come with each 25th of the budget (at once: as in `replay`), an item is judged by the last one.
    """
    demand(budget >= 1, "budget", "at least 1")
    demand(order in ORDERS, "order", f"one of {', '.join(ORDERS)}")
    crowd = Crowd(answers, rule, model or DawidSkene(), rng, ablest_first=order == "ablest")
    if order == "at once":
        _at_once(crowd, rule, budget, rng)
    else:
        least = rule.least if order != "alike" else int(crowd.there.max())
        _in_rounds(crowd, least, budget, rng)
        if order != "alike":
            _further(crowd, budget, order, rng)
    crowd.fit()
    return crowd.result()


def _left(crowd: Crowd, budget: int) -> int:
    return budget - int(crowd.asked.sum())


def _in_rounds(crowd: Crowd, most: int, budget: int, rng: np.random.Generator) -> None:
    """Every item once, then every item twice ... in an order drawn by lot."""
    order = rng.permutation(crowd.asked.size)
    for _ in range(most):
        room = order[crowd.asked[order] < np.minimum(crowd.there[order], most)][: max(0, _left(crowd, budget))]
        if not crowd.ablest_first:
            crowd.buy(room)
            continue
        for part in np.array_split(room, _PARTS):
            crowd.buy(part)
            crowd.fit()


def _at_once(crowd: Crowd, rule: Enough, budget: int, rng: np.random.Generator) -> None:
    coming, at = rng.permutation(crowd.asked.size), 0
    while at < coming.size and _left(crowd, budget) > 0:
        some = coming[at : at + max(FIRST, int(at * GROWTH))]
        at += some.size
        for _ in range(rule.least):
            room = some[crowd.asked[some] < crowd.there[some]][: max(0, _left(crowd, budget))]
            crowd.buy(room)
        while _left(crowd, budget) > 0 and (unsure := crowd.open()).size:
            crowd.buy(unsure[: _left(crowd, budget)])
        crowd.fit()


def _further(crowd: Crowd, budget: int, order: Order, rng: np.random.Generator) -> None:
    step = max(1, budget // _STEPS)
    first: dict[Order, Callable[[Codes], Codes]] = {
        "last": lambda items: rng.permutation(items[np.isin(items, crowd.open())]),
        "least sure": lambda items: items[np.argsort(crowd.posterior(items).max(axis=1), kind="stable")],
        "worth": lambda items: items[
            np.argsort(-worth_of_more(crowd.posterior(items), crowd.asked[items]), kind="stable")
        ],
        "ablest": lambda items: items[np.argsort(-_told_next(crowd, items), kind="stable")],
    }
    while (left := _left(crowd, budget)) > 0:
        crowd.fit()
        asked = first[order](np.flatnonzero(crowd.asked < crowd.there))[: min(step, left)]
        if not asked.size:
            return
        crowd.buy(asked)


def _told_next(crowd: Crowd, items: Codes) -> Floats:
    """(items,) what the answer of the next to be asked is likely to tell about each label, in nats.

    The mutual information of that answer and the label under what is believed, times what one more answer adds to those
    there are when errors on an item go together: n of them tell as much as n / (1 + (n - 1) correlation).
    """
    says = crowd.tables.guarded[crowd.ablest_next(items)]
    believed, n, together = crowd.posterior(items), crowd.asked[items], crowd.tables.correlation
    mixed = np.einsum("nk,nkl->nl", believed, says)
    told = np.einsum("nk,nkl->n", believed, says * np.log(says)) - (mixed * np.log(mixed)).sum(axis=1)
    added: Floats = told * (1.0 - together) / ((1.0 + (n - 1) * together) * (1.0 + n * together))
    return added
