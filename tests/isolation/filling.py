"""Rows of two tenants in every table there is, made from the catalogue: a table of tomorrow is filled too."""

from __future__ import annotations

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
}

_COLUMNS = """
    select a.attname, t.typname from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and a.attidentity = '' order by a.attnum
"""


async def fill(owner: Any, tables: list[str]) -> None:
    """One row per tenant in each table. The copy of the schema loses its checks and foreign keys for it: what may be
    written is tested elsewhere, here it only has to be there."""
    await _forget_constraints(owner)
    for table in tables:
        columns = {row["attname"]: row["typname"] for row in await owner.fetch(_COLUMNS, table)}
        for tenant in (A, B):
            values = [f"'{tenant}'" if name == "tenant_id" else _value(kind) for name, kind in columns.items()]
            await owner.execute(f'insert into "{table}" ({", ".join(columns)}) values ({", ".join(values)})')


def _value(kind: str) -> str:
    return "'{}'" if kind.startswith("_") else _VALUES[kind]


async def _forget_constraints(owner: Any) -> None:
    for row in await owner.fetch(
        "select conrelid::regclass::text as name, conname from pg_constraint"
        " where contype in ('c', 'f') and connamespace = 'public'::regnamespace and conrelid <> 0"
    ):
        await owner.execute(f'alter table {row["name"]} drop constraint "{row["conname"]}"')
