"""`armslength up` as its users start it: a process of its own, watched from outside."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from armslength.entry.postgres.processes import alive

READY = "Ctrl-C stops it."
_LINK = re.compile(r"http://\S+/setup#token=(\S+)")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, "it did not come to pass"
        time.sleep(0.02)


def python_for(uid: int) -> str:
    """A Python that this user may run: the virtual environment's may lead into root's home."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            subprocess.run([candidate, "--version"], user=uid, cwd="/", capture_output=True, check=True)
            return candidate
    return pytest.skip("no Python that an ordinary user could run")


class Launched:
    """A started `up`; as user number `uid` when given (only root can)."""

    def __init__(self, data: Path, *, uid: int | None = None, port: int = 0, **environ: str) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.heard: list[str] = []
        paths = os.pathsep.join(path for path in sys.path if path)
        self.process = subprocess.Popen(
            [python_for(uid) if uid else sys.executable, "-m", "armslength.entry.cli", "up"],
            env={"PATH": os.environ["PATH"], "HOME": "/", "PYTHONPATH": paths, "ARMSLENGTH_DATA": str(data),
                 "ARMSLENGTH_PORT": str(self.port), **environ},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/",
            user=uid, group=None if uid is None else pwd.getpwuid(uid).pw_gid, extra_groups=None if uid is None else [],
        )  # fmt: skip
        self._ears = threading.Thread(target=self._listen, daemon=True)
        self._ears.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.heard.append(line.rstrip("\n"))

    @property
    def said(self) -> str:
        return "\n".join(self.heard)

    def ready(self) -> Launched:
        """Wait until it says that it is up."""
        until(lambda: READY in self.heard or self.process.poll() is not None, 120)
        assert READY in self.heard, self.said
        return self

    def refused(self) -> str:
        """Wait until it gives up; its one sentence."""
        code = self.process.wait(30)
        self._ears.join(5)
        assert code == 1, self.said
        assert "Traceback" not in self.said
        return self.heard[-1]

    @property
    def token(self) -> str | None:
        found = _LINK.search(self.said)
        return found[1] if found else None

    def children(self) -> dict[str, list[int]]:
        """Process numbers below the supervisor, by what they are."""
        found: dict[str, list[int]] = {"postgres": [], "serve": [], "worker": []}
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError, IndexError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                line = (entry / "cmdline").read_bytes().decode()
                for name in found:
                    if parent == self.process.pid and name in line:
                        found[name].append(int(entry.name))
        return found

    def healthy(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v1/health", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """kill -9, and wait until nothing of it is left."""
        below = [pid for pids in self.children().values() for pid in pids]
        self.process.kill()
        self.process.wait(10)
        until(lambda: not any(alive(pid) for pid in below))

    def stop(self, how: signal.Signals = signal.SIGINT) -> float:
        """Ask it to stop; how many seconds that took."""
        if self.process.poll() is not None:
            return 0.0
        below = [pid for pids in self.children().values() for pid in pids]
        started = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(60)
        took = time.monotonic() - started
        self._ears.join(5)
        assert not [pid for pid in below if alive(pid)]
        return took
