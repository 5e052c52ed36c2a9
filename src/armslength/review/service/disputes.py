"""Which items somebody else must decide about: those whose answers disagree more than the project lets pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import asyncpg
import msgspec

from armslength.assignment.service import KnownSchemas
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.jobs import JobContext
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.questions.service import changed_questions, read_schema
from armslength.review import rules
from armslength.review.errors import BadAdjudication
from armslength.review.repository import adjudications
from armslength.review.repository.adjudications import Disagreement
from armslength.review.schemas import AdjudicationPolicy, AdjudicationRow, PutAdjudicationPolicy
from armslength.walls.service import WallsService

FIND: Final = "review.find_disputes"
_CHUNK: Final = 100


class Disputes:
    """Compares the answers to an item once it has all it wants, and keeps the list of what is to be decided."""

    def __init__(self, db: Database, walls: WallsService, schemas: KnownSchemas, clock: Clock) -> None:
        self.db = db
        self.walls = walls
        self.schemas = schemas
        self.clock = clock

    # The policy

    async def policy(self, actor: Actor, project_id: UUID) -> AdjudicationPolicy:
        """When an item is decided by somebody else, by whom, and how many wait."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._policy(tx, project_id)

    async def set_policy(self, actor: Actor, project_id: UUID, given: PutAdjudicationPolicy) -> AdjudicationPolicy:
        """Set it; a job then goes over what was answered before. Raises BadAdjudication."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._put(tx, actor, project_id, given)

    async def told(self, tx: Tx, project_id: UUID) -> dict[str, Any] | None:
        """{below, questions, people (e-mails)} as a brief says it; None: nothing was ever set."""
        row = await adjudications.policy(tx, project_id)
        if row is None:
            return None
        seats = [await identity.seat(tx, each) for each in row["people"]]
        people = sorted(seat.email.lower() for seat in seats if seat)
        return {"below": row["below"], "questions": sorted(row["questions"]), "people": people}

    async def set(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Set those that are there; the others stay. Raises BadAdjudication."""
        now = await adjudications.policy(tx, project_id) or {"below": 0, "questions": [], "people": []}
        given = {**now, **wanted}
        if "people" in wanted:
            seats = {email: await identity.seat_by_email(tx, email) for email in wanted["people"]}
            if unknown := [email for email, seat in seats.items() if seat is None]:
                hint = f"Nobody here signs in as {unknown[0]}; invite them first."
                raise BadAdjudication(hint, field="brief.adjudication.people")
            given["people"] = [seat.person_id for seat in seats.values() if seat]
        try:
            await self._put(tx, actor, project_id, PutAdjudicationPolicy(**given))
        except BadAdjudication as bad:
            raise BadAdjudication(bad.message, field=f"brief.adjudication.{bad.field}") from None

    async def _put(self, tx: Tx, actor: Actor, project_id: UUID, given: PutAdjudicationPolicy) -> AdjudicationPolicy:
        now = self.clock.now()
        await self._check(tx, project_id, given)
        before = await self._policy(tx, project_id)
        await adjudications.put_policy(tx, project_id, given.below, given.questions, given.people, now)
        await jobs.enqueue(tx, FIND, {}, at=now, project_id=project_id, created_by=actor.person_id)
        after = await self._policy(tx, project_id)
        await record(
            tx, actor.person_id, "review.adjudication_policy", f"project:{project_id}", at=now,
            project_id=project_id, detail={"from": _plain(before), "to": _plain(after)},
        )  # fmt: skip
        return after

    async def _check(self, tx: Tx, project_id: UUID, given: PutAdjudicationPolicy) -> None:
        version = await adjudications.current_schema_version(tx, project_id)
        # Read here, not from `schemas`: a brief may be about to make this very version, or to fail.
        schema = read_schema(await self.walls.reader(tx, project_id).schema(version)) if version else None
        known = {each.name for each in schema.questions} if schema else set()
        if unknown := set(given.questions) - known:
            raise BadAdjudication(f"There is no question called '{min(unknown)}'.", field="questions")
        if set(given.people) - await adjudications.who_reviews(tx, project_id, given.people):
            raise BadAdjudication("Only people who review in this project can decide.", field="people")

    async def _policy(self, tx: Tx, project_id: UUID) -> AdjudicationPolicy:
        row = await adjudications.policy(tx, project_id)
        counts = await adjudications.counts(tx, project_id)
        if row is None:
            return AdjudicationPolicy(0, [], [], **dict(counts))
        names = await identity.names(tx, row["people"])
        people = [Named(each, names.get(each, "")) for each in row["people"]]
        return AdjudicationPolicy(row["below"], row["questions"], people, **dict(counts))

    # Finding

    async def on_answers(self, tx: Tx, payloads: Sequence[dict[str, Any]]) -> None:
        """Answers came, or passed review: their items may have all they want now."""
        items: dict[UUID, list[UUID]] = {}
        for payload in payloads:
            if payload.get("stage") != "adjudicate":
                items.setdefault(UUID(payload["project_id"]), []).append(UUID(payload["item_id"]))
        for project_id, item_ids in items.items():
            for item_id in await adjudications.concerned(tx, project_id, item_ids):
                await self._consider(tx, project_id, item_id)

    async def on_overlap(self, tx: Tx, payload: dict[str, Any]) -> None:
        """Fewer answers are wanted, perhaps: items that have them all by now are looked at in the background."""
        project_id = UUID(payload["project_id"])
        policy = await adjudications.policy(tx, project_id)
        if policy is not None and policy["below"]:
            await jobs.enqueue(tx, FIND, {}, at=self.clock.now(), project_id=project_id)

    async def find(self, context: JobContext) -> None:
        """The job after a change of policy or overlap: every answered item is looked at again, from a checkpoint."""
        project_id = context.job.project_id
        assert project_id is not None  # whoever asks for it names one
        after, done = context.job.checkpoint.get("after", 0), context.job.done
        while True:
            async with self.db.tenant(context.job.tenant_id) as tx:
                items = await adjudications.finished_items(tx, project_id, after, _CHUNK)
                for item in items:
                    await self.consider(tx, project_id, item["id"])
                if not items:
                    return
                after, done = items[-1]["ord"], done + len(items)
                await context.tick(done=done, checkpoint={"after": after}, tx=tx)
            await context.tick()

    async def consider(self, tx: Tx, project_id: UUID, item_id: UUID) -> None:
        """Ask for a decision if the answers as they stand disagree; ask no more where they do not, or are others."""
        if await adjudications.concerned(tx, project_id, [item_id]):
            await self._consider(tx, project_id, item_id)

    async def _consider(self, tx: Tx, project_id: UUID, item_id: UUID) -> None:
        policy = await adjudications.policy(tx, project_id)
        await tx.lock("adjudication", item_id)
        item = await adjudications.finished(tx, project_id, item_id)
        found = await self._disagreement(tx, project_id, item_id, item, policy) if item else None
        await adjudications.withdraw_others(tx, item_id, found.annotation_ids if found else None)
        if found is not None and not await adjudications.decided(tx, item_id, found.annotation_ids):
            await adjudications.ask(tx, found, self.clock.now())

    async def send(self, tx: Tx, project_id: UUID, item_id: UUID) -> bool:
        """Somebody who runs the project wants a decision over the answers as they stand, whatever the policy says.

        False: answers or reviews are still to come, or somebody has decided over these.
        """
        policy = await adjudications.policy(tx, project_id)
        await tx.lock("adjudication", item_id)
        item = await adjudications.finished(tx, project_id, item_id)
        found = await self._disagreement(tx, project_id, item_id, item, policy, asked=True) if item else None
        if found is None or await adjudications.decided(tx, item_id, found.annotation_ids):
            return False
        await adjudications.withdraw_others(tx, item_id, found.annotation_ids)
        await adjudications.ask(tx, found, self.clock.now())
        return True

    async def _disagreement(
        self, tx: Tx, project_id: UUID, item_id: UUID, item: asyncpg.Record, policy: asyncpg.Record | None, *,
        asked: bool = False,
    ) -> Disagreement | None:  # fmt: skip
        below, asked = policy["below"] if policy else 0, asked or item["asked"]
        if not below and not item["disputed"] and not asked:
            return None
        stands = await adjudications.standing(tx, item_id)
        version = max(row["schema_version"] for row in stands)
        answers = await self.comparable(tx, project_id, stands, version)
        schema = await self.schemas.get(tx, project_id, version)
        agreement = rules.agreements(schema, list(answers.values()), policy["questions"] if policy else [])
        if not item["disputed"] and not asked and not rules.disputed(agreement, below):
            return None
        firms = {row["organization_id"] for row in stands}
        adjudication_id = new_id()
        return Disagreement(
            adjudication_id, project_id, item_id, firms.pop() if len(firms) == 1 else None, sorted(answers),
            agreement, version, rules.adjudication_seed(item["seed"], adjudication_id),
            "rework_limit" if item["disputed"] else "asked" if asked else "disagree",
        )  # fmt: skip

    async def comparable(
        self, tx: Tx, project_id: UUID, stands: list[asyncpg.Record], version: int
    ) -> dict[UUID, dict[str, Any]]:
        """Answers, opened for nobody, without those to questions that mean something else by `version`."""
        opened = await self.walls.reader(tx, project_id).answers([row["annotation_id"] for row in stands])
        versions = {row["annotation_id"]: row["schema_version"] for row in stands}
        return await self.under(tx, project_id, opened, versions, version)

    async def under(
        self, tx: Tx, project_id: UUID, answers: Mapping[UUID, dict[str, Any]], made: Mapping[UUID, int], version: int
    ) -> dict[UUID, dict[str, Any]]:
        """Answers given under the versions `made`, as far as they mean the same under `version`."""
        lift = await self.walls.reader(tx, project_id).lift()
        read = {one: lift.read(made[one], given).answers for one, given in answers.items()}
        now = await self.schemas.get(tx, project_id, lift.version(version))
        gone = {
            each: changed_questions(await self.schemas.get(tx, project_id, lift.version(each)), now)
            for each in set(made.values())
        }
        return {
            one: {name: said for name, said in given.items() if name not in gone[made[one]]}
            for one, given in read.items()
        }

    # Reading

    async def page(
        self, actor: Actor, project_id: UUID, *, state: Literal["waiting", "done"], cursor: str | None, limit: int
    ) -> Page[AdjudicationRow]:
        """What waits, the oldest first; or what was decided, the newest first."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if state == "done":
                before = decode_cursor(cursor, datetime, UUID) if cursor else None
                rows = await adjudications.page_done(tx, project_id, before, limit + 1)
            else:
                after = decode_cursor(cursor, int) if cursor else None
                rows = await adjudications.page_waiting(tx, project_id, after, limit + 1)
            shown = rows[:limit]
            names = await identity.names(tx, {row["person_id"] for row in shown if row["person_id"]})
            items = [await self._row(tx, project_id, row, names) for row in shown]
        if len(rows) <= limit:
            return Page(items, None)
        last = shown[-1]
        more = encode_cursor(last["decided_at"], last["id"]) if state == "done" else encode_cursor(last["seq"])
        return Page(items, more)

    async def _row(self, tx: Tx, project_id: UUID, row: asyncpg.Record, names: Mapping[UUID, str]) -> AdjudicationRow:
        return AdjudicationRow(
            person=Named(row["person_id"], names.get(row["person_id"], "")) if row["person_id"] else None,
            answers=len(row["annotation_ids"]), comment=await self.comment(tx, project_id, row),
            **{name: row[name] for name in _PLAIN},
        )  # fmt: skip

    async def comment(self, tx: Tx, project_id: UUID, row: asyncpg.Record) -> str:
        """What the person said about a decision; `row` has its `id` and `sealed`."""
        if row["sealed"] is None:
            return ""
        plain = await self.walls.unseal(tx, project_id, row["sealed"], kind="comment", object_id=str(row["id"]))
        return plain.decode()


_PLAIN: Final = (
    "id", "item_id", "external_id", "ord", "state", "agreement", "created_at", "outcome", "decided_at", "reason",
)  # fmt: skip


def _plain(policy: AdjudicationPolicy) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(policy)
    return {name: told[name] for name in ("below", "questions", "people")}
