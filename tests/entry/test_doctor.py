"""The doctor: finds each thing that is wrong, says what to do, and trips over none."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.conftest import TestPostgres
from tests.content import NOW
from tests.workplace import Workplace, make_workplace
from typer.testing import CliRunner

from armslength import __version__
from armslength.entry.cli import app as command_line
from armslength.entry.data_directory import RESTORING, data_directory
from armslength.entry.database import connect
from armslength.entry.doctor import machine
from armslength.entry.doctor.cluster import cluster
from armslength.entry.doctor.examination import examine
from armslength.entry.doctor.finding import Finding, Report
from armslength.entry.settings import load_server_settings
from armslength.ingest.service.counting import Counting
from armslength.keys.views import keks
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import enqueue
from armslength.kit.outbox import emit
from armslength.storage.service import Storage, new_name
from armslength.storage.settings import StorageSettings

HOUR = 3600.0


@dataclass
class Patient:
    """A database with a workplace in it, its data directory, and what the doctor says."""

    place: Workplace
    data: Path
    owner_url: str
    environ: dict[str, str]

    async def examined(self, **how: Any) -> dict[str, Finding]:
        report = await asyncio.to_thread(
            examine, load_server_settings(self.environ), self.environ, **{"seals": False, **how},
            clock=self.place.place.clock,
        )  # fmt: skip
        return {finding.check: finding for finding in report.findings}

    async def owner(self, statement: str, *values: object) -> None:
        connection = await connect(self.owner_url)
        try:
            await connection.execute(statement, *values)
        finally:
            await connection.close()

    async def media(self) -> Path:
        """An image, sealed and stored; where it lies."""
        blob, storage = new_name("media"), Storage.open(StorageSettings(), self.data / "objects")

        async def flow() -> AsyncIterator[bytes]:
            yield b"image" * 1000

        async with self.place.db.tenant(self.place.tenant_id) as tx:
            sealer = await self.place.place.keys.sealer(tx, self.place.project_id)
            await storage.put(blob, sealer.seal_stream(flow(), kind="media", object_id=blob))
            await tx.run(
                "insert into media (tenant_id, project_id, digest, blob, bytes, content_type, created_at)"
                " values ($1, $2, $3, $3, 5000, 'image/png', $4)",
                self.place.tenant_id, self.place.project_id, blob, NOW,
            )  # fmt: skip
        return self.data / "objects" / blob


@pytest.fixture
async def patient(db: Database, postgres: TestPostgres, database_name: str, tmp_path: Path) -> Patient:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    place = await make_workplace(db, data)
    environ = {
        "ARMSLENGTH_DATA": str(data), "ARMSLENGTH_DATABASE_URL": postgres.app_url(database_name),
        "ARMSLENGTH_DATABASE_OWNER_URL": postgres.owner_url(database_name),
    }  # fmt: skip
    return Patient(place, data, postgres.owner_url(database_name), environ)


def is_(finding: Finding, state: str, *words: str) -> None:
    assert finding.state == state, finding
    assert bool(finding.advice) == (state != "ok"), finding
    for word in words:
        assert word in f"{finding.found} {finding.advice}", finding


async def test_what_is_well_is_said_to_be_well(patient: Patient) -> None:
    await patient.media()
    found = await patient.examined(seals=True)
    is_(found.pop("server"), "warn", "No server uses")
    is_(found["objects"], "ok", "All 1 are stored and open")
    is_(found["keys in use"], "ok", "All 1 that the database needs")
    is_(found["outbound hosts"], "ok", "Nothing may be called")
    assert {finding.state for finding in found.values()} <= {"ok", "warn"}, found
    assert [check for check, finding in found.items() if finding.state != "ok"] in ([], ["disk"]), found
    assert len(found) == 18


async def test_objects_that_are_lost_or_damaged_are_named(patient: Patient) -> None:
    lost, spoilt, _ = [await patient.media() for _ in range(3)]
    lost.unlink()
    data = bytearray(spoilt.read_bytes())
    data[2000] ^= 1
    spoilt.write_bytes(data)
    is_((await patient.examined())["objects"], "fail", "1 are missing and 0 damaged, of 3", lost.name, "from a backup")
    is_((await patient.examined(seals=True))["objects"], "fail", "1 are missing and 1 damaged, of 3")


async def test_work_that_nobody_does_is_noticed(patient: Patient) -> None:
    place = patient.place
    ada = await place.annotator()
    await place.items(1)
    async with place.db.tenant(place.tenant_id) as tx:
        await enqueue(tx, "ingest.import", {}, at=NOW, project_id=place.project_id)
        await emit(tx, "annotation.submitted", {}, at=NOW)
    await place.work(ada)
    async with place.db.worker() as tx:
        await tx.run("insert into worker_heartbeat values ('w', $1)", NOW)
    is_((await patient.examined())["workers"], "ok", "1 at work")
    place.place.clock.advance(24 * HOUR)
    found = await patient.examined()
    is_(found["workers"], "ok", "no server runs here")
    is_(found["jobs"], "warn", "1 are due for ten minutes")
    is_(found["events"], "warn", "1 have not been told")
    is_(found["leases"], "warn", "1 ran out ten minutes ago")
    is_(found["exposure record"], "ok", "No incident")
    place.place.clock.advance(48 * HOUR)
    is_((await patient.examined())["exposure record"], "warn", "1 organizations have not had theirs compared")
    await patient.owner(
        "insert into incident (tenant_id, id, kind, found_at, last_found_at, differences, evidence, digest)"
        " values ($1, $1, 'no_row', now(), now(), 1, '{}', '')",
        place.tenant_id,
    )
    await Counting(place.db, ()).fold_all(place.tenant_id, place.project_id)
    await patient.owner("update item_count set items = 7 where tenant_id = $1", place.tenant_id)
    found = await patient.examined()
    is_(found["exposure record"], "fail", "1 incidents are open", "Exposure")
    is_(found["counts"], "fail", "kept of 1 projects")
    with data_directory(patient.data):  # as a running server would
        found = await patient.examined()
    for check in ("workers", "jobs", "events", "leases"):
        assert found[check].state == "fail", found[check]


async def test_a_job_that_failed_and_a_clock_that_ran_ahead_are_noticed(patient: Patient) -> None:
    async with patient.place.db.tenant(patient.place.tenant_id) as tx:
        job = await enqueue(tx, "ingest.import", {}, at=NOW, project_id=patient.place.project_id)
        await tx.run("update job set state = 'failed', finished_at = $2 where id = $1", job, NOW)
    async with patient.place.db.worker() as tx:
        await tx.run("insert into worker_heartbeat values ('w', $1)", NOW + timedelta(hours=1))
    found = await patient.examined()
    is_(found["jobs"], "warn", "1 failed within a day")
    is_(found["workers"], "fail", "w was heard of in the future", "NTP")


async def test_what_cannot_go_out_is_noticed(patient: Patient) -> None:
    olga = await patient.place.place.person("Olga", "owner")
    async with patient.place.db.tenant(patient.place.tenant_id) as tx:
        await tx.run(
            "insert into egress_host (tenant_id, id, pattern, created_by, created_at) values ($1, $2, $3, $4, $5)",
            patient.place.tenant_id, new_id(), "hooks.northwind.example", olga.person_id, NOW,
        )  # fmt: skip
        secret, _ = await patient.place.place.keys.make_secret(tx, "webhook")
        await tx.run(
            "insert into webhook (tenant_id, id, url, description, topics, state, secret_id, created_by, created_at)"
            " values ($1, $2, 'https://hooks.northwind.example/token', '', '{}', 'failing', $3, $4, $5)",
            patient.place.tenant_id, new_id(), secret, olga.person_id, NOW,
        )  # fmt: skip
    found = await patient.examined()
    is_(found["outbound hosts"], "warn", "hooks.northwind.example", "ARMSLENGTH_EGRESS_ALLOW")
    is_(found["webhooks"], "warn", "1 failed for so long")
    assert "token" not in found["webhooks"].found, "the operator is not told a tenant's address"
    patient.environ["ARMSLENGTH_EGRESS_ALLOW"] = "*.northwind.example"
    patient.environ["ARMSLENGTH_TRUTH_RAY_ADDRESS"] = "head:10001"
    found = await patient.examined()
    is_(found["outbound hosts"], "ok", "*.northwind.example")
    is_(found["cluster"], "fail", "it looks like ray://host:10001", "ARMSLENGTH_TRUTH_RAY_ADDRESS")
    if find_spec("ray") is None:
        is_(cluster({"ARMSLENGTH_TRUTH_RAY_ADDRESS": "ray://head:10001"}), "fail", "pip install 'armslength[ray]'")


async def test_keys_that_are_gone_are_noticed_and_never_made_anew(patient: Patient) -> None:
    async with patient.place.db.tenant(patient.place.tenant_id) as tx:
        [kek] = await keks(tx)
    key = patient.data / "keys" / "kek" / f"{kek}.key"
    kept = key.read_bytes()
    key.unlink()
    is_((await patient.examined())["keys in use"], "fail", kek, "newest copy")
    key.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    key.chmod(0o600)
    is_((await patient.examined())["keys"], "fail", "not made with this root key")
    (patient.data / "keys" / "root.key").unlink()
    found = await patient.examined()
    is_(found["keys"], "fail", "root.key is missing")
    assert "keys in use" not in found and not (patient.data / "keys" / "root.key").exists()


async def test_a_schema_of_another_version_is_noticed(patient: Patient) -> None:
    last = "delete from migrations.applied where number = (select max(number) from migrations.applied)"
    await patient.owner(last)
    found = await patient.examined()
    is_(found["migrations"], "warn", "Not applied yet: 00", "backup")
    assert "jobs" not in found, "what is inside is for the version that made it"
    await patient.owner("insert into migrations.applied values (9998, '9998_x', 'y'), (9999, '9999_z', 'y')")
    is_((await patient.examined())["migrations"], "fail", "newer Armslength")
    patient.environ["ARMSLENGTH_DATABASE_OWNER_URL"] = "postgresql://olga:secret@127.0.0.1:1/d"
    found = await patient.examined()
    is_(found["database"], "fail", "cannot be reached")
    assert "secret" not in found["database"].found


async def test_one_check_that_trips_is_told_and_the_others_go_on(patient: Patient) -> None:
    await patient.owner("drop table webhook cascade")
    found = await patient.examined()
    is_(found["webhooks"], "fail", "could not be looked at")
    is_(found["objects"], "ok")


def loose(name: str) -> Callable[[Path], None]:
    return lambda data: (data / name).chmod(0o755)


@pytest.mark.parametrize(
    ("spoil", "state", "words"),
    [
        (loose("."), "warn", "Others may look into"),
        (loose("keys"), "fail", "Others may read"),
        (loose("secrets/armslength_app"), "fail", "chmod -R go="),
        (lambda data: (data / RESTORING).touch(), "fail", "did not end"),
        (shutil.rmtree, "fail", "Set ARMSLENGTH_DATA"),
    ],
)
def test_a_data_directory_that_is_not_safe_is_noticed(
    tmp_path: Path, spoil: Callable[[Path], object], state: str, words: str
) -> None:
    data = tmp_path / "data"
    for folder in (data, data / "keys", data / "secrets"):
        folder.mkdir(mode=0o700)
    (data / "secrets" / "armslength_app").touch(mode=0o600)
    settings = load_server_settings({"ARMSLENGTH_DATA": str(data)})
    is_(machine.data_directory(settings), "ok")
    spoil(data)
    is_(machine.data_directory(settings), state, words)


def test_a_disk_that_fills_up_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_server_settings({"ARMSLENGTH_DATA": str(tmp_path)})
    gib = 1 << 30
    for total, free, state in ((500, 400, "ok"), (500, 40, "warn"), (20, 4, "warn"), (500, 9, "fail"), (20, 0, "fail")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, t=total, f=free: _usage(t * gib, f * gib))
        is_(machine.disk(settings), state, f"{free:.1f} GiB of {total:.1f} GiB")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _usage(500 * gib, 400 * gib))
    full = os.statvfs_result((4096, 4096, 10**9, 10**9, 10**9, 1000, 10, 10, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: full)
    is_(machine.disk(settings), "warn", "10 of 1,000 files")


def _usage(total: int, free: int) -> Any:
    return shutil._ntuple_diskusage(total, total - free, free)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (None, "fail", "does not answer"),
        (b"<html>", "warn", "as version None"),
        (b'{"status": "ok", "version": "0.0.9"}', "warn", "as version 0.0.9"),
        (f'{{"status": "ok", "version": "{__version__}"}}'.encode(), "ok", "It answers"),
    ],
)
def test_a_server_that_does_not_answer_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes | None, state: str, words: str
) -> None:
    monkeypatch.setattr(machine, "ask", lambda _: answer)
    with data_directory(tmp_path):
        is_(machine.server(load_server_settings({"ARMSLENGTH_DATA": str(tmp_path)})), state, words)


def test_the_command_says_it_line_by_line_or_as_json_and_ends_accordingly(tmp_path: Path) -> None:
    """Of an embedded database that stands still, and of nothing."""
    environ = {"ARMSLENGTH_DATA": str(tmp_path / "data")}
    asked = CliRunner().invoke(command_line, ["doctor"], env=environ)
    assert asked.exit_code == 1 and asked.output.startswith("fail  data directory  There is no")
    assert not (tmp_path / "data").exists()
    assert CliRunner().invoke(command_line, ["migrate"], env=environ).exit_code == 0
    asked = CliRunner().invoke(command_line, ["doctor"], env=environ)
    assert asked.exit_code == 1 and "fail  keys" in asked.output, "nobody made any yet"
    assert "ok    database        PostgreSQL 18" in asked.output
    asked = CliRunner().invoke(command_line, ["doctor", "--json"], env=environ)
    report = msgspec.json.decode(asked.output, type=Report)
    assert (asked.exit_code, report.state) == (1, "fail")
    assert {finding.check: finding.state for finding in report.findings}["app role"] == "ok"
