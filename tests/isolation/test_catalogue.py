"""No table, view, function, key or grant stands outside the wall; and a new one that does is found."""

from __future__ import annotations

from typing import Any

import pytest
from tests.isolation import catalogue
from tests.isolation.catalogue import CHECKS, Check
from tests.mutation import SWAPS

LATE = "create table late (tenant_id uuid not null, id uuid, primary key (tenant_id, id));"
FORGOTTEN: list[tuple[str, list[Check]]] = [
    (LATE, [catalogue.without_forced_row_security, catalogue.without_policy]),
    (
        (f"{LATE} alter table late enable row level security;"
        "create policy tenant on late using (tenant_id = armslength_tenant())"),
        [catalogue.without_forced_row_security, catalogue.unexpected_policies],
    ),
    (
        f"{LATE} call armslength_wall('late', 'select'); create policy everybody on late using (true)",
        [catalogue.unexpected_policies],
    ),
    (
        ("create table late (id uuid primary key); alter table late enable row level security;"
        "alter table late force row level security; create policy tenant on late using (true)"),
        [catalogue.without_tenant, catalogue.unexpected_policies],
    ),
    (
        "create policy worker on item_content for select using (armslength_scope() = 'worker')",
        [catalogue.unexpected_policies],
    ),
    ("alter policy tenant on item using (true)", [catalogue.unexpected_policies]),
    ("alter policy door on password using (true)", [catalogue.unexpected_policies]),
    ("create table late (tenant_id uuid, id uuid primary key, name text unique)", [catalogue.keys_without_tenant]),
    ("create table late (tenant_id uuid, id uuid)", [catalogue.nullable_tenants]),
    ("create table late (tenant_id uuid, id uuid); create index late_id on late (id)",
     [catalogue.indexes_without_tenant]),
    (
        ("create unique index project_id on project (id);"
        "alter table batch add foreign key (project_id) references project (id)"),
        [catalogue.foreign_keys_across_tenants, catalogue.keys_without_tenant],
    ),
    ("create view late as select * from item", [catalogue.leaky_views]),
    ("create materialized view late as select * from item", [catalogue.leaky_views]),
    (
        "create function late() returns bigint security definer language sql as 'select count(*) from item'",
        [catalogue.definer_functions],
    ),
    (
        ("create function late() returns trigger language plpgsql as 'begin return new; end';"
        "create trigger late before insert on item for each row execute function late()"),
        [catalogue.triggers],
    ),
    ("grant truncate on item to armslength_app", [catalogue.excessive_grants]),
    ("grant references on item to armslength_app", [catalogue.excessive_grants]),
    ("grant select on item to public", [catalogue.excessive_grants]),
    ("alter table item owner to armslength_app", [catalogue.owned_by_app]),
    ("grant create on schema public to armslength_app", [catalogue.powers_of_app]),
    ("grant pg_read_all_data to armslength_app", [catalogue.powers_of_app]),
    ("grant usage on schema migrations to armslength_app", [catalogue.other_schemas_open_to_app]),
]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_nothing_stands_outside_the_wall(owner: Any, check: Check) -> None:
    assert await check(owner) == []


async def test_the_lists_name_only_what_exists(owner: Any) -> None:
    """An exception for something that is gone would hide the next thing of that name."""
    assert set(await catalogue.tables(owner)) >= catalogue.HUB_WIDE
    policies = await owner.fetch(
        "select c.relname, p.polname, p.polcmd::text from pg_policy p join pg_class c on c.oid = p.polrelid"
    )
    assert set(catalogue.OTHER_POLICIES) <= {tuple(row) for row in policies}
    indexes = {row[0] for row in await owner.fetch("select relname from pg_class where relkind = 'i'")}
    assert {*catalogue.RANDOM_KEYS, *catalogue.CROSS_TENANT_INDEXES} <= indexes


async def test_what_the_weakened_walls_leave_out_is_still_said(owner: Any) -> None:
    """So that a function that is stated anew is not found out only where the walls are weakened."""
    for function, piece, _ in (swap for swaps in SWAPS.values() for swap in swaps):
        assert piece in await owner.fetchval("select pg_get_functiondef($1::regproc)", function), (function, piece)


@pytest.mark.parametrize(("sql", "checks"), FORGOTTEN, ids=[sql[:60] for sql, _ in FORGOTTEN])
async def test_what_is_forgotten_is_found(owner: Any, sql: str, checks: list[Check]) -> None:
    transaction = owner.transaction()
    await transaction.start()
    try:
        await owner.execute(sql)
        for check in checks:
            assert await check(owner), check.__name__
    finally:
        await transaction.rollback()
