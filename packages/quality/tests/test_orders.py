"""One order out of pairs: against every order there can be, one by one."""

from itertools import product
from math import exp, log

import numpy as np
import pytest

from armslength_quality import BadParameter, order_of

HOW_MUCH = {"strict": 0.5, "ties": 0.5, "ends": 1.5}


def every(n, shape):
    """Ranks of all orders of n things."""
    for ranks in product(range(n), repeat=n):
        sizes = [ranks.count(rank) for rank in range(max(ranks) + 1)]
        ends = len(sizes) == 3 and sizes[0] == sizes[2] == 1
        if 0 not in sizes and {"strict": len(sizes) == n, "ties": True, "ends": ends}[shape]:
            yield ranks


@pytest.mark.parametrize(("n", "shape"), [(2, "ties"), (3, "ends"), (4, "strict"), (4, "ties"), (4, "ends")])
def test_the_order_and_every_probability_are_those_of_all_orders_summed_up(n, shape):
    rng, counts = np.random.default_rng(5), (2 / n) ** HOW_MUCH[shape]
    for _ in range(25):
        raw = rng.dirichlet(np.ones(3), size=(n, n))
        before, equal = np.zeros((n, n)), np.zeros((n, n))
        for a in range(n):
            for b in range(a + 1, n):
                before[a, b], before[b, a], equal[a, b] = raw[a, b]
                equal[b, a] = equal[a, b]
        weights = {}
        for ranks in every(n, shape):
            said = [
                before[a, b] if ranks[a] < ranks[b] else before[b, a] if ranks[b] < ranks[a] else equal[a, b]
                for a in range(n) for b in range(a + 1, n)
            ]  # fmt: skip
            weights[ranks] = exp(counts * sum(map(log, said)))
        total, found = sum(weights.values()), order_of(before, equal, shape)
        likeliest = max(weights, key=weights.get)
        groups = tuple(tuple(a for a in range(n) if likeliest[a] == rank) for rank in range(max(likeliest) + 1))
        assert (found.groups, found.undecided) == (groups, ())
        for a, b in ((a, b) for a in range(n) for b in range(n) if a != b):
            share = sum(weight for ranks, weight in weights.items() if ranks[a] < ranks[b]) / total
            assert found.before[a, b] == pytest.approx(share)
        for things, share in found.best.items():
            first = [w for r, w in weights.items() if tuple(a for a in range(n) if r[a] == 0) == things]
            assert share == pytest.approx(sum(first) / total)
        assert sum(found.best.values()) == pytest.approx(1) == sum(found.worst.values())


def test_what_is_as_likely_is_undecided_and_the_rest_stands_in_its_order():
    before = np.array([[0, 0.5, 0.1, 0.9], [0.5, 0, 0.1, 0.9], [0.9, 0.9, 0, 0.9], [0.1, 0.1, 0.1, 0]])
    found = order_of(before, np.zeros((4, 4)), "strict")
    assert (found.groups, found.undecided) == (((2,), (0, 1), (3,)), ((0, 1),))


def test_too_few_and_too_many_are_refused():
    for n, shape in ((1, "ties"), (11, "ties"), (13, "strict"), (2, "ends"), (31, "ends")):
        with pytest.raises(BadParameter):
            order_of(np.full((n, n), 0.5), np.zeros((n, n)), shape)
