"""One web process: granian serving the app on a listening socket that the supervisor opened and handed down.

The supervisor keeps the socket, so a web process that dies and comes back refuses nobody: callers wait in the queue.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from typing import Any

import uvloop
from granian._granian import SocketHolder  # granian offers no public way to hand it a socket
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from litestar import Litestar

from armslength.entry.collector import settle
from armslength.entry.http import create_app
from armslength.entry.logs import configure_logs


class SocketServer(Server):
    """granian in this process and this event loop, on a socket that already listens."""

    def __init__(self, app: Litestar, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(
            app, address=host, port=port, interface=Interfaces.ASGI, http=HTTPModes.auto, websockets=False,
            backlog=1024, log_enabled=False,
        )  # fmt: skip
        self._listener = listener

    def _init_shared_socket(self) -> None:
        holder: Any = SocketHolder  # its stub knows no arguments: descriptor, whether it is a Unix socket, backlog
        self._ssp: Any = None
        self._shd: Any = holder(os.dup(self._listener.fileno()), False, 1024)


async def serve(app: Litestar, listener: socket.socket, stop: asyncio.Event) -> None:
    """Serve until `stop`; requests under way are finished."""
    logging.getLogger("_granian").setLevel(logging.ERROR)
    server: Any = SocketServer(app, listener)  # granian's servers are untyped
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    server.stop()
    await serving


async def _main(listener: socket.socket) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    app = create_app()
    settle()
    for received in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(received, stop.set)
    await serve(app, listener, stop)


def main() -> None:
    """Entry of the process; the socket's number comes in the environment."""
    configure_logs()
    listener = socket.socket(fileno=int(os.environ["ARMSLENGTH_SOCKET_FD"]))
    uvloop.run(_main(listener))


if __name__ == "__main__":
    main()
