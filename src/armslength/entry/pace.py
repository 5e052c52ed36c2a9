"""Nobody takes the server from the others by asking too often: so many requests a minute for each asker.

An asker is who sends a credential: an API key, or a browser's session. It is counted before it is looked up, so that
what is refused costs next to nothing; and by itself alone, never by address, so that nobody can lock out those who
come from the same place. Each web process counts its own. Who sends no credential reaches what is open to everybody;
tries of a password are counted by e-mail and address (`identity.service.sessions`).
"""

from __future__ import annotations

from math import ceil
from time import monotonic
from typing import Any, Final

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from armslength.identity.policy import COOKIE
from armslength.kit.errors import TooMany

AT_ONCE: Final = 10
"""Seconds' worth of requests that may come at once."""
MOST: Final = 20_000
"""Askers kept in mind; beyond it those who have kept still are forgotten, which costs them nothing."""


class AskedTooOften(TooMany):
    """More requests a minute from one session or key than the server takes."""

    code = "http.too_many"


class Pace:
    """The generic cell rate algorithm (ITU-T I.371): of each asker only the time when the bucket is empty again."""

    def __init__(self) -> None:
        self._empty_at: dict[int, float] = {}

    def wait(self, asker: str, per_minute: int, now: float) -> float:
        """Seconds until the asker may ask; 0 lets the request in and counts it. `now` in seconds, never earlier."""
        each = 60 / per_minute
        empty_at = max(self._empty_at.get(hash(asker), now), now)
        early = empty_at + each - now - max(AT_ONCE, each)
        if early > 1e-9:  # a sum of many small numbers
            return early
        if len(self._empty_at) >= MOST:
            self._empty_at = {key: at for key, at in self._empty_at.items() if at > now}
        self._empty_at[hash(asker)] = empty_at + each
        return 0.0


def in_turn(app: ASGIApp) -> ASGIApp:
    """Middleware: an asker who asks too often is told when to come back."""
    pace = Pace()

    async def paced(scope: Scope, receive: Receive, send: Send) -> None:
        per_minute: int = scope["app"].state.settings.requests_per_minute  # 0 is no limit
        if per_minute and scope["type"] == ScopeType.HTTP and (asker := _credential(Request(scope))):
            wait = pace.wait(asker, per_minute, monotonic())
            if wait:
                raise AskedTooOften(f"More than {per_minute:,} requests a minute. Wait.", retry_after=ceil(wait))
        await app(scope, receive, send)

    return paced


def _credential(request: Request[Any, Any, Any]) -> str | None:
    return request.headers.get("authorization") or request.cookies.get(COOKIE)
