"""`armslength up`: starts, keeps, survives, refuses with one sentence, ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from tests.conftest import scratch
from tests.entry.launched import Launched, until

from armslength.entry.database import connect
from armslength.entry.postgres import EmbeddedPostgres
from armslength.entry.stopping import StopAsked, stop_signals
from armslength.vendors.rules import bods
from armslength.vendors.rules.bods import StatedEdge, StatedParty

ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="only root can become an ordinary user")
DAEMON = 1
"""The account of Debian's `daemon`: an ordinary user as far as we are concerned."""

Launch = Callable[..., Launched]


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="armslength-data-", dir=scratch()) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data directory that has been used and left in order, to copy."""
    with tempfile.TemporaryDirectory(prefix="armslength-made-", dir=scratch()) as folder:
        Launched(Path(folder)).ready().stop()
        yield Path(folder)


@pytest.fixture
def used(data: Path, made: Path) -> Path:
    """This test's data directory, used before."""
    subprocess.run(["cp", "-a", f"{made}/.", data], check=True)
    return data


@pytest.fixture
def launch(data: Path) -> Iterator[Launch]:
    launched: list[Launched] = []

    def launch(where: Path = data, **how: object) -> Launched:
        launched.append(Launched(where, **how))  # type: ignore[arg-type]
        return launched[-1]

    yield launch
    for one in launched:
        one.stop()


def become_owner(up: Launched) -> httpx.Client:
    client = httpx.Client(base_url=f"{up.url}/api/v1", headers={"X-Armslength": "1", "Origin": up.url}, timeout=30)
    answer = client.post(
        "/setup",
        json={
            "token": up.token, "organization": "Northwind Labs", "name": "Olga", "email": "olga@northwind.test",
            "password": "a long walk by the sea",
        },
    )  # fmt: skip
    assert answer.is_success, answer.text
    return client


def test_what_is_there_survives_kill_9_of_everything_and_a_restart(launch: Launch) -> None:
    first = launch().ready()
    assert first.token
    owner = become_owner(first)
    assert owner.get("/me").is_success
    first.kill()
    second = launch().ready()
    assert second.token is None, "there is an owner already"
    owner.base_url = httpx.URL(f"{second.url}/api/v1")
    assert "olga@northwind.test" in owner.get("/me").text


def test_whatever_dies_below_comes_back(launch: Launch) -> None:
    up = launch(ARMSLENGTH_PROCESSES="2").ready()
    owner = become_owner(up)
    for name in ("serve", "worker", "postgres"):
        before = up.children()
        assert before[name]
        os.kill(before[name][0], signal.SIGKILL)

        def came_back(name: str = name, before: dict[str, list[int]] = before) -> bool:
            now = up.children()[name]
            return len(now) == len(before[name]) and now != before[name]

        until(came_back)
        until(up.healthy)
        assert owner.get("/me").is_success
    assert "PostgreSQL ended" in up.said
    assert "The worker process ended (SIGKILL)" in up.said


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_everything_within_seconds(launch: Launch, how: signal.Signals) -> None:
    up = launch().ready()
    assert up.stop(how) < 15
    assert up.process.returncode == 0
    assert up.heard[-2:] == ["Stopping.", "Stopped."]


def test_asking_to_stop_is_heard_in_the_middle_of_a_callback() -> None:
    """There an event loop lets little through; a first start spends most of its time in one."""

    async def wait() -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)
        await asyncio.sleep(5)

    with stop_signals() as stopping:
        with pytest.raises(StopAsked):
            asyncio.run(wait())
        os.kill(os.getpid(), signal.SIGINT)  # asked again: not heard, but not forgotten
        with pytest.raises(StopAsked):
            stopping.heed()


