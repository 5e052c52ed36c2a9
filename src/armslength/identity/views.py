"""What other rooms may read about people, inside their own tenant's transaction."""

from collections.abc import Iterable
from uuid import UUID

from armslength.identity.model import PersonRef, Seat
from armslength.kit.db import Tx

_SEAT = """
    select p.id as person_id, p.name, p.email, m.organization_id, m.side, m.role
    from membership m join person p on p.id = m.person_id
    where m.tenant_id = $1 and m.ended_at is null
"""


async def names(tx: Tx, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of people who hold or held a seat here; ids unknown here are left out."""
    found = await tx.rows(
        "select p.id, p.name from membership m join person p on p.id = m.person_id"
        " where m.tenant_id = $1 and m.person_id = any($2::uuid[])",
        tx.tenant_id, list(set(person_ids)),
    )  # fmt: skip
    return {row["id"]: row["name"] for row in found}


async def people(tx: Tx, person_ids: Iterable[UUID]) -> dict[UUID, PersonRef]:
    """The same people with their employer in this tenant."""
    found = await tx.rows(
        "select p.id, p.name, o.id as organization_id, o.name as organization_name"
        " from membership m join person p on p.id = m.person_id join organization o on o.id = m.organization_id"
        " where m.tenant_id = $1 and m.person_id = any($2::uuid[])",
        tx.tenant_id, list(set(person_ids)),
    )  # fmt: skip
    return {row["id"]: PersonRef(**dict(row)) for row in found}


async def seat(tx: Tx, person_id: UUID) -> Seat | None:
    """The person's live seat here."""
    row = await tx.row(f"{_SEAT} and m.person_id = $2", tx.tenant_id, person_id)
    return Seat(**dict(row)) if row else None


async def seat_by_email(tx: Tx, email: str) -> Seat | None:
    """The live seat here of whoever signs in with `email`."""
    row = await tx.row(f"{_SEAT} and lower(p.email) = lower($2)", tx.tenant_id, email)
    return Seat(**dict(row)) if row else None


async def speakers(tx: Tx, vendor_id: UUID) -> list[UUID]:
    """A vendor's owners and managers: those who answer for it."""
    rows = await tx.rows(
        "select person_id from membership where tenant_id = $1 and organization_id = $2 and side = 'vendor'"
        " and role in ('owner', 'manager') and ended_at is null order by person_id",
        tx.tenant_id, vendor_id,
    )  # fmt: skip
    return [row["person_id"] for row in rows]


async def organization_name(tx: Tx, organization_id: UUID) -> str | None:
    """The name of the tenant itself or of one of its vendors."""
    name: str | None = await tx.value("select name from organization where id = $1", organization_id)
    return name


async def organization_names(tx: Tx, organization_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of organizations, by id; those unknown to the tenant are left out."""
    rows = await tx.rows("select id, name from organization where id = any($1::uuid[])", list(organization_ids))
    return {row["id"]: row["name"] for row in rows}


async def email_domains(tx: Tx) -> set[str]:
    """The domains of the e-mail addresses of the tenant's own people."""
    rows = await tx.rows(
        "select distinct lower(split_part(p.email, '@', 2)) as domain from membership m join person p on"
        " p.id = m.person_id where m.tenant_id = $1 and m.side = 'customer' and m.ended_at is null",
        tx.tenant_id,
    )
    return {row["domain"] for row in rows}
