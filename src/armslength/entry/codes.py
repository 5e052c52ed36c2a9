"""A vendor's people know tenant and projects by codes of their firm's own: no two firms by the same.

The guard says which codes stand for what; here they take each other's place on the way in and on the way out, whatever
the route and whatever the shape, so that a route written tomorrow tells no more. Ids and codes are equally long.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from armslength.identity.policy import CODES

_JSON = "armslength_json"


def spoken(app: ASGIApp) -> ASGIApp:
    """Middleware: what a vendor's person sends names things by code."""

    async def speaking(scope: Scope, receive: Receive, send: Send) -> None:
        async def heard() -> Any:
            message = await receive()
            if message["type"] == "http.request" and (codes := _codes(scope)):
                message["body"] = _put(message["body"], ((code, real) for real, code in codes))
            return message

        await app(scope, heard, send)

    return speaking


async def tell(message: Message, scope: Scope) -> None:
    """Before an answer leaves: what it names, it names by code. Files are no JSON and stay as they are."""
    codes = _codes(scope)
    if not codes:
        return
    if message["type"] == "http.response.start":
        message["headers"] = [(name, _put(value, codes)) for name, value in message["headers"]]
        scope["state"][_JSON] = any(
            name.lower() == b"content-type" and b"json" in value for name, value in message["headers"]
        )
    elif message["type"] == "http.response.body" and scope["state"].get(_JSON):
        message["body"] = _put(message["body"], codes)


def _codes(scope: Scope) -> tuple[tuple[UUID, UUID], ...]:
    found: tuple[tuple[UUID, UUID], ...] = scope["state"].get(CODES, ())
    return found


def _put(text: bytes, instead: Iterable[tuple[UUID, UUID]]) -> bytes:
    for said, meant in instead:
        text = text.replace(str(said).encode(), str(meant).encode())
    return text
