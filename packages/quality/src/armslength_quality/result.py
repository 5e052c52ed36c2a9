"""The frozen results that measures return."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number and how far to trust it.

    value   the estimate on all the data; None when the data do not define it
    low     lower end of the 95 % interval; None when there is none
    high    its upper end
    n       items that took part
    method  what was computed
    note    what a reader must know, such as why `value` is None; None when there is nothing to say
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    note: str | None = None
