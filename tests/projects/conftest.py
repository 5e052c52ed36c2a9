"""Northwind's people and the real service behind them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.people import Person, World, make_world

from armslength.assignment.service import KnownSchemas
from armslength.assignment.service.care import CareDesk
from armslength.assignment.service.gold import Gold
from armslength.assignment.service.skills import SkillDesk
from armslength.identity.model import Role
from armslength.identity.policy import permissions_of
from armslength.keys.service import FileProvider, KeyService
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.projects.schemas import NewProject, Project
from armslength.projects.service import ProjectsService
from armslength.projects.settings import ProjectsSettings
from armslength.review.service.auditing import Auditing
from armslength.review.service.disputes import Disputes
from armslength.storage.service import Storage
from armslength.storage.settings import StorageSettings
from armslength.walls.service import WallsService


@dataclass
class Desk:
    """The world, and the projects of its first tenant."""

    world: World
    projects: ProjectsService

    def actor(self, person: Person, role: Role | None = None) -> Any:
        """The person inside a project (role) or outside."""
        return self.world.actor(person, role)

    async def make(self, **more: Any) -> Project:
        """A project made by Maya; from the preference preset unless said otherwise."""
        wanted = NewProject(**{"name": "Helpful answers", "preset": "pairwise-preference", **more})
        return await self.projects.life.create(self.actor(self.world.maya), wanted)

    async def rows(self, sql: str, *args: object) -> list[Any]:
        """Read Northwind's tables."""
        async with self.world.db.tenant(self.world.northwind) as tx:
            return await tx.rows(sql, *args)

    async def put_item(self, project_id: UUID) -> UUID:
        """An item of the project (its content does not matter here)."""
        item_id, batch_id = new_id(), new_id()
        now, tenant = self.world.clock.now(), self.world.northwind
        async with self.world.db.tenant(tenant) as tx:
            await tx.run("insert into batch values ($1, $2, $3, 'b', 0, 'open', $4)", tenant, batch_id, project_id, now)
            await tx.run(
                "insert into item (tenant_id, id, project_id, batch_id, ord, state, wanted, taken, answers, settled,"
                " open, created_at) values ($1, $2, $3, $4, 1, 'active', 1, 0, 0, 0, true, $5)",
                tenant, item_id, project_id, batch_id, now,
            )  # fmt: skip
        return item_id

    async def put_answer(self, project_id: UUID, item_id: UUID, person: Person) -> None:
        """An annotation of the item."""
        assignment_id, now, tenant = new_id(), self.world.clock.now(), self.world.northwind
        async with self.world.db.tenant(tenant) as tx:
            await tx.run(
                "insert into assignment (tenant_id, id, project_id, batch_id, item_id, person_id, organization_id,"
                " state, attempt, leased_at, seed, display, schema_version, guideline_version)"
                " select tenant_id, $2, project_id, batch_id, id, $4, $5, 'submitted', 1, $6, '', '{}'::jsonb, 1, 1"
                " from item where tenant_id = $1 and id = $3",
                tenant, assignment_id, item_id, person.id, person.organization_id, now,
            )  # fmt: skip
            await tx.run(
                "insert into annotation (tenant_id, id, project_id, item_id, assignment_id, person_id,"
                " organization_id, stage, key, schema_version, guideline_version, sealed, digest, active_ms,"
                " submitted_at) values ($1, $2, $3, $4, $5, $6, $7, 'annotate', $2, 1, 1, '', '', 0, $8)",
                tenant, new_id(), project_id, item_id, assignment_id, person.id, person.organization_id, now,
            )  # fmt: skip


@pytest.fixture
async def desk(db: Database, tmp_path: Path) -> Desk:
    world = await make_world(db)
    keys = KeyService(FileProvider.open(tmp_path / "keys", world.clock), world.clock)
    storage = Storage.open(StorageSettings(), tmp_path / "objects")
    walls = WallsService(db, keys, storage, world.clock)
    schemas = KnownSchemas(walls, world.clock)
    projects = ProjectsService(
        db, keys, walls, world.vendors, world.clock, ProjectsSettings(), permissions_of, random_bytes=bytes,
        gold=Gold(db, walls, keys, world.clock, schemas),
        parts={
            "skills": SkillDesk(db, world.clock),
            "care": CareDesk(db, world.clock), "review": Auditing(db, world.clock),
            "adjudication": Disputes(db, walls, schemas, world.clock),
        },
    )  # fmt: skip
    return Desk(world, projects)
