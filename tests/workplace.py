"""A project at work: items in batches, people who annotate and review, and the services they use."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from armslength.annotation.schemas import SubmitRequest, Submitted
from armslength.annotation.service import AnnotationService
from armslength.assignment.schemas import NoWork, Work
from armslength.assignment.service import AssignmentService
from armslength.assignment.settings import AssignmentSettings
from armslength.identity.model import Actor
from armslength.ingest.service.counting import Counting
from armslength.ingest.views import miscounted
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import run_one
from armslength.kit.outbox import deliver, emit
from armslength.review.schemas import Decide, ReviewWork
from armslength.review.service import Desk, ReviewService
from armslength.truth.service.counting import WorkCounter
from armslength.truth.views import work_miscounted
from armslength.walls.service import WallsService
from tests.content import NOW, Place, make_place

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "prompt", "kind": "text"},
        {"name": "responses", "kind": "text", "many": True},
    ],
    "questions": [
        {"name": "topic", "kind": "choice", "title": "Topic", "searchable": True,
         "settings": {"options": [{"id": "sea", "title": "Sea"}, {"id": "land", "title": "Land"}]}},
        {"name": "why", "kind": "text", "title": "Why?", "required": False},
    ],
}  # fmt: skip
GUIDELINE = "# Read me\n\nThen work."


def said(topic: str = "sea", why: str | None = None) -> dict[str, Any]:
    """Answers to SCHEMA."""
    answers: dict[str, Any] = {"topic": {"item": {"state": "answered", "value": {"selected": [topic]}}}}
    if why is not None:
        answers["why"] = {"item": {"state": "answered", "value": {"text": why}}}
    return answers


TRUTHS: dict[str, str] = {
    "an item's counters": """
        select i.ord, i.taken, i.answers, i.settled, n.* from item i cross join lateral (
            select count(*) filter (where a.state in ('leased', 'rework', 'submitted')) as held,
                   count(*) filter (where a.state = 'submitted') as answered,
                   count(*) filter (where a.state = 'submitted' and s.verdict not in ('in_review', 'rejected')) as past
            from assignment a left join standing s on s.tenant_id = a.tenant_id and s.assignment_id = a.id
            where a.tenant_id = i.tenant_id and a.item_id = i.id) n
        where i.tenant_id = $1 and (i.taken, i.answers, i.settled) <> (n.held, n.answered, n.past)""",
    "more places taken than wanted": "select ord from item where tenant_id = $1 and taken > wanted",
    "an item in one lane and its returned place in another": """
        select i.ord, i.lane, r.lane from returned_item r join item i on i.tenant_id = $1 and i.id = r.item_id
        where r.tenant_id = $1 and i.open and r.lane <> i.lane""",
    "a person's load": """
        select w.*, n.* from workload w cross join lateral (
            select count(*) filter (where a.state = 'leased') as leased,
                   count(*) filter (where a.state in ('rework', 'submitted')) as said from assignment a
            where a.tenant_id = w.tenant_id and a.project_id = w.project_id and a.person_id = w.person_id) n
        where w.tenant_id = $1 and (w.live, w.answered) <> (n.leased, n.said)""",
    "what stands": """
        select a.id, a.state, s.verdict from assignment a
        left join standing s on s.tenant_id = a.tenant_id and s.assignment_id = a.id
        where a.tenant_id = $1 and case a.state when 'submitted' then coalesce(s.verdict, 'rejected') = 'rejected'
            when 'rework' then coalesce(s.verdict not in ('rejected', 'outdated'), true)
            else s.verdict is not null end""",
    "a review that nobody will find": """
        select s.assignment_id from standing s where s.tenant_id = $1 and s.verdict = 'in_review'
            and not exists (select from review r where r.tenant_id = $1 and r.annotation_id = s.annotation_id
                and r.state in ('waiting', 'leased'))""",
    "an open item behind somebody's cursors": """
        select i.ord, m.person_id from item i join project_member m on m.tenant_id = $1 and m.project_id = i.project_id
        join membership s on s.tenant_id = $1 and s.person_id = m.person_id
        join project p on p.tenant_id = $1 and p.id = i.project_id
        left join queue_cursor c on c.tenant_id = $1 and c.batch_id = i.batch_id and c.person_id = m.person_id
            and c.lane = i.lane
        left join returned_item r on r.tenant_id = $1 and r.item_id = i.id
        where i.tenant_id = $1 and i.open and i.ord <= coalesce(c.after_ord, -1)
            and coalesce(r.seq, 0) <= coalesce(c.after_returned, 0)
            and i.lane = any(queue_lanes($1, p.id, s.organization_id))
            and (i.lane <> 1 or not queue_full($1, i.id, s.organization_id, p.overlap))
            and not exists (select from assignment a where a.tenant_id = $1 and a.item_id = i.id
                and a.person_id = m.person_id and a.state not in ('expired', 'returned'))""",
}
"""What must never be found, whatever happened."""


@dataclass
class Workplace:
    """One active project and the verbs of work in it."""

    place: Place
    walls: WallsService
    assignment: AssignmentService
    annotation: AnnotationService
    review: ReviewService
    next_ord: int = 1
    batches: dict[str, UUID] = field(default_factory=dict)

    @property
    def db(self) -> Database:
        return self.place.db

    @property
    def tenant_id(self) -> UUID:
        return self.place.tenant_id

    @property
    def project_id(self) -> UUID:
        return self.place.project_id

    async def annotator(
        self, name: str = "Ada", side: Any = "customer", role: Any = "annotator", person_id: UUID | None = None
    ) -> Actor:
        """Somebody who may work here."""
        actor = await self.place.person(name, role, side, person_id)
        async with self.db.tenant(self.tenant_id) as tx:
            await tx.run(
                "insert into project_member values ($1, $2, $3, $4, $5)",
                self.tenant_id, self.project_id, actor.person_id, "manager" if role == "owner" else role, NOW,
            )  # fmt: skip
        return actor

    async def project(self, **values: object) -> None:
        """Change settings of the project."""
        async with self.db.tenant(self.tenant_id) as tx:
            for name, value in values.items():
                await tx.run(
                    f"update project set {name} = $3 where tenant_id = $1 and id = $2",
                    self.tenant_id, self.project_id, value,
                )  # fmt: skip

    async def batch(self, name: str, priority: int = 0) -> UUID:
        """A batch by name, made when it is new."""
        if name not in self.batches:
            self.batches[name] = new_id()
            async with self.db.tenant(self.tenant_id) as tx:
                await tx.run(
                    "insert into batch values ($1, $2, $3, $4, $5, 'open', $6)",
                    self.tenant_id, self.batches[name], self.project_id, name, priority, NOW,
                )  # fmt: skip
        return self.batches[name]

    async def batch_state(self, name: str, state: str) -> None:
        """Open, pause or cancel a batch."""
        async with self.db.tenant(self.tenant_id) as tx:
            await tx.run(
                "update batch set state = $3 where tenant_id = $1 and id = $2",
                self.tenant_id,
                self.batches[name],
                state,
            )

    async def has_read(self, who: Actor, version: int) -> None:
        """Somebody has read the guideline."""
        async with self.db.tenant(self.tenant_id) as tx:
            await tx.run(
                "insert into guideline_reading values ($1, $2, $3, $4, $5)",
                self.tenant_id, self.project_id, version, who.person_id, NOW,
            )  # fmt: skip

    async def event(self, topic: str, **ids: UUID) -> None:
        """Something happened in an earlier room; everybody hears it."""
        async with self.db.tenant(self.tenant_id) as tx:
            await emit(tx, topic, {name: str(id) for name, id in ids.items()}, at=NOW)
        await self.hear()

    async def leaves(self, who: Actor) -> None:
        """A seat ends."""
        async with self.db.door() as tx:
            await tx.run(
                "update membership set ended_at = $3 where tenant_id = $1 and person_id = $2",
                self.tenant_id, who.person_id, NOW,
            )  # fmt: skip
        await self.event("identity.membership_ended", person_id=who.person_id)

    async def item_state(self, item_id: UUID, state: str) -> None:
        """Retire or reopen an item, as ingest does."""
        async with self.db.tenant(self.tenant_id) as tx:
            row = await tx.row(
                "update item set state = $3, open = $3 = 'active' and taken < wanted where tenant_id = $1 and id = $2"
                " returning batch_id",
                self.tenant_id, item_id, state,
            )  # fmt: skip
            await tx.run("select item_touched($1, $2)", self.tenant_id, [item_id])
        assert row is not None
        topic = "ingest.item_cancelled" if state == "cancelled" else "ingest.item_reopened"
        await self.event(topic, project_id=self.project_id, batch_id=row["batch_id"], item_id=item_id)

    async def items(self, count: int, *, overlap: int = 1, batch: str = "first", priority: int = 0) -> list[UUID]:
        """Items at the end of the queue."""
        batch_id = await self.batch(batch, priority)
        ids = [new_id() for _ in range(count)]
        first, self.next_ord = self.next_ord, self.next_ord + count
        async with self.db.tenant(self.tenant_id) as tx:
            sealer = await self.place.keys.sealer(tx, self.project_id)
            sealed = [sealer.seal(_plain(first + n), kind="item", object_id=str(id)) for n, id in enumerate(ids)]
            await tx.run(
                "insert into item (tenant_id, id, project_id, batch_id, ord, state, wanted, taken, answers, settled,"
                " open, created_at) select $1, u.id, $2, $3, $4 + u.n - 1, 'active', $5, 0, 0, 0, true, $6"
                " from unnest($7::uuid[]) with ordinality as u (id, n)",
                self.tenant_id, self.project_id, batch_id, first, overlap, NOW, ids,
            )  # fmt: skip
            await tx.run(
                "insert into item_content select $1, u.id, u.sealed, '' from unnest($2::uuid[], $3::bytea[])"
                " as u (id, sealed)",
                self.tenant_id, ids, sealed,
            )  # fmt: skip
            await tx.run("select item_touched($1, $2)", self.tenant_id, ids)
        return ids

    async def has_answered(self, who: Actor, up_to: int) -> None:
        """As if `who` had answered the first items long ago; they stay open for others. For measuring."""
        async with self.db.tenant(self.tenant_id) as tx:
            await tx.run(
                "insert into assignment (tenant_id, id, project_id, batch_id, item_id, person_id, organization_id,"
                " state, attempt, leased_at, seed, display, schema_version, guideline_version)"
                " select tenant_id, gen_random_uuid(), project_id, batch_id, id, $2, $3, 'submitted', 1, $4, '',"
                " '{}'::jsonb, 1, 0 from item where tenant_id = $1 and ord <= $5",
                self.tenant_id, who.person_id, who.organization_id, NOW, up_to, seconds=1200,
            )  # fmt: skip
            await tx.run(
                "update item set taken = taken + 1, answers = answers + 1, settled = settled + 1"
                " where tenant_id = $1 and ord <= $2",
                self.tenant_id, up_to, seconds=1200,
            )  # fmt: skip
            await tx.run(
                "select item_touched($1, array(select id from item where tenant_id = $1 and ord <= $2))",
                self.tenant_id, up_to, seconds=1200,
            )  # fmt: skip
            await tx.run(
                "insert into workload values ($1, $2, $3, 0, $4)",
                self.tenant_id, self.project_id, who.person_id, up_to,
            )  # fmt: skip

    async def many_items(self, count: int, *, overlap: int) -> None:
        """Many items, made by the database, all with the content of one."""
        (pattern,) = await self.items(1, overlap=overlap)
        async with self.db.tenant(self.tenant_id) as tx:
            await tx.run(
                "insert into item (tenant_id, id, project_id, batch_id, ord, state, wanted, taken, answers, settled,"
                " open, created_at) select tenant_id, gen_random_uuid(), project_id, batch_id, ord + n, state, wanted,"
                " 0, 0, 0, true, created_at from item cross join generate_series(1, $3 - 1) as s (n)"
                " where tenant_id = $1 and id = $2",
                self.tenant_id, pattern, count,
            )  # fmt: skip
            await tx.run(
                "select item_touched($1, array(select id from item where tenant_id = $1))", self.tenant_id
            )  # fmt: skip
        self.next_ord += count - 1

    async def next(self, who: Actor, *have: UUID) -> Work | NoWork:
        """What `who` is to do next."""
        return await self.assignment.next_assignment(who, self.project_id, have)

    async def work(self, who: Actor, *have: UUID) -> Work:
        """The same, when there must be something."""
        found = await self.next(who, *have)
        assert isinstance(found, Work), found
        return found

    async def status(self, who: Actor, *have: UUID) -> str:
        """Why there is nothing."""
        found = await self.next(who, *have)
        assert isinstance(found, NoWork), found
        return found.status

    async def submit(
        self, who: Actor, work: Work | UUID, answers: dict[str, Any] | None = None, key: UUID | None = None,
        have: list[UUID] | None = None,
    ) -> Submitted:  # fmt: skip
        """Answer; with `have`, the receipt brings what is next."""
        assignment_id, version = (work, 1) if isinstance(work, UUID) else (work.assignment.id, work.schema_version)
        answers = said() if answers is None else answers
        given = SubmitRequest(key or new_id(), answers, version, active_ms=1000, next=have)
        return await self.annotation.submit(who, self.project_id, assignment_id, given)

    async def draft(self, who: Actor, assignment_id: UUID, answers: dict[str, Any] | None = None, on: int = 0) -> int:
        """Save a draft; returns its revision."""
        saved = await self.annotation.drafts.save(who, self.project_id, assignment_id, on, answers or said())
        return saved.revision

    async def answer(self, who: Actor) -> tuple[Work, Submitted]:
        """Ask and answer."""
        work = await self.work(who)
        return work, await self.submit(who, work)

    async def to_review(self, who: Actor, *have: UUID) -> ReviewWork:
        """What `who` is to review next, when there must be something."""
        found = await self.review.next_review(who, self.project_id, have)
        assert isinstance(found, ReviewWork), found
        return found

    async def decide(self, who: Actor, review: ReviewWork | UUID, verdict: Any, **values: Any) -> None:
        """Decide."""
        review_id = review if isinstance(review, UUID) else review.review.id
        decision = Decide(values.pop("key", None) or new_id(), verdict, **values)
        await self.review.decide(who, self.project_id, review_id, decision)

    async def hear(self) -> None:
        """Tell what waits in the outbox, and do the jobs that follow."""
        rooms = (self.assignment, self.annotation, self.review)
        while await deliver(self.db, [each for room in rooms for each in room.subscriptions()], self.place.clock):
            pass
        handlers = {**self.assignment.handlers(), **self.review.handlers()}
        while await run_one(self.db, handlers, self.place.clock):
            pass

    async def read(self, sql: str, *args: object) -> list[dict[str, Any]]:
        """Rows of the tenant; $1 is the tenant."""
        async with self.db.tenant(self.tenant_id) as tx:
            return [dict(row) for row in await tx.rows(sql, self.tenant_id, *args)]

    async def item(self, item_id: UUID) -> dict[str, Any]:
        """An item's row."""
        return (await self.read("select * from item where tenant_id = $1 and id = $2", item_id))[0]

    async def item_of(self, assignment_id: UUID) -> UUID:
        """The item itself, which a vendor's people know by another id."""
        (row,) = await self.read("select item_id from assignment where tenant_id = $1 and id = $2", assignment_id)
        found: UUID = row["item_id"]
        return found

    async def check(self) -> None:
        """Counters equal a recount, overlap is exact, and nothing is stranded."""
        async with self.db.tenant(self.tenant_id) as tx:
            for what, sql in TRUTHS.items():
                wrong = await tx.rows(sql, self.tenant_id)
                assert not wrong, f"{what}: {[dict(row) for row in wrong]}"
        await self._counts_are_right()

    async def _counts_are_right(self) -> None:
        """Read with what has changed since the last fold, and after it without: the same as a count of everything."""
        counting = Counting(self.db, (WorkCounter(),))
        for fold in (True, False):
            async with self.db.tenant(self.tenant_id) as tx:
                wrong = await miscounted(tx)
                assert not wrong, f"kept counts: {[dict(row) for row in wrong]}"
                assert not await work_miscounted(tx), "what is kept of people's work"
            if fold:
                await counting.fold_all(self.tenant_id, self.project_id)

    async def expire(self) -> None:
        """Let time pass until every lease has run out, and sweep."""
        self.place.clock.advance(601)
        await self.assignment.keeping.expire(self.tenant_id)


def _plain(n: int) -> bytes:
    responses = [{"id": f"r{k}", "value": f"Answer {k} to {n}", "source": f"model-{k}"} for k in (1, 2, 3)]
    return msgspec.json.encode({"content": {"prompt": f"Question {n}", "responses": responses}, "metadata": {"n": n}})


async def make_workplace(db: Database, folder: Path, **settings: Any) -> Workplace:
    """An active project with a schema, without a guideline."""
    place = await make_place(db, folder)
    walls = WallsService(db, place.keys, place.storage, place.clock)
    desk, keys, clock = Desk(walls), place.keys, place.clock
    assignment = AssignmentService(db, walls, keys, clock, desk, AssignmentSettings(**settings))
    annotation = AnnotationService(db, walls, keys, assignment, desk, clock)
    review = ReviewService(db, walls, keys, assignment, annotation, desk, clock)
    workplace = Workplace(place, walls, assignment, annotation, review)
    maya = await place.person("Maya", "manager")
    await place.version("schema", msgspec.json.encode(SCHEMA), maya)
    return workplace
