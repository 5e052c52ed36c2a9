"""Who has seen this item? What has this person, vendor or owner seen? Asking shows no content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit.db import Database, Tx
from armslength.kit.wire import Named
from armslength.vendors import views as vendors
from armslength.walls.errors import BadSubject, ItemUnknown, SubjectUnknown
from armslength.walls.repository import explorer
from armslength.walls.schemas.explorer import (
    IdentityTold,
    ItemExposure,
    OwnerReach,
    SeenInProject,
    SubjectExposure,
    Viewer,
    VolumeTold,
)

_COUNTS = (
    "items", "original", "outputs", "suggestions", "answers", "guidelines", "schemas", "media", "people", "first_at",
    "last_at",
)  # fmt: skip


class Explorer:
    """Reads only, from the exposure rows themselves and not from what is counted beside them."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def of_item(self, actor: Actor, project_id: UUID, item_id: UUID) -> ItemExposure:
        """Everybody who was shown an item, and who would know it by way of them. Raises ItemUnknown."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if await explorer.item(tx, project_id, item_id) is None:
                raise ItemUnknown("There is no such item in this project.")
            return await self.item_in(tx, project_id, item_id)

    async def item_in(self, tx: Tx, project_id: UUID, item_id: UUID) -> ItemExposure:
        """The same of an item that exists, in a transaction of somebody else's."""
        rows = await explorer.viewers(tx, project_id, item_id)
        people = await identity.names(tx, {row["person_id"] for row in rows})
        firms = {row["organization_id"]: row["organization_name"] for row in rows}
        owners = await explorer.owners(tx, list(firms))
        return ItemExposure(
            viewers=[
                Viewer(
                    Named(row["person_id"], people.get(row["person_id"], "")),
                    Named(row["organization_id"], row["organization_name"]), row["kinds"], row["purposes"],
                    row["first_at"], row["last_at"], row["views"], row["renditions"],
                )
                for row in rows
            ],
            owners=[
                OwnerReach(Named(row["id"], row["name"]), [Named(member, firms[member]) for member in row["members"]])
                for row in owners
            ],
        )  # fmt: skip

    async def of_subject(
        self, actor: Actor, *, person_id: UUID | None, vendor_id: UUID | None, owner_id: UUID | None
    ) -> SubjectExposure:
        """What one of them has been shown, in all projects. Raises BadSubject, SubjectUnknown."""
        if sum(each is not None for each in (person_id, vendor_id, owner_id)) != 1:
            raise BadSubject("Ask about one person, one vendor or one owner.", field="person_id")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self.subject_in(tx, person_id=person_id, vendor_id=vendor_id, owner_id=owner_id)

    async def subject_in(
        self, tx: Tx, *, person_id: UUID | None, vendor_id: UUID | None, owner_id: UUID | None
    ) -> SubjectExposure:
        """The same of exactly one of them, in a transaction of somebody else's. Raises SubjectUnknown."""
        if person_id is not None:
            return await self._person(tx, person_id)
        if vendor_id is not None:
            name = _known(await vendors.name(tx, vendor_id))
            firms = [Named(vendor_id, name)]
            return SubjectExposure(
                subject=firms[0], kind="vendor", vendors=firms, projects=await _seen(tx, [vendor_id]),
                volumes=await _volumes(tx, [vendor_id]), identities=await _identities(tx, [vendor_id]),
            )  # fmt: skip
        assert owner_id is not None
        name = _known(await explorer.party_name(tx, owner_id))
        led = await explorer.led_by(tx, owner_id)
        return SubjectExposure(
            subject=Named(owner_id, name), kind="owner", vendors=await _named(tx, led), projects=await _seen(tx, led),
            volumes=await _volumes(tx, led), identities=await _identities(tx, led),
        )  # fmt: skip

    async def _person(self, tx: Tx, person_id: UUID) -> SubjectExposure:
        person = (await identity.people(tx, [person_id])).get(person_id)
        if person is None:
            raise SubjectUnknown("There is nobody of this id here.")
        return SubjectExposure(
            subject=Named(person_id, person.name), kind="person",
            vendors=[Named(person.organization_id, person.organization_name)]
            if person.organization_id != tx.tenant_id else [],
            projects=[_project(row) for row in await explorer.seen(tx, person_id=person_id, organizations=())],
            volumes=[], identities=await _read_by(tx, person_id),
        )  # fmt: skip


async def _seen(tx: Tx, firms: Sequence[UUID]) -> list[SeenInProject]:
    return [_project(row) for row in await explorer.seen(tx, person_id=None, organizations=firms)]


async def _volumes(tx: Tx, firms: Sequence[UUID]) -> list[VolumeTold]:
    return [
        VolumeTold(Named(row["project_id"], row["project_name"]), row["week"], row["volume"], row["due"], row["at"])
        for row in await vendors.volumes(tx, firms)
    ]


async def _identities(tx: Tx, firms: Sequence[UUID]) -> list[IdentityTold]:
    """Each text once, whichever of the firms was shown it first."""
    found: dict[tuple[UUID, str, int], IdentityTold] = {}
    for row in await vendors.identities(tx, firms):
        key = (row["project_id"], row["part"], row["version"])
        one, other = _identity(row), found.get(key)
        if other is not None:
            one.sources, one.at = sorted({*one.sources, *other.sources}), min(one.at, other.at)
        found[key] = one
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


async def _read_by(tx: Tx, person_id: UUID) -> list[IdentityTold]:
    """Of what their firms were told, what this person was shown: the versions that they opened, and the name and
    description of the projects in which they opened any."""
    opened: dict[tuple[UUID, UUID, str, int], datetime] = {}
    for row in await explorer.read_by(tx, person_id):
        firm, project = row["organization_id"], row["project_id"]
        for part, version in ((row["kind"], int(row["object"])), ("name", 0), ("description", 0)):
            key = (firm, project, part, version)
            opened[key] = min(row["at"], opened.get(key, row["at"]))
    found = []
    for row in await vendors.identities(tx, list({firm for firm, _, _, _ in opened})):
        at = opened.get((row["vendor_id"], row["project_id"], row["part"], row["version"]))
        if at is not None:
            one = _identity(row)
            one.at = at if row["version"] else max(at, one.at)
            found.append(one)
    return sorted(found, key=lambda one: one.at, reverse=True)


def _identity(row: asyncpg.Record) -> IdentityTold:
    return IdentityTold(
        Named(row["project_id"], row["project_name"]), row["part"], row["version"], row["sources"], row["at"]
    )


async def _named(tx: Tx, firms: Sequence[UUID]) -> list[Named]:
    found = [Named(firm, await vendors.name(tx, firm) or "") for firm in firms]
    return sorted(found, key=lambda firm: (firm.name.lower(), firm.id))


def _known(name: str | None) -> str:
    if name is None:
        raise SubjectUnknown("There is nobody of this id here.")
    return name


def _project(row: asyncpg.Record) -> SeenInProject:
    return SeenInProject(
        project=Named(row["id"], row["name"]), of=row["total"], **{name: row[name] for name in _COUNTS}
    )
