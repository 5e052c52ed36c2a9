"""The migrator: once, in order, by one at a time; never over an edited or newer history; embedded or external."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg
import msgspec
import pytest
from tests.conftest import APP_PASSWORD, TestPostgres, apart

from armslength.entry.database import as_user, check_app_login, connect, without_password
from armslength.entry.faults import CannotStart
from armslength.entry.installation import app_url, ready_database
from armslength.entry.migrate import APP, FOLDER, load_migrations, migrate
from armslength.entry.postgres.programs import find_programs
from armslength.entry.settings import ServerSettings, load_server_settings

_numbers = count(1)


@dataclass
class External:
    """An empty database on a server of somebody else's, owned by a role that may make roles but is no superuser."""

    postgres: TestPostgres
    name: str
    owner_url: str

    @property
    def app_url(self) -> str:
        return self.postgres.app_url(self.name)

    async def as_owner(self, sql: str) -> object:
        connection = await connect(self.owner_url)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()


@pytest.fixture
async def external(postgres: TestPostgres) -> AsyncIterator[External]:
    name, password = f"external_{next(_numbers)}", secrets.token_hex(8)
    postgres.run(f"create role {name} login createrole password '{password}'")
    postgres.run(f"grant {APP} to {name} with admin option")  # the session's cluster has the app's role already
    postgres.run(f"create database {name} owner {name}")
    yield External(postgres, name, postgres.server.url(name, user=name, password=password))
    postgres.drop(name)
    postgres.run(f"revoke {APP} from {name}")
    postgres.run(f"drop role {name}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_first.sql").write_text("create table first (n int); grant select on first to armslength_app;")
    (tmp_path / "0002_second.sql").write_text("create table second (n int);")
    return tmp_path


async def test_each_file_is_applied_once_in_order(external: External, folder: Path) -> None:
    assert await migrate(external.owner_url, "x", reset_password=False, folder=folder) == ["0001_first", "0002_second"]
    assert await migrate(external.owner_url, "x", reset_password=False, folder=folder) == []
    (folder / "0003_third.sql").write_text("create table third (n int);")
    assert await migrate(external.owner_url, "x", reset_password=False, folder=folder) == ["0003_third"]


async def test_many_migrators_at_once_apply_it_once(external: External, folder: Path) -> None:
    runs = await asyncio.gather(
        *(migrate(external.owner_url, "x", reset_password=False, folder=folder) for _ in range(5))
    )
    assert sorted(runs) == [[], [], [], [], ["0001_first", "0002_second"]]


async def test_what_older_versions_left_is_carried_over_by_an_owner_who_is_no_superuser(
    external: External, postgres: TestPostgres, tmp_path: Path
) -> None:
    """Row-level security holds for the owner too while it is forced: a migration that forgets it finds no rows."""
    older = tmp_path / "older"
    older.mkdir()
    for file in sorted(FOLDER.glob("*.sql")):
        if file.name < "0011":
            shutil.copy(file, older)
    await migrate(external.owner_url, "x", reset_password=False, folder=older)
    postgres.run(
        """
        set session_replication_role = replica;
        insert into person values (gen_random_uuid(), 'a@b.test', 'Ada', now());
        insert into organization values (gen_random_uuid(), 'customer', 'Northwind', now());
        insert into project (tenant_id, id, slug, name, description, state, overlap, lease_seconds, review_share, seed,
                created_by, created_at, updated_at)
            select id, gen_random_uuid(), 'p', 'P', '', 'active', 1, 600, 0, '', id, now(), now() from organization;
        insert into item (tenant_id, id, project_id, batch_id, ord, state, wanted, taken, answers, settled, open,
                created_at)
            select tenant_id, gen_random_uuid(), id, gen_random_uuid(), 7, 'active', 1, 0, 0, 0, true, now()
            from project;
        insert into exposure (tenant_id, project_id, kind, object, item_id, person_id, organization_id, purpose,
                lease_id, at, last_at)
            select i.tenant_id, i.project_id, 'item', i.id::text, i.id, p.id, gen_random_uuid(), 'annotate',
                gen_random_uuid(), now(), now() from item i, person p;
        """,
        external.name,
    )
    await migrate(external.owner_url, "x", reset_password=False)
    owner = await connect(postgres.owner_url(external.name))
    try:
        assert await owner.fetchval("select count(*) from sighting s join item i on i.ord = s.item_ord") == 1
        assert await owner.fetchval("select kind from person_history") == "content"
        open_tables = "select count(*) from pg_class where relrowsecurity and not relforcerowsecurity"
        assert await owner.fetchval(open_tables) == 0
    finally:
        await owner.close()


async def test_a_file_that_fails_is_undone_whole_and_named(external: External, folder: Path) -> None:
    (folder / "0002_second.sql").write_text("create table second (n int); select 1 / 0;")
    with pytest.raises(CannotStart, match="0002_second failed and was undone: division by zero"):
        await migrate(external.owner_url, "x", reset_password=False, folder=folder)
    assert await external.as_owner("select to_regclass('first') is not null and to_regclass('second') is null")
    (folder / "0002_second.sql").write_text("create table second (n int);")
    assert await migrate(external.owner_url, "x", reset_password=False, folder=folder) == ["0002_second"]


async def test_an_edited_history_is_refused(external: External, folder: Path) -> None:
    await migrate(external.owner_url, "x", reset_password=False, folder=folder)
    (folder / "0001_first.sql").write_text("create table first (n bigint);")
    with pytest.raises(CannotStart, match="edited after it was applied"):
        await migrate(external.owner_url, "x", reset_password=False, folder=folder)


