"""Who takes part in a project, in which role."""

from uuid import UUID

from armslength.identity import views as identity
from armslength.identity.model import Actor, Seat
from armslength.kit import outbox
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.ledger.service import record
from armslength.projects import repository
from armslength.projects.errors import MemberNotFound
from armslength.projects.events import MEMBER_ADDED, MEMBER_REMOVED
from armslength.projects.model import ProjectRole
from armslength.projects.schemas import Organization, Person, ProjectMember
from armslength.vendors.service import VendorsService


class Members:
    """Roles in projects. Owner and manager of the customer need none: they have all projects."""

    def __init__(self, db: Database, vendors: VendorsService, clock: Clock) -> None:
        self.db = db
        self.vendors = vendors
        self.clock = clock

    async def all(self, actor: Actor, project_id: UUID) -> list[ProjectMember]:
        """Everybody who was given a role; to a vendor's manager only the people of that firm."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.members(tx, project_id)
        mine = [row for row in rows if actor.side == "customer" or row["organization_id"] == actor.organization_id]
        return [
            ProjectMember(
                person=Person(row["id"], row["name"], row["email"]),
                organization=Organization(row["organization_id"], row["organization_name"], row["side"]),
                role=row["role"],
                since=row["since"],
            )
            for row in mine
        ]

    async def put(self, actor: Actor, project_id: UUID, person_id: UUID, role: ProjectRole) -> ProjectMember:
        """Give a role; for a vendor's person that takes a grant (made here if the actor may). Raises MemberNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            seat = await identity.seat(tx, person_id)
            if seat is None:
                raise MemberNotFound("There is no such person here.")
            await self.add(tx, actor, project_id, seat, role)
            rows = await repository.members(tx, project_id)
        row = next(row for row in rows if row["id"] == person_id)
        return ProjectMember(
            person=Person(seat.person_id, seat.name, seat.email),
            organization=Organization(row["organization_id"], row["organization_name"], row["side"]),
            role=role, since=row["since"],
        )  # fmt: skip

    async def add(self, tx: Tx, actor: Actor, project_id: UUID, seat: Seat, role: ProjectRole) -> None:
        """Give a role in this transaction."""
        if seat.side == "vendor":
            await self.vendors.ensure(tx, actor, project_id, seat.organization_id)
        now = self.clock.now()
        if await repository.put_member(tx, project_id, seat.person_id, role, now):
            told = {"project_id": str(project_id), "person_id": str(seat.person_id), "role": role}
            await outbox.emit(tx, MEMBER_ADDED, {**told, "by": str(actor.person_id)}, at=now)
        await record(
            tx, actor.person_id, "projects.member_put", f"person:{seat.person_id}", at=now, project_id=project_id,
            detail={"role": role, "organization": str(seat.organization_id)},
        )  # fmt: skip

    async def remove(self, actor: Actor, project_id: UUID, person_id: UUID) -> None:
        """Take the role away; whoever gave the person work takes it back. Raises MemberNotFound."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await repository.remove_member(tx, project_id, person_id):
                raise MemberNotFound("This person has no role in the project.")
            await record(
                tx, actor.person_id, "projects.member_removed", f"person:{person_id}", at=now, project_id=project_id
            )
            payload = {"project_id": str(project_id), "person_id": str(person_id)}
            await outbox.emit(tx, MEMBER_REMOVED, payload, at=now)
