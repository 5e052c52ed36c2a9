"""What every part of ingest works with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from armslength.ingest.settings import IngestSettings
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.projects import views as projects
from armslength.projects.service.life import preset_of
from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema
from armslength.storage.service import Storage
from armslength.walls.service import WallsService


class Brief(NamedTuple):
    """What the project asks: how many answers per item, about which label schema; likely columns by field."""

    overlap: int
    schema_version: int
    schema: LabelSchema
    columns_hint: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Tools:
    """The services and settings that ingest was given."""

    db: Database
    keys: KeyService
    storage: Storage
    walls: WallsService
    clock: Clock
    settings: IngestSettings

    async def brief(self, tx: Tx, project_id: UUID) -> Brief:
        """The project's present brief."""
        project = await projects.project(tx, project_id)
        schema = read_schema(await self.walls.reader(tx, project_id).schema(project.schema_version))
        preset = preset_of(project.preset)
        return Brief(project.overlap, project.schema_version, schema, preset.columns_hint if preset else {})
