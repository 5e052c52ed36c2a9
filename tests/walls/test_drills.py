"""The record of drills: each result once, never changed, and only where its head says what its parts say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import asyncpg
import msgspec
import pytest
from tests.content import NOW
from tests.walls.severing import make_cutting

from armslength.kit.db import Database
from armslength.walls.errors import BadDrill, DrillKnown, DrillMissing
from armslength.walls.rules import drills as rules
from armslength.walls.schemas.drills import FORMAT, DrillResult, InvariantNumber
from armslength.walls.service.exposures import Exposures
from armslength_verify import read_key, verify_drill

CUT = {"lab": "Northwind", "project": "One", "at_work": 2, "took_ms": 30, "late": 0, "clean": True}
PLAYED: dict[str, Any] = {
    "format": FORMAT, "variant": "leave", "version": "0.1", "began_at": NOW, "took_s": 60, "pause_ms": 500,
    "freeze_ms": 300, "sever_median_ms": 50, "sever_worst_ms": 60, "late": 0, "after_pause": 0, "after_freeze": 0,
    "items": 10, "acknowledged": 10, "kept": 10, "moments": [{"at": 1, "who": "the hub", "what": "begins"}],
    "severed": [{**CUT, "answered_ms": 40}, {**CUT, "answered_ms": 60}], "known": [], "refusals": [],
    "checks": [{"number": number, "says": "It holds.", "state": "holds"} for number in get_args(InvariantNumber)],
    "failures": [], "unverified": "",
}  # fmt: skip
STAYED: dict[str, Any] = {"variant": "stay", "severed": [], "sever_median_ms": None, "sever_worst_ms": None}


def played(**other: Any) -> DrillResult:
    return msgspec.convert(PLAYED | other, DrillResult, strict=False)


BROKEN = [{**PLAYED["checks"][0], "state": "broken"}, *PLAYED["checks"][1:]]


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("began_at", {"began_at": NOW + timedelta(hours=1)}),
        ("began_at", {"began_at": NOW.replace(tzinfo=None)}),
        ("checks", {"checks": [PLAYED["checks"][1], *PLAYED["checks"][1:]]}),
        ("late", {"late": 1}),
        ("severed", {"variant": "stay"}),
        ("severed", {**STAYED, "variant": "leave"}),
        ("sever_median_ms", {"sever_median_ms": 20}),
        ("sever_worst_ms", {"sever_worst_ms": None}),
        ("failures", {"kept": 9}),
        ("failures", {"checks": BROKEN}),
        ("failures", {"after_freeze": 1}),
        ("failures", {"refusals": [{"asked": ["a", "b"], "alike": False, "answer": "x"}]}),
    ],
)
def test_a_head_that_says_something_else_is_not_recorded(field: str, other: dict[str, Any]) -> None:
    with pytest.raises(BadDrill) as refused:
        rules.check(played(**other), NOW)
    assert refused.value.field == field


async def test_a_drill_is_recorded_once_and_for_ever(db: Database, tmp_path: Path) -> None:
    cutting = await make_cutting(db, tmp_path)
    here, olga, clock = cutting.here, cutting.olga, cutting.here.place.clock
    book = Exposures(here.db, cutting.vendors, here.place.keys, clock)
    assert (await book.trust.of_project(olga, here.project_id)).last_drill is None

    first = await book.drills.record(olga, played())
    assert (first.drill.held, first.drill.sever_median_ms, first.drill.stale) == (True, 50, False)
    assert (first.drill.recorded_by.name, first.result) == ("Olga", played())
    signed = verify_drill(msgspec.json.encode(first.envelope), read_key(await book.reports.verifier_key(olga)))
    assert signed.held and (signed.said["sha256"], signed.said["recorded_by"]["name"]) == (first.digest, "Olga")
    assert signed.said["result"] == msgspec.json.decode(msgspec.json.encode(played()))
    with pytest.raises(DrillKnown):
        await book.drills.record(cutting.maya, played())
    (entry,) = await here.read("select * from ledger_entry where tenant_id = $1 and action = 'walls.drill_recorded'")
    assert entry["detail"]["sha256"] == first.digest and entry["actor_id"] == olga.person_id

    # A drill in which nobody is severed is kept beside it, and says nothing of the time to sever.
    later = played(**STAYED, began_at=NOW + timedelta(minutes=5), failures=["It was not enough."])
    stayed = await book.drills.record(cutting.maya, later)
    assert not stayed.drill.held and stayed.drill.sever_median_ms is None
    page = await book.drills.page(olga, cursor=None, limit=1)
    rest = await book.drills.page(olga, cursor=page.next, limit=1)
    assert [each.id for each in (*page.items, *rest.items)] == [stayed.drill.id, first.drill.id]
    assert rest.next is None and await book.drills.get(olga, first.drill.id) == first
    last = (await book.trust.of_project(olga, here.project_id)).last_drill
    assert last == first.drill

    clock.advance(timedelta(days=91).total_seconds())
    last = (await book.trust.of_project(olga, here.project_id)).last_drill
    assert last is not None and last.stale
    with pytest.raises(DrillMissing):
        await book.drills.get(olga, here.project_id)
    for change in ("update drill set held = true", "delete from drill"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.tenant(here.tenant_id) as tx:
                await tx.run(change)
