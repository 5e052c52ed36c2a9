"""Strengths of the responses of one item out of who beat whom: Bradley and Terry's model, fitted to that item alone.

R. A. Bradley, M. E. Terry, Rank analysis of incomplete block designs, Biometrika 39 (1952). The mode under a normal
prior of precision 0.1 around 0, a tie as half a win to each: what `armslength_quality.BradleyTerry(order=False,
ties=False)` finds, which tests compare; an item has a handful of responses, and there may be a million items.
"""

import math
from collections.abc import Mapping, Sequence

_PRECISION = 0.1
_ROUNDS = 200
_STILL = 1e-10


def probability(lead: float) -> float:
    """Of being preferred, by how far one's strength is above the other's."""
    return 1 / (1 + math.exp(-lead)) if lead >= 0 else math.exp(lead) / (1 + math.exp(lead))


def strengths(names: Sequence[str], wins: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """The strength of each, in log odds. `wins[a, b]`: how often a was preferred to b; a tie is half a win to each."""
    found = dict.fromkeys(names, 0.0)
    for _ in range(_ROUNDS):
        moved = 0.0
        for one in names:
            slope, bend = -_PRECISION * found[one], _PRECISION
            for other in names:
                if other != one:
                    won, lost = wins.get((one, other), 0.0), wins.get((other, one), 0.0)
                    share = probability(found[one] - found[other])
                    slope += won - (won + lost) * share
                    bend += (won + lost) * share * (1 - share)
            found[one] += slope / bend
            moved = max(moved, abs(slope / bend))
        # At the mode strengths add up to nothing: whoever said who beats whom said nothing of all at once.
        middle = sum(found.values()) / len(found)
        found = {name: each - middle for name, each in found.items()}
        if moved < _STILL:
            break
    return found
