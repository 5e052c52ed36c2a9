"""What people did, out of the counts that are kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from armslength.kit.ids import NIL

_FIRST = date(1970, 1, 1)


@dataclass(slots=True)
class Worked:
    """One person's counts by kind, and how often which time at work, in milliseconds."""

    counts: dict[str, int] = field(default_factory=dict)
    times: dict[int, int] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """In the words of PersonProgress."""
        names = {
            "submitted": "said", "skipped": "skipped", "accepted": "accept", "fixed": "fix", "rejected": "reject",
            "in_rework": "rework",
        }  # fmt: skip
        middle = median(self.times)
        return {name: self.counts.get(kind, 0) for name, kind in names.items()} | {
            "median_seconds": None if middle is None else middle / 1000
        }


@dataclass(slots=True)
class Work:
    """Of everybody: by person, of organizations as a whole, by day (submitted, reviewed)."""

    people: dict[UUID, Worked] = field(default_factory=dict)
    firms: dict[str, int] = field(default_factory=dict)
    days: dict[date, list[int]] = field(default_factory=dict)


def work_of(rows: Iterable[Mapping[str, Any]]) -> Work:
    """Rows (person_id, kind, key, n), of as many organizations as there are, added up."""
    found = Work()
    for row in rows:
        person_id, kind, n = row["person_id"], row["kind"], row["n"]
        if person_id != NIL:
            worked = found.people.setdefault(person_id, Worked())
            if kind == "time":
                worked.times[row["key"]] = worked.times.get(row["key"], 0) + n
            else:
                worked.counts[kind] = worked.counts.get(kind, 0) + n
        elif kind.startswith("day_"):
            day = found.days.setdefault(_FIRST + timedelta(days=row["key"]), [0, 0])
            day[kind == "day_judged"] += n
        else:
            found.firms[kind] = found.firms.get(kind, 0) + n
    return found


def median(times: Mapping[int, int]) -> float | None:
    """The middle of values that occur so often, the mean of both where there are two; None of nothing."""
    total = sum(times.values())
    if not total:
        return None
    return (_ranked(times, (total + 1) // 2) + _ranked(times, total // 2 + 1)) / 2


def _ranked(times: Mapping[int, int], rank: int) -> int:
    passed, last = 0, 0
    for last in sorted(times):
        passed += times[last]
        if passed >= rank:
            break
    return last
