"""Whom an event concerns is told, once, without content; and nobody is told of what they may not know any more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.content import NOW
from tests.workplace import Workplace, make_workplace

from armslength.assignment.events import COURSE_JUDGED
from armslength.identity.events import INVITATION_ACCEPTED
from armslength.identity.model import Actor
from armslength.ingest.events import IMPORT_ENDED
from armslength.kit.clock import FixedClock
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import JOB_ENDED
from armslength.kit.outbox import deliver, emit
from armslength.notifications.errors import UnknownKind
from armslength.notifications.rules import KINDS, TOLD_BY_THEMSELVES
from armslength.notifications.schemas import Notification
from armslength.notifications.service import NotificationsService
from armslength.projects.events import STATE_CHANGED
from armslength.vendors.events import GRANT_CUT
from armslength.walls.events import INCIDENT_RAISED


class Told:
    """The project, and what its people are told."""

    def __init__(self, here: Workplace) -> None:
        self.here = here
        self.notifications = NotificationsService(here.db, here.place.clock)

    async def happens(self, topic: str, **payload: Any) -> None:
        """An event of an earlier room."""
        async with self.here.db.tenant(self.here.tenant_id) as tx:
            told = {"project_id": str(self.here.project_id), **payload}
            await emit(tx, topic, told, at=NOW)
        await self.hear()

    async def hear(self) -> None:
        """Tell what waits."""
        while await deliver(self.here.db, self.notifications.subscriptions(), self.here.place.clock):
            pass

    async def of(self, who: Actor, *, unread: bool = False) -> list[Notification]:
        """All that somebody is told, page by page."""
        found: list[Notification] = []
        cursor = None
        while True:
            page = await self.notifications.page(who, unread=unread, cursor=cursor, limit=1)
            found += page.items
            cursor = page.next
            if cursor is None:
                return found

    async def kinds(self, who: Actor) -> list[str]:
        """What somebody is told of, and that the count agrees."""
        unread = await self.of(who, unread=True)
        assert (await self.notifications.unread(who)).unread == len(unread)
        return sorted(each.kind for each in await self.of(who))


@pytest.fixture
async def told(db: Database, tmp_path: Path) -> Told:
    here = await make_workplace(db, tmp_path)
    await here.project(review_share=1)
    await here.place.grant("active")
    return Told(here)


async def test_everybody_is_told_what_concerns_them_and_no_more(told: Told) -> None:
    here = told.here
    (item,) = await here.items(1)
    vic, maya = await here.annotator("Vic", side="vendor"), await here.annotator("Maya", role="manager")
    rita = await here.annotator("Rita", role="reviewer")
    await here.answer(vic)
    await here.decide(rita, await here.to_review(rita), "reject", comment="Secret words about the item.")
    await told.hear()
    (back,) = await told.of(vic)
    assert (back.kind, back.about, back.read_at) == ("work.returned", {}, None)
    assert back.project is not None and back.project.id == here.project_id
    stored = await here.read("select about::text from notification where tenant_id = $1")
    assert not any(word in str(stored) for word in ("Secret", str(item)))
    assert await told.kinds(rita) == []

    ids = {"vendor_id": str(vic.organization_id), "epoch": 2, "drafts": "keep"}
    await told.happens(GRANT_CUT, **ids, state="frozen")
    await told.happens(STATE_CHANGED, **{"from": "active", "to": "paused"}, by=str(maya.person_id))
    await told.happens(JOB_ENDED, job_id=str(new_id()), kind="truth.fit", state="failed", created_by=None)
    for kind in ("truth.agreement", *TOLD_BY_THEMSELVES):
        await told.happens(JOB_ENDED, job_id=str(new_id()), kind=kind, state="failed", created_by=str(maya.person_id))
    ended = {"import_id": str(new_id()), "batch_id": str(new_id()), "created": 3, "unchanged": 0, "rejected": 1}
    await told.happens(IMPORT_ENDED, **ended, state="done", created_by=str(maya.person_id))
    found = {"incident_id": str(new_id()), "kind": "missing", "differences": 2}
    await told.happens(INCIDENT_RAISED, **found, project_id=None)
    await told.happens(IMPORT_ENDED, **ended, state="done", created_by=str(vic.person_id))
    await told.happens(COURSE_JUDGED, person_id=str(vic.person_id), state="passed", by=None)
    assert await told.kinds(maya) == ["grant.cut", "import.ended", "incident.raised", "job.failed"], (
        "she knows what she did herself"
    )
    assert await told.kinds(vic) == ["course.judged", "work.returned"]
    (cut,) = [each for each in await told.of(maya) if each.kind == "grant.cut"]
    assert cut.about == {"vendor_id": str(vic.organization_id), "state": "frozen"}
    assert cut.who is not None and (cut.who.id, cut.who.name) == (vic.organization_id, "Fairlabel")

    await told.happens(
        INVITATION_ACCEPTED, project_id=None, person_id=str(vic.person_id), invited_by=str(maya.person_id)
    )
    assert [each.who.name for each in await told.of(maya) if each.kind == "invitation.accepted" and each.who] == ["Vic"]

    await here.place.grant("paused")
    assert await told.kinds(vic) == [], "like an empty list"
    await here.place.grant("active")
    assert await told.kinds(vic) == ["course.judged", "work.returned"]


async def test_read_muted_and_forgotten(told: Told) -> None:
    here, rooms = told.here, told.notifications
    vic, ada = await here.annotator("Vic", side="vendor"), await here.annotator("Ada")
    for who in (vic, ada):
        await told.happens(COURSE_JUDGED, person_id=str(who.person_id), state="failed", by=None)
    (his,), (hers,) = await told.of(vic), await told.of(ada)
    await rooms.read(vic, [his.id, hers.id, new_id()])
    assert [await told.of(who, unread=True) for who in (vic, ada)] == [[], [hers]]
    assert (await told.of(vic))[0].read_at == NOW
    await rooms.read(ada, None)
    assert (await rooms.unread(ada)).unread == 0

    offered = {each.kind for each in (await rooms.choices(vic)).kinds}
    assert offered == {name for name, kind in KINDS.items() if kind.side in ("anyone", "vendor")}
    with pytest.raises(UnknownKind) as refused:
        await rooms.choose(vic, ["course.judged", "grant.cut"])
    assert refused.value.field == "muted.1"
    chosen = await rooms.choose(vic, ["course.judged"])
    assert [each.kind for each in chosen.kinds if not each.wanted] == ["course.judged"]
    for who in (vic, ada):
        await told.happens(COURSE_JUDGED, person_id=str(who.person_id), state="passed", by=None)
    assert [len(await told.of(who)) for who in (vic, ada)] == [1, 2]

    (sweep,) = rooms.sweeps()
    await sweep.handler(here.db, FixedClock(NOW + timedelta(days=89)))
    assert len(await told.of(ada)) == 2
    await sweep.handler(here.db, FixedClock(NOW + timedelta(days=91)))
    assert await told.of(ada) == []
