"""One PostgreSQL cluster and its life: made once, started as our foreground child, stopped with us.

    data/postgres/            the cluster, owned by the account PostgreSQL runs under
    data/secrets/             the owner's and the app's passwords, 0600
    data/logs/postgres.log    what it says

It listens on a Unix socket in a private directory with a short name (a socket's path may not pass 107 bytes) and
nowhere else. When root steps down to an account that cannot walk to the data directory, PostgreSQL still works: its
working directory is set before root steps down, and `-D /proc/self/cwd` names just that.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

from armslength.entry.faults import CannotStart
from armslength.entry.postgres import trouble
from armslength.entry.postgres.account import Account, choose_account
from armslength.entry.postgres.leftovers import clear_leftovers
from armslength.entry.postgres.processes import die_with_parent
from armslength.entry.postgres.programs import MAJOR, find_programs
from armslength.entry.secrets import kept_password

OWNER = "armslength_owner"
PORT = 5432
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "log_line_prefix": "%m [%p] %q%u ",
}
_SLOW_SECONDS = 5.0
_STOP_SECONDS = 20.0
_STEADY_SECONDS = 20.0
_TRIES = 30
_LOG_BYTES = 20_000_000

Say = Callable[[str], None]


class _StepDown(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


_SOCKET_LINE = 4
"""Where postmaster.pid names the socket's folder."""


