"""Which marks of different people mean one thing."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from armslength_quality.answers import Floats


def joined(likeness: Floats, owner: Sequence[Hashable], least: float) -> list[list[int]]:
    """Groups of marks of different owners, joined by mean likeness (average linkage), the likest first.

    likeness   (n, n) symmetric, from 0 to 1; 1 on the diagonal. What is not alike at all (0) is never joined
    owner      (n,) whose each is; of each owner a group has one at most
    least      the mean likeness that a group must keep

    Returns groups of places in `owner`, each in some order, together all of them. Cost: the cube of n at worst.

    >>> joined(np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]]), ["ada", "bob", "cy"], 0.5)
    [[0, 1], [2]]
    """
    groups: dict[int, list[int]] = {one: [one] for one in range(len(owner))}
    apart = np.array([[one != other for other in owner] for one in owner], dtype=np.bool_).reshape(likeness.shape)
    mean = np.where(apart, likeness, 0.0)
    np.fill_diagonal(mean, 0.0)
    size = np.ones(len(owner))
    while mean.size:
        one, other = divmod(int(mean.argmax()), len(owner))
        if mean[one, other] < least - 1e-12:
            break
        barred = (mean[one] == 0.0) | (mean[other] == 0.0)
        both = (size[one] * mean[one] + size[other] * mean[other]) / (size[one] + size[other])
        mean[one] = mean[:, one] = np.where(barred, 0.0, both)
        mean[one, one] = 0.0
        mean[other] = mean[:, other] = 0.0
        size[one] += size[other]
        groups[one] += groups.pop(other)
    return list(groups.values())
