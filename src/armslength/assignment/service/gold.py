"""Gold: items whose right answers are known. They hide among the others, teach, and admit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.assignment import rules
from armslength.assignment.errors import BadGold, NoCourse, NoSuchGold
from armslength.assignment.model import GoldUse
from armslength.assignment.repository import gold
from armslength.assignment.schemas import GoldItem, GoldKey, GoldPolicy, GoldWithKey, PutGold, PutGoldPolicy
from armslength.assignment.service import needs
from armslength.assignment.service.known_schemas import KnownSchemas
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Handler, JobContext
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.questions.service import check_answers, score_answers, summarise_content
from armslength.walls.service import WallsService

RESCORE: Final = "assignment.rescore_gold"
_CHUNK: Final = 200


class Gold:
    """What is known to be right, and how the project uses it."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, clock: Clock, schemas: KnownSchemas
    ) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.clock = clock
        self.schemas = schemas

    def handlers(self) -> dict[str, Handler]:
        """Jobs of gold."""
        return {RESCORE: self.rescore}

    # The policy

    async def policy(self, actor: Actor, project_id: UUID) -> GoldPolicy:
        """How the project uses its gold."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._policy(tx, project_id)

    async def set_policy(self, actor: Actor, project_id: UUID, given: PutGoldPolicy) -> GoldPolicy:
        """Change it. Raises NoCourse when the gate would shut everybody out, BadGold for a share that falls to
        more than it is."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._set(tx, actor, project_id, given)

    async def _set(self, tx: Tx, actor: Actor, project_id: UUID, given: PutGoldPolicy) -> GoldPolicy:
        now = self.clock.now()
        await tx.lock("gold", project_id)
        before = await self._policy(tx, project_id)
        course = before.course + 1 if given.renew_course else before.course
        if given.gate and not await gold.course_size(tx, project_id, course):
            what = "the new course" if given.renew_course else "the course"
            raise NoCourse(f"Nobody could pass: {what} has no training or screening items yet.", field="gate")
        if given.share_min is not None and given.share_min > given.share:
            raise BadGold(_RISES, field="share_min")
        await gold.put_policy(tx, project_id, given, course, now)
        if given.share_min is not None and before.share_min is None:
            await needs.everybody(tx, project_id)
        after = await self._policy(tx, project_id)
        await record(
            tx, actor.person_id, "assignment.gold_policy", f"project:{project_id}", at=now, project_id=project_id,
            detail={"from": msgspec.to_builtins(before), "to": msgspec.to_builtins(after)},
        )  # fmt: skip
        return after

    # In briefs (projects' GoldOf)

    async def told(self, tx: Tx, project_id: UUID) -> dict[str, Any] | None:
        """{share, share_min, gate, mark} as a brief says it; None: nothing was ever set."""
        row = await gold.policy(tx, project_id)
        return {name: row[name] for name in _IN_BRIEFS if row[name] is not None} if row else None

    async def check(self, tx: Tx, project_id: UUID | None, wanted: Mapping[str, Any]) -> None:
        """A gate needs a course behind it, and a new project has none. Raises NoCourse, and BadGold for a share that
        falls to more than it is."""
        now = GoldPolicy(0) if project_id is None else await self._policy(tx, project_id)
        least = wanted.get("share_min", now.share_min)
        if least is not None and least > wanted.get("share", now.share):
            raise BadGold(_RISES, field="brief.gold.share_min")
        if wanted.get("gate") and not now.course_items:
            hint = "Nobody could pass: import the training or screening items first, then close the gate."
            raise NoCourse(hint, field="brief.gold.gate")

    async def set(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Set those of share, share_min, gate and mark that are there."""
        now = await self._policy(tx, project_id)
        given = PutGoldPolicy(**{**{name: getattr(now, name) for name in _IN_BRIEFS}, **wanted})
        await self._set(tx, actor, project_id, given)

    async def renew(self, tx: Tx, actor: Actor, project_id: UUID) -> None:
        """Everybody must pass again: the next course begins behind the closed gate. Raises NoCourse."""
        now = await self._policy(tx, project_id)
        if not now.gate:
            raise NoCourse("Nobody has to pass a course in this project: the gate is open.", field="pass_again")
        if not now.next_items:
            hint = "Nobody could pass: make training or screening items for the next course first."
            raise NoCourse(hint, field="pass_again")
        await self._set(tx, actor, project_id, PutGoldPolicy(now.share, now.gate, now.mark, True, now.share_min))

    async def _policy(self, tx: Tx, project_id: UUID) -> GoldPolicy:
        row = await gold.policy(tx, project_id)
        course = row["course"] if row else 1
        size, coming = [await gold.course_size(tx, project_id, each) for each in (course, course + 1)]
        return GoldPolicy(size, **dict(row), next_items=coming) if row else GoldPolicy(size, next_items=coming)

    # The items

    async def put(self, actor: Actor, project_id: UUID, item_id: UUID, given: PutGold) -> GoldWithKey:
        """Make an item gold, or change what is right about it; its results are then scored anew by a job.

        Raises NoSuchGold for an unknown item, BadGold for answers that cannot be right.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("gold", project_id)
            found = await gold.lock_item(tx, project_id, item_id)
            versions = await gold.versions(tx, project_id)
            if not found or versions is None:
                raise NoSuchGold("There is no such item.")
            await self._check(tx, project_id, item_id, versions["schema_version"], given.key)
            sealer = await self.keys.sealer(tx, project_id)
            plain = msgspec.json.encode(given.key, order="deterministic")
            sealed = sealer.seal(plain, kind="gold", object_id=str(item_id))
            key = gold.Key(
                item_id, given.use, given.place, versions["schema_version"], versions["guideline_version"], sealed
            )
            course = (await self._policy(tx, project_id)).course + given.next_course
            version = await gold.put(tx, project_id, key, course, actor.person_id, now)
            await self._changed(tx, actor, project_id, item_id, given.use, version, now)
            return await self._with_key(tx, actor, project_id, item_id)

    async def _check(self, tx: Tx, project_id: UUID, item_id: UUID, schema_version: int, key: GoldKey) -> None:
        schema = await self.schemas.get(tx, project_id, schema_version)
        content = (await self.walls.reader(tx, project_id).items([item_id]))[item_id].content
        if problems := check_answers(schema, content, key.answers, complete=False):
            raise BadGold(problems[0].message, field=f"key.{problems[0].path}")
        if unknown := key.within.keys() - {question.name for question in schema.questions}:
            name = min(unknown)
            raise BadGold(f"There is no question called '{name}'.", field=f"key.within.{name}")
        if not score_answers(schema, key.answers, key.answers, key.within):
            raise BadGold("Give the right answer to at least one question that can be compared.", field="key.answers")

    async def _changed(
        self, tx: Tx, actor: Actor, project_id: UUID, item_id: UUID, use: GoldUse, version: int, now: datetime
    ) -> None:
        if version > 1:
            await jobs.enqueue(tx, RESCORE, {"item_id": str(item_id)}, at=now, project_id=project_id)
        await record(
            tx, actor.person_id, "assignment.gold_set", f"item:{item_id}", at=now, project_id=project_id,
            detail={"use": use, "version": version},
        )  # fmt: skip

    async def retire(self, actor: Actor, project_id: UUID, item_id: UUID) -> None:
        """Take a gold item out of use for good. Raises NoCourse for the last one of a course behind a closed gate."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("gold", project_id)
            if not await gold.retire(tx, project_id, item_id, now):
                raise NoSuchGold("There is no such gold item.")
            policy = await self._policy(tx, project_id)
            if policy.gate and not policy.course_items:
                raise NoCourse("This is the last item of the course, and the gate is closed: nobody could pass it.")
            await record(
                tx, actor.person_id, "assignment.gold_retired", f"item:{item_id}", at=now, project_id=project_id
            )

    async def page(
        self, actor: Actor, project_id: UUID, *, use: GoldUse | None, cursor: str | None, limit: int
    ) -> Page[GoldItem]:
        """Gold in use, newest first; that its items were opened is recorded."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await gold.page(tx, project_id, use, before, limit + 1)
            items = await self._items(tx, actor, project_id, rows[:limit])
        more = encode_cursor(items[-1].created_at, items[-1].item_id) if len(rows) > limit else None
        return Page(items, more)

    async def get(self, actor: Actor, project_id: UUID, item_id: UUID) -> GoldWithKey:
        """One gold item with its right answers; that they were opened is recorded. Raises NoSuchGold."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._with_key(tx, actor, project_id, item_id)

    async def _with_key(self, tx: Tx, actor: Actor, project_id: UUID, item_id: UUID) -> GoldWithKey:
        row = await gold.get(tx, project_id, item_id)
        if row is None:
            raise NoSuchGold("There is no such gold item.")
        (shown,) = await self._items(tx, actor, project_id, [row])
        opened = await self.walls.open_gold(tx, actor, project_id, [item_id], purpose="browse")
        return GoldWithKey(shown, msgspec.convert(opened[item_id], GoldKey))

    async def _items(self, tx: Tx, actor: Actor, project_id: UUID, rows: list[asyncpg.Record]) -> list[GoldItem]:
        opened = await self.walls.open_items(tx, actor, project_id, [row["item_id"] for row in rows], purpose="browse")
        content = {item.item_id: item.content for item in opened}
        names = await identity.names(tx, {row["created_by"] for row in rows})
        schemas = {
            version: await self.schemas.get(tx, project_id, version)
            for version in {row["schema_version"] for row in rows}
        }
        return [
            GoldItem(
                created_by=Named(row["created_by"], names.get(row["created_by"], "")),
                summary=summarise_content(schemas[row["schema_version"]], content[row["item_id"]]),
                score=rules.mean_score(row["answers"], row["total"]),
                **{name: row[name] for name in _PLAIN},
            )
            for row in rows
        ]

    # When its right answers change

    async def rescore(self, context: JobContext) -> None:
        """Score every answer to a gold item by its present key. What is scored is found no more: so it resumes."""
        project_id, item_id, done = context.job.project_id, UUID(context.job.payload["item_id"]), context.job.done
        assert project_id is not None
        while True:
            async with self.db.tenant(context.job.tenant_id) as tx:
                stale = await gold.stale_results(tx, item_id, _CHUNK)
                if not stale:
                    return
                await self._rescore(tx, project_id, item_id, stale)
                done += len(stale)
                await context.tick(done=done, tx=tx)

    async def _rescore(self, tx: Tx, project_id: UUID, item_id: UUID, stale: list[asyncpg.Record]) -> None:
        reader = self.walls.reader(tx, project_id)
        key = msgspec.convert((await reader.gold([item_id]))[item_id], GoldKey)
        answers = await reader.answers([row["annotation_id"] for row in stale])
        for row in stale:
            given = (row["schema_version"], answers[row["annotation_id"]])
            matches = await self.schemas.compared(tx, project_id, (row["key_schema"], key), given)
            score = rules.overall(matches)
            await gold.rescore(tx, row["assignment_id"], row["key_version"], score, matches, self.clock.now())
        await needs.scored(tx, project_id, {row["person_id"] for row in stale})


_PLAIN: Final = (
    "item_id", "external_id", "ord", "use", "course", "place", "version", "schema_version", "guideline_version",
    "created_at",
)  # fmt: skip
_IN_BRIEFS: Final = ("share", "share_min", "gate", "mark")
_RISES: Final = "The share cannot fall to more than it is."
