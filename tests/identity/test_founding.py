"""The first owner: by a link that only the operator sees, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tests.identity.conftest import Client, client_of, small_app
from tests.people import NOW, PASSWORD, World, services

from armslength.identity.errors import BadValue, SetupEnded
from armslength.identity.routes import routes
from armslength.kit.clock import FixedClock
from armslength.kit.db import Database


@pytest.fixture
async def empty(db: Database) -> World:
    clock = FixedClock(NOW)
    return World(db, clock, *services(db, clock))


@pytest.fixture
async def api(empty: World) -> AsyncIterator[Client]:
    async with client_of(small_app(empty, [*routes])) as client:
        yield client


def body(token: str, **other: str) -> dict[str, Any]:
    return {"token": token, "organization": "Northwind Labs", "name": "Olga", "email": "olga@example.org",
            "password": PASSWORD, **other}  # fmt: skip


async def set_up(api: Client, token: str, **other: str) -> httpx.Response:
    return await api.post("/api/v1/setup", json=body(token, **other))


async def test_the_link_makes_the_first_owner_once(empty: World, api: Client) -> None:
    assert (await api.get("/api/v1/setup")).json() == {"needed": True}
    token = await empty.identity.create_setup_link()
    assert empty.identity.setup_url(token) == f"http://armslength.test/setup#token={token}"
    me = await set_up(api, token)
    assert me.status_code == 200
    assert (me.json()["role"], me.json()["side"]) == ("owner", "customer")
    assert me.json()["tenant"]["name"] == "Northwind Labs"
    assert "tenant.manage" in me.json()["permissions"]
    assert (await api.get("/api/v1/me")).json() == me.json()
    assert (await api.get("/api/v1/setup")).json() == {"needed": False}
    assert await empty.identity.owner_exists()
    again = await set_up(api, token, email="other@example.org")
    assert (again.status_code, again.json()["error"]["code"]) == (404, "identity.setup_ended")
    with pytest.raises(SetupEnded):
        await empty.identity.create_setup_link()


async def test_without_the_link_nobody_becomes_owner(empty: World, api: Client) -> None:
    for token in ("x", "a" * 43):
        assert (await set_up(api, token)).status_code == 404
    assert not await empty.identity.owner_exists()


async def test_a_newer_link_ends_the_older_and_age_ends_both(empty: World, api: Client) -> None:
    old, new = await empty.identity.create_setup_link(), await empty.identity.create_setup_link()
    assert (await set_up(api, old)).status_code == 404
    empty.clock.advance(24 * 3600)
    assert (await set_up(api, new)).status_code == 404


async def test_of_many_who_use_the_link_at_once_one_becomes_owner(empty: World, api: Client) -> None:
    token = await empty.identity.create_setup_link()
    answers = await asyncio.gather(*(set_up(api, token, email=f"o{n}@example.org") for n in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404, 404]


@pytest.mark.parametrize(
    ("other", "field"),
    [({"password": "password1234"}, "password"), ({"password": "northwind labs 2026"}, "password"),
     ({"email": "olga"}, "email"), ({"name": " "}, "name"), ({"organization": "\t"}, "organization")],
)  # fmt: skip
async def test_a_slip_does_not_use_the_link_up(empty: World, api: Client, other: dict[str, str], field: str) -> None:
    token = await empty.identity.create_setup_link()
    refused = await set_up(api, token, **other)
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, field)
    assert (await set_up(api, token)).status_code == 200


async def test_an_operator_founds_further_tenants(empty: World) -> None:
    founding = empty.identity.founding
    first, _ = await founding.found_tenant("Northwind Labs", "Olga", "olga@example.org", PASSWORD)
    second, _ = await founding.found_tenant("Contoso AI", "Carol", "carol@example.org", PASSWORD)
    assert first != second
    with pytest.raises(BadValue, match="account"):
        await founding.found_tenant("Third", "Olga", "OLGA@example.org", PASSWORD)
    async with empty.db.tenant(second) as tx:
        names = await tx.rows("select name from person")
        log = await tx.rows("select action from ledger_entry")
    assert [row["name"] for row in names] == ["Carol"]
    assert [row["action"] for row in log] == ["identity.tenant_founded"]
