"""The rooms of people behind the real guard, with one probe per permission."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar, Router, get, post
from litestar.di import Provide
from tests.people import World, make_world

from armslength.entry.failures import HANDLERS
from armslength.identity import views
from armslength.identity.model import Actor
from armslength.identity.policy import (
    POLICY,
    assert_every_route_declares_permission,
    guard,
    one_request,
    provide_actor,
)
from armslength.identity.routes import routes as identity_routes
from armslength.keys.service import KeyService
from armslength.kit.db import Database
from armslength.ledger.routes import routes as ledger_routes
from armslength.ledger.service import LedgerService, Notary
from armslength.storage.service import Storage
from armslength.storage.settings import StorageSettings
from armslength.vendors.routes import routes as vendor_routes
from armslength.walls.service import WallsService

Client = httpx.AsyncClient


def probes() -> list[Any]:
    """Two handlers per permission, outside and inside projects, and one that declares nothing."""

    async def outside(actor: Actor) -> str:
        return actor.role

    async def inside(actor: Actor, project_id: UUID) -> str:
        return str(actor.project_role)

    async def undeclared() -> str:
        return "never"

    made: list[Any] = [get("/undeclared")(undeclared), post("/undeclared")(undeclared)]
    for name in [*POLICY.titles, "signed_in"]:
        made.append(get(f"/probe/{name}", opt={"permission": name})(outside))
        made.append(get(f"/projects/{{project_id:uuid}}/probe/{name}", opt={"permission": name})(inside))
    return made


def small_app(world: World, handlers: list[Any], **more: object) -> Litestar:
    """The rooms of people, and `more` services by the names of their rooms."""
    ledger = LedgerService(world.db, views.names)
    notary = world.db.notary
    assert isinstance(notary, Notary) and isinstance(notary.keys, KeyService)
    storage = Storage.open(StorageSettings(), Path("/nonexistent/blobs"))
    walls = WallsService(world.db, notary.keys, storage, world.clock)
    services = {"walls": walls, "identity": world.identity, "vendors": world.vendors, "ledger": ledger, **more}
    wiring = SimpleNamespace(**services)

    def service(name: str) -> Provide:
        return Provide(lambda: getattr(wiring, name), sync_to_thread=False)

    app = Litestar(
        route_handlers=[Router("/api/v1", route_handlers=handlers)],
        guards=[guard],
        middleware=[one_request],
        dependencies={
            "actor": Provide(provide_actor, sync_to_thread=False),
            **{name: service(name) for name in services},
        },
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
        openapi_config=None,
    )
    app.state.wiring = wiring
    return app


def as_(cookie: str) -> dict[str, str]:
    """Headers of a request that carries this session."""
    return {"Cookie": f"armslength_session={cookie}"}


@pytest.fixture
async def world(db: Database) -> World:
    return await make_world(db)


def client_of(app: Litestar) -> Client:
    """Requests in this event loop, through the whole application."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://armslength.test")


@pytest.fixture
async def api(world: World) -> AsyncIterator[Client]:
    app = small_app(world, [*identity_routes, *vendor_routes, *ledger_routes])
    assert_every_route_declares_permission(app)
    async with client_of(app) as client:
        client.headers["X-Armslength"] = "1"
        yield client


@pytest.fixture
async def probed(world: World) -> AsyncIterator[Client]:
    async with client_of(small_app(world, probes())) as client:
        yield client