class EmbeddedPostgres:
    """The cluster in `data`/postgres. `settings` are PostgreSQL's own, on top of ours; `say` hears of slow steps."""

    def __init__(
        self, data: Path, *, account: str = "", settings: Mapping[str, str] | None = None, say: Say = print
    ) -> None:
        self.cluster = data / "postgres"
        self.log = data / "logs" / "postgres.log"
        self._secrets = data / "secrets"
        self._wanted_account = account
        self._settings = {**_SETTINGS, **(settings or {})}
        self._say = say
        self._account: Account | None = None
        self._programs = Path()
        self._sockets = Path()
        self._process: subprocess.Popen[bytes] | None = None
        self._log_from = 0
        self._ready_at = 0.0
        self._quick_deaths = 0

    def start(self) -> None:
        """Make the cluster if there is none, take over from a dead run, start, and wait until it answers.

        Raises CannotStart with one sentence.
        """
        self._account = choose_account(self.cluster, self._wanted_account)
        self._check_cluster()
        self._programs = find_programs(self._account)
        self.log.parent.mkdir(exist_ok=True)
        self.log.touch(mode=0o600)
        if not self.cluster.exists():
            self._make()
        clear_leftovers(self.cluster, self._say)
        self._sockets = self._socket_folder()
        self._launch()

    def restart(self) -> None:
        """Start again after it died; the socket stays where it was, so clients find it."""
        clear_leftovers(self.cluster, self._say, keep=self._sockets)
        self._launch()

    def watch(self) -> None:
        """Start it again if it died: at once, then after growing pauses of two seconds at most."""
        code = self.exited()
        if code is None:
            self.rotate_log()
            return
        lived = time.monotonic() - self._ready_at
        self._quick_deaths = self._quick_deaths + 1 if lived < _STEADY_SECONDS else 0
        self._say(f"PostgreSQL ended (code {code}); starting it again.")
        if self._quick_deaths > 1:
            time.sleep(min(0.1 * 2.0**self._quick_deaths, 2.0))
        self.restart()

    def stop(self) -> None:
        """Disconnect everybody, write a checkpoint, end; idempotent."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
        if self._sockets != Path():
            shutil.rmtree(self._sockets, ignore_errors=True)

    def find_running(self) -> None:
        """Use the server that another process of ours runs on this data directory. Raises CannotStart if none does."""
        try:
            self._sockets = Path((self.cluster / "postmaster.pid").read_text().splitlines()[_SOCKET_LINE])
        except (OSError, IndexError):
            raise CannotStart(f"No PostgreSQL is running in {self.cluster}; try again in a moment.") from None

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it runs."""
        return self._process.pid if self._process else None

    def exited(self) -> int | None:
        """The exit code if it died, None while it runs."""
        return self._process.poll() if self._process else None

    def url(self, database: str, *, user: str = OWNER, password: str | None = None) -> str:
        """A connection URL; the owner's password is added when none is given."""
        secret = password if password is not None else kept_password(self._secrets, OWNER)
        return f"postgresql://{user}:{secret}@/{database}?host={quote(str(self._sockets))}&port={PORT}"

    def run_client(self, program: str, *arguments: str, database: str) -> str | None:
        """Run one of PostgreSQL's own programs on a database, as its owner; its complaint if it fails."""
        environment = {
            **_environment(), "PGHOST": str(self._sockets), "PGPORT": str(PORT), "PGUSER": OWNER,
            "PGPASSWORD": kept_password(self._secrets, OWNER), "PGDATABASE": database,
        }  # fmt: skip
        done = subprocess.run(
            [find_programs(None) / "bin" / program, "--no-password", *arguments], env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
            preexec_fn=die_with_parent(signal.SIGKILL),
        )  # fmt: skip
        return None if done.returncode == 0 else done.stderr.strip() or f"{program} ended with {done.returncode}"

    def rotate_log(self) -> None:
        """Keep the log and one older one, each bounded. PostgreSQL appends, so the file may be cut under it."""
        if self.log.stat().st_size > _LOG_BYTES:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)
            self._log_from = 0

    def last_words(self) -> str:
        """What it wrote to its log since it was last started."""
        with self.log.open("rb") as log:
            log.seek(self._log_from)
            return log.read().decode(errors="replace")

    def _check_cluster(self) -> None:
        """Refuse a cluster of another PostgreSQL before touching anything."""
        version = self.cluster / "PG_VERSION"
        try:
            found = version.read_text().strip() if self.cluster.exists() else str(MAJOR)
        except FileNotFoundError:
            raise CannotStart(
                f"{self.cluster} holds no PostgreSQL database (no PG_VERSION there); move it or set ARMSLENGTH_DATA."
            ) from None
        except PermissionError:
            raise CannotStart(trouble.not_ours(self.cluster)) from None
        if self._account is None and self.cluster.exists() and self.cluster.stat().st_uid != os.geteuid():
            raise CannotStart(trouble.not_ours(self.cluster))
        if found != str(MAJOR):
            raise CannotStart(trouble.other_major(self.cluster, found, MAJOR))

    def _make(self) -> None:
        """initdb into a folder beside, then rename: a half-made cluster never has the final name."""
        fresh = self.cluster.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._give(fresh)
        with tempfile.NamedTemporaryFile("w", dir="/tmp", prefix="armslength-") as password:  # nosec B108  # the account reads it
            password.write(kept_password(self._secrets, OWNER))
            password.flush()
            self._give(Path(password.name))
            self._log_from = self.log.stat().st_size
            with self.log.open("ab") as log:
                made = subprocess.run(
                    [
                        self._programs / "bin" / "initdb", "-D", self._address(fresh), "-U", OWNER,
                        "--pwfile", password.name,
                        "--auth=scram-sha-256", "--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8",
                        "--data-checksums", *(["--no-sync"] if self._settings.get("fsync") == "off" else []),
                    ],
                    cwd=fresh, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=_environment(),
                    preexec_fn=die_with_parent(signal.SIGKILL), check=False, **self._step_down(),
                )  # fmt: skip
        if made.returncode != 0:
            raise CannotStart(trouble.explain(self.last_words(), self.cluster, self.log))
        fresh.rename(self.cluster)

    def _launch(self) -> None:
        """Start. Again when somebody killed it while it recovered, or when the processes of a killed postmaster still
        hold its memory: they go within moments."""
        for _ in range(_TRIES):
            self._spawn()
            self._await_ready()
            code = self.exited()
            if code is None:
                self._ready_at = time.monotonic()
                return
            if code >= 0 and not trouble.memory_in_use(self.last_words()):
                break
            time.sleep(0.5)
            clear_leftovers(self.cluster, self._say, keep=self._sockets)
        self._process = None
        raise CannotStart(trouble.explain(self.last_words(), self.cluster, self.log))

    def _spawn(self) -> None:
        self.rotate_log()
        self._log_from = self.log.stat().st_size
        settings = {**self._settings, "unix_socket_directories": str(self._sockets), "port": str(PORT)}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._programs / "bin" / "postgres", "-D", self._address(self.cluster),
                    *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
                ],
                cwd=self.cluster, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=_environment(),
                start_new_session=True,  # Ctrl-C in the terminal is for us; we stop it last
                preexec_fn=die_with_parent(signal.SIGINT), **self._step_down(),
            )  # fmt: skip

    def _await_ready(self) -> None:
        """Until it accepts connections or has died. Recovery after a crash may take long: say so, never give up."""
        started = told = time.monotonic()
        while self.exited() is None and self._status() != "ready":
            now = time.monotonic()
            if now - told > _SLOW_SECONDS:
                told = now
                self._say(f"PostgreSQL is still starting, probably recovering after a crash ({now - started:.0f} s).")
            time.sleep(0.01)

    def _status(self) -> str:
        """The postmaster's own word on itself: starting, ready, stopping."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return ""
        ours = len(lines) > 7 and self._process is not None and lines[0] == str(self._process.pid)
        return lines[7].strip() if ours else ""

    def _socket_folder(self) -> Path:
        """A fresh private folder with a short path. Root's TMPDIR may be closed to the account, so /tmp for root."""
        wanted = tempfile.gettempdir()
        base = "/tmp" if self._account or len(wanted) > 70 else wanted  # nosec B108  # mkdtemp makes it private
        folder = Path(tempfile.mkdtemp(prefix="armslength-", dir=base))
        self._give(folder)
        return folder

    def _give(self, path: Path) -> None:
        if self._account:
            os.chown(path, self._account.uid, self._account.gid)

    def _address(self, folder: Path) -> str:
        return "/proc/self/cwd" if self._account else str(folder)

    def _step_down(self) -> _StepDown:
        if self._account is None:
            return {}
        return {"user": self._account.uid, "group": self._account.gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    """Nothing of ours: no PG* variable of the operator's shell, no locale that the wheel does not know."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; when that takes too long, the immediate one, which recovers at the next start."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(how)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return
