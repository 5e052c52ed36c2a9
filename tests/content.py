"""A tenant with one project and people, made straight in the tables: for rooms that stand before `projects`."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

import armslength.identity
from armslength.identity.model import Actor, Role, Side
from armslength.keys.service import FileProvider, KeyService
from armslength.kit.clock import FixedClock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.ledger.service import Notary
from armslength.storage.service import Storage
from armslength.storage.settings import StorageSettings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_POLICY = Path(armslength.identity.__file__).with_name("policy.csv")


def permissions(side: Side, role: Role) -> frozenset[str]:
    with _POLICY.open() as file:
        return frozenset(row["permission"] for row in csv.DictReader(file) if row[f"{side}_{role}"] == "yes")


@dataclass
class Place:
    """A project of a tenant, and the services that open and seal its content."""

    db: Database
    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    tenant_id: UUID = field(default_factory=new_id)
    project_id: UUID = field(default_factory=new_id)
    vendor_id: UUID = field(default_factory=new_id)

    def __post_init__(self) -> None:
        self.provider = FileProvider.open(self.folder / "keys", self.clock)
        self.keys = KeyService(self.provider, self.clock)
        self.storage = Storage.open(StorageSettings(), self.folder / "blobs")

    async def person(self, name: str, role: Role, side: Side = "customer", person_id: UUID | None = None) -> Actor:
        """A person with a seat here, signed in; of that id where it matters, as it does for draws."""
        person_id = person_id or new_id()
        firm = self.tenant_id if side == "customer" else self.vendor_id
        async with self.db.door() as tx:
            await tx.run(
                "insert into person (id, email, name, created_at) values ($1, $2, $3, $4)",
                person_id, f"{person_id}@example.org", name, NOW,
            )  # fmt: skip
            await tx.run("insert into affiliation values ($1, $2, $3)", firm, person_id, NOW)
            await tx.run(
                "insert into membership (tenant_id, person_id, organization_id, side, role, created_at)"
                " values ($1, $2, $3, $4, $5, $6)",
                self.tenant_id, person_id, firm, side, role, NOW,
            )  # fmt: skip
        return Actor(
            self.tenant_id, person_id, name, firm, side, role, role, permissions(side, role), new_id().bytes, None
        )

    async def item(self, content: dict[str, Any], metadata: dict[str, Any] | None = None, ord: int = 1) -> UUID:
        """An item with sealed content."""
        item_id, batch_id = new_id(), new_id()
        plain = msgspec.json.encode({"content": content, "metadata": metadata or {}})
        async with self.db.tenant(self.tenant_id) as tx:
            sealer = await self.keys.sealer(tx, self.project_id)
            sealed = sealer.seal(plain, kind="item", object_id=str(item_id))
            await tx.run(
                "insert into batch values ($1, $2, $3, $4, 0, 'open', $5)",
                self.tenant_id, batch_id, self.project_id, f"batch {ord}", NOW,
            )  # fmt: skip
            await tx.run(
                "insert into item (tenant_id, id, project_id, batch_id, ord, state, wanted, taken, answers, settled,"
                " open, created_at) values ($1, $2, $3, $4, $5, 'active', 2, 0, 0, 0, true, $6)",
                self.tenant_id, item_id, self.project_id, batch_id, ord, NOW,
            )  # fmt: skip
            await tx.run(
                "insert into item_content values ($1, $2, $3, $4)",
                self.tenant_id, item_id, sealed, sealer.digest(plain),
            )  # fmt: skip
        return item_id

    async def version(self, kind: str, plain: bytes, by: Actor, version: int = 1) -> None:
        """A version of the label schema or the guideline."""
        table = {"schema": "label_schema", "guideline": "guideline"}[kind]
        async with self.db.tenant(self.tenant_id) as tx:
            sealer = await self.keys.sealer(tx, self.project_id)
            sealed = sealer.seal(plain, kind=kind, object_id=str(self.project_id), version=version)  # type: ignore[arg-type]
            await tx.run(
                f"insert into {table} values ($1, $2, $3, $4, 'd', '', $5, $6)",
                self.tenant_id, self.project_id, version, sealed, by.person_id, NOW,
            )  # fmt: skip
            await tx.run(
                f"update project set {kind}_version = $3 where tenant_id = $1 and id = $2",
                self.tenant_id, self.project_id, version,
            )  # fmt: skip

    async def answer(self, item_id: UUID, by: Actor, answers: dict[str, Any]) -> tuple[UUID, UUID]:
        """A submitted annotation; returns (assignment, annotation)."""
        assignment_id, annotation_id = new_id(), new_id()
        async with self.db.tenant(self.tenant_id) as tx:
            sealer = await self.keys.sealer(tx, self.project_id)
            plain = msgspec.json.encode({"answers": answers})
            sealed = sealer.seal(plain, kind="answers", object_id=str(annotation_id))
            await self._assign(tx, assignment_id, item_id, by)
            await tx.run(
                "insert into annotation values"
                " ($1, $2, $3, $4, $5, $6, $7, 'annotate', $8, null, 1, 1, $9, '', 0, $10)",
                self.tenant_id, annotation_id, self.project_id, item_id, assignment_id, by.person_id,
                by.organization_id, new_id(), sealed, NOW,
            )  # fmt: skip
        return assignment_id, annotation_id

    async def _assign(self, tx: Tx, assignment_id: UUID, item_id: UUID, by: Actor) -> None:
        await tx.run(
            "insert into assignment (tenant_id, id, project_id, batch_id, item_id, person_id, organization_id, state,"
            " attempt, leased_at, seed, display, schema_version, guideline_version)"
            " select tenant_id, $2, project_id, batch_id, id, $4, $5, 'submitted', 1, $6, '', '{}'::jsonb, 1, 1"
            " from item where tenant_id = $1 and id = $3",
            self.tenant_id, assignment_id, item_id, by.person_id, by.organization_id, NOW,
        )  # fmt: skip

    async def grant(self, state: str) -> None:
        """Let the vendor in, or pause it."""
        async with self.db.tenant(self.tenant_id) as tx:
            await tx.run(
                "insert into vendor_grant values ($1, $2, $3, $4, 1, $5)"
                " on conflict (tenant_id, project_id, vendor_id) do update set state = excluded.state",
                self.tenant_id, self.project_id, self.vendor_id, state, NOW,
            )  # fmt: skip

    async def exposures(self) -> list[dict[str, Any]]:
        """Every exposure of the tenant, as they were written (the clock of tests stands still)."""
        async with self.db.tenant(self.tenant_id) as tx:
            found = await tx.rows("select * from exposure where tenant_id = $1 order by ctid", self.tenant_id)
        return [dict(row) for row in found]


async def make_place(db: Database, folder: Path) -> Place:
    """A customer with a vendor beside it, and one active project with a key."""
    place = Place(db, folder)
    db.notary = Notary(place.keys)
    async with db.door() as tx:
        for firm, kind, name in ((place.tenant_id, "customer", "Northwind"), (place.vendor_id, "vendor", "Fairlabel")):
            await tx.run("insert into organization values ($1, $2, $3, $4)", firm, kind, name, NOW)
    async with db.tenant(place.tenant_id) as tx:
        await tx.run("insert into vendor values ($1, $2, $3)", place.tenant_id, place.vendor_id, NOW)
        await tx.run(
            "insert into project (tenant_id, id, slug, name, description, state, overlap, review_share, lease_seconds,"
            " seed, created_by, created_at, updated_at)"
            " values ($1, $2, 'p', 'P', '', 'active', 2, 0, 600, $3, $2, $4, $4)",
            place.tenant_id, place.project_id, b"seed", NOW,
        )  # fmt: skip
        await place.keys.create_project_key(tx, place.project_id)
    return place
