"""An order is written down at once, and what stands is frozen in the background: as of one moment, once, whatever
happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests.answered import Answered
from tests.release.test_release import SCHEMA, content, export, fill, freeze, prefer, read, rows_of

from armslength.branches.views import LOCK
from armslength.kit import apart, jobs
from armslength.kit.ids import new_id
from armslength.kit.jobs import JobEnded
from armslength.release.errors import ReleaseNotFound
from armslength.release.events import RELEASE_ENDED
from armslength.release.model import Recipe
from armslength.release.schemas import CreateRelease, Release
from armslength.release.service import ReleaseService
from armslength.storage.service import Storage
from armslength.truth.repository import disagreements


async def order(world: Answered, releases: ReleaseService, name: str = "v1", **recipe: Any) -> Release:
    wanted = CreateRelease(name, Recipe(**recipe))
    return await releases.create_release(world.people["maya"], world.place.project_id, wanted)


async def look(world: Answered, releases: ReleaseService, release: Release) -> Release:
    return await releases.get_release(world.people["maya"], world.place.project_id, release.id)


async def until(world: Answered, releases: ReleaseService, release: Release, is_so: Callable[[Release], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so(await look(world, releases, release)):
            await asyncio.sleep(0.01)


async def ambiguous(world: Answered, item: UUID) -> None:
    """Maya holds that nobody can say which is better."""
    place, maya = world.place, world.people["maya"].person_id
    async with place.db.tenant(place.tenant_id) as tx:
        await disagreements.act(
            tx, place.project_id, item, "preference", new_id(), "ambiguous", None, maya, place.clock.now()
        )  # fmt: skip


class Disk:
    """The object store's, with room for so many more files; then it is full."""

    def __init__(self, patch: pytest.MonkeyPatch, room: int = 0) -> None:
        self.room, put = room, Storage.put

        async def full(storage: Storage, name: str, data: Any) -> int:
            self.room -= 1
            if self.room < 0:
                async for _ in data:
                    raise OSError("the disk is full")
            return await put(storage, name, data)

        patch.setattr(Storage, "put", full)


