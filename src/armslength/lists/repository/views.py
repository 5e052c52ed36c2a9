"""The tables `list_view` and `list_view_default`. Whatever reads views says whose they are, or that they are shared."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_VIEW = """
    select v.id, v.list, v.name, v.shared, v.filters, v.sort, v.columns, v.person_id, v.created_at, v.updated_at,
           d.view_id is not null as default
    from list_view v left join list_view_default d on d.tenant_id = v.tenant_id and d.project_id = v.project_id
        and d.list = v.list and d.person_id = $3 and d.view_id = v.id
    where v.tenant_id = $1 and v.project_id = $2 and (v.shared or v.person_id = $3)"""


class View(NamedTuple):
    """What somebody wants to keep."""

    name: str
    shared: bool
    filters: dict[str, Any]
    sort: str
    columns: list[str]


async def views(tx: Tx, project_id: UUID, person_id: UUID, list_name: str) -> list[asyncpg.Record]:
    """The person's own and the shared ones, by name."""
    return await tx.rows(
        f"{_VIEW} and v.list = $4 order by lower(v.name), v.id", tx.tenant_id, project_id, person_id, list_name
    )


async def view(tx: Tx, project_id: UUID, person_id: UUID, view_id: UUID) -> asyncpg.Record | None:
    """One that the person may see."""
    return await tx.row(f"{_VIEW} and v.id = $4", tx.tenant_id, project_id, person_id, view_id)


async def count(tx: Tx, project_id: UUID, person_id: UUID, list_name: str) -> int:
    """How many the person has."""
    found: int = await tx.value(
        "select count(*) from list_view where tenant_id = $1 and project_id = $2 and person_id = $3 and list = $4",
        tx.tenant_id, project_id, person_id, list_name,
    )  # fmt: skip
    return found


async def add(
    tx: Tx, view_id: UUID, project_id: UUID, person_id: UUID, list_name: str, view: View, now: datetime
) -> None:
    """Keep a view."""
    await tx.run(
        "insert into list_view (tenant_id, id, project_id, person_id, list, name, shared, filters, sort, columns,"
        " created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
        tx.tenant_id, view_id, project_id, person_id, list_name, *view, now,
    )  # fmt: skip


async def change(tx: Tx, view_id: UUID, view: View, now: datetime) -> None:
    """Keep it so from now on."""
    await tx.run(
        "update list_view set name = $3, shared = $4, filters = $5, sort = $6, columns = $7, updated_at = $8"
        " where tenant_id = $1 and id = $2",
        tx.tenant_id, view_id, *view, now,
    )  # fmt: skip


async def unshared(tx: Tx, view_id: UUID, person_id: UUID) -> None:
    """Nobody else's list opens with it any more."""
    await tx.run(
        "delete from list_view_default where tenant_id = $1 and view_id = $2 and person_id <> $3",
        tx.tenant_id, view_id, person_id,
    )  # fmt: skip


async def remove(tx: Tx, view_id: UUID) -> None:
    """Forget it; lists that opened with it open without one."""
    await tx.run("delete from list_view where tenant_id = $1 and id = $2", tx.tenant_id, view_id)


async def set_default(tx: Tx, project_id: UUID, person_id: UUID, list_name: str, view_id: UUID | None) -> None:
    """The view with which the person's list opens."""
    await tx.run(
        "delete from list_view_default where tenant_id = $1 and project_id = $2 and list = $3 and person_id = $4",
        tx.tenant_id, project_id, list_name, person_id,
    )  # fmt: skip
    if view_id is not None:
        await tx.run(
            "insert into list_view_default (tenant_id, project_id, list, person_id, view_id)"
            " values ($1, $2, $3, $4, $5)",
            tx.tenant_id, project_id, list_name, person_id, view_id,
        )  # fmt: skip
