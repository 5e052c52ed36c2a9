"""Our own processes: started, watched, started again with back-off, ended with us."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from armslength.entry.postgres.processes import die_with_parent

_STEADY_SECONDS = 20.0
_LONGEST_WAIT = 10.0


class Child:
    """One Python module run as a process."""

    def __init__(self, name: str, module: str, environ: Mapping[str, str], sockets: Sequence[int] = ()) -> None:
        self.name = name
        self.quick_deaths = 0
        self._module = module
        self._environ = dict(environ)
        self._sockets = tuple(sockets)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._again_at = 0.0

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it; it dies with this process, and leaves Ctrl-C to us."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            env=self._environ, stdin=subprocess.DEVNULL, pass_fds=self._sockets, start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )  # fmt: skip

    def watch(self, say: Callable[[str], None]) -> None:
        """Start it again if it died: at once the first time, then after 1, 2, 4 … seconds."""
        now = time.monotonic()
        if self._process is not None and (code := self._process.poll()) is not None:
            self._process = None
            self.quick_deaths = self.quick_deaths + 1 if now - self._started < _STEADY_SECONDS else 0
            wait = min(2.0 ** (self.quick_deaths - 2), _LONGEST_WAIT) if self.quick_deaths > 1 else 0.0
            self._again_at = now + wait
            when = f" in {wait:.0f} s" if wait else ""
            say(f"The {self.name} process ended ({_how(code)}); starting it again{when}.")
        if self._process is None and now >= self._again_at:
            self.start()

    def ask_to_stop(self) -> None:
        """Let it finish what it is at."""
        if self._process is not None:
            self._process.terminate()

    def await_end(self, until: float) -> None:
        """Until `until` (monotonic seconds), then by force."""
        if self._process is None:
            return
        try:
            self._process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def stop_all(children: Sequence[Child], *, seconds: float) -> None:
    """End them together; whoever has not ended after `seconds` is killed."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + seconds
    for child in children:
        child.await_end(until)


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