async def test_what_stands_is_frozen_once_however_often_the_job_begins_anew(
    world: Answered, releases: ReleaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(world)
    await ambiguous(world, world.items[0])
    made = await order(world, releases)
    assert (made.state, made.snapshot_at, made.job.state, made.progress.total) == ("building", None, "waiting", 0)
    world.place.clock.advance(60)
    await world.answer(world.items[0], "cy", prefer("r1"))  # after the order and before the moment: it is in
    disk = Disk(monkeypatch)
    moment = world.place.clock.now()
    assert await world.run_jobs(releases.handlers()) == 1
    died = await look(world, releases, made)
    assert (died.state, died.snapshot_at, died.job.state) == ("building", moment, "waiting")
    assert died.job.error == "Attempt 1 failed (OSError)."

    world.place.clock.advance(60)
    await ambiguous(world, world.items[1])
    await world.answer(world.items[0], "vera", prefer("r2"))  # after the moment: it is not
    disk.room = 100
    assert await world.run_jobs(releases.handlers()) == 1
    frozen = await look(world, releases, made)
    assert frozen.manifest is not None and frozen.manifest.annotations == 13
    assert frozen.manifest.snapshot.at == frozen.snapshot_at == moment
    soft = await export(world, releases, frozen, "soft-labels")
    told = rows_of(await read(world, releases, frozen, soft, "soft-labels.jsonl"))
    assert [row["item"] for row in told if row.get("ambiguous")] == [str(world.items[0])]
    later = await freeze(world, releases, "v2")
    assert later.manifest is not None and later.manifest.annotations == 14
    assert later.digest != frozen.digest == (await look(world, releases, made)).digest


async def test_a_build_that_never_works_has_failed_and_may_be_tried_again(
    world: Answered, releases: ReleaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(world, 1)
    whole = await freeze(world, releases, "whole")
    disk = Disk(monkeypatch)
    maya, project = world.people["maya"], world.place.project_id
    made = await order(world, releases)
    for _ in range(jobs.MAX_ATTEMPTS):
        await world.run_jobs(releases.handlers())
        world.place.clock.advance(120)
    failed = await look(world, releases, made)
    assert (failed.state, failed.manifest) == ("failed", None)
    assert failed.error is not None and "OSError" in failed.error
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        there = await releases.with_item(tx, project, world.items[0])
    assert [each.name for refs in there.values() for each in refs] == [whole.name] * 2

    await world.answer(world.items[0], "cy", prefer("r1"))  # it has its snapshot, and keeps it
    disk.room = 100
    again, twice = [await releases.retry_release(maya, project, made.id) for _ in range(2)]
    assert again.job == twice.job != failed.job
    assert (again.state, again.number, again.error) == ("building", failed.number, None)
    assert await world.run_jobs(releases.handlers()) == 1
    ready = await look(world, releases, made)
    assert (ready.state, ready.digest, ready.snapshot_at) == ("ready", whole.digest, failed.snapshot_at)
    assert await releases.retry_release(maya, project, made.id) == ready
    with pytest.raises(JobEnded):
        await releases.cancel_release(maya, project, made.id)
    with pytest.raises(ReleaseNotFound):
        await releases.retry_release(maya, project, new_id())
    for payload in await ended(world):
        async with world.place.db.tenant(world.place.tenant_id) as tx:
            await releases.subscriptions()[0].handler(tx, payload)
    assert [each["state"] for each in await ended(world, RELEASE_ENDED)] == ["ready", "failed", "ready"]


async def ended(world: Answered, topic: str = jobs.JOB_ENDED) -> list[dict[str, Any]]:
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        sql = "select payload from outbox where tenant_id = $1 and topic = $2 order by id"
        return [{**row["payload"], "at": world.place.clock.now()} for row in await tx.rows(sql, tx.tenant_id, topic)]


async def test_orders_wait_for_nothing_and_one_that_waits_may_be_cancelled(
    world: Answered, releases: ReleaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "LOOK_SECONDS", 0.01)
    await fill(world, 2)
    maya, place = world.people["maya"], world.place
    cancelled = await releases.cancel_release(maya, place.project_id, (await order(world, releases, "no")).id)
    assert (cancelled.state, cancelled.snapshot_at) == ("cancelled", None)
    async with place.db.tenant(place.tenant_id) as deciding:
        await deciding.lock(LOCK, place.project_id)
        first = await order(world, releases, "first")
        working = asyncio.create_task(world.run_jobs(releases.handlers()))
        await until(world, releases, first, lambda one: one.job.state != "waiting")
        second = await order(world, releases, "second")  # while the first is being frozen
        assert (await releases.cancel_release(maya, place.project_id, first.id)).state == "building"
        await until(world, releases, first, lambda one: one.state != "building")
    assert await working == 2
    stopped = await look(world, releases, first)
    assert (stopped.state, stopped.snapshot_at, stopped.error) == ("cancelled", None, None)
    assert (await look(world, releases, second)).state == "ready"
    assert (await releases.retry_release(maya, place.project_id, first.id)).state == "building"
    assert await world.run_jobs(releases.handlers()) == 1
    assert (await look(world, releases, first)).digest == (await look(world, releases, second)).digest


async def test_what_the_project_no_longer_allows_when_it_is_frozen_is_told(
    world: Answered, releases: ReleaseService
) -> None:
    await fill(world, 1)
    made = await order(world, releases, question="why")
    await world.version({**SCHEMA, "questions": SCHEMA["questions"][:1]}, 2)
    assert await world.run_jobs(releases.handlers()) == 1
    failed = await look(world, releases, made)
    assert (failed.state, failed.error) == ("failed", "There is no question called 'why'.")


async def test_a_release_sees_one_moment_while_people_work(world: Answered, releases: ReleaseService) -> None:
    """Somebody changes what stands on every item, item by item in one transaction, over and over."""
    for number in range(40):
        await world.answer(await world.item(content(number)), "ada", prefer("r1"))
    place, frozen = world.place, asyncio.Event()

    async def review() -> None:
        while not frozen.is_set():
            for verdict in ("accepted", "unreviewed"):
                async with place.db.tenant(place.tenant_id) as tx:
                    for item in world.items:
                        sql = "update standing set verdict = $3 where tenant_id = $1 and item_id = $2"
                        await tx.run(sql, tx.tenant_id, item, verdict)

    reviewing = asyncio.create_task(review())
    try:
        for number in range(8):
            await freeze(world, releases, f"v{number}")
    finally:
        frozen.set()
        await reviewing
    async with place.db.tenant(place.tenant_id) as tx:
        told = await tx.rows(
            "select count(*) as rows, count(distinct verdict) as verdicts from release_row where tenant_id = $1"
            " group by release_id", tx.tenant_id,
        )  # fmt: skip
    assert [(row["rows"], row["verdicts"]) for row in told] == [(40, 1)] * 8
