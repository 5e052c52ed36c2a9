"""Bulk acts: one act on many items or answers. Written down first, shown with its count, then done one by one by a job.

What it is done to is fixed when it is written down: whoever looks at the count and says yes gets that set, whatever has
come to fit the filters since. Each element goes through the verb of the single act, in a savepoint of its own: what
that verb refuses is skipped, with its code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.annotation import views as annotated
from armslength.annotation.model import AnswerFilter
from armslength.annotation.service.listing import Listing
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.ingest import views as ingested
from armslength.ingest.model import ItemFilter
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.errors import Invalid
from armslength.kit.ids import new_id
from armslength.kit.jobs import Handler, JobContext
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.lists import rules
from armslength.lists.errors import (
    BulkActNotFound,
    BulkActOver,
    MayNotReadAnswers,
    MayNotReview,
    NoLongerAllowed,
    NotReady,
    NotYours,
)
from armslength.lists.model import ANSWER_ACTS, Target
from armslength.lists.repository import bulk
from armslength.lists.schemas import BulkAct, BulkResult, CreateBulkAct
from armslength.lists.service.acting import Acting
from armslength.projects import views as projects
from armslength.walls.service import WallsService

CHOOSE: Final = "lists.choose"
ACT: Final = "lists.act"
CHOSEN_AT_ONCE: Final = 2_000
ACTED_AT_ONCE: Final = 50
REPORTED_AT_ONCE: Final = 1_000


class Bulk:
    """Asked for, looked at, started; and the two jobs behind it."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, acting: Acting, answers: Listing, clock: Clock
    ) -> None:
        self.answers = answers
        self.db = db
        self.walls = walls
        self.keys = keys
        self.acting = acting
        self.clock = clock

    def handlers(self) -> dict[str, Handler]:
        """Jobs."""
        return {CHOOSE: self.choose, ACT: self.act}

    # Asking

    async def create(self, actor: Actor, project_id: UUID, wanted: CreateBulkAct) -> BulkAct:
        """Write down what an act would be done to; nothing is done yet. The same key again gives the same act."""
        _check(actor, wanted)
        now, bulk_id = self.clock.now(), new_id()
        key = wanted.key or bulk_id
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._filter(tx, project_id, wanted)
            rejects = wanted.act == "reject"
            given = {
                "id": bulk_id, "project_id": project_id, "key": key, "act": wanted.act,
                "filters": wanted.filters, "answer_filters": wanted.answer_filters,
                "until": await self.acting.ingest.items.last_place(tx, project_id),
                "comment": await self._sealed(tx, project_id, bulk_id, wanted.comment) if rejects else None,
                "after_reject": wanted.after_reject if rejects else None, "person_id": actor.person_id,
                "created_at": now,
            }  # fmt: skip
            if not await bulk.add(tx, given):
                known = await bulk.by_key(tx, project_id, key)
                assert known is not None  # it is what stood in the way
                return await self._one(tx, project_id, known)
            if wanted.annotation_ids is not None or wanted.item_ids is not None:
                if wanted.item_ids is not None:
                    targets = await self._on_items(tx, given, await _chosen(tx, project_id, wanted.item_ids))
                else:
                    targets = await self._on_answers(tx, given, wanted.annotation_ids or ())
                await self._write_down(tx, given, targets, Counter())
                await bulk.ready(tx, bulk_id, now)
            else:
                payload = {"bulk_id": str(bulk_id)}
                job_id = await jobs.enqueue(
                    tx, CHOOSE, payload, at=now, project_id=project_id, created_by=actor.person_id
                )  # fmt: skip
                await bulk.set_job(tx, bulk_id, job_id)
            return await self._told(tx, project_id, bulk_id)

    async def start(self, actor: Actor, project_id: UUID, bulk_id: UUID) -> BulkAct:
        """Do it to what was written down. Started again it is what it was. Raises NotReady, BulkActOver, NotYours."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._row(tx, project_id, bulk_id, lock=True)
            if row["started_at"] is None:
                if row["person_id"] != actor.person_id:
                    raise NotYours("Whoever asked for an act starts it: it is done in their name.")
                state = rules.state_of(row)
                if state == "choosing":
                    raise NotReady("It is still being written down what this would be done to.")
                if state != "ready":
                    raise BulkActOver(f"This act is over ({state}); ask for it again.")
                if row["act"] in ANSWER_ACTS:
                    _may_review(actor)
                    await self.acting.review.may_begin(tx, actor, project_id)
                job_id = await jobs.enqueue(
                    tx, ACT, {"bulk_id": str(bulk_id)}, at=now, project_id=project_id, created_by=actor.person_id,
                    total=row["total"],
                )  # fmt: skip
                await bulk.start(tx, bulk_id, job_id, now)
                await record(
                    tx, actor.person_id, "lists.bulk_act_started", f"bulk_act:{bulk_id}", at=now,
                    project_id=project_id, detail={"act": row["act"], "total": row["total"]},
                )  # fmt: skip
            return await self._told(tx, project_id, bulk_id)

    async def set_state(self, actor: Actor, project_id: UUID, bulk_id: UUID, wanted: Any) -> BulkAct:
        """Pause, go on, or cancel; what is done stays done. Raises BulkActOver, JobEnded."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._row(tx, project_id, bulk_id, lock=True)
            if row["started_at"] is None:
                state = rules.state_of(row)
                if wanted != "cancelled" or state in ("cancelled", "failed"):
                    raise BulkActOver(f"This act has not been started ({state}); it can be started or cancelled.")
                await bulk.close(tx, bulk_id, now)
                if state == "choosing":
                    await jobs.set_wanted_state(tx, row["job_id"], "cancelled", at=now)
            else:
                await jobs.set_wanted_state(tx, row["job_id"], wanted, at=now)
            return await self._told(tx, project_id, bulk_id)

    # Reading

    async def page(self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int) -> Page[BulkAct]:
        """Acts, the newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await bulk.page(tx, project_id, before, limit + 1)
            names = await identity.names(tx, {row["person_id"] for row in rows})
        more = encode_cursor(rows[limit - 1]["created_at"], rows[limit - 1]["id"]) if len(rows) > limit else None
        return Page([_act(row, names, "", {}) for row in rows[:limit]], more)

    async def get(self, actor: Actor, project_id: UUID, bulk_id: UUID) -> BulkAct:
        """One act, with what was skipped by reason."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._told(tx, project_id, bulk_id)

    async def results(
        self, actor: Actor, project_id: UUID, bulk_id: UUID, *, skipped: bool, cursor: str | None, limit: int
    ) -> Page[BulkResult]:
        """What became of each element, or of those that were skipped."""
        after: Any = decode_cursor(cursor, int)[0] if cursor else 0
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._row(tx, project_id, bulk_id)
            rows = await bulk.results(tx, bulk_id, skipped, after, limit + 1)
            items = await ingested.items(tx, project_id, [row["item_id"] for row in rows[:limit]])
        shown = [_result(row, items[row["item_id"]]) for row in rows[:limit]]
        return Page(shown, encode_cursor(rows[limit - 1]["seq"]) if len(rows) > limit else None)

    async def report(self, actor: Actor, project_id: UUID, bulk_id: UUID) -> AsyncIterator[bytes]:
        """The same as a CSV file, piece by piece."""
        cursor: str | None = None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._row(tx, project_id, bulk_id)  # refused before the first byte

        async def pieces() -> AsyncIterator[bytes]:
            nonlocal cursor
            head = True
            while head or cursor:
                page = await self.results(
                    actor, project_id, bulk_id, skipped=False, cursor=cursor, limit=REPORTED_AT_ONCE
                )  # fmt: skip
                yield rules.report(page.items, head=head)
                head, cursor = False, page.next

        return pieces()

    # The jobs

    async def choose(self, context: JobContext) -> None:
        """Write down everything that fits the filters, from a checkpoint."""
        project_id, bulk_id = _of(context)
        after: str | None = context.job.checkpoint.get("after", "")
        while after is not None:
            async with context.db.tenant(context.job.tenant_id) as tx:
                row = await self._row(tx, project_id, bulk_id, lock=True)
                if row["closed_at"] is not None:
                    return
                by_answers = row["answer_filters"] is not None
                targets, after = await (self._by_answers if by_answers else self._by_items)(tx, row, after)
                await self._write_down(tx, row, targets, Counter(row["states"]))
                if after is None:
                    await bulk.ready(tx, bulk_id, self.clock.now())
                else:
                    await context.tick(done=row["total"] + len(targets), checkpoint={"after": after}, tx=tx)
            await context.tick()

    async def _by_items(self, tx: Tx, act: asyncpg.Record, after: str) -> tuple[list[Target], str | None]:
        """The next that fit the filters of the items, up to the last place that there was; and where to go on."""
        begins = decode_cursor(after, int)[0] if after else 0
        assert isinstance(begins, int)  # it was decoded as one
        found, end = await self.acting.ingest.items.matching(
            tx, act["project_id"], ItemFilter.of(act["filters"], "filters"), after=begins, until=act["until"],
            limit=CHOSEN_AT_ONCE,
        )  # fmt: skip
        return await self._on_items(tx, act, found), None if end is None else encode_cursor(end)

    async def _by_answers(self, tx: Tx, act: asyncpg.Record, after: str) -> tuple[list[Target], str | None]:
        """The same for the filters of the answers: those that were given before the act was asked for."""
        begins: Any = decode_cursor(after, datetime, UUID) if after else None
        found, end = await self.answers.matching(
            tx, act["project_id"], AnswerFilter.of(act["answer_filters"], "answer_filters"), after=begins,
            until=act["created_at"], limit=CHOSEN_AT_ONCE,
        )  # fmt: skip
        targets = await self._on_answers(tx, act, [row["annotation_id"] for row in found])
        return targets, None if end is None else encode_cursor(*end)

    async def act(self, context: JobContext) -> None:
        """Do it, some at a time; what became of them and the checkpoint commit together."""
        project_id, bulk_id = _of(context)
        after, done = int(context.job.checkpoint.get("seq", 0)), context.job.done
        while True:
            async with context.db.tenant(context.job.tenant_id) as tx:
                row = await self._row(tx, project_id, bulk_id)
                actor = await _asker(tx, project_id, row["person_id"])
                comment = await self._comment(tx, row)
                targets = await bulk.targets(tx, bulk_id, after, ACTED_AT_ONCE)
                if not targets:
                    return
                outcomes = [await self.acting.on(tx, actor, row, target, comment) for target in targets]
                await bulk.became(tx, bulk_id, outcomes)
                after, done = targets[-1]["seq"], done + len(targets)
                await context.tick(done=done, checkpoint={"seq": after}, tx=tx)
            await context.tick()

    async def _on_items(self, tx: Tx, act: Any, found: Sequence[Any]) -> list[Target]:
        """These items, or the answers to them that wait for review."""
        if act["act"] not in ANSWER_ACTS:
            return [Target(row["id"], row["id"]) for row in found]
        waiting = await self.acting.review.waiting_on(tx, act["project_id"], [row["id"] for row in found])
        return [Target(row["id"], row["item_id"]) for row in waiting]

    async def _on_answers(self, tx: Tx, act: Any, annotation_ids: Sequence[UUID]) -> list[Target]:
        """Of these answers those that wait for review, or the items that they are about, each once."""
        if act["act"] in ANSWER_ACTS:
            waiting = await self.acting.review.waiting_for(tx, act["project_id"], annotation_ids)
            return [Target(row["id"], row["item_id"]) for row in waiting]
        about = await annotated.items_of(tx, act["project_id"], annotation_ids)
        known = await bulk.written_down(tx, act["id"], about)
        return [Target(item_id, item_id) for item_id in about if item_id not in known]

    async def _write_down(self, tx: Tx, act: Any, targets: Sequence[Target], states: Counter[str]) -> None:
        items = await ingested.items(tx, act["project_id"], list({each.item_id for each in targets}))
        states.update(items[each.item_id]["state"] for each in targets)
        await bulk.write_down(tx, act["id"], targets, states)

    async def _filter(self, tx: Tx, project_id: UUID, wanted: CreateBulkAct) -> None:
        """Raises Invalid naming the filter that does not exist, or cannot be answered."""
        if wanted.filters is not None:
            asked = ItemFilter.of(wanted.filters, "filters")
            if asked.field is not None and asked.field not in await self.acting.ingest.items.searchable(tx, project_id):
                raise Invalid("The label schema has no searchable field of this name.", field="filters.field")
        if wanted.answer_filters is not None:
            said = AnswerFilter.of(wanted.answer_filters, "answer_filters")
            if said.question is not None and said.question not in await self.answers.searchable(tx, project_id):
                told = "The label schema has no searchable question of this name."
                raise Invalid(told, field="answer_filters.question")

    async def _sealed(self, tx: Tx, project_id: UUID, bulk_id: UUID, comment: str) -> bytes:
        sealer = await self.keys.sealer(tx, project_id)
        return sealer.seal(comment.strip().encode(), kind="comment", object_id=str(bulk_id))

    async def _comment(self, tx: Tx, row: asyncpg.Record) -> str:
        if row["comment"] is None:
            return ""
        plain = await self.walls.unseal(
            tx, row["project_id"], row["comment"], kind="comment", object_id=str(row["id"])
        )  # fmt: skip
        return plain.decode()

    async def _row(self, tx: Tx, project_id: UUID, bulk_id: UUID, *, lock: bool = False) -> asyncpg.Record:
        row = await bulk.get(tx, project_id, bulk_id, lock=lock)
        if row is None:
            raise BulkActNotFound("There is no such act.")
        return row

    async def _told(self, tx: Tx, project_id: UUID, bulk_id: UUID) -> BulkAct:
        return await self._one(tx, project_id, await self._row(tx, project_id, bulk_id))

    async def _one(self, tx: Tx, project_id: UUID, row: asyncpg.Record) -> BulkAct:
        names = await identity.names(tx, [row["person_id"]])
        return _act(row, names, await self._comment(tx, row), await bulk.reasons(tx, row["id"]))


