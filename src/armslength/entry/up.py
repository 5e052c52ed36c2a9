"""`armslength up`: everything on one machine, under one parent.

    supervisor ── postgres                   (unless ARMSLENGTH_DATABASE_URL names an external one)
               ├─ web × ARMSLENGTH_PROCESSES  on one listening socket that the supervisor holds
               └─ worker

The supervisor does little, so that it hardly ever dies; when it does, even by kill -9, the kernel tells its children
to go. What dies below it is started again.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping

from armslength.entry.children import Child, stop_all
from armslength.entry.data_directory import data_directory
from armslength.entry.faults import CannotStart
from armslength.entry.installation import Ready, ready_database
from armslength.entry.listener import open_listener
from armslength.entry.postgres import EmbeddedPostgres
from armslength.entry.settings import ServerSettings, load_server_settings, local_url
from armslength.entry.stopping import StopAsked, Stopping, stop_signals

SOCKET_FD = "ARMSLENGTH_SOCKET_FD"
_STOP_SECONDS = 5.0
_TICK_SECONDS = 0.1
_HOPELESS = 4

Say = Callable[[str], None]
WhenReady = Callable[[ServerSettings, str | None], None]
"""Told once that everything answers, with the first owner's one-time token while there is no owner."""


def up(environ: Mapping[str, str], say: Say | None = None, when_ready: WhenReady | None = None) -> None:
    """Run until asked to stop; raises CannotStart or BadSetting with one sentence.

    `when_ready` is called in a thread of its own, beside the watch over the processes.
    """
    tell = say or _tell
    settings = load_server_settings(environ)
    with stop_signals() as stopping, data_directory(settings.data):
        try:
            _run(settings, environ, tell, when_ready, stopping)
        except StopAsked:
            tell("Stopped.")


def _run(
    settings: ServerSettings, environ: Mapping[str, str], say: Say, when_ready: WhenReady | None, stopping: Stopping
) -> None:
    with open_listener(settings.host, settings.port) as listener, ready_database(settings, say) as ready:
        handed_down = child_environ(settings, environ, ready.app_url)
        fd = listener.fileno()
        children = [
            Child("web", "armslength.entry.serve", {**handed_down, SOCKET_FD: str(fd)}, [fd])
            for _ in range(settings.processes)
        ]
        children.append(Child("worker", "armslength.entry.worker", handed_down))
        try:
            for child in children:
                child.start()
            address = local_url(settings.host, settings.port)
            while ask(f"{address}/api/v1/health") is None:
                stopping.heed()
                _look_after(ready.postgres, children, say)
                _give_up_on_the_hopeless(children)
            needed = b"true" in (ask(f"{address}/api/v1/setup") or b"true")
            token = asyncio.run(_setup_token(handed_down)) if needed else None
            _greet(settings, None if when_ready else token, ready, say)
            if when_ready is not None:
                threading.Thread(target=when_ready, args=(settings, token), daemon=True).start()
            while True:
                stopping.heed()
                _look_after(ready.postgres, children, say)
        finally:
            say("Stopping.")
            stop_all(children, seconds=_STOP_SECONDS)


def child_environ(settings: ServerSettings, environ: Mapping[str, str], app_url: str) -> dict[str, str]:
    """What web and worker processes see: the app's role, never the owner's."""
    handed_down = {name: value for name, value in environ.items() if name != "ARMSLENGTH_DATABASE_OWNER_URL"}
    return {
        **handed_down,
        "ARMSLENGTH_DATABASE_URL": app_url,
        "ARMSLENGTH_DATA": str(settings.data),
        "ARMSLENGTH_PUBLIC_URL": settings.public_url,
    }


def _look_after(postgres: EmbeddedPostgres | None, children: list[Child], say: Say) -> None:
    """Start again what died; then rest for a moment."""
    if postgres is not None:
        postgres.watch()
    for child in children:
        child.watch(say)
    time.sleep(_TICK_SECONDS)


def _give_up_on_the_hopeless(children: list[Child]) -> None:
    for child in children:
        if child.quick_deaths >= _HOPELESS:
            raise CannotStart(f"The {child.name} process does not start; what it says stands above.")


def ask(url: str) -> bytes | None:
    """The answer of our own server, past any proxy of the environment; None while there is none."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=5) as answer:
            return bytes(answer.read())
    except OSError:
        return None


def _greet(settings: ServerSettings, token: str | None, ready: Ready, say: Say) -> None:
    where = settings.data if ready.postgres else f"{settings.data}, with an external database"
    say(f"Armslength is at {settings.public_url}   (data: {where})")
    if token is not None:
        link = f"{settings.public_url}/setup#token={token}"
        say(f"Nobody owns it yet. Open this link once to become its owner:\n\n    {link}\n")
    say("Ctrl-C stops it.")


async def _setup_token(environ: Mapping[str, str]) -> str | None:
    """The first owner's one-time token while there is no owner."""
    from armslength.entry.wiring import open_wiring  # heavy; the children load it meanwhile

    async with open_wiring(load_server_settings(environ), environ) as wiring:
        if await wiring.identity.owner_exists():
            return None
        return await wiring.identity.create_setup_link()


def _tell(sentence: str) -> None:
    with contextlib.suppress(OSError):  # whoever listened may have gone
        sys.stdout.write(sentence + "\n")
        sys.stdout.flush()
