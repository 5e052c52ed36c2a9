"""The label schema and the guideline: sealed, in versions, opened only through the walls."""

from typing import Any
from uuid import UUID

import msgspec

from armslength.fields.model import Problem
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects import repository, views
from armslength.projects.errors import BadSchema, Incompatible, VersionNotFound, WrongState
from armslength.projects.model import GoldOf, Part, ProjectRow, Usage
from armslength.projects.rules.names import moment_for
from armslength.projects.schemas import (
    BriefForWork,
    BriefGuideline,
    BriefProject,
    GuidelineChange,
    GuidelineEntry,
    GuidelineRead,
    GuidelineVersion,
    SchemaEntry,
    SchemaVersion,
)
from armslength.projects.service.brands import Brands, schema_said, told
from armslength.projects.service.naming import Naming, name_texts
from armslength.questions.model import LabelSchema
from armslength.questions.service import checked_schema, encode_schema, incompatibilities, read_schema, wording_of
from armslength.walls import views as walls
from armslength.walls.model import Purpose
from armslength.walls.service import WallsService


class Versions:
    """What is shown and asked, and how to do it well."""

    def __init__(
        self, db: Database, keys: KeyService, walls: WallsService, brands: Brands, clock: Clock,
        gold: GoldOf | None = None,
    ) -> None:  # fmt: skip
        self.db = db
        self.keys = keys
        self.walls = walls
        self.brands = brands
        self.gold = gold
        self.naming = Naming(db, brands, clock)
        self.clock = clock

    async def put_schema(self, actor: Actor, project_id: UUID, raw: object, note: str) -> SchemaVersion:
        """Make this the label schema. The same schema stays the same version. Raises BadSchema, Incompatible."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.add_schema(tx, actor, project_id, raw, note)
            row = await views.project(tx, project_id)
            entry = await self._entry(tx, "schema", project_id, row.schema_version)
        label_schema = good_schema(raw)  # they have just sent it: giving it back shows nobody anything
        return SchemaVersion(
            version=entry["version"], schema=label_schema, digest=entry["digest"], created_at=entry["created_at"],
            note=entry["note"],
        )  # fmt: skip

    async def add_schema(self, tx: Tx, actor: Actor, project_id: UUID, raw: object, note: str) -> int:
        """The version's number; a new one unless nothing changed. Raises BadSchema, Incompatible, NamesTheCustomer."""
        label_schema = good_schema(raw)
        row = await self.held(tx, project_id)
        await self.check_compatible(tx, row, label_schema)
        return await self._add(tx, actor, row, "schema", encode_schema(label_schema), note)

    async def migrate_schema(self, tx: Tx, actor: Actor, project_id: UUID, new: LabelSchema, note: str) -> int:
        """The number of a version that may mean something else: `revision` says how older answers read under it."""
        return await self._add(tx, actor, await self.held(tx, project_id), "schema", encode_schema(new), note)

    async def check_compatible(self, tx: Tx, row: ProjectRow, new: LabelSchema) -> None:
        """Return, or raise Incompatible when items or answers stand in the way."""
        usage = await repository.usage(tx, row.id) if row.schema_version else Usage(items=False, answers=False)
        if not usage.items:
            return
        old = read_schema(await self.walls.reader(tx, row.id).schema(row.schema_version))
        if problems := incompatibilities(old, new, answers=usage.answers):
            first = problems[0]
            rest = f" ({len(problems) - 1} more.)" if len(problems) > 1 else ""
            raise Incompatible(f"{first.message}{rest}", field=f"schema.{first.path}", details=listed(problems))

    async def put_guideline(
        self, actor: Actor, project_id: UUID, markdown: str, note: str, *, pass_again: bool = False
    ) -> GuidelineVersion:
        """Make this the guideline; everybody is asked to read a new version before they go on, and with `pass_again` to
        pass the next course. Raises NamesTheCustomer; NoCourse where there is none to pass."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            before = (await self.held(tx, project_id)).guideline_version
            number = await self.add_guideline(tx, actor, project_id, markdown, note)
            if pass_again and number != before:
                assert self.gold is not None  # wherever guidelines are published over HTTP
                await self.gold.renew(tx, actor, project_id)
            entry = await self._entry(tx, "guideline", project_id, number)
            read_at = await views.read_at(tx, project_id, actor.person_id, number)
        return GuidelineVersion(
            version=number, markdown=markdown, created_at=entry["created_at"], note=entry["note"], read_at=read_at
        )

    async def add_guideline(self, tx: Tx, actor: Actor, project_id: UUID, markdown: str, note: str) -> int:
        """The version's number; a new one unless nothing changed. Raises NamesTheCustomer."""
        return await self._add(tx, actor, await self.held(tx, project_id), "guideline", markdown.encode(), note)

    async def get_schema(self, actor: Actor, project_id: UUID, version: int | None) -> SchemaVersion:
        """A version, or the current one; recorded as shown."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            number = version or (await views.project(tx, project_id)).schema_version
            entry = await self._entry(tx, "schema", project_id, number)
            raw = await self.walls.open_schema(tx, actor, project_id, number, purpose=_purpose(actor))
            await self.naming.shown(tx, actor, [(project_id, "schema", number, schema_said(raw))])
        return SchemaVersion(
            version=number, schema=read_schema(raw), digest=entry["digest"],
            created_at=moment_for(actor.side, entry["created_at"]), note=entry["note"],
        )  # fmt: skip

    async def get_guideline(self, actor: Actor, project_id: UUID, version: int | None) -> GuidelineVersion:
        """A version, or the current one; recorded as shown."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            number = version or (await views.project(tx, project_id)).guideline_version
            entry = await self._entry(tx, "guideline", project_id, number)
            markdown = await self.walls.open_guideline(tx, actor, project_id, number, purpose=_purpose(actor))
            await self.naming.shown(tx, actor, [(project_id, "guideline", number, told(guideline=markdown))])
            read_at = await views.read_at(tx, project_id, actor.person_id, number)
        return GuidelineVersion(
            version=number,
            markdown=markdown,
            created_at=moment_for(actor.side, entry["created_at"]),
            note=entry["note"],
            read_at=read_at,
        )

    async def list_schemas(self, actor: Actor, project_id: UUID) -> list[SchemaEntry]:
        """All versions, newest first."""
        rows, names = await self._list(actor, "schema", project_id)
        return [
            SchemaEntry(
                version=row["version"], digest=row["digest"], note=row["note"], created_at=row["created_at"],
                created_by=Named(row["created_by"], names.get(row["created_by"], "")),
            )
            for row in rows
        ]  # fmt: skip

    async def list_guidelines(self, actor: Actor, project_id: UUID) -> list[GuidelineEntry]:
        """All versions, newest first."""
        rows, names = await self._list(actor, "guideline", project_id)
        return [
            GuidelineEntry(
                version=row["version"], note=row["note"], created_at=row["created_at"], readers=row["readers"],
                created_by=Named(row["created_by"], names.get(row["created_by"], "")),
            )
            for row in rows
        ]  # fmt: skip

    async def read_guideline(self, actor: Actor, project_id: UUID, version: int) -> None:
        """The actor says that they have read this version."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._entry(tx, "guideline", project_id, version)
            await repository.add_reading(tx, project_id, version, actor.person_id, self.clock.now())

    async def get_brief(self, actor: Actor, project_id: UUID) -> BriefForWork:
        """Schema and guideline for work, both recorded as shown."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await views.project(tx, project_id)
            await self._entry(tx, "schema", project_id, row.schema_version)
            raw = await self.walls.open_schema(tx, actor, project_id, row.schema_version, purpose="annotate")
            guideline = await self._guideline_for_work(tx, actor, row)
            names = name_texts(project_id, row.name, row.description)
            await self.naming.shown(tx, actor, [*names, (project_id, "schema", row.schema_version, schema_said(raw))])
        return BriefForWork(
            project=BriefProject(row.id, row.name, row.description), schema_version=row.schema_version,
            schema=read_schema(raw), guideline=guideline,
        )  # fmt: skip

    async def _guideline_for_work(self, tx: Tx, actor: Actor, row: ProjectRow) -> BriefGuideline:
        """Version 0 and no text while there is none."""
        number = row.guideline_version
        if number == 0:
            return BriefGuideline(version=0, markdown="", read_at=None, read_before=None, changes=[])
        markdown = await self.walls.open_guideline(tx, actor, row.id, number, purpose="annotate")
        await self.naming.shown(tx, actor, [(row.id, "guideline", number, told(guideline=markdown))])
        read_at = await views.read_at(tx, row.id, actor.person_id, number)
        before = await repository.reading_before(tx, row.id, actor.person_id, number)
        since = await repository.guidelines_after(tx, row.id, before["version"]) if before else []
        return BriefGuideline(
            version=number, markdown=markdown, read_at=read_at,
            read_before=GuidelineRead(version=before["version"], read_at=before["read_at"]) if before else None,
            changes=[
                GuidelineChange(
                    version=v["version"], note=v["note"], created_at=moment_for(actor.side, v["created_at"])
                )
                for v in since
            ],
        )  # fmt: skip

    async def _add(self, tx: Tx, actor: Actor, row: ProjectRow, part: Part, plain: bytes, note: str) -> int:
        current = row.schema_version if part == "schema" else row.guideline_version
        sealer = await self.keys.sealer(tx, row.id)
        digest = sealer.digest(plain).hex()
        known = await repository.version(tx, part, row.id, current)
        if known is not None and known["digest"] == digest:
            return current
        said = schema_said(msgspec.json.decode(plain)) if part == "schema" else told(guideline=plain.decode())
        if part == "schema":
            await self._keeps_forms(tx, row.id, read_schema(msgspec.json.decode(plain)))
        await self.brands.before_saying(tx, actor, row.id, said)
        number, now = current + 1, self.clock.now()
        sealed = sealer.seal(plain, kind=part, object_id=str(row.id), version=number)
        await repository.add_version(tx, part, row.id, number, sealed, digest, note, actor.person_id, now)
        await record(
            tx, actor.person_id, f"projects.{part}_changed", f"{part}:{row.id}:{number}", at=now, project_id=row.id,
            detail={"version": number, "digest": digest},
        )  # fmt: skip
        return number

    async def _keeps_forms(self, tx: Tx, project_id: UUID, new: LabelSchema) -> None:
        """Return, or raise Incompatible: places in a text mean nothing where vendors are given different ones."""
        for field in await walls.varied_fields(tx, project_id):
            wording = wording_of(new, field)
            if wording.may == "never":
                said = f"Vendors are given different forms of the field '{field}'. {wording.why}"
                raise Incompatible(said, field="schema.questions")

    async def held(self, tx: Tx, project_id: UUID) -> ProjectRow:
        """The project, its row locked. Raises WrongState for an archived one."""
        row = await repository.hold(tx, project_id) or await views.project(tx, project_id)
        if row.state == "archived":
            raise WrongState("This project is archived; bring it back before you change it.")
        return row

    async def _entry(self, tx: Tx, part: Part, project_id: UUID, number: int) -> Any:
        entry = await repository.version(tx, part, project_id, number)
        if entry is None:
            said = f"There is no version {number} of the {part}." if number else f"This project has no {part} yet."
            raise VersionNotFound(said, field="version")
        return entry

    async def _list(self, actor: Actor, part: Part, project_id: UUID) -> tuple[list[Any], dict[UUID, str]]:
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.versions(tx, part, project_id)
            return rows, await identity.names(tx, {row["created_by"] for row in rows})


def good_schema(raw: object) -> LabelSchema:
    """The schema, or BadSchema with every problem."""
    label_schema, problems = checked_schema(raw)
    if label_schema is None or problems:
        first = problems[0]
        field = f"schema.{first.path}" if first.path else "schema"
        raise BadSchema(first.message, field=field, details=listed(problems))
    return label_schema


def listed(problems: list[Problem]) -> object:
    """Problems as error details."""
    return {"problems": msgspec.to_builtins(problems)}


def _purpose(actor: Actor) -> Purpose:
    return "configure" if actor.may("project.configure") else "annotate"
