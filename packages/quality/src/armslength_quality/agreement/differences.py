"""How different are two answers? For `krippendorff_alpha` and others that take a function of two labels.

A multi-label answer is any collection of labels; give it as a sorted tuple, so that equal sets are equal labels. An
answer that is one box is a `Box`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from armslength_quality.agreement.boxes import Box
from armslength_quality.agreement.overlap import iou_table
from armslength_quality.errors import BadAnswers


def jaccard(one: Hashable, other: Hashable) -> float:
    """1 - |A & B| / |A | B|; 0 for two empty sets.

    >>> jaccard(("a", "b"), ("b",))
    0.5
    """
    left, right = _set(one), _set(other)
    return 1.0 - len(left & right) / len(left | right) if left or right else 0.0


def masi(one: Hashable, other: Hashable) -> float:
    """Jaccard, and dearer where neither set contains the other.

    Formula: 1 - J x M, with J = |A & B| / |A | B| and M = 1 when the sets are equal, 2/3 when one holds the other, 1/3
    when they only overlap, 0 when they have nothing in common.

    >>> round(masi(("a", "b"), ("b",)), 3), round(masi(("a", "b"), ("b", "c")), 3)
    (0.667, 0.889)

    Reference: R. J. Passonneau, "Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation",
    LREC (2006).
    """
    left, right = _set(one), _set(other)
    if left == right:
        return 0.0
    nested = 2 / 3 if left <= right or right <= left else 1 / 3
    return 1.0 - len(left & right) / len(left | right) * nested


def iou_difference(one: Hashable, other: Hashable) -> float:
    """1 - intersection over union of two boxes, 1 when their labels differ.

    >>> iou_difference(Box((0, 0), (10, 10)), Box((0, 0), (10, 8)))
    0.19999999999999996
    """
    if not (isinstance(one, Box) and isinstance(other, Box)):
        raise BadAnswers(f"Boxes are compared here; {other if isinstance(one, Box) else one!r} is none.")
    return 1.0 if one.label != other.label else 1.0 - float(iou_table([one], [other])[0, 0])


def _set(label: Hashable) -> frozenset[Hashable]:
    if isinstance(label, str) or not isinstance(label, Iterable):
        return frozenset((label,))
    return frozenset(label)
