"""A Ray cluster on this machine, with two workers and a token of its own; run by `make test-ray`."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from armslength_quality import ClusterTrouble, RayCluster

RAY = Path(sys.executable).with_name("ray")
_TRIES = 3
os.environ |= {  # before anybody imports Ray, which reads it then
    "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32), "RAY_USAGE_STATS_ENABLED": "0",
}  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the cluster's client server is."""
    folder = tempfile.mkdtemp(prefix="ray-", dir="/tmp")  # short: sockets lie in it
    head, port = _started(Path(folder))
    try:
        answers_at(f"ray://127.0.0.1:{port}")
        yield f"ray://127.0.0.1:{port}"
    finally:
        _stop(head)
        shutil.rmtree(folder, ignore_errors=True)


def answers_at(address: str) -> None:
    """Ray gives its first client half a minute, too; one that was just installed may take longer to import itself."""
    for attempt in range(_TRIES):
        try:
            with RayCluster(address) as cluster:
                cluster.look()
            return
        except ClusterTrouble:
            if attempt == _TRIES - 1:
                raise


def _started(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Ray gives up after half a minute of its own; on a busy machine the next start may be quicker."""
    for attempt in range(_TRIES):
        port, log = free_port(), folder / f"start-{attempt}.log"
        command = [
            str(RAY), "start", "--head", "--block", "--num-cpus=2", "--include-dashboard=false",
            f"--port={free_port()}", f"--ray-client-server-port={port}", "--object-store-memory=200000000",
            f"--temp-dir={folder}",
        ]  # fmt: skip
        with log.open("wb") as told:
            head = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT, process_group=0)
        while head.poll() is None:
            if b"Ray runtime started" in log.read_bytes():
                return head, port
            time.sleep(0.2)
        _stop(head)
    raise AssertionError(log.read_text("utf-8"))


def _stop(head: subprocess.Popen[bytes]) -> None:
    """All of them: those that a start gave up on outlive a polite word."""
    for word in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(head.pid, word)
        head.wait(timeout=60)
