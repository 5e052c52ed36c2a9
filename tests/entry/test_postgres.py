"""The embedded PostgreSQL: private, durable, and hard to confuse."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from tests.conftest import scratch

from armslength.entry.faults import CannotStart
from armslength.entry.postgres import EmbeddedPostgres, trouble
from armslength.entry.postgres.account import Account, choose_account
from armslength.entry.postgres.cluster import OWNER
from armslength.entry.postgres.processes import alive
from armslength.entry.postgres.programs import find_programs, readable_copy

SMALL = {"shared_buffers": "16MB", "fsync": "off"}
ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="only root can step down")

Make = Callable[[Path], EmbeddedPostgres]


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="armslength-data-", dir=scratch()) as folder:
        yield Path(folder)


@pytest.fixture
def make() -> Iterator[Make]:
    made: list[EmbeddedPostgres] = []

    def make(data: Path) -> EmbeddedPostgres:
        made.append(EmbeddedPostgres(data, settings=SMALL))
        return made[-1]

    yield make
    for server in made:
        server.stop()


async def run(server: EmbeddedPostgres, *statements: str) -> object:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetchval(statements[-1])
    finally:
        await connection.close()


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.02)


async def test_it_keeps_what_it_was_given(data: Path, make: Make) -> None:
    server = make(data)
    server.start()
    await run(server, "create table kept as select 7 as n", "select n from kept")
    server.stop()
    again = make(data)
    again.start()
    assert await run(again, "select n from kept") == 7


async def test_it_listens_on_a_private_socket_only_and_wants_a_password(data: Path, make: Make) -> None:
    server = make(data)
    server.start()
    assert await run(server, "show listen_addresses") == ""
    folder = Path(str(await run(server, "show unix_socket_directories")))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (data / "secrets" / OWNER).stat().st_mode & 0o777 == 0o600
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.url("postgres", password="guessed"))
    server.stop()
    assert not folder.exists()


async def test_text_sorts_by_code_point_whatever_the_machines_locale(data: Path, make: Make) -> None:
    server = make(data)
    server.start()
    assert await run(
        server, "select datlocprovider::text || datlocale from pg_database where datname = 'postgres'"
    ) == ("bC.UTF-8")


async def test_it_comes_back_after_kill_9_with_what_was_committed(data: Path, make: Make) -> None:
    server = make(data)
    server.start()
    await run(server, "create table kept (n int)", "insert into kept values (1) returning n")
    assert server.pid
    os.kill(server.pid, signal.SIGKILL)
    until(lambda: server.exited() is not None)
    server.restart()
    assert await run(server, "select n from kept") == 1


async def test_it_comes_back_when_it_is_killed_again_while_it_recovers(data: Path, make: Make) -> None:
    server = make(data)
    server.start()
    await run(server, "create table kept as select n from generate_series(1, 200000) n", "select 1")
    first = server.pid
    assert first
    os.kill(first, signal.SIGKILL)
    until(lambda: server.exited() is not None)

    def kill_the_next_ones() -> None:
        seen = first
        for _ in range(3):
            until(lambda seen=seen: server.pid not in (None, seen) and server.exited() is None)  # type: ignore[misc]
            assert server.pid
            seen = server.pid
            os.kill(seen, signal.SIGKILL)

    killer = threading.Thread(target=kill_the_next_ones)
    killer.start()
    server.restart()
    killer.join()
    until(lambda: server.exited() is not None or not killer.is_alive())
    if server.exited() is not None:  # the last blow fell after it was ready
        server.restart()
    assert await run(server, "select count(*) from kept") == 200000


async def test_it_comes_back_when_it_was_killed_before_it_had_written_its_locks(data: Path, make: Make) -> None:
    server = make(data)
    server.start()
    assert server.pid
    os.kill(server.pid, signal.SIGKILL)
    until(lambda: server.exited() is not None)
    for lock in (data / "postgres" / "postmaster.pid", *server._sockets.glob(".s.PGSQL.*.lock")):
        os.truncate(lock, 0)
    server.restart()
    assert await run(server, "select 1") == 1


def test_it_does_not_outlive_a_killed_parent(data: Path, make: Make) -> None:
    parent = (
        "import sys, time; from pathlib import Path; from armslength.entry.postgres import EmbeddedPostgres\n"
        "server = EmbeddedPostgres(Path(sys.argv[1]), settings={'shared_buffers': '16MB'}); server.start()\n"
        "print(server.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent, str(data)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        assert alive(pid)
        process.kill()
    until(lambda: not alive(pid))
    make(data).start()


async def test_a_postmaster_left_by_an_earlier_run_is_stopped_and_its_data_taken_over(data: Path, make: Make) -> None:
    left = make(data)
    left.start()
    await run(left, "create table kept as select 7 as n", "select n from kept")
    heard: list[str] = []
    server = EmbeddedPostgres(data, settings=SMALL, say=heard.append)
    server.start()
    try:
        assert left.exited() is not None
        assert "earlier run" in heard[0]
        assert await run(server, "select n from kept") == 7
    finally:
        server.stop()


async def test_a_stranger_with_the_number_of_a_dead_postmaster_is_left_alone(data: Path, make: Make) -> None:
    server = make(data)
    server.start()
    server.stop()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (data / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n/nowhere\n0\n5432\n/etc\n")
        server.start()
        assert await run(server, "select 1") == 1
        assert stranger.poll() is None
        stranger.kill()
    assert Path("/etc").exists()


@pytest.mark.parametrize("content", ["", "not a number\n"])
def test_a_damaged_lock_file_does_not_stop_it(data: Path, make: Make, content: str) -> None:
    server = make(data)
    server.start()
    server.stop()
    (data / "postgres" / "postmaster.pid").write_text(content)
    server.start()


def test_a_half_made_cluster_is_made_anew(data: Path, make: Make) -> None:
    (data / "postgres.new" / "base").mkdir(parents=True)
    make(data).start()
    assert not (data / "postgres.new").exists()


def test_a_long_path_is_no_problem(data: Path, make: Make) -> None:
    deep = data / ("a" * 120) / ("b" * 120)
    deep.mkdir(parents=True)
    make(deep).start()


@pytest.mark.parametrize(("version", "sentence"), [("19", "newer than the 18"), ("16", "this Armslength brings 18")])
def test_a_cluster_of_another_postgresql_is_refused(data: Path, make: Make, version: str, sentence: str) -> None:
    make(data).start()
    (data / "postgres" / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(CannotStart, match=sentence):
        EmbeddedPostgres(data).start()


def test_a_folder_that_is_no_cluster_is_not_touched(data: Path) -> None:
    (data / "postgres").mkdir()
    (data / "postgres" / "thesis.txt").write_text("years of work")
    with pytest.raises(CannotStart, match="no PG_VERSION"):
        EmbeddedPostgres(data).start()
    assert (data / "postgres" / "thesis.txt").exists()


@as_root
def test_root_steps_down_and_an_existing_cluster_stays_with_its_owner(data: Path, make: Make) -> None:
    server = make(data)
    server.start()
    assert server.pid
    account = choose_account(data / "postgres", "")
    assert account
    assert account.uid != 0
    assert Path(f"/proc/{server.pid}").stat().st_uid == account.uid
    assert choose_account(data / "postgres", "root") == account
    with pytest.raises(CannotStart, match="no account 'nosuchaccount'"):
        choose_account(data / "nothing", "nosuchaccount")
    with pytest.raises(CannotStart, match="which is root"):
        choose_account(data / "nothing", "root")


@as_root
def test_programs_under_a_closed_home_are_copied_to_where_the_account_can_read(data: Path) -> None:
    nobody = Account("nobody", 65534, 65534)
    with tempfile.TemporaryDirectory(prefix="armslength-cache-") as cache:
        copy = readable_copy(find_programs(None), nobody, Path(cache))
        assert subprocess.run([copy / "bin" / "postgres", "--version"], user=65534, check=True).returncode == 0
        assert readable_copy(data / "gone", nobody, Path(cache)) == copy
    (data / "cache").mkdir()
    with pytest.raises(CannotStart, match="such as /opt"):
        readable_copy(find_programs(None), nobody, data / "cache")


@as_root
def test_somebody_elses_cluster_is_refused_with_a_sentence(data: Path, make: Make) -> None:
    server = make(data)
    server.start()
    server.stop()
    data.chmod(0o777)
    child = (
        "import sys; from pathlib import Path; from armslength.entry.postgres import EmbeddedPostgres\n"
        "from armslength.entry.faults import CannotStart\n"
        "try: EmbeddedPostgres(Path(sys.argv[1])).start()\n"
        "except CannotStart as problem: print(problem)"
    )
    said = subprocess.run(
        [find_system_python(), "-c", child, str(data)], user=1, group=1, extra_groups=[], cwd="/",
        env={"PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "belongs to another account" in said.stdout, said.stderr


def find_system_python() -> str:
    """A Python that everybody may run: the one of the virtual environment may live in root's home."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            subprocess.run([candidate, "--version"], user=1, cwd="/", capture_output=True, check=True)
            return candidate
    return pytest.skip("no Python that an ordinary user could run")


def test_a_full_disk_is_called_by_its_name() -> None:
    log = 'PANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device\n'
    assert "disk" in trouble.explain(log, Path("/data/postgres"), Path("/data/logs/postgres.log"))


def test_an_unknown_failure_gives_its_last_word_and_the_log() -> None:
    log = "LOG:  starting\nFATAL:  bogus data in lock file\n"
    said = trouble.explain(log, Path("/data/postgres"), Path("/data/logs/postgres.log"))
    assert "bogus data in lock file" in said
    assert "/data/logs/postgres.log" in said
