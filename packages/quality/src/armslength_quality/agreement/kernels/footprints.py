"""The area that turned rectangles share: what is left of one when the other's four sides have cut it."""

from __future__ import annotations

import math

import numpy as np

from armslength_quality.compiled import compiled

_MOST = 8
"""Corners: a rectangle has four, and each of four cuts adds one at most."""


@compiled
def shared_areas(one, other):
    """(n, m) area that rectangles share; each is (5,): its middle, halves of length and width, yaw in radians.

    Of two rectangles, always the same one cuts, whichever is given first: the table is symmetric to the bit.

    Reference: I. E. Sutherland, G. W. Hodgman, "Reentrant polygon clipping", Communications of the ACM 17 (1974).
    """
    found = np.zeros((one.shape[0], other.shape[0]))
    corners, kept = np.empty((_MOST, 2)), np.empty((_MOST, 2))
    for i in range(one.shape[0]):
        for j in range(other.shape[0]):
            knife, cake = one[i], other[j]
            for k in range(5):
                if knife[k] != cake[k]:
                    if cake[k] < knife[k]:
                        knife, cake = cake, knife
                    break
            x, y = cake[0] - knife[0], cake[1] - knife[1]
            reach = math.hypot(knife[2], knife[3]) + math.hypot(cake[2], cake[3])
            if x * x + y * y >= reach * reach:
                continue
            cos, sin = math.cos(knife[4]), math.sin(knife[4])
            x, y = x * cos + y * sin, y * cos - x * sin
            cos, sin = math.cos(cake[4] - knife[4]), math.sin(cake[4] - knife[4])
            for corner in range(4):
                u = cake[2] if corner in (0, 3) else -cake[2]
                v = cake[3] if corner < 2 else -cake[3]
                corners[corner, 0] = x + u * cos - v * sin
                corners[corner, 1] = y + u * sin + v * cos
            count = 4
            for axis in range(2):
                for sign in (-1.0, 1.0):
                    count = _cut(corners, count, axis, sign, knife[2 + axis], kept)
                    corners, kept = kept, corners
            found[i, j] = _area(corners, count)
    return found


@compiled
def _cut(corners, count, axis, sign, most, kept):
    """Keep of a convex polygon what has sign x coordinate <= most; returns how many corners are left."""
    left = 0
    for at in range(count):
        after = at + 1 if at + 1 < count else 0
        here, there = sign * corners[at, axis] - most, sign * corners[after, axis] - most
        if here <= 0.0:
            kept[left] = corners[at]
            left += 1
        if (here < 0.0 < there) or (there < 0.0 < here):
            part = here / (here - there)
            for k in range(2):
                kept[left, k] = corners[at, k] + part * (corners[after, k] - corners[at, k])
            kept[left, axis] = sign * most
            left += 1
    return left


@compiled
def _area(corners, count):
    """Of a polygon, by the shoelace."""
    twice = 0.0
    for at in range(count):
        after = at + 1 if at + 1 < count else 0
        twice += corners[at, 0] * corners[after, 1] - corners[after, 0] * corners[at, 1]
    return abs(twice) / 2.0
