"""Every table of the product, with rows of two tenants in it: nobody reads or writes across."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import asyncpg
import pytest
from tests.isolation import catalogue
from tests.isolation.filling import A, B, fill

from armslength.kit.db import Database

DOOR = {
    "organization", "person", "password", "affiliation", "membership", "session", "api_key", "invitation", "setup_link",
    "sign_in_attempt", "project", "project_member", "vendor_grant", "vendor", "worker_heartbeat",
}  # fmt: skip
"""What is open while we find out who is asking: no content, no answers, no keys of content."""
WALL = {
    "party", "ownership_edge", "organization_party", "conflict_edge", "vendor_grant", "vendor", "organization",
    "project", "worker_heartbeat", "person_history", "wall_claim", "move_judged", "clearance", "person_waiver",
    "affiliation",
}  # fmt: skip
"""What the wall decides by: no content, no names of people, and no tenant's list of rivals."""
WORKER = {"job", "outbox", "turn", "organization", "worker_heartbeat"}
"""What the worker sees of all tenants: that there is work, not what is in it."""
FIGURES = {"figure_part", "figure_shown", "organization_party", "worker_heartbeat"}
"""Where figures are added up: what has left its tenant, and which firms are one."""
NO_CONTEXT = {"worker_heartbeat"}


class Filled:
    """The database, filled; which tables belong to tenants, and what the app's role may do with them."""

    def __init__(self, db: Database, tables: list[str], tenant_tables: list[str], rights: set[tuple[str, str]]) -> None:
        self.db = db
        self.tables = tables
        self.tenant_tables = tenant_tables
        self.rights = rights

    def may(self, right: str) -> list[str]:
        """Tenant tables on which the app's role has the right."""
        return [table for table in self.tenant_tables if (table, right) in self.rights]


@pytest.fixture
async def filled(owner: Any, db: Database) -> Filled:
    tables = await catalogue.tables(owner)
    await fill(owner, tables)
    grants = await owner.fetch(
        "select table_name, privilege_type from information_schema.role_table_grants"
        " where grantee = 'armslength_app' and table_schema = 'public'"
    )
    rights = {(row["table_name"], row["privilege_type"].lower()) for row in grants}
    return Filled(db, tables, await catalogue.tenant_tables(owner), rights)


async def seen(tx: Any, tables: list[str]) -> set[str]:
    """Tables in which anything at all is visible."""
    return {table for table in tables if await tx.value(f'select exists (select from "{table}")')}


async def test_a_tenant_sees_its_own_rows_and_no_others(filled: Filled) -> None:
    for mine, theirs in ((A, B), (B, A)):
        async with filled.db.tenant(mine) as tx:
            for table in filled.may("select"):
                rows = await tx.rows(f'select tenant_id from "{table}"')
                assert {row["tenant_id"] for row in rows} == {mine}, table
                found = await tx.value(f'select exists (select from "{table}" where tenant_id = $1)', theirs)
                assert not found, table


async def test_every_table_can_be_asked(filled: Filled) -> None:
    """A table the app's role cannot even select from would make the other tests say nothing about it."""
    assert set(filled.may("select")) == set(filled.tenant_tables)


async def test_without_a_tenant_nothing_is_seen(filled: Filled, app_role: Any) -> None:
    for table in sorted(set(filled.tables) - NO_CONTEXT):
        assert await app_role.fetchval(f'select count(*) from "{table}"') == 0, table


async def test_an_emptied_setting_is_no_tenant(filled: Filled, app_role: Any) -> None:
    """After `set local`, the setting is '' for the rest of the connection's life, not unset."""
    async with app_role.transaction():
        await app_role.execute(f"set local app.tenant = '{A}'; set local app.scope = 'door'")
    assert await app_role.fetchval("select current_setting('app.tenant', true)") == ""
    for table in sorted(set(filled.tables) - NO_CONTEXT):
        assert await app_role.fetchval(f'select count(*) from "{table}"') == 0, table


async def test_the_door_and_the_worker_see_what_they_need(filled: Filled) -> None:
    async with filled.db.door() as tx:
        assert await seen(tx, filled.tables) == DOOR
    async with filled.db.worker() as tx:
        assert await seen(tx, filled.tables) == WORKER - {"organization"}  # filled with kinds that do not exist
    async with filled.db.wall() as tx:
        assert await seen(tx, filled.tables) == WALL


async def test_at_the_wall_a_tenant_sees_more_and_afterwards_no_longer(filled: Filled) -> None:
    async with filled.db.tenant(A) as tx:
        assert not await tx.value("select exists (select from conflict_edge)")
        async with tx.at_the_wall():
            assert await seen(tx, sorted(WALL)) == WALL
        assert not await tx.value("select exists (select from conflict_edge)")
        with suppress(asyncpg.DivisionByZeroError):
            async with tx.savepoint(), tx.at_the_wall():
                await tx.value("select 1 / 0")
        assert not await tx.value("select exists (select from conflict_edge)")


