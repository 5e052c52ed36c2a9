"""The whole product in one test: granian on a real port and a worker, in a thread with an event loop of its own.

A thread, so that tests may be sync (the SDK, a browser) or async; one process, so that it starts in a moment. Tests of
the processes themselves are in tests/entry.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvloop
from litestar import Litestar

from armslength.entry.http import build_app
from armslength.entry.listener import open_listener
from armslength.entry.serve import serve
from armslength.entry.settings import ServerSettings, load_server_settings
from armslength.entry.wiring import Wiring, open_wiring
from armslength.entry.worker import work
from armslength.kit.clock import Clock
from armslength_client.trust import trusted

T = TypeVar("T")

CHEAP = {"ARMSLENGTH_IDENTITY_ARGON2_MEMORY_KIB": "19456", "ARMSLENGTH_IDENTITY_ARGON2_PASSES": "2"}
"""Tests sign in often."""

_idle: defaultdict[tuple[object, ...], list[Litestar]] = defaultdict(list)


@contextmanager
def built(settings: ServerSettings, environ: Mapping[str, str]) -> Iterator[Litestar]:
    """The application, and whoever comes next has it after: building it takes longer than most tests."""
    idle = _idle[settings.web_dist, settings.max_body_bytes]  # all that it keeps of the settings
    app = idle.pop() if idle else build_app(settings, environ)
    app.state.settings, app.state.environ = settings, environ
    yield app
    idle.append(app)


@asynccontextmanager
async def unserved(database_url: str, data: Path, clock: Clock | None = None) -> AsyncIterator[Litestar]:
    """The application with its services and without a port, for requests through httpx.ASGITransport."""
    environ = {
        "ARMSLENGTH_DATABASE_URL": database_url, "ARMSLENGTH_DATA": str(data), "ARMSLENGTH_CONNECTIONS": "4", **CHEAP,
    }  # fmt: skip
    settings = load_server_settings(environ)
    with built(settings, environ) as app:
        async with open_wiring(settings, environ, clock) as app.state.wiring:
            yield app


class RunningApp:
    """`url`, the first owner's `setup_token`, the services behind it (`wiring`), and `do(coroutine)` beside them."""

    def __init__(self, database_url: str, data: Path, **environ: str) -> None:
        self._listener = open_listener("127.0.0.1", 0)
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = data
        self.database_url = database_url
        self.environ = {
            "ARMSLENGTH_DATABASE_URL": database_url,
            "ARMSLENGTH_DATA": str(data),
            "ARMSLENGTH_PORT": str(self.port),
            "ARMSLENGTH_PUBLIC_URL": self.url,
            "ARMSLENGTH_CONNECTIONS": "8",
            **CHEAP,
            **environ,
        }
        self.wiring: Wiring
        self.setup_token = ""
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="armslength", daemon=True)

    def __enter__(self) -> RunningApp:
        self._thread.start()
        self._ready.result(timeout=60)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout=30)
        self._listener.close()
        assert not self._thread.is_alive(), "the server did not stop"

    def do(self, something: Coroutine[Any, Any, T]) -> T:
        """Await something in the server's event loop, e.g. a service of `wiring`."""
        return asyncio.run_coroutine_threadsafe(something, self._loop).result(timeout=60)

    async def sign_in(self, email: str, password: str) -> httpx.AsyncClient:
        """An HTTP client with this person's session."""
        client = httpx.AsyncClient(
            base_url=f"{self.url}/api/v1", headers={"X-Armslength": "1"}, timeout=30, verify=trusted()
        )
        answer = await client.post("/sessions", json={"email": email, "password": password})
        answer.raise_for_status()
        return client

    def _run(self) -> None:
        try:
            uvloop.run(self._main())
        except BaseException as failure:
            if self._ready.done():
                raise
            self._ready.set_exception(failure)

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        settings = load_server_settings(self.environ)
        with built(settings, self.environ) as app:
            async with open_wiring(settings, self.environ) as self.wiring:
                if not await self.wiring.identity.owner_exists():
                    self.setup_token = await self.wiring.identity.create_setup_link()
                await self._serve_and_work(app)

    async def _serve_and_work(self, app: Litestar) -> None:
        serving = asyncio.create_task(serve(app, self._listener, self._stop))
        working = asyncio.create_task(work(self.wiring, Clock()))
        answering = asyncio.create_task(self._await_answer())
        done, _ = await asyncio.wait({serving, working, answering}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        self._ready.set_result(None)
        await self._stop.wait()
        working.cancel()
        await asyncio.gather(serving, working, return_exceptions=True)

    async def _await_answer(self) -> None:
        async with httpx.AsyncClient(verify=trusted()) as client:
            (await client.get(f"{self.url}/api/v1/health", timeout=30)).raise_for_status()
