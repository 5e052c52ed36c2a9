"""The verbs of releases: order, freeze, export, download."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.branches import views as branches
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import NIL, new_id
from armslength.kit.jobs import JobContext
from armslength.kit.outbox import Subscription, emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record as ledger
from armslength.projects import views as projects
from armslength.questions.model import LabelSchema
from armslength.release import repository
from armslength.release.errors import (
    ExportNotFound,
    FileNotFound,
    FormatNotApplicable,
    FormatUnknown,
    NotReady,
    ReleaseNotFound,
)
from armslength.release.events import EXPORT_ENDED, RELEASE_ENDED
from armslength.release.formats.registry import FORMATS
from armslength.release.model import Recipe, WrittenFile
from armslength.release.schemas import (
    Counted,
    CreateRelease,
    Done,
    Export,
    FileInfo,
    FormatInfo,
    Formats,
    Manifest,
    Release,
)
from armslength.release.service.building import Builder
from armslength.release.service.choosing import logged
from armslength.release.service.exporting import Exporter
from armslength.release.service.freezing import checked, freeze, schema_of
from armslength.revision.model import ReleaseRef
from armslength.storage.service import Storage
from armslength.walls.service import WallsService

BUILD_JOB: Final = "release.build"
EXPORT_JOB: Final = "release.export"
NOTED_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Download:
    """A file that may leave; its bytes may be read once the transaction has committed."""

    name: str
    size: int
    sha256: str
    data: AsyncIterator[bytes]


class ReleaseService:
    """Freezes what stands, and lets it out in many forms."""

    def __init__(self, db: Database, walls: WallsService, keys: KeyService, storage: Storage, clock: Clock) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.storage = storage
        self.clock = clock

    def handlers(self) -> dict[str, jobs.Handler]:
        """Background work, by kind."""
        return {BUILD_JOB: self.build, EXPORT_JOB: self.write_export}

    def subscriptions(self) -> list[Subscription]:
        """What release hears."""
        return [Subscription(jobs.JOB_ENDED, self._on_job_ended)]

    async def list_formats(self, actor: Actor, project_id: UUID) -> Formats:
        """Every format, and whether it can hold what the project asks now."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            version = (await projects.project(tx, project_id)).schema_version
            schema = await schema_of(tx, self.walls, project_id, version)
        return Formats([_format_info(format_id, schema) for format_id in FORMATS])

    async def count_of(self, tx: Tx, project_id: UUID) -> int:
        """How many releases a project has."""
        return await repository.count(tx, project_id)

    async def with_item(self, tx: Tx, project_id: UUID, item_id: UUID) -> dict[UUID, list[ReleaseRef]]:
        """The releases that an item is in, by the answer that they took."""
        found: dict[UUID, list[ReleaseRef]] = {}
        for row in await repository.with_item(tx, project_id, item_id):
            found.setdefault(row["annotation_id"], []).append(ReleaseRef(row["id"], row["number"], row["name"]))
        return found

    async def create_release(self, actor: Actor, project_id: UUID, wanted: CreateRelease) -> Release:
        """Order a release. What cannot be followed is refused now; what stands is frozen in the background."""
        recipe, release_id, now = wanted.recipe or Recipe(), new_id(), self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await checked(tx, self.walls, project_id, recipe, split=await branches.split(tx, project_id))
            number = await repository.next_number(tx, project_id)
            job_id = await self._enqueue(tx, actor, project_id, release_id)
            await repository.insert(
                tx, release_id, project_id, number, wanted.name, recipe, job_id, actor.person_id, now
            )
            await ledger(
                tx, actor.person_id, "release.created", f"release:{release_id}", at=now, project_id=project_id,
                detail={"number": number, "recipe": logged(recipe)},
            )  # fmt: skip
            return await self._release(tx, project_id, release_id)

    async def cancel_release(self, actor: Actor, project_id: UUID, release_id: UUID) -> Release:
        """Stop making a release. Raises JobEnded where it is ready, or was over before."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._release_row(tx, project_id, release_id)
            if row["state"] == "ready":
                raise jobs.JobEnded("This release is ready.")
            await jobs.set_wanted_state(tx, row["job_id"], "cancelled", at=self.clock.now())
            return await self._release(tx, project_id, release_id)

    async def retry_release(self, actor: Actor, project_id: UUID, release_id: UUID) -> Release:
        """Make a release that failed or was cancelled after all, from its snapshot where it has one; one that is being
        made or is ready stays as it is."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await repository.hold(tx, project_id, release_id)
            row = await self._release_row(tx, project_id, release_id)
            if row["state"] == "building" and row["job_state"] in ("failed", "cancelled"):
                await repository.take_up(tx, release_id, await self._enqueue(tx, actor, project_id, release_id))
                await ledger(
                    tx, actor.person_id, "release.retried", f"release:{release_id}", at=self.clock.now(),
                    project_id=project_id, detail={"number": row["number"]},
                )  # fmt: skip
            return await self._release(tx, project_id, release_id)

    async def get_release(self, actor: Actor, project_id: UUID, release_id: UUID) -> Release:
        """One release with its exports."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._release(tx, project_id, release_id)

    async def list_releases(self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int) -> Page[Release]:
        """Releases, the newest first."""
        before = decode_cursor(cursor, int)[0] if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.page(tx, project_id, before, limit + 1)  # type: ignore[arg-type]  # decoded as int
            releases = await self._releases(tx, rows[:limit])
        return Page(releases, encode_cursor(releases[-1].number) if len(rows) > limit else None)

    async def create_export(self, actor: Actor, project_id: UUID, release_id: UUID, format_id: str) -> Export:
        """Ask for a release to be written in a format."""
        format = FORMATS.get(format_id)
        if format is None:
            known = ", ".join(FORMATS)
            raise FormatUnknown(f"There is no format called '{format_id}'. There are: {known}.", field="format")
        export_id, now = new_id(), self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            release = await self._ready(tx, project_id, release_id)
            facts = release["manifest"]
            versions = facts["schema_versions"] + [each["to_version"] for each in facts.get("migrations", [])]
            version = max(versions) if versions else (await projects.project(tx, project_id)).schema_version
            schema = await schema_of(tx, self.walls, project_id, version)
            reason = "" if schema is None else format.why_not(schema, msgspec.convert(release["recipe"], Recipe))
            if reason:
                raise FormatNotApplicable(f"{format.title} does not fit this release. {reason}", field="format")
            job_id = await jobs.enqueue(
                tx, EXPORT_JOB, {"release_id": str(release_id), "export_id": str(export_id)}, at=now,
                project_id=project_id, created_by=actor.person_id, total=release["manifest"]["items"],
            )  # fmt: skip
            await repository.insert_export(tx, export_id, release_id, format_id, job_id, actor.person_id, now)
            return _export(await self._export_row(tx, project_id, release_id, export_id))

    async def get_export(self, actor: Actor, project_id: UUID, release_id: UUID, export_id: UUID) -> Export:
        """One export."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return _export(await self._export_row(tx, project_id, release_id, export_id))

    async def cancel_export(self, actor: Actor, project_id: UUID, release_id: UUID, export_id: UUID) -> Export:
        """Stop writing an export."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._export_row(tx, project_id, release_id, export_id)
            await jobs.set_wanted_state(tx, row["job_id"], "cancelled", at=self.clock.now())
            return _export(await self._export_row(tx, project_id, release_id, export_id))

    async def open_file(self, actor: Actor, project_id: UUID, release_id: UUID, export_id: UUID, name: str) -> Download:
        """Let a finished file out. Whoever did not ask for the export has now been shown it too: recorded first."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._export_row(tx, project_id, release_id, export_id)
            files = msgspec.convert(row["files"], list[WrittenFile]) if row["state"] == "done" else []
            file = next((each for each in files if each.name == name), None)
            if file is None:
                raise FileNotFound("This export has no such file (yet).")
            if row["created_by"] != actor.person_id:
                await self._note_everything(tx, actor, project_id, release_id, export_id)
            await ledger(
                tx, actor.person_id, "release.downloaded", f"export:{export_id}", at=self.clock.now(),
                project_id=project_id, detail={"file": name, "sha256": file.sha256},
            )  # fmt: skip
            data = await self.walls.unseal_stream(tx, project_id, file.blob, kind="export")
        return Download(file.name, file.bytes, file.sha256, data)

    async def build(self, context: JobContext) -> None:
        """The job behind create_release: freezes what stands, once, then builds the records from what was frozen."""
        project_id, release_id = context.job.project_id or NIL, UUID(context.job.payload["release_id"])

        async def as_it_is() -> asyncpg.Record:
            async with context.db.tenant(context.job.tenant_id) as tx:
                return await self._release_row(tx, project_id, release_id)

        release = await as_it_is()
        if release["snapshot_at"] is None:
            await freeze(context, release, self.walls, project_id)
            release = await as_it_is()
        if release["state"] == "building":
            await Builder(context, release, self.walls, self.keys, self.storage).run()

    async def write_export(self, context: JobContext) -> None:
        """The job behind create_export."""
        release_id, export_id = (UUID(context.job.payload[key]) for key in ("release_id", "export_id"))
        project_id = context.job.project_id or NIL
        async with context.db.tenant(context.job.tenant_id) as tx:
            release = await self._ready(tx, project_id, release_id)
            export = await self._export_row(tx, project_id, release_id, export_id)
        format = FORMATS[export["format"]]
        await Exporter(context, release, export, format, self.walls, self.keys, self.storage).run()

    async def _on_job_ended(self, tx: Tx, payload: dict[str, Any]) -> None:
        """Say what became of a release or an export, however its job ended."""
        topic = {BUILD_JOB: RELEASE_ENDED, EXPORT_JOB: EXPORT_ENDED}.get(payload["kind"])
        if topic is None:
            return
        row = await repository.of_job(tx, UUID(payload["job_id"]))
        if row is None:
            return
        told = {name: str(row[name]) for name in ("project_id", "release_id", "created_by")}
        if topic == RELEASE_ENDED:
            told |= {"state": "ready" if payload["state"] == "done" else payload["state"]}
        else:
            told |= {"export_id": str(row["export_id"]), "format": row["format"], "state": payload["state"]}
        await emit(tx, topic, told, at=payload["at"])

    async def _note_everything(self, tx: Tx, actor: Actor, project_id: UUID, release_id: UUID, export_id: UUID) -> None:
        """Every item and answer of the release, for one more person."""
        after = (-1, NIL)
        while rows := await repository.snapshot_ids(tx, release_id, after, NOTED_AT_ONCE):
            shown: dict[str, list[str]] = {}
            for row in rows:
                shown.setdefault(str(row["item_id"]), []).append(str(row["annotation_id"]))
            await self.walls.note_export(tx, project_id, actor.person_id, shown, lease_id=export_id)
            after = (rows[-1]["item_ord"], rows[-1]["annotation_id"])

    async def _enqueue(self, tx: Tx, actor: Actor, project_id: UUID, release_id: UUID) -> UUID:
        """Ask for a release to be made."""
        return await jobs.enqueue(
            tx, BUILD_JOB, {"release_id": str(release_id)}, at=self.clock.now(), project_id=project_id,
            created_by=actor.person_id,
        )  # fmt: skip

    async def _release_row(self, tx: Tx, project_id: UUID, release_id: UUID) -> asyncpg.Record:
        row = await repository.get(tx, project_id, release_id)
        if row is None:
            raise ReleaseNotFound("There is no such release in this project.")
        return row

    async def _ready(self, tx: Tx, project_id: UUID, release_id: UUID) -> asyncpg.Record:
        row = await self._release_row(tx, project_id, release_id)
        if row["state"] != "ready":
            raise NotReady("This release is not ready: it is still being made, or it failed or was cancelled.")
        return row

    async def _export_row(self, tx: Tx, project_id: UUID, release_id: UUID, export_id: UUID) -> asyncpg.Record:
        await self._release_row(tx, project_id, release_id)
        row = await repository.export(tx, release_id, export_id)
        if row is None:
            raise ExportNotFound("There is no such export of this release.")
        return row

    async def _release(self, tx: Tx, project_id: UUID, release_id: UUID) -> Release:
        return (await self._releases(tx, [await self._release_row(tx, project_id, release_id)]))[0]

    async def _releases(self, tx: Tx, rows: Sequence[asyncpg.Record]) -> list[Release]:
        names = await identity.names(tx, {row["created_by"] for row in rows})
        exports: dict[UUID, list[Export]] = {}
        for row in await repository.exports(tx, [row["id"] for row in rows]):
            exports.setdefault(row["release_id"], []).append(_export(row))
        return [_release(row, names, exports.get(row["id"], [])) for row in rows]