async def test_at_the_figures_a_tenant_sees_what_has_left_and_which_firms_are_one(filled: Filled) -> None:
    beside = sorted(set(filled.tables) - set(filled.tenant_tables))
    async with filled.db.tenant(A) as tx:
        before = await seen(tx, beside)
        async with tx.at_the_figures():
            assert await seen(tx, beside) == before | FIGURES
        assert await seen(tx, beside) == before


async def test_no_tenant_writes_the_register_or_says_which_party_it_is(filled: Filled) -> None:
    async with filled.db.tenant(A) as tx:
        for table in ("party", "ownership_edge"):
            assert await tx.value(f"select count(*) from {table}") == 2, table  # everybody may look
            assert await tx.run(f"update {table} set record_id = 'x'") == "UPDATE 0", table
        assert await tx.run("update organization_party set since = now()") == "UPDATE 0"
        assert await tx.run("update conflict_edge set until = now()") == "UPDATE 0"
    for sql in (
        "insert into party values (gen_random_uuid(), 'person', 'x', null, '[]', 'x', now())",
        f"insert into organization_party values ('{A}', gen_random_uuid(), now())",
        f"insert into conflict_edge values (gen_random_uuid(), '{A}', '{B}', true, true, now())",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with filled.db.tenant(A) as tx:
                await tx.run(sql)


async def test_no_scope_opens_by_a_made_up_name(filled: Filled, app_role: Any) -> None:
    for scope in ("Door", "door ", "owner", "%", "tenant"):
        async with app_role.transaction():
            await app_role.execute("select set_config('app.scope', $1, true)", scope)
            for table in sorted(set(filled.tables) - NO_CONTEXT):
                assert await app_role.fetchval(f'select count(*) from "{table}"') == 0, (table, scope)


async def test_nobody_changes_or_deletes_anothers_row(filled: Filled) -> None:
    for table in filled.may("update"):
        async with filled.db.tenant(A) as tx:
            tag = await tx.run(f'update "{table}" set tenant_id = tenant_id where tenant_id = $1', B)
            assert tag == "UPDATE 0", table
    for table in filled.may("delete"):
        async with filled.db.tenant(A) as tx:
            assert await tx.run(f'delete from "{table}" where tenant_id = $1', B) == "DELETE 0", table


async def test_nobody_gives_a_row_to_another_tenant(filled: Filled, owner: Any) -> None:
    for table in filled.may("update"):
        with suppress(asyncpg.InsufficientPrivilegeError):
            async with filled.db.tenant(A) as tx:
                assert await tx.run(f'update "{table}" set tenant_id = $1', B) == "UPDATE 0", table
        assert await owner.fetchval(f'select count(*) from "{table}" where tenant_id = $1', B) == 1, table
    for table in filled.may("insert"):
        columns = await owner.fetch(
            "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped"
            " and attgenerated = '' and attidentity = '' and attname <> 'tenant_id'",
            table,
        )
        names = ", ".join(row["attname"] for row in columns)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with filled.db.tenant(A) as tx:
                await tx.run(f'insert into "{table}" (tenant_id, {names}) select $1, {names} from "{table}"', B)


async def test_only_the_door_makes_seats_people_and_sessions(filled: Filled) -> None:
    for sql in (
        f"insert into membership (tenant_id, person_id) values ('{A}', gen_random_uuid())",
        f"insert into session (tenant_id, person_id) values ('{A}', gen_random_uuid())",
        "insert into person (id, email, name, created_at) values (gen_random_uuid(), 'a@b', 'x', now())",
        "insert into password (person_id, hash, changed_at) values (gen_random_uuid(), 'x', now())",
        "insert into affiliation select gen_random_uuid(), gen_random_uuid(), now()",
        "insert into organization (id, kind, name, created_at) values (gen_random_uuid(), 'customer', 'x', now())",
        "insert into setup_link (token_hash, created_at, expires_at) values ('x', now(), now())",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with filled.db.tenant(A) as tx:
                await tx.run(sql)


async def test_no_tenant_changes_people_or_firms(filled: Filled) -> None:
    async with filled.db.tenant(A) as tx:
        assert await tx.run("update person set name = 'x'") == "UPDATE 0"
        assert await tx.run("update organization set name = 'x'") == "UPDATE 0"
        assert await tx.run("update password set hash = 'x'") == "UPDATE 0"


async def test_what_is_append_only_stays(filled: Filled) -> None:
    for table in (
        "ledger_entry",
        "ledger_outbox",
        "annotation",
        "item_content",
        "label_schema",
        "guideline",
        "release_row",
    ):
        for verb in ("update", "delete"):
            assert (table, verb) not in filled.rights, (table, verb)
    assert ("exposure", "delete") not in filled.rights


async def test_no_right_passes_by_the_rows(filled: Filled, app_role: Any) -> None:
    for table in filled.tables:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app_role.execute(f'truncate "{table}"')


async def test_switching_row_security_off_is_an_error_not_a_way_round(filled: Filled, app_role: Any) -> None:
    for table in sorted(set(filled.tables) - NO_CONTEXT):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await app_role.execute(f'set local row_security = off; select count(*) from "{table}"')
