"""Forms of items taken in: checked beside the item, sealed, stored; who is shown them meets the item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from armslength.assignment.service import AssignmentService
from armslength.ingest import views as ingest
from armslength.keys.service import KeyService, Sealer
from armslength.kit.db import Tx
from armslength.projects import views as projects
from armslength.questions.model import LabelSchema
from armslength.questions.service import normalise_content
from armslength.renditions import repository, rules
from armslength.renditions.model import TIERS, Formed, Named, OtherTier, Source
from armslength.renditions.schemas import AddedRenditions, AddRenditions, RenditionProblem, RenditionRow
from armslength.walls.model import OpenedItem
from armslength.walls.service import WallsService
from armslength.walls.views import media_digests


def seal(sealer: Sealer, tier: OtherTier, item_id: UUID, content: object, found: dict[str, int]) -> Formed:
    """Content in another form, its form and its item part of the seal."""
    plain = msgspec.json.encode({"content": content})
    sealed = sealer.seal(plain, kind="rendition", object_id=f"{tier}:{item_id}")
    return Formed(item_id, sealed, sealer.digest(plain), found)


def one_at_a_time(project_id: UUID) -> tuple[str, UUID]:
    """The lock under which forms are looked at and then written, so that what is made here never takes the place of
    what is being brought in. Before all other locks."""
    return "renditions", project_id


class Taking:
    """Checked and stored in the caller's transaction."""

    def __init__(self, walls: WallsService, keys: KeyService, assignment: AssignmentService) -> None:
        self.walls = walls
        self.keys = keys
        self.assignment = assignment

    async def read(self, tx: Tx, project_id: UUID, given: AddRenditions) -> tuple[list[Formed], AddedRenditions]:
        """What is good and new, sealed; and what becomes of the rows."""
        problems: list[RenditionProblem] = []
        version = (await projects.project(tx, project_id)).schema_version
        schema = await self.assignment.schemas.get(tx, project_id, version)
        named = await self._named(tx, project_id, given.rows, problems)
        items = await self.walls.reader(tx, project_id).items([each.item_id for each in named])
        files = await self._files(tx, project_id, schema, named)
        sealer = await self.keys.sealer(tx, project_id)
        await repository.share(tx, project_id)
        before = await repository.latest(tx, [each.item_id for each in named], given.tier)
        fresh: dict[UUID, Formed] = {}
        unchanged = 0
        for row in named:
            made = _made(schema, sealer, given.tier, row, items[row.item_id], files)
            if isinstance(made, RenditionProblem):
                problems.append(made)
            elif row.item_id in fresh:
                problems.append(RenditionProblem(row.line, "item_id", "A line before is about the same item."))
            elif row.item_id in before and before[row.item_id]["digest"] == made.digest:
                unchanged += 1
            else:
                fresh[row.item_id] = made
        problems.sort(key=lambda each: each.line)
        return list(fresh.values()), AddedRenditions(len(fresh), unchanged, problems)

    async def put(
        self, tx: Tx, project_id: UUID, tier: OtherTier, source: Source, formed: Sequence[Formed], by: UUID,
        now: datetime,
    ) -> None:  # fmt: skip
        """Store them. Nobody's tier changes meanwhile, so that nobody's cursor is missed."""
        if formed:
            await repository.share(tx, project_id)
            await repository.add(tx, project_id, tier, source, formed, by, now)
            await self.assignment.formed(tx, project_id, [each.item_id for each in formed], tier)

    async def plant(self, tx: Tx, project_id: UUID, item_ids: Sequence[UUID], by: UUID, now: datetime) -> None:
        """Items that were invented, and have nobody's words in them, are shown to everybody as they are."""
        items = await self.walls.reader(tx, project_id).items(item_ids)
        sealer = await self.keys.sealer(tx, project_id)
        for tier in TIERS:
            formed = [
                seal(sealer, tier, id, {name: rules.without_origin(value) for name, value in item.content.items()}, {})
                for id, item in items.items()
            ]
            await self.put(tx, project_id, tier, "planted", formed, by, now)

    async def _named(
        self, tx: Tx, project_id: UUID, rows: Sequence[RenditionRow], problems: list[RenditionProblem]
    ) -> list[Named]:
        """Which item each row is about."""
        items = await ingest.named(tx, project_id, [(row.item_id, row.external_id) for row in rows])
        found: list[Named] = []
        for line, (row, item) in enumerate(zip(rows, items, strict=True), start=1):
            if isinstance(item, ingest.Unnamed):
                problems.append(RenditionProblem(line, item.field, item.message))
            else:
                found.append(Named(line, item, row.content))
        return found

    async def _files(self, tx: Tx, project_id: UUID, schema: LabelSchema, rows: Sequence[Named]) -> set[str]:
        shown = {digest for row in rows for digest in media_digests(normalise_content(schema, row.content)[0])}
        return await ingest.media(tx, project_id, list(shown)) if shown else set()


def _made(
    schema: LabelSchema, sealer: Sealer, tier: OtherTier, row: Named, item: OpenedItem, files: set[str]
) -> Formed | RenditionProblem:
    content, problems = normalise_content(schema, row.content)
    if not problems and (problem := rules.fits(schema, item.content, content, tier)):
        problems = [problem]
    if problems:
        return RenditionProblem(row.line, f"content.{problems[0].path}", problems[0].message)
    if missing := next((digest for digest in media_digests(content) if digest not in files), None):
        said = f"No file with this SHA-256 was uploaded to the project: {missing[:80]}."
        return RenditionProblem(row.line, "content", said)
    bare = {name: rules.without_origin(value) for name, value in content.items()}
    return seal(sealer, tier, row.item_id, bare, {})
