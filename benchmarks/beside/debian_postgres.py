"""PostgreSQL as Debian ships it: Label Studio needs its extensions, which the embedded wheel leaves out."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

USER = "postgres"


def newest_programs() -> Path:
    """Where `apt-get install postgresql` puts them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    assert found, "apt-get install postgresql"
    return found[-1]


class DebianPostgres:
    """A cluster of its own in `folder`, with the same settings as everybody's default; Unix socket only."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "pg"
        self._programs = newest_programs()
        self._account = USER if os.getuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make it, start it, and wait until it answers."""
        self.socket.mkdir()
        self.socket.parent.chmod(0o755)
        if self._account:
            shutil.chown(self.socket, *self._owner())
        data = self.socket / "data"
        self._run("initdb", "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self._process = subprocess.Popen(
            [self._programs / "postgres", "-D", data, "-k", self.socket, "-c", "listen_addresses="],
            user=self._account, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        give_up = time.monotonic() + 60
        while self._is_ready() != 0:
            assert time.monotonic() < give_up, "PostgreSQL did not start"
            time.sleep(0.1)

    @property
    def pid(self) -> int:
        """The postmaster's."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        """Disconnect everybody and end."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)

    def _owner(self) -> tuple[int, int]:
        entry = pwd.getpwnam(USER)
        return entry.pw_uid, entry.pw_gid

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments], user=self._account, check=True, capture_output=True, cwd="/"
        )

    def _is_ready(self) -> int:
        command = [str(self._programs / "pg_isready"), "-q", "-h", str(self.socket)]
        return subprocess.run(command, check=False).returncode