def _release(row: asyncpg.Record, names: Mapping[UUID, str], exports: list[Export]) -> Release:
    over = row["state"] == "building" and row["job_state"] in ("failed", "cancelled")
    return Release(
        id=row["id"], number=row["number"], name=row["name"], state=row["job_state"] if over else row["state"],
        recipe=msgspec.convert(row["recipe"], Recipe), snapshot_at=row["snapshot_at"],
        manifest=msgspec.convert(row["manifest"], Manifest) if row["manifest"] else None, digest=row["digest"],
        progress=Done(row["done"], row["total"] or 0), error=row["error"] if over else None,
        job=jobs.LastJob(
            job_id=row["job_id"], state=row["job_state"], done=row["done"], total=row["total"], error=row["error"],
            asked_at=row["asked_at"], finished_at=row["finished_at"],
        ),
        created_at=row["created_at"], created_by=Named(row["created_by"], names.get(row["created_by"], "")),
        exports=exports,
    )  # fmt: skip


def _export(row: asyncpg.Record) -> Export:
    files: list[dict[str, Any]] = row["files"]
    return Export(
        id=row["id"], format=row["format"], state=row["state"], progress=Done(row["done"], row["total"] or 0),
        files=[FileInfo(file["name"], file["bytes"], file["sha256"], file["rows"]) for file in files],
        dropped=msgspec.convert(row["dropped"], list[Counted]),
        error=row["error"] if row["state"] == "failed" else None, created_at=row["created_at"],
    )  # fmt: skip


def _format_info(format_id: str, schema: LabelSchema | None) -> FormatInfo:
    format = FORMATS[format_id]
    reason = "The project has no label schema yet." if schema is None else format.why_not(schema, Recipe())
    return FormatInfo(format.id, format.title, format.summary, reason is None, reason)
