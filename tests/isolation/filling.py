"""Rows of two tenants in every table there is, made from the catalogue: a table of tomorrow is filled too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

A, B = UUID(int=0xA), UUID(int=0xB)
"""Two tenants."""

_VALUES = {
    "uuid": "gen_random_uuid()",
    "text": "md5(random()::text)",
    "int2": "1",
    "int4": "1",
    "int8": "1",
    "numeric": "1",
    "float8": "1",
    "bool": "true",
    "timestamptz": "now()",
    "date": "current_date",
    "jsonb": "'{}'",
    "bytea": "decode(md5(random()::text), 'hex')",
    "tsvector": "''",
    "tstzrange": "'empty'",
    "bit": "repeat('0', 8192)::bit(8192)",
}

_COLUMNS = """
    select a.attname, t.typname from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and a.attidentity = '' order by a.attnum
"""


async def fill(owner: Any, tables: list[str]) -> None:
    """One row of each tenant in each table."""
    async with _anything_goes(owner):
        for table in tables:
            for tenant in (A, B):
                await _insert(owner, table, lambda name, kind, tenant=tenant: _value(name, kind, tenant))


async def fill_one(owner: Any, tables: list[str], tenant: UUID, every_id: UUID, mark: str) -> None:
    """One row of the tenant in each table: all its other ids are `every_id`, all its texts say `mark`."""

    def value(name: str, kind: str) -> str:
        if name != "tenant_id" and kind == "uuid":
            return f"'{every_id}'"
        return f"'{mark}'" if kind == "text" else _value(name, kind, tenant)

    async with _anything_goes(owner):
        for table in tables:
            await _insert(owner, table, value)


async def _insert(owner: Any, table: str, value: Callable[[str, str], str]) -> None:
    columns = {row["attname"]: row["typname"] for row in await owner.fetch(_COLUMNS, table)}
    values = [value(name, kind) for name, kind in columns.items()]
    await owner.execute(f'insert into "{table}" ({", ".join(columns)}) values ({", ".join(values)})')


def _value(name: str, kind: str, tenant: UUID) -> str:
    if name == "tenant_id":
        return f"'{tenant}'"
    return "'{}'" if kind.startswith("_") else _VALUES[kind]


@asynccontextmanager
async def _anything_goes(owner: Any) -> AsyncIterator[None]:
    """What may be written is tested elsewhere, here it only has to be there: no foreign keys for this connection, and
    no checks for this copy of the schema."""
    for row in await owner.fetch(
        "select conrelid::regclass::text as name, conname from pg_constraint"
        " where contype = 'c' and connamespace = 'public'::regnamespace and conrelid <> 0"
    ):
        await owner.execute(f'alter table {row["name"]} drop constraint "{row["conname"]}"')
    await owner.execute("set session_replication_role = replica")
    yield
    await owner.execute("reset session_replication_role")