def _check(actor: Actor, wanted: CreateBulkAct) -> None:
    """What can be refused without looking at anything."""
    by_answers = (wanted.answer_filters, wanted.annotation_ids)
    said = [each for each in (wanted.filters, wanted.item_ids, *by_answers) if each is not None]
    if len(said) != 1:
        told = "Say filters, item_ids, answer_filters or annotation_ids: one of the four."
        raise Invalid(told, field="filters")
    if any(each is not None for each in by_answers) and not actor.may("answers.read"):
        raise MayNotReadAnswers("Choosing by answers takes answers.read.")
    if wanted.act in ANSWER_ACTS:
        _may_review(actor)
    if wanted.act == "reject" and not wanted.comment.strip():
        raise Invalid("Say why: each author sees it.", field="comment")


def _may_review(actor: Actor) -> None:
    if not actor.may("work.review"):
        raise MayNotReview("Accepting and sending back takes work.review.")


async def _chosen(tx: Tx, project_id: UUID, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """The items, in the order of the queue, each once; raises Invalid naming one that is not here."""
    found = await ingested.items(tx, project_id, item_ids)
    for place, item_id in enumerate(item_ids):
        if item_id not in found:
            raise Invalid("There is no such item in this project.", field=f"item_ids.{place}")
    return sorted(found.values(), key=lambda row: row["ord"])


async def _asker(tx: Tx, project_id: UUID, person_id: UUID) -> Actor:
    """In whose name it is done: somebody who still runs the project."""
    seat = await identity.seat(tx, person_id)
    if seat is None or person_id not in await projects.leaders(tx, project_id):
        raise NoLongerAllowed("Whoever asked for this does not run the project any more; the rest was not done.")
    return Actor(
        tx.tenant_id, person_id, seat.name, seat.organization_id, seat.side, seat.role, None,
        frozenset({"item.manage", "work.review"}), None, None,
    )  # fmt: skip


def _of(context: JobContext) -> tuple[UUID, UUID]:
    project_id = context.job.project_id
    assert project_id is not None  # whoever asked for it named one
    return project_id, UUID(context.job.payload["bulk_id"])


def _act(row: asyncpg.Record, names: Mapping[UUID, str], comment: str, reasons: Mapping[str, int]) -> BulkAct:
    kept = ("id", "act", "filters", "answer_filters", "states", "total", "done", "skipped", "error",
            "after_reject", "created_at", "started_at")  # fmt: skip
    ended = row["closed_at"] if row["started_at"] is None else row["finished_at"]
    return BulkAct(
        of="answers" if row["act"] in ANSWER_ACTS else "items", state=rules.state_of(row), comment=comment,
        person=Named(row["person_id"], names.get(row["person_id"], "")), reasons=dict(reasons), finished_at=ended,
        **{name: row[name] for name in kept},
    )  # fmt: skip


def _result(row: asyncpg.Record, item: asyncpg.Record) -> BulkResult:
    code = row["code"]
    return BulkResult(
        row["item_id"], item["ord"], item["external_id"], row["outcome"], code,
        rules.REASONS.get(code, code) if code else None,
    )  # fmt: skip
