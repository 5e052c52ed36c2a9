"""Somebody outside who receives webhooks: a real server that answers as it is told and keeps what it heard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec


@dataclass(frozen=True)
class Heard:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> Any:
        """The body, read."""
        return msgspec.json.decode(self.body)


@dataclass
class Receiver:
    """`answer` is a status, or a function of the request that gives one; `heard` is everything that came."""

    port: int = 0
    answer: int | Callable[[Heard], int] = 204
    heard: list[Heard] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it receives."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def topics(self) -> list[str]:
        """What it was told, in order."""
        return [each.event["type"] for each in self.heard]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard = Heard(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            receiver.heard.append(heard)
            status = receiver.answer if isinstance(receiver.answer, int) else receiver.answer(heard)
            self.send_response(status)
            self.send_header("Location", receiver.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()
