"""What an earlier run left behind: a postmaster without a parent, a lock file, a socket folder.

The caller holds the lock of the data directory, so nobody else is in charge of this cluster.
"""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from armslength.entry.faults import CannotStart
from armslength.entry.postgres.processes import alive, works_in


def clear_leftovers(cluster: Path, say: Callable[[str], None], *, keep: Path | None = None) -> None:
    """Stop an orphaned postmaster; forget a lock file whose process number now belongs to a stranger, and the socket
    folder of the earlier run, unless it is `keep`."""
    if keep is not None:
        _forget_unwritten_locks(keep)
    lock_file = cluster / "postmaster.pid"
    try:
        lines = lock_file.read_text().splitlines()
        pid = abs(int(lines[0]))
    except FileNotFoundError:
        return
    except (IndexError, ValueError):  # the disk was full, or power went, while it was written
        lock_file.unlink()
        return
    if alive(pid):
        if works_in(pid, cluster):
            _stop_orphan(pid, say)
        elif Path("/proc/self/cwd").exists():
            lock_file.unlink(missing_ok=True)
    if len(lines) > 4 and lines[4] != str(keep):
        _forget_sockets(Path(lines[4]))


def _stop_orphan(pid: int, say: Callable[[str], None]) -> None:
    """Fast, then immediate: it takes nothing new either way, and what was acknowledged is on disk."""
    for how, seconds in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 20.0)):
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            return
        except PermissionError:
            raise CannotStart(
                f"A PostgreSQL left by an earlier run (process {pid}) belongs to another account; stop it first."
            ) from None
        say(f"Stopping a PostgreSQL that an earlier run left behind (process {pid}).")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not alive(pid):
                return
            time.sleep(0.02)
    raise CannotStart(f"A PostgreSQL left by an earlier run (process {pid}) does not stop; end it and start again.")


def _forget_unwritten_locks(sockets: Path) -> None:
    """Whoever made it was killed before it wrote its number; PostgreSQL would take it for somebody who is starting."""
    for lock in sockets.glob(".s.PGSQL.*.lock"):
        if lock.stat().st_size == 0:
            lock.unlink()


def _forget_sockets(folder: Path) -> None:
    if folder.name.startswith("armslength-") and str(folder.parent) in {"/tmp", tempfile.gettempdir()}:  # nosec B108  # only what we made
        shutil.rmtree(folder, ignore_errors=True)