async def test_a_newer_database_is_refused(external: External, folder: Path) -> None:
    await migrate(external.owner_url, "x", reset_password=False, folder=folder)
    (folder / "0002_second.sql").unlink()
    with pytest.raises(CannotStart, match=r"made by a newer Armslength \(it knows 0002_second"):
        await migrate(external.owner_url, "x", reset_password=False, folder=folder)


@pytest.mark.parametrize(
    ("name", "sentence"), [("0004_gap.sql", "one by one"), ("third.sql", "not a migration's name")]
)
def test_a_misnamed_file_is_refused(folder: Path, name: str, sentence: str) -> None:
    (folder / name).write_text("select 1")
    with pytest.raises(CannotStart, match=sentence):
        load_migrations(folder)


async def test_the_apps_role_owns_nothing_and_obeys_the_walls(database_name: str, postgres: TestPostgres) -> None:
    connection = await connect(postgres.app_url(database_name))
    try:
        role = await connection.fetchrow("select * from pg_roles where rolname = current_user")
        assert role is not None
        assert not any(
            role[right] for right in ("rolsuper", "rolbypassrls", "rolcreatedb", "rolcreaterole", "rolreplication")
        )
        assert await connection.fetchval("select count(*) from pg_class where relowner = $1::oid", role["oid"]) == 0
        for forbidden in ("create table mine (n int)", "select * from migrations.applied", "create schema mine"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(forbidden)
    finally:
        await connection.close()
    await check_app_login(postgres.app_url(database_name))


async def test_an_owner_may_not_serve_as_the_app(database_name: str, postgres: TestPostgres) -> None:
    with pytest.raises(CannotStart, match="tenants would not be kept apart"):
        await check_app_login(postgres.owner_url(database_name))


def settings_for(data: Path, **values: str) -> ServerSettings:
    return msgspec.structs.replace(load_server_settings({}), data=data, **values)


def test_an_external_database_needs_only_its_owner(external: External, tmp_path: Path) -> None:
    """With ARMSLENGTH_DATABASE_URL alone the app's role signs in with a password of the data directory."""
    secret = tmp_path / "secrets"
    secret.mkdir()
    (secret / APP).write_text(APP_PASSWORD + "\n")
    settings = settings_for(tmp_path, database_url=external.owner_url)
    assert app_url(settings) == as_user(external.owner_url, APP, APP_PASSWORD)
    with ready_database(settings, print) as ready:
        assert ready.postgres is None
        assert ready.applied[0] == "0001_ground"
        assert apart(asyncpg_value(ready.app_url, "select current_user")) == APP


def test_an_external_database_may_be_given_by_owner_and_app(external: External, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, database_url=external.app_url, database_owner_url=external.owner_url)
    with ready_database(settings, print) as ready:
        assert ready.app_url == external.app_url
    swapped = settings_for(tmp_path, database_url=external.owner_url, database_owner_url=external.owner_url)
    with pytest.raises(CannotStart, match="must sign in as armslength_app"), ready_database(swapped, print):
        pass


def test_another_installations_password_is_not_overwritten(external: External, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, database_url=external.owner_url)
    with pytest.raises(CannotStart, match="does another Armslength use the server"), ready_database(settings, print):
        pass
    assert apart(asyncpg_value(external.app_url, "select 1")) == 1


async def test_an_owner_who_may_not_make_roles_hears_what_to_do(postgres: TestPostgres, external: External) -> None:
    postgres.run(f"alter role {external.name} nocreaterole")
    postgres.run(f"alter database {external.name} owner to current_user")
    with pytest.raises(CannotStart, match="must own the database"):
        await migrate(external.owner_url, "x", reset_password=False)
    postgres.run(f"alter database {external.name} owner to {external.name}")


async def test_an_old_server_is_refused(external: External, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("armslength.entry.migrate.OLDEST_POSTGRES", 99)
    with pytest.raises(CannotStart, match="PostgreSQL 99 or newer is needed; this server is PostgreSQL 18"):
        await migrate(external.owner_url, "x", reset_password=False, folder=folder)


async def test_the_oldest_server_we_promise_takes_every_migration(oldest: str) -> None:
    """As an owner who is no superuser, on a server that has never heard of us."""
    await _sql(f"postgresql://postgres@/postgres?host={oldest}", "create role olga login createrole")
    await _sql(f"postgresql://postgres@/postgres?host={oldest}", "create database hub owner olga")
    applied = await migrate(f"postgresql://olga@/hub?host={oldest}", "app's \\password", reset_password=False)
    assert applied == [migration.name for migration in load_migrations()]


async def _sql(url: str, statement: str) -> None:
    connection = await connect(url)
    await connection.execute(statement)
    await connection.close()


@pytest.fixture(scope="module")
def oldest() -> Iterator[str]:
    """The socket folder of a server of the oldest major, from the same wheel; it trusts whoever reaches it."""
    programs = find_programs(None).with_name("pginstall") / "bin"
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        uid = 65534 if os.geteuid() == 0 else None
        os.chown(folder, uid if uid is not None else -1, -1)

        def run(*command: str | Path) -> None:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", user=uid)

        run(programs / "initdb", "-N", "-U", "postgres", "-D", f"{folder}/data")
        control = (programs / "pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w")
        run(*control, "-o", f"-k {folder} -c listen_addresses='' -c fsync=off", "start")
        yield folder
        run(*control, "-m", "immediate", "stop")


def test_a_url_is_shown_without_its_password() -> None:
    assert without_password("postgresql://olga:s3cret@db:5432/x") == "postgresql://olga:…@db:5432/x"
    assert as_user("postgresql://olga:p%40ss@db:5432/x?ssl=require", "app", "a/b") == (
        "postgresql://app:a%2Fb@db:5432/x?ssl=require"
    )


async def asyncpg_value(url: str, sql: str) -> object:
    connection = await connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()