def test_asking_to_stop_is_no_fault_where_nothing_can_be_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Finalisers run anywhere; Python prints what they raise, and goes on."""
    printed: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", printed.append)

    class Finalised:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGTERM)

    with stop_signals() as stopping:
        Finalised()
        with pytest.raises(StopAsked):
            stopping.heed()
    assert printed == []


def test_ctrl_c_during_the_first_start_leaves_nothing_half_made(launch: Launch, data: Path) -> None:
    up = launch()
    until(lambda: any(data.iterdir()))
    up.stop()
    assert "Traceback" not in up.said
    launch().ready()


def test_a_taken_port_is_one_sentence(launch: Launch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = launch(ARMSLENGTH_PORT=str(port)).refused()
    assert (
        said == f"armslength: Port {port} is taken by another program; stop it, or set ARMSLENGTH_PORT to a free one."
    )


@pytest.mark.usefixtures("used")
def test_a_data_directory_in_use_is_one_sentence(launch: Launch, data: Path) -> None:
    first = launch().ready()
    said = launch().refused()
    assert f"Another Armslength (process {first.process.pid}) is using the data directory {data}" in said
    assert first.healthy()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ARMSLENGTH_PORT", "many", "ARMSLENGTH_PORT='many' cannot be used"),
        ("ARMSLENGTH_PROCESSES", "0", "ARMSLENGTH_PROCESSES='0' cannot be used"),
        ("ARMSLENGTH_HOST", "192.0.2.1", "ARMSLENGTH_HOST='192.0.2.1' is not an address of this machine"),
        ("ARMSLENGTH_DATA", "/dev/null/data", "The data directory /dev/null/data cannot be used"),
        ("ARMSLENGTH_DATABASE_URL", "mysql://here/there", "ARMSLENGTH_DATABASE_URL is not a PostgreSQL address"),
        ("ARMSLENGTH_DATABASE_OWNER_URL", "postgresql://o@h/d", "is set without ARMSLENGTH_DATABASE_URL"),
        ("ARMSLENGTH_DATABASE_URL", "postgresql://o:secret@127.0.0.1:1/d", "cannot be reached"),
    ],
)
def test_a_bad_setting_is_one_sentence(launch: Launch, name: str, value: str, sentence: str) -> None:
    said = launch(**{name: value}).refused()
    assert sentence in said
    assert "secret" not in said


@as_root
def test_an_ordinary_user_can_start_it(launch: Launch, data: Path) -> None:
    os.chown(data, DAEMON, DAEMON)
    up = launch(uid=DAEMON).ready()
    become_owner(up)
    assert Path(f"/proc/{up.children()['postgres'][0]}").stat().st_uid == DAEMON


@as_root
def test_an_ordinary_user_cannot_take_roots_data(launch: Launch, data: Path) -> None:
    data.chmod(0o755)
    assert "may not be written by this account" in launch(uid=DAEMON).refused()


@as_root
def test_root_can_take_over_an_ordinary_users_data(launch: Launch, data: Path) -> None:
    os.chown(data, DAEMON, DAEMON)
    launch(uid=DAEMON).ready().stop()
    up = launch().ready()
    assert Path(f"/proc/{up.children()['postgres'][0]}").stat().st_uid == DAEMON


def test_a_newer_postgresql_is_one_sentence(launch: Launch, used: Path) -> None:
    (used / "postgres" / "PG_VERSION").write_text("19\n")
    assert "made by PostgreSQL 19, newer than the 18 of this Armslength" in launch().refused()


async def test_it_starts_on_an_external_database_that_knows_nothing_of_us(launch: Launch) -> None:
    with tempfile.TemporaryDirectory(prefix="armslength-external-", dir=scratch()) as elsewhere:
        server = EmbeddedPostgres(Path(elsewhere), settings={"fsync": "off"})
        server.start()
        connection = await connect(server.url("postgres"))
        await connection.execute("create role olga login createrole password 'hers'")
        await connection.execute("create database hub owner olga")
        await connection.close()
        up = launch(ARMSLENGTH_DATABASE_URL=server.url("hub", user="olga", password="hers")).ready()
        assert become_owner(up).get("/me").is_success
        assert up.children()["postgres"] == []
        up.stop()
        again = launch(ARMSLENGTH_DATABASE_URL=server.url("hub", user="olga", password="hers")).ready()
        assert again.token is None
        again.stop()
        server.stop()


@as_root
def test_a_full_disk_is_one_sentence(launch: Launch, data: Path) -> None:
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", data], check=False).returncode:
        pytest.skip("this machine does not let us mount")
    try:
        launch().ready().stop()
        with pytest.raises(OSError, match="No space left"):
            (data / "filling").write_bytes(bytes(100_000_000))
        said = launch().refused()
        assert re.match(r"armslength: The disk that holds \S+ is full; free some space and start again", said)
        (data / "filling").unlink()
        launch().ready().stop()
    finally:
        subprocess.run(["umount", "-l", data], check=True)


def test_lost_passwords_are_not_replaced_silently(launch: Launch, used: Path) -> None:
    """The password files are what opens the database: without them we say so."""
    shutil.rmtree(used / "secrets")
    assert "refuses this user or password" in launch().refused()


@pytest.mark.usefixtures("used")
def test_the_operator_keeps_the_register_beside_the_running_server(launch: Launch, data: Path, tmp_path: Path) -> None:
    """And while it stands still."""
    file = tmp_path / "statements.json"
    day = datetime(2026, 3, 1, tzinfo=UTC)
    parties = [StatedParty(name, "organization", name) for name in ("Meridian", "Fairlabel")]
    stake = StatedEdge(
        "r:shareholding", "Meridian", "Fairlabel", "shareholding", 4900, 4900, "closed", None, None, "", "", day
    )
    file.write_text(json.dumps(bods.write(parties, [stake], day)))

    def register(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "armslength.entry.cli", "register", *words],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "ARMSLENGTH_DATA": str(data)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout + done.stderr

    up = launch().ready()
    become_owner(up)
    assert "1 recorded, 0 changed" in register("import", str(file))
    assert "0 recorded, 0 changed, 0 ended, 1 unchanged" in register("import", str(file))
    assert '"recordId": "Meridian"' in register("export")
    assert "There is no organization" in register("confirm", str(UUID(int=7)), "Meridian")
    up.stop()
    listed = register("organizations")
    [line] = [line for line in listed.splitlines() if "customer" in line]
    assert line.endswith("not confirmed")
    assert "It is Meridian." in register("confirm", line.split()[0], "Meridian")
