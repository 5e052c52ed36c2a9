"""All SQL of traits: the tables `trait`, `trait_said`, `trait_sheet`, `trait_mark`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.traits.rules.telling import Mark


async def traits(tx: Tx, person_id: UUID | None = None) -> list[asyncpg.Record]:
    """Those that are asked for, by name: id, name, why, options, at_least, created_at, and what one person said:
    sealed, said_id (null: nothing)."""
    return await tx.rows(
        "select t.id, t.name, t.why, t.options, t.at_least, t.created_at, s.sealed, s.id as said_id"
        " from trait t left join trait_said s on s.tenant_id = $1 and s.trait_id = t.id and s.person_id = $2"
        " where t.tenant_id = $1 and t.removed_at is null order by lower(t.name), t.id",
        tx.tenant_id, person_id,
    )  # fmt: skip


async def ever(tx: Tx) -> int:
    """How many there are and were."""
    return int(await tx.value("select count(*) from trait where tenant_id = $1", tx.tenant_id))


async def add(
    tx: Tx, trait_id: UUID, name: str, why: str, options: Sequence[str], at_least: int, by: UUID, at: datetime
) -> bool:  # fmt: skip
    """A new one; False where another has its name, or had it."""
    tag = await tx.run(
        "insert into trait (tenant_id, id, name, why, options, at_least, created_by, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        tx.tenant_id, trait_id, name, why, list(options), at_least, by, at,
    )  # fmt: skip
    return tag.endswith(" 1")


async def options(tx: Tx, trait_id: UUID) -> list[str] | None:
    """Its groups; None: it is not asked for."""
    found: list[str] | None = await tx.value(
        "select options from trait where tenant_id = $1 and id = $2 and removed_at is null", tx.tenant_id, trait_id
    )
    return found


async def remove(tx: Tx, trait_id: UUID, at: datetime) -> bool:
    """Asked for no more; everything that was said, and everything that was told, is deleted. False: there was none."""
    tag = await tx.run(
        "update trait set removed_at = $3 where tenant_id = $1 and id = $2 and removed_at is null",
        tx.tenant_id, trait_id, at,
    )  # fmt: skip
    if not tag.endswith(" 1"):
        return False
    await tx.run("delete from trait_said where tenant_id = $1 and trait_id = $2", tx.tenant_id, trait_id)
    await tx.run("delete from trait_sheet where tenant_id = $1 and trait_id = $2", tx.tenant_id, trait_id)
    return True


async def say(tx: Tx, said_id: UUID, trait_id: UUID, person_id: UUID, sealed: bytes, at: datetime) -> None:
    """What somebody says of themselves, in place of what they said before."""
    await tx.run(
        "insert into trait_said (tenant_id, id, trait_id, person_id, sealed, consented_at)"
        " values ($1, $2, $3, $4, $5, $6)"
        " on conflict (tenant_id, trait_id, person_id) do update set id = $2, sealed = $5, consented_at = $6",
        tx.tenant_id, said_id, trait_id, person_id, sealed, at,
    )  # fmt: skip


async def withdraw(tx: Tx, trait_id: UUID, person_id: UUID) -> None:
    """They say nothing of it any more."""
    await tx.run(
        "delete from trait_said where tenant_id = $1 and trait_id = $2 and person_id = $3",
        tx.tenant_id, trait_id, person_id,
    )  # fmt: skip


async def told_in(tx: Tx, trait_id: UUID) -> list[UUID]:
    """The projects of which something is told by a trait."""
    rows = await tx.rows(
        "select project_id from trait_sheet where tenant_id = $1 and trait_id = $2 order by project_id",
        tx.tenant_id, trait_id,
    )  # fmt: skip
    return [row["project_id"] for row in rows]


async def blot_out(tx: Tx, project_id: UUID, trait_id: UUID, who: str, blot: str) -> None:
    """A mark is nobody's any more: `blot` stands in its place."""
    await tx.run(
        "update trait_mark set who = $5, belongs = $5, said = $5"
        " where tenant_id = $1 and project_id = $2 and trait_id = $3 and who = $4",
        tx.tenant_id, project_id, trait_id, who, blot,
    )  # fmt: skip


async def tellers(tx: Tx) -> list[UUID]:
    """Everybody who said something of themselves."""
    rows = await tx.rows("select distinct person_id from trait_said where tenant_id = $1", tx.tenant_id)
    return [row["person_id"] for row in rows]


async def said(tx: Tx, trait_id: UUID) -> list[asyncpg.Record]:
    """(person_id, id, sealed) of everybody with a seat who said something."""
    return await tx.rows(
        "select s.person_id, s.id, s.sealed from trait_said s join membership m"
        " on m.tenant_id = s.tenant_id and m.person_id = s.person_id and m.ended_at is null"
        " where s.tenant_id = $1 and s.trait_id = $2",
        tx.tenant_id, trait_id,
    )  # fmt: skip


async def spoken(tx: Tx, person_id: UUID) -> list[UUID]:
    """The traits of which somebody said something."""
    rows = await tx.rows(
        "select trait_id from trait_said where tenant_id = $1 and person_id = $2 order by trait_id",
        tx.tenant_id, person_id,
    )  # fmt: skip
    return [row["trait_id"] for row in rows]


async def sheets(tx: Tx, project_id: UUID) -> dict[UUID, asyncpg.Record]:
    """What was last told of a project, by trait: through, told_at, sealed."""
    rows = await tx.rows(
        "select trait_id, through, told_at, sealed from trait_sheet where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return {row["trait_id"]: row for row in rows}


async def marks(tx: Tx, project_id: UUID, trait_id: UUID) -> dict[str, Mark]:
    """Who was counted how in what is told."""
    rows = await tx.rows(
        "select who, belongs, said from trait_mark where tenant_id = $1 and project_id = $2 and trait_id = $3",
        tx.tenant_id, project_id, trait_id,
    )  # fmt: skip
    return {row["who"]: Mark(row["belongs"], row["said"]) for row in rows}


async def tell(
    tx: Tx, project_id: UUID, trait_id: UUID, sealed: bytes, counted: Mapping[str, Mark], through: datetime,
    at: datetime,
) -> None:  # fmt: skip
    """Tell this in the place of what was told."""
    key = (tx.tenant_id, project_id, trait_id)
    await tx.run("delete from trait_sheet where tenant_id = $1 and project_id = $2 and trait_id = $3", *key)
    await tx.run(
        "insert into trait_sheet (tenant_id, project_id, trait_id, through, told_at, sealed)"
        " values ($1, $2, $3, $4, $5, $6)",
        *key, through, at, sealed,
    )  # fmt: skip
    await tx.run(
        "insert into trait_mark (tenant_id, project_id, trait_id, who, belongs, said)"
        " select $1, $2, $3, * from unnest($4::text[], $5::text[], $6::text[])",
        *key, list(counted), [mark.belongs for mark in counted.values()], [mark.said for mark in counted.values()],
    )  # fmt: skip
