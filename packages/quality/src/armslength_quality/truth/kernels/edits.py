"""Edit distances between sequences of codes, and weaving several into one table of slots."""

from __future__ import annotations

import numpy as np

from armslength_quality.compiled import compiled


@compiled
def pairwise_edits(start, codes):
    """(n, n) Levenshtein's distance between sequences; sequence i is codes[start[i] : start[i + 1]].

    Reference: R. A. Wagner and M. J. Fischer, "The String-to-String Correction Problem", JACM 21 (1974).
    """
    n = start.size - 1
    found = np.zeros((n, n), dtype=np.int64)
    row = np.zeros(codes.size + 1, dtype=np.int64)
    for one in range(n):
        a0, a1 = start[one], start[one + 1]
        for other in range(one):
            b0, b1 = start[other], start[other + 1]
            for j in range(b1 - b0 + 1):
                row[j] = j
            for i in range(a0, a1):
                corner = row[0]
                row[0] = i - a0 + 1
                for j in range(b1 - b0):
                    above = row[j + 1]
                    best = corner + (0 if codes[i] == codes[b0 + j] else 1)
                    best = min(best, above + 1, row[j] + 1)
                    corner = above
                    row[j + 1] = best
            found[one, other] = found[other, one] = row[b1 - b0]
    return found


@compiled
def woven(start, codes, weight, order):
    """(slots, n) which word each sequence has in a slot, -1 where it has none.

    Sequences join in `order`. Each is aligned with the slots so far at the least cost: a word costs the weight of those
    who have another in the slot, a slot left out the weight of those who have a word there, a new slot all of it.
    """
    n = start.size - 1
    slots, empty = np.full((codes.size, n), -1), np.full(n, -1)
    first = order[0]
    count = start[first + 1] - start[first]
    slots[:count, first] = codes[start[first] : start[first + 1]]
    total = weight[first]
    for place in range(1, n):
        one = order[place]
        said = codes[start[one] : start[one + 1]]
        cost = np.zeros((count + 1, said.size + 1))
        way = np.zeros((count + 1, said.size + 1), dtype=np.int8)
        for j in range(1, said.size + 1):
            cost[0, j], way[0, j] = j * total, 2
        for i in range(1, count + 1):
            filled = 0.0
            for k in range(place):
                if slots[i - 1, order[k]] >= 0:
                    filled += weight[order[k]]
            cost[i, 0], way[i, 0] = cost[i - 1, 0] + filled, 1
            for j in range(1, said.size + 1):
                same = 0.0
                for k in range(place):
                    if slots[i - 1, order[k]] == said[j - 1]:
                        same += weight[order[k]]
                here = cost[i - 1, j - 1] + total - same
                skip, new = cost[i - 1, j] + filled, cost[i, j - 1] + total
                if here <= skip and here <= new:
                    cost[i, j], way[i, j] = here, 0
                elif skip <= new:
                    cost[i, j], way[i, j] = skip, 1
                else:
                    cost[i, j], way[i, j] = new, 2
        joined = np.full((codes.size, n), -1)
        i, j, at = count, said.size, codes.size
        while i > 0 or j > 0:
            at -= 1
            step = way[i, j]
            joined[at] = empty if step == 2 else slots[i - 1]
            if step != 1:
                joined[at, one] = said[j - 1]
                j -= 1
            if step != 2:
                i -= 1
        count = codes.size - at
        slots[:count] = joined[at:]
        total += weight[one]
    return slots[:count]
