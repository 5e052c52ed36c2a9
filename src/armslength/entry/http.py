"""The HTTP door: every room's routes, one guard, one shape of failure."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import msgspec
from litestar import Litestar, Router, get
from litestar.datastructures import State
from litestar.di import Provide

from armslength import __version__
from armslength.entry import codes, failures, pace, quiet, rooms
from armslength.entry.openapi import openapi_config
from armslength.entry.settings import ServerSettings, load_server_settings
from armslength.entry.web import SECURITY_HEADERS, web_routes
from armslength.entry.wiring import Wiring, open_wiring
from armslength.identity.policy import assert_every_route_declares_permission, guard, one_request, provide_actor


class Health(msgspec.Struct):
    """Whether the parts answer."""

    status: str
    version: str


@get("/health", name="get_health", opt={"permission": "open"}, operation_id="get_health", tags=["entry"])
async def get_health(state: State) -> Health:
    """Answers 200 when the server and its database work."""
    async with state.wiring.db.door() as tx:
        await tx.value("select 1")
    return Health("ok", __version__)


def _service(name: str) -> Provide:
    """One of the services. It waits for the actor, which it does not need: two that wait for nothing would each be
    found by a task of its own, and tasks are most of what a small request costs."""

    def provide(state: State, actor: Any) -> Any:
        return getattr(state.wiring, name)

    return Provide(provide, sync_to_thread=False)


def build_app(settings: ServerSettings, environ: Mapping[str, str]) -> Litestar:
    """The application; its services open when it starts and close when it stops, as often as that happens."""
    api = Router(path="/api/v1", route_handlers=[get_health, *rooms.routes()])
    app = Litestar(
        route_handlers=[api, *web_routes(settings.web_dist)],
        lifespan=[_open_services],
        state=State({"settings": settings, "environ": environ}),
        guards=[guard],
        middleware=[pace.in_turn, quiet.on_time, one_request, codes.spoken],
        dependencies={
            "actor": Provide(provide_actor, sync_to_thread=False),
            **{name: _service(name) for name in Wiring.service_names()},
        },
        exception_handlers={**failures.HANDLERS, **quiet.HANDLERS},  # type: ignore[dict-item]  # each handler takes its own kind of error
        openapi_config=openapi_config(),
        request_max_body_size=settings.max_body_bytes,
        response_headers=[],
        before_send=[_secure, codes.tell, quiet.wait_for_tick],
        after_request=quiet.notice,
    )
    assert_every_route_declares_permission(app)
    return app


@asynccontextmanager
async def _open_services(app: Litestar) -> AsyncIterator[None]:
    async with open_wiring(app.state.settings, app.state.environ) as app.state.wiring:
        yield


_SECURE: Final = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


async def _secure(message: Any, _: Any) -> None:
    """Security headers on every answer, errors and files included."""
    if message["type"] == "http.response.start":
        present = {name for name, _ in message["headers"]}
        message["headers"] = [*message["headers"], *(each for each in _SECURE if each[0] not in present)]


def create_app() -> Litestar:
    """What granian serves: settings come from the environment."""
    return build_app(load_server_settings(os.environ), os.environ)
