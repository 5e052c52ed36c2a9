"""Changes of meaning of a live label schema: planned, counted in a dry run, carried out in one transaction.

No answer is changed. It keeps the version it was given under, and is read through the migrations since
(`questions.service.Lift`); where that leaves something open, its author or somebody else is asked anew, by a job.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.annotation import views as annotated
from armslength.fields.model import Problem
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.jobs import JobContext
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.projects.service.versions import Versions, good_schema
from armslength.questions.model import LabelSchema
from armslength.questions.service import (
    Lift,
    Migration,
    encode_schema,
    migrated_schema,
    question_kinds,
    read_schema,
    read_steps,
    steps_between,
)
from armslength.review.service import ReviewService
from armslength.revision import repository
from armslength.revision.errors import BadPlan, MigrationNotFound, NotCounted, StalePlan
from armslength.revision.model import Effect, ReleasesOf
from armslength.revision.repository import Planned
from armslength.revision.rules import Tally, needs
from armslength.revision.schemas import JobProgress, SchemaMigration, SchemaPlan
from armslength.walls.service import WallsService

COUNT: Final = "revision.dry_run"
REOPEN: Final = "revision.ask_anew"
ITEMS_AT_ONCE: Final = 100
LISTED: Final = 100
_UNSETTLED: Final = ("in_review", "rejected", "outdated")


class Migrations:
    """Plans, dry runs, and carrying them out."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, versions: Versions, review: ReviewService,
        clock: Clock, *, releases: ReleasesOf,
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.keys = keys
        self.versions = versions
        self.review = review
        self.clock = clock
        self.releases = releases

    # Planning

    async def draft(self, actor: Actor, project_id: UUID, raw: object) -> SchemaPlan:
        """A first plan from the schema in force to another: guessed, for somebody to look at. Raises BadSchema."""
        new = good_schema(raw)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            version = (await projects.project(tx, project_id)).schema_version
            old = read_schema(await self.walls.open_schema(tx, actor, project_id, version, purpose="configure"))
        steps = msgspec.to_builtins(steps_between(old, new))
        return SchemaPlan(from_version=version, steps=steps, schema=msgspec.json.decode(encode_schema(new)))

    async def create(self, actor: Actor, project_id: UUID, plan: SchemaPlan) -> SchemaMigration:
        """Store a plan and begin its dry run; the same plan again is counted again. Raises StalePlan, BadPlan."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self.versions.held(tx, project_id)
            if row.schema_version != plan.from_version:
                raise _stale(plan.from_version, row.schema_version)
            old = read_schema(await self.walls.reader(tx, project_id).schema(plan.from_version))
            new = _good(old, plan)
            job_id = await jobs.enqueue(
                tx, COUNT, {}, at=now, project_id=project_id, created_by=actor.person_id,
                total=await repository.answered_count(tx, project_id),
            )  # fmt: skip
            told = {"plan": msgspec.to_builtins(plan), "schema": msgspec.json.decode(encode_schema(new))}
            plain = msgspec.json.encode(told | {"kinds": question_kinds(old)}, order="deterministic")
            sealer = await self.keys.sealer(tx, project_id)
            digest = sealer.digest(plain)
            known = await repository.by_digest(tx, project_id, plan.from_version, digest)
            migration_id = known["id"] if known else new_id()
            if known:
                await repository.count_again(tx, migration_id, job_id)
            else:
                sealed = sealer.seal(plain, kind="schema_migration", object_id=str(migration_id))
                planned = Planned(migration_id, project_id, plan.from_version, plan.reopen, sealed, digest)
                await repository.insert(tx, planned, job_id, actor.person_id, now)
            await record(
                tx, actor.person_id, "revision.migration_planned", f"schema_migration:{migration_id}", at=now,
                project_id=project_id, detail={"from": plan.from_version, "steps": len(plan.steps)},
            )  # fmt: skip
            return await self._told(tx, actor, project_id, migration_id)

    # Reading

    async def page(self, actor: Actor, project_id: UUID) -> list[SchemaMigration]:
        """The newest migrations, without their plans."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.of_project(tx, project_id, LISTED)
            names = await _names(tx, rows)
        return [_migration(row, names) for row in rows]

    async def get(self, actor: Actor, project_id: UUID, migration_id: UUID) -> SchemaMigration:
        """One migration with its plan; that the schema was shown is recorded. Raises MigrationNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._told(tx, actor, project_id, migration_id)

    async def _told(self, tx: Tx, actor: Actor, project_id: UUID, migration_id: UUID) -> SchemaMigration:
        row = await self._row(tx, project_id, migration_id)
        told = await self.walls.open_schema_migration(tx, actor, project_id, row["id"], version=row["from_version"])
        found = _migration(row, await _names(tx, [row]))
        found.plan = msgspec.convert(told["plan"], SchemaPlan)
        found.schema = read_schema(told["schema"])
        return found

    async def _row(self, tx: Tx, project_id: UUID, migration_id: UUID) -> asyncpg.Record:
        row = await repository.get(tx, project_id, migration_id)
        if row is None:
            raise MigrationNotFound("There is no such migration in this project.")
        return row

    # The dry run

    async def count(self, context: JobContext) -> None:
        """Read every answer that stands as it would read afterwards. After a crash it counts from the beginning."""
        project_id = context.job.project_id
        assert project_id is not None  # create names one
        async with context.db.tenant(context.job.tenant_id) as tx:
            row = await repository.of_job(tx, context.job.id)
            if row is None:  # another dry run of the same plan has begun
                return
            new, lift = await self._as_planned(tx, project_id, row)
        tally, after, done = Tally(new, lift), 0, 0
        while True:
            async with context.db.tenant(context.job.tenant_id) as tx:
                items = await repository.answered_items(tx, project_id, after, ITEMS_AT_ONCE)
                await self._count(tx, project_id, items, tally, row["from_version"])
            if not items:
                break
            after, done = items[-1]["ord"], done + len(items)
            await context.tick(done=done)
        async with context.db.tenant(context.job.tenant_id) as tx:
            effect = tally.result()
            work = await repository.work_now(tx, project_id)
            effect.in_hand, effect.drafts = work["in_hand"], work["drafts"]
            effect.releases = await self.releases(tx, project_id)
            await repository.counted(tx, row["id"], effect)
            await context.tick(done=done, total=done, tx=tx)

    async def _as_planned(self, tx: Tx, project_id: UUID, row: asyncpg.Record) -> tuple[LabelSchema, Lift]:
        """The schema that a migration leads to, and how answers would read if it were carried out."""
        reader = self.walls.reader(tx, project_id)
        told = await reader.schema_migration(row["id"])
        steps, _ = read_steps(told["plan"]["steps"])  # checked when it was stored
        lift = await reader.lift()
        to_version = row["to_version"] or row["from_version"] + 1
        known = [each for each in lift.migrations if each.to_version < to_version]
        return read_schema(told["schema"]), Lift(
            [*known, Migration(row["from_version"], to_version, told["kinds"], steps)]
        )

    async def _count(
        self, tx: Tx, project_id: UUID, items: list[asyncpg.Record], tally: Tally, from_version: int
    ) -> None:
        reader = self.walls.reader(tx, project_id)
        asked = [item["id"] for item in items if not item["gold"]]
        rows = await repository.standing(tx, asked, from_version + 1)
        answers = await reader.answers([row["annotation_id"] for row in rows])
        content = await reader.items(list({row["item_id"] for row in rows}))
        for row in rows:
            tally.answer(row["schema_version"], answers[row["annotation_id"]], content[row["item_id"]].content)
        keys = await reader.gold([item["id"] for item in items if item["gold"]])
        for item in items:
            if item["gold"]:
                tally.gold(item["key_version"], keys[item["id"]]["answers"])

    # Carrying it out

    async def apply(self, actor: Actor, project_id: UUID, migration_id: UUID) -> SchemaMigration:
        """Make the new schema the one in force, in one transaction; a job then asks anew where it was wanted.

        Applied again, only answers that came since under older versions are looked at. Raises StalePlan, NotCounted.
        """
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            project = await self.versions.held(tx, project_id)
            row = await self._row(tx, project_id, migration_id)
            if row["state"] != "applied":
                if project.schema_version != row["from_version"]:
                    raise _stale(row["from_version"], project.schema_version)
                if row["state"] != "ready":
                    raise NotCounted("The dry run is not done: nobody knows yet what this would change.")
                await self._apply(tx, actor, project_id, row)
            again = row["state"] == "applied" and row["job_state"] not in jobs.ENDED
            if row["reopen"] != "none" and not again and row["to_version"] in (None, project.schema_version):
                job_id = await jobs.enqueue(
                    tx, REOPEN, {"migration_id": str(migration_id)}, at=self.clock.now(), project_id=project_id,
                    created_by=actor.person_id, total=await repository.answered_count(tx, project_id),
                )  # fmt: skip
                await repository.set_job(tx, migration_id, job_id)
            return await self._told(tx, actor, project_id, migration_id)

    async def _apply(self, tx: Tx, actor: Actor, project_id: UUID, row: asyncpg.Record) -> None:
        now = self.clock.now()
        told = await self.walls.reader(tx, project_id).schema_migration(row["id"])
        note = told["plan"]["note"] or "Migration"
        to_version = await self.versions.migrate_schema(tx, actor, project_id, read_schema(told["schema"]), note)
        await repository.applied(tx, row["id"], to_version, actor.person_id, now)
        effect: dict[str, Any] = row["effect"]
        counts = {name: effect[name] for name in ("answers", "same", "mapped", "open", "gold", "releases")}
        await record(
            tx, actor.person_id, "revision.schema_migrated", f"schema_migration:{row['id']}", at=now,
            project_id=project_id,
            detail={"from": row["from_version"], "to": to_version, "reopen": row["reopen"], **counts},
        )  # fmt: skip

    async def ask_anew(self, context: JobContext) -> None:
        """The job after a migration: each answer that needs a new one is asked for, from a checkpoint."""
        project_id, migration_id = context.job.project_id, UUID(context.job.payload["migration_id"])
        assert project_id is not None  # apply names one
        after, done = context.job.checkpoint.get("after", 0), context.job.done
        while True:
            async with context.db.tenant(context.job.tenant_id) as tx:
                row = await self._row(tx, project_id, migration_id)
                items = await repository.answered_items(tx, project_id, after, ITEMS_AT_ONCE)
                if not items:
                    return
                await self._ask_anew(tx, context, project_id, row, [item["id"] for item in items if not item["gold"]])
                after, done = items[-1]["ord"], done + len(items)
                await context.tick(done=done, checkpoint={"after": after}, tx=tx)
            await context.tick()

    async def _ask_anew(
        self, tx: Tx, context: JobContext, project_id: UUID, row: asyncpg.Record, item_ids: list[UUID]
    ) -> None:
        new, lift = await self._as_planned(tx, project_id, row)
        reader = self.walls.reader(tx, project_id)
        await repository.hold_items(tx, item_ids)
        rows = await repository.standing(tx, item_ids, row["to_version"])
        answers = await reader.answers([each["annotation_id"] for each in rows])
        content = await reader.items(list({each["item_id"] for each in rows}))
        asked = 0
        for each in rows:
            given, shown = answers[each["annotation_id"]], content[each["item_id"]].content
            said = await annotated.get(tx, project_id, each["annotation_id"])
            if said is None or not needs(new, lift, each["schema_version"], given, shown)[1]:
                continue
            to_author = await self.review.outdate(
                tx, said, row["to_version"], settled=each["verdict"] not in _UNSETTLED,
                to_author=row["reopen"] == "rework",
            )  # fmt: skip
            asked += 1
            await record(
                tx, row["applied_by"], "revision.asked_anew", f"annotation:{said.id}", at=context.clock.now(),
                project_id=project_id, detail={"item": str(said.item_id), "author": to_author},
            )  # fmt: skip
        if asked:
            await repository.reopened(tx, row["id"], asked)


def _good(old: LabelSchema, plan: SchemaPlan) -> LabelSchema:
    """The schema that a plan leads to. Raises BadPlan with everything that is wrong."""
    steps, problems = read_steps(plan.steps)
    new: LabelSchema | None = None
    if not problems:
        new, problems = migrated_schema(old, steps, plan.schema)
    if not problems and new is not None and encode_schema(new) == encode_schema(old):
        problems = [Problem("steps", "This plan changes nothing.")]
    if problems or new is None:
        details = {"problems": msgspec.to_builtins(problems[:100])}
        raise BadPlan(problems[0].message, field=problems[0].path, details=details)
    return new


def _stale(planned: int, now: int) -> StalePlan:
    said = f"This plan begins at version {planned} of the label schema; version {now} is in force. Plan it anew."
    return StalePlan(said, field="from_version")


async def _names(tx: Tx, rows: list[asyncpg.Record]) -> dict[UUID, str]:
    return await identity.names(tx, {row[who] for row in rows for who in ("created_by", "applied_by") if row[who]})


def _migration(row: asyncpg.Record, names: dict[UUID, str]) -> SchemaMigration:
    by: UUID | None = row["applied_by"]
    return SchemaMigration(
        id=row["id"], from_version=row["from_version"], to_version=row["to_version"], state=row["state"],
        stale=row["state"] != "applied" and row["from_version"] != row["schema_version"], reopen=row["reopen"],
        effect=msgspec.convert(row["effect"], Effect) if row["effect"] else None, reopened=row["reopened"],
        progress=JobProgress(row["job_state"], row["done"], row["total"], row["error"]),
        created_by=Named(row["created_by"], names.get(row["created_by"], "")), created_at=row["created_at"],
        applied_by=Named(by, names.get(by, "")) if by else None, applied_at=row["applied_at"],
    )  # fmt: skip
