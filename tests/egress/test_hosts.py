"""Which hosts a tenant allows, over HTTP; and what is asked before anything goes out."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from tests.egress.network import listening
from tests.identity.conftest import as_, client_of, small_app
from tests.people import World

from armslength.egress.errors import Refused
from armslength.egress.model import Outgoing
from armslength.egress.routes import routes
from armslength.egress.service import MOST_HOSTS, EgressService
from armslength.egress.settings import EgressSettings
from armslength.identity import views


def service(world: World, **settings: object) -> EgressService:
    return EgressService(world.db, world.clock, EgressSettings(**settings), views.names)  # type: ignore[arg-type]


@pytest.fixture
async def api(world: World) -> AsyncIterator[httpx.AsyncClient]:
    app = small_app(world, routes, egress=service(world, allow="*.example.com"))
    async with client_of(app) as client:
        client.headers.update({"X-Armslength": "1", **as_(await world.cookie(world.olga))})
        yield client


async def test_an_owner_allows_a_host_and_takes_it_back(world: World, api: httpx.AsyncClient) -> None:
    assert (await api.get("/api/v1/egress")).json() == {"on": True, "plain_http": False, "ports": [443], "hosts": []}
    made = await api.post("/api/v1/egress/hosts", json={"pattern": "Hooks.Example.com"})
    again = await api.post("/api/v1/egress/hosts", json={"pattern": "hooks.example.com"})
    assert (made.status_code, made.json()) == (201, again.json())
    await api.post("/api/v1/egress/hosts", json={"pattern": "*.elsewhere.org"})
    hosts = (await api.get("/api/v1/egress")).json()["hosts"]
    assert [(host["pattern"], host["allowed"]) for host in hosts] == [
        ("*.elsewhere.org", False),
        ("hooks.example.com", True),
    ]
    assert hosts[0]["created_by"] == {"id": str(world.olga.id), "name": "Olga"}
    assert (await api.delete(f"/api/v1/egress/hosts/{made.json()['id']}")).status_code == 204
    assert (await api.delete(f"/api/v1/egress/hosts/{made.json()['id']}")).status_code == 404
    async with world.db.tenant(world.northwind) as tx:
        actions = await tx.rows("select action, detail from ledger_entry order by action, detail->>'pattern'")
    assert [(row["action"], row["detail"]["pattern"]) for row in actions] == [
        ("egress.host_allowed", "*.elsewhere.org"),
        ("egress.host_allowed", "hooks.example.com"),
        ("egress.host_removed", "hooks.example.com"),
    ]


@pytest.mark.parametrize("pattern", ["*", "127.1", "http://x.org", "x.org:80"])
async def test_what_is_no_host_is_refused_by_name(api: httpx.AsyncClient, pattern: str) -> None:
    refused = await api.post("/api/v1/egress/hosts", json={"pattern": pattern})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "pattern")


async def test_a_manager_looks_and_does_not_touch(world: World, api: httpx.AsyncClient) -> None:
    api.headers.update(as_(await world.cookie(world.maya)))
    assert (await api.get("/api/v1/egress")).status_code == 200
    assert (await api.post("/api/v1/egress/hosts", json={"pattern": "a.example.com"})).status_code == 403


async def test_the_list_has_an_end(world: World, api: httpx.AsyncClient) -> None:
    async with world.db.tenant(world.northwind) as tx:
        await tx.run(
            "insert into egress_host select $1, gen_random_uuid(), n || '.example.com', $2, $3"
            " from generate_series(1, $4) as s (n)",
            world.northwind, world.olga.id, world.clock.now(), MOST_HOSTS,
        )  # fmt: skip
    assert (await api.post("/api/v1/egress/hosts", json={"pattern": "one-more.example.com"})).status_code == 409
    assert (await api.post("/api/v1/egress/hosts", json={"pattern": "7.example.com"})).status_code == 201


async def test_operator_and_tenant_must_both_allow_the_host(world: World) -> None:
    """Nothing is sent otherwise, and each is told what is missing."""
    async with listening() as inside:
        asks = {"plain_http": True, "ports": str(inside.port), "networks": "127.0.0.0/8"}
        url = f"http://127.0.0.1:{inside.port}/"
        for settings, reason in (({}, "off"), ({"allow": "*"}, "operator"), ({"allow": "127.0.0.1"}, "tenant")):
            with pytest.raises(Refused) as refused:
                await service(world, **asks, **settings).send(world.northwind, Outgoing(url))
            assert refused.value.reason == reason
        assert inside.connections == 0
        egress = service(world, **asks, allow="127.0.0.1")
        async with world.db.tenant(world.northwind) as tx:
            await tx.run(
                "insert into egress_host values ($1, gen_random_uuid(), '127.0.0.1', $2, $3)",
                world.northwind, world.olga.id, world.clock.now(),
            )  # fmt: skip
        assert (await egress.send(world.northwind, Outgoing(url))).status == 200
        with pytest.raises(Refused):
            await egress.send(world.contoso, Outgoing(url))
    assert inside.connections == 1
