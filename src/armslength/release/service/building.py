"""The job that builds a release from its snapshot. After a crash it starts again; same snapshot, same bytes."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import UNSET, UnsetType

from armslength.keys.service import KeyService, Sealer
from armslength.kit.ahead import ahead
from armslength.kit.db import Tx
from armslength.kit.jobs import JobContext
from armslength.ledger.service import record as ledger
from armslength.projects import views as projects
from armslength.questions import service as questions
from armslength.questions.model import LabelSchema
from armslength.questions.service import Lift
from armslength.release import repository
from armslength.release.model import Header, Recipe, Record, Said, Suggested, WrittenFile
from armslength.release.rules.freezing import ADJUDICATED, Freezer, FrozenItem, counted
from armslength.release.rules.inferring import Inferring
from armslength.release.schemas import FileInfo, Manifest, Migrated, Snapshot
from armslength.release.service.choosing import missing
from armslength.release.service.learning import Learner, said_by
from armslength.release.service.sealed import SealedFile
from armslength.release.service.splitting import Answers, SplitReading
from armslength.storage.service import Storage
from armslength.suggestion import views as suggestion
from armslength.truth import views as truth
from armslength.truth.service import Tally
from armslength.truth.service.computing import computed
from armslength.walls.model import OpenedItem
from armslength.walls.service import ContentReader, WallsService

ITEMS_AT_ONCE: Final = 300
RECORDS: Final = "records.jsonl"
_canonical = msgspec.json.Encoder(order="deterministic")


@dataclass
class _Counts:
    """What the manifest says about the records."""

    items: int = 0
    annotations: int = 0
    people: set[str] = field(default_factory=set)
    schema_versions: set[int] = field(default_factory=set)
    guideline_versions: set[int] = field(default_factory=set)
    snapshot: Any = field(default_factory=hashlib.sha256)

    def add(self, record: Record) -> None:
        """Count one record."""
        self.items += 1
        self.annotations += len(record.annotations)
        for said in record.annotations:
            self.people.add(said.person)
            self.schema_versions.add(said.schema_version)
            self.guideline_versions.add(said.guideline_version)

    def saw(self, row: asyncpg.Record) -> None:
        """Digest one row of the snapshot."""
        self.snapshot.update(f"{row['item_id']} {row['annotation_id']} {row['verdict']}\n".encode())


@dataclass(frozen=True, slots=True)
class _Page:
    """The next items of the snapshot with all that is known of them, opened: nothing more is asked of the database.

    answers, decisions, suggested, ambiguous   by annotation, item, first answer and item
    """

    rows: Sequence[asyncpg.Record]
    sealer: Sealer
    items: Mapping[UUID, OpenedItem]
    answers: Mapping[UUID, Answers]
    decisions: Mapping[UUID, Answers]
    suggested: Mapping[UUID, dict[str, Suggested]]
    ambiguous: Mapping[UUID, list[str]]


class Builder:
    """Builds one release."""

    def __init__(
        self, context: JobContext, release: asyncpg.Record, walls: WallsService, keys: KeyService, storage: Storage
    ) -> None:
        assert context.job.project_id is not None  # create_release always names one
        self.context = context
        self.release = release
        self.project_id: UUID = context.job.project_id
        self.recipe = msgspec.convert(release["recipe"], Recipe)
        self.walls, self.keys, self.storage = walls, keys, storage
        self.counts = _Counts()
        self.tally = Tally()
        self.inferring: Inferring | None = None
        self.split: SplitReading | None = None
        self.missing: dict[str, int] = {}
        self.aliases: dict[UUID, str] = {}
        self.after = 0

    async def run(self) -> None:
        """Freeze the records into one sealed blob, then say that the release is ready."""
        schemas, total, sealer, lift = await self._begin()
        if self.recipe.truth == "inferred":
            learner = Learner(self.context, self.release["id"], sealer, self._reader, alias)
            self.inferring = await learner.learn(self.recipe, schemas, lift, self._read)
            await computed(self.context, self.inferring.fit)
        freezer = Freezer(self.recipe, schemas, lift)
        freezer.dropped.update(self.missing)
        release_id: UUID = self.release["id"]
        file = SealedFile(self.storage, sealer, f"release/{release_id.hex[:2]}/{release_id.hex}", "release")
        try:
            await file.write(_canonical.encode(self._header(schemas)) + b"\n")
            async for records in self._records(freezer, total):
                await file.write(await asyncio.to_thread(_canonical.encode_lines, records), len(records))
            written = await file.close(RECORDS)
        except BaseException:
            await file.abort()
            raise
        measure = self.split.agreement if self.split else self.tally.of_questions
        agreement = await computed(self.context, lambda: measure(self.recipe.seed))
        await self._finish(written, freezer, msgspec.to_builtins(agreement), total)

    def _reader(self, tx: Tx) -> ContentReader:
        return self.walls.reader(tx, self.project_id)

    async def _begin(self) -> tuple[dict[int, LabelSchema], int, Sealer, Lift]:
        async with self.context.db.tenant(self.context.job.tenant_id) as tx:
            facts = await repository.snapshot_facts(tx, self.release["id"])
            reader = self.walls.reader(tx, self.project_id)
            lift = (await reader.lift()).until(self.release["schema_version"] or 0)
            self.missing = missing(self.recipe, facts["items"], facts["answers"])
            self.split = await SplitReading.open(tx, self.walls, self.keys, self.project_id, self.release)
            answered = facts["versions"] or [(await projects.project(tx, self.project_id)).schema_version]
            if self.split is not None:
                answered = [self.split.whole.schema_version]
            versions = sorted({lift.version(version) for version in answered})
            schemas = {version: questions.read_schema(await reader.schema(version)) for version in versions}
            sealer = await self.keys.sealer(tx, self.project_id)
        for version, schema in schemas.items():
            self.tally.know(version, schema)
        return schemas, facts["items"], sealer, lift

    def _header(self, schemas: dict[int, LabelSchema]) -> Header:
        return Header(
            recipe=self.recipe, schema_version=max(schemas),
            schemas={str(version): schema for version, schema in schemas.items()},
        )  # fmt: skip

    async def _records(self, freezer: Freezer, total: int) -> AsyncIterator[list[Record]]:
        """Records in queue order, a page of items at a time; the next page is read while one is made into records."""
        done = 0
        async for page in ahead(self._page):
            yield await asyncio.to_thread(self._freeze, page, freezer)
            done += len(page.items)
            await self.context.tick(done=done, total=total)

    async def _page(self) -> _Page | None:
        """The next page, read in its own transaction; None after the last."""
        async with self.context.db.tenant(self.context.job.tenant_id) as tx:
            rows = await repository.snapshot_rows(tx, self.release["id"], self.after, ITEMS_AT_ONCE)
            if not rows:
                return None
            self.after = rows[-1]["item_ord"]
            reader = self.walls.reader(tx, self.project_id)
            items = await reader.items(list({row["item_id"] for row in rows}))
            return _Page(
                rows, await self.keys.sealer(tx, self.project_id), items,
                await (self.split.answers(tx, rows) if self.split else _answers(reader, rows)),
                await self.split.decisions(tx, rows) if self.split else {},
                await _suggested(tx, rows),
                await truth.ambiguous(tx, list(items), self.release["snapshot_at"]),
            )  # fmt: skip

    def _freeze(self, page: _Page, freezer: Freezer) -> list[Record]:
        """Pure but for what it counts; runs in a thread, one page at a time."""
        records = []
        for item_id, group in groupby(page.rows, key=lambda row: row["item_id"]):
            answered = list(group)
            opened = page.items[item_id]
            first = answered[0]
            item = FrozenItem(item_id, first["external_id"], first["batch_id"], opened.content, opened.metadata)
            record = freezer.record(item, [self._told(row, page) for row in answered])
            if self.split is not None:
                record = self.split.together(record, answered, page.answers, page.decisions.get(item_id), freezer)
            self._count(answered, page.answers, opened.content, record, freezer.lift)
            if record is not None and self.inferring is not None:
                record = self.inferring.told(record, said_by(answered, page.sealer, alias))
            if record is not None and item_id in page.ambiguous:
                record = msgspec.structs.replace(record, ambiguous=page.ambiguous[item_id])
            if record is not None:
                records.append(record)
        return records

    def _told(self, row: asyncpg.Record, page: _Page) -> Said:
        suggested = page.suggested.get(row["original_id"], UNSET)
        said = _said(row, page.answers[row["annotation_id"]], self._alias(row["person_id"], page.sealer), suggested)
        if self.split is not None:
            said = self.split.translated(row, said)
        if self.recipe.groups != "firm":
            return said
        return msgspec.structs.replace(said, group=firm_alias(row["firm_id"], page.sealer))

    def _read(self, row: asyncpg.Record, answers: Answers, sealer: Sealer) -> Said:
        return _said(row, answers, self._alias(row["person_id"], sealer))

    def _alias(self, person_id: UUID, sealer: Sealer) -> str:
        if person_id not in self.aliases:
            self.aliases[person_id] = alias(person_id, sealer)
        return self.aliases[person_id]

    def _count(
        self, rows: Sequence[asyncpg.Record], answers: Mapping[UUID, Answers], content: dict[str, Any],
        record: Record | None, lift: Lift,
    ) -> None:  # fmt: skip
        """For the manifest: the whole snapshot in its digest, the released answers in counts and agreement."""
        for row in rows:
            self.counts.saw(row)
        if record is None:
            return
        self.counts.add(record)
        overruled = record.overruled or []  # agreement is between annotators, not with whoever decided over them
        released = {
            said.annotation
            for said in (overruled or record.annotations)
            if said.verdict not in (ADJUDICATED, "disputed")
        }
        if self.split is not None:
            self.split.count(rows, answers, released, content)
            return
        for row in rows:
            if row["annotation_id"] in released:
                read = lift.read(row["original_version"], answers[row["original_id"]])
                self.tally.add(
                    row["item_id"], row["person_id"], lift.version(row["original_version"]), row["guideline_version"],
                    read.answers, content,
                )  # fmt: skip

    async def _finish(self, written: WrittenFile, freezer: Freezer, agreement: dict[str, Any], total: int) -> None:
        for kept in ("people", "divided"):  # who agrees, and on what not, is the customer's to know, not the dataset's
            agreement.pop(kept)
        release_id: UUID = self.release["id"]
        async with self.context.db.tenant(self.context.job.tenant_id) as tx:
            project = await projects.project(tx, self.project_id)
            manifest = Manifest(
                release=self.release["name"], project=project.name, items=self.counts.items,
                annotations=self.counts.annotations, people=len(self.counts.people),
                schema_versions=sorted(self.counts.schema_versions),
                migrations=[
                    Migrated(each.from_version, each.to_version, len(each.steps)) for each in freezer.lift.migrations
                ],
                migrated=freezer.migrated, renditions=dict(freezer.renditions),
                guideline_versions=sorted(self.counts.guideline_versions), agreement=agreement,
                methods=freezer.methods(), inferred=self.inferring.facts() if self.inferring else {},
                dropped=msgspec.convert(counted(freezer.dropped), list[Any]), seed=self.recipe.seed,
                files=[FileInfo(written.name, written.bytes, written.sha256, written.rows)], digest=written.sha256,
                snapshot=Snapshot(self.counts.snapshot.hexdigest(), self.release["snapshot_at"]), recipe=self.recipe,
                rebuild=f"armslength export {project.slug} {self.release['number']} --format jsonl",
            )  # fmt: skip
            plain = msgspec.to_builtins(manifest)
            await repository.finish(tx, release_id, plain, written.sha256, written.blob)
            await ledger(
                tx, self.release["created_by"], "release.built", f"release:{release_id}", at=self.context.clock.now(),
                project_id=self.project_id, detail={"digest": written.sha256, "items": self.counts.items},
            )  # fmt: skip
            await self.context.tick(done=total, total=total, tx=tx)


async def _answers(reader: ContentReader, rows: Sequence[asyncpg.Record]) -> dict[UUID, dict[str, Any]]:
    """What stands, and what was first said where that is something else."""
    wanted = {row[name] for row in rows for name in ("annotation_id", "original_id")}
    return await reader.answers(list(wanted))


async def _suggested(tx: Tx, rows: Sequence[asyncpg.Record]) -> dict[UUID, dict[str, Suggested]]:
    """By what was first said and by question: what models had suggested."""
    found: dict[UUID, dict[str, Suggested]] = {}
    for row in await suggestion.used(tx, [row["original_id"] for row in rows]):
        told = Suggested(row["source"], row["version"], row["score"], row["shown"], row["outcome"])
        found.setdefault(row["annotation_id"], {})[row["question"]] = told
    return found


def _said(
    row: asyncpg.Record, answers: Answers, person: str, suggested: dict[str, Suggested] | UnsetType = UNSET
) -> Said:
    display = row["display"] or {}
    return Said(
        annotation=row["annotation_id"], person=person, verdict=row["verdict"],
        schema_version=row["schema_version"], guideline_version=row["guideline_version"],
        submitted_at=row["submitted_at"], active_ms=row["active_ms"], seed=row["seed"].hex(),
        orders=display.get("orders", {}), answers=answers, suggested=suggested,
        rendition=UNSET if row["rendition"] == "original" else row["rendition"],
    )  # fmt: skip


def alias(person_id: UUID, sealer: Sealer) -> str:
    """A person's name in the datasets of a project: always the same there, and nothing without the project's key."""
    return f"p-{sealer.digest(b'release person ' + person_id.bytes).hex()[:12]}"


def firm_alias(organization_id: UUID, sealer: Sealer) -> str:
    """A firm's name there, likewise: who judges alike can be seen, who they are cannot."""
    return f"f-{sealer.digest(b'release firm ' + organization_id.bytes).hex()[:12]}"
