"""What people did, added up from kept counts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from armslength.kit.db import Database
from armslength.kit.ids import NIL
from armslength.truth.rules.working import median, work_of


@pytest.mark.parametrize(
    ("times", "middle"), [({}, None), ({5: 1}, 5), ({1: 1, 9: 1}, 5), ({1: 2, 9: 1}, 1), ({1: 1, 4: 7, 9: 2}, 4)]
)
def test_the_median_of_counted_values(times: dict[int, int], middle: float | None) -> None:
    assert median(times) == middle


def test_counts_of_several_firms_are_added_up() -> None:
    ada = UUID(int=1)
    rows = [
        {"person_id": who, "kind": kind, "key": key, "n": n}
        for who, kind, key, n in (
            (ada, "said", 0, 3), (ada, "said", 0, 2), (ada, "time", 1000, 4), (ada, "time", 3000, 1),
            (ada, "accept", 0, 1), (NIL, "items", 0, 7), (NIL, "day_said", 1, 5), (NIL, "day_judged", 1, 1),
        )
    ]  # fmt: skip
    work = work_of(rows)
    assert work.people[ada].told() == {
        "submitted": 5, "skipped": 0, "accepted": 1, "fixed": 0, "rejected": 0, "in_rework": 0, "median_seconds": 1.0,
    }  # fmt: skip
    assert (work.firms, work.days) == ({"items": 7}, {date(1970, 1, 2): [5, 1]})


async def test_times_are_kept_to_two_significant_digits(db: Database) -> None:
    async with db.door() as tx:
        given = [0, 7, 99, 100, 104, 105, 995, 1234, 60_000, 86_399_999]
        rows = await tx.rows("select rounded_ms(ms) as ms from unnest($1::int[]) with ordinality u (ms, n)", given)
    assert [row["ms"] for row in rows] == [0, 7, 99, 100, 100, 110, 1000, 1200, 60_000, 86_000_000]
