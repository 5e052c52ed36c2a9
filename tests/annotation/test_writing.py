"""How answers are written is kept where the project asks for it and the person knows, for a while; it is no verdict."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.content import NOW
from tests.workplace import Workplace, make_workplace, said

from armslength.annotation.rules import writing_flags
from armslength.annotation.schemas import PutWritingPolicy, SubmitRequest, WritingSummary
from armslength.identity.model import Actor
from armslength.kit.clock import FixedClock
from armslength.kit.db import Database
from armslength.kit.ids import new_id

PASTED = WritingSummary(typed=20, pasted_elsewhere=400, writing_ms=60_000)


@pytest.mark.parametrize(
    ("summary", "flags"),
    [
        (WritingSummary(typed=300, deleted=20, writing_ms=90_000, rhythm=300), []),
        (PASTED, ["pasted"]),
        (WritingSummary(typed=20, pasted_item=400, pasted_own=90, writing_ms=60_000), []),
        (WritingSummary(typed=79, pasted_elsewhere=79, writing_ms=60_000), []),
        (WritingSummary(typed=100, silent=100, writing_ms=60_000), ["silent"]),
        (WritingSummary(typed=100, silent=100, writing_ms=60_000, composed=True), []),
        (WritingSummary(typed=1000, writing_ms=60_000), ["fast"]),
        (WritingSummary(typed=100), ["fast"]),
        (WritingSummary(typed=400, pasted_elsewhere=90, after_away=90, writing_ms=90_000), ["after_away"]),
        (WritingSummary(typed=5, untrusted=1, writing_ms=9_000), ["untrusted"]),
        (WritingSummary(typed=400, deleted=4, writing_ms=90_000, rhythm=30), ["even"]),
        (WritingSummary(typed=400, deleted=40, writing_ms=90_000, rhythm=30), []),
    ],
)
def test_what_is_worth_a_look(summary: WritingSummary, flags: list[str]) -> None:
    assert writing_flags(summary) == flags


async def write(here: Workplace, who: Actor, summary: WritingSummary | None) -> None:
    work = await here.work(who)
    given = SubmitRequest(new_id(), said(why="So."), work.schema_version, 1000, summary)
    await here.annotation.submit(who, here.project_id, work.assignment.id, given)


async def test_nothing_is_kept_before_somebody_was_told_nor_for_ever(db: Database, tmp_path: Path) -> None:
    here = await make_workplace(db, tmp_path)
    await here.items(6, overlap=2)
    await here.place.grant("active")
    maya, ada = await here.annotator("Maya", role="manager"), await here.annotator("Ada")
    vic = await here.annotator("Vic", side="vendor")
    desk, project = here.annotation.writing, here.project_id

    async def kept(*, flagged: bool = False) -> list[str]:
        page = await desk.page(maya, project, flagged=flagged, person_id=None, cursor=None, limit=50)
        return sorted(each.person.name for each in page.items)

    assert not (await desk.policy(maya, project)).active, "off unless somebody wants it"
    assert (await desk.read_notice(ada, project)).read_at is None, "there is nothing to know"
    await write(here, ada, PASTED)
    await desk.set_policy(maya, project, PutWritingPolicy(active=True, keep_days=10))
    notice = await desk.notice(ada, project)
    assert (notice.active, notice.keep_days, notice.read_at) == (True, 10, None)
    await write(here, ada, PASTED)
    assert await kept() == [], "nobody was told yet"

    for who in (ada, vic):
        assert (await desk.read_notice(who, project)).read_at == NOW
    work = await here.work(ada)
    request = SubmitRequest(new_id(), said(why="So."), work.schema_version, 1000, PASTED)
    for _ in range(2):
        await here.annotation.submit(ada, project, work.assignment.id, request)
    await write(here, vic, WritingSummary(typed=300, writing_ms=90_000))
    await write(here, vic, None)
    assert (await kept(), await kept(flagged=True)) == (["Ada", "Vic"], ["Ada"])
    mine = await here.annotation.get_mine(ada, project, work.assignment.id)
    assert mine.writing is not None
    assert (mine.writing.summary, mine.writing.flags) == (PASTED, ["pasted"]), "she sees what others see"
    (row,) = await here.read("select verdict from standing where tenant_id = $1 and assignment_id = $2",
                             work.assignment.id)  # fmt: skip
    assert row["verdict"] == "unreviewed", "a flag decides nothing"

    await desk.set_policy(maya, project, PutWritingPolicy(active=True, keep_days=5))
    assert (await desk.notice(ada, project)).read_at == NOW, "less is no news"
    await desk.set_policy(maya, project, PutWritingPolicy(active=True, keep_days=20))
    assert (await desk.notice(ada, project)).read_at is None, "more is"
    await desk.forget(maya, project, ada.person_id)
    assert await kept() == ["Vic"]
    await desk.set_policy(maya, project, PutWritingPolicy(active=False, keep_days=20))
    await desk.sweep(here.db, FixedClock(NOW + timedelta(days=19)))
    assert await kept() == ["Vic"]
    await desk.sweep(here.db, FixedClock(NOW + timedelta(days=21)))
    assert await kept() == []
    actions = [row["action"] for row in await here.read("select action from ledger_entry where tenant_id = $1")]
    assert actions.count("annotation.writing_set") == 4 and "annotation.writing_forgotten" in actions
