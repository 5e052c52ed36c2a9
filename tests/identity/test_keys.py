"""API keys: for programs, never more than their maker's present rights."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.identity.conftest import Client, as_
from tests.people import Person, World


async def make(api: Client, world: World, by: Person, **body: Any) -> httpx.Response:
    return await api.post("/api/v1/api-keys", json={"name": "loader", **body}, headers=as_(await world.cookie(by)))


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


async def test_a_key_works_and_says_whose_it_is(world: World, api: Client) -> None:
    made = (await make(api, world, world.maya)).json()
    assert made["secret"].startswith(made["prefix"] + "_")
    me = (await api.get("/api/v1/me", headers=bearer(made["secret"]))).json()
    assert me["person"]["name"] == "Maya"
    assert me["permissions"] == made["scopes"]


async def test_only_its_hash_is_stored_and_the_secret_shown_once(world: World, api: Client) -> None:
    secret = (await make(api, world, world.maya)).json()["secret"]
    async with world.db.door() as tx:
        line = await tx.value("select k::text from api_key k")
    assert secret not in line and secret[12:] not in line
    listed = (await api.get("/api/v1/api-keys", headers=as_(await world.cookie(world.maya)))).json()["items"]
    assert listed[0]["name"] == "loader"
    assert "secret" not in listed[0]


async def test_scopes_cut_the_rights_down(world: World, api: Client) -> None:
    secret = (await make(api, world, world.maya, scopes=["people.read"])).json()["secret"]
    assert (await api.get("/api/v1/people", headers=bearer(secret))).status_code == 200
    assert (await api.get("/api/v1/vendors", headers=bearer(secret))).status_code == 403


@pytest.mark.parametrize("scope", ["tenant.manage", "people.raed", "open", "signed_in"])
async def test_scopes_beyond_ones_own_rights_or_the_policy_are_refused(world: World, api: Client, scope: str) -> None:
    answer = await make(api, world, world.maya, scopes=["people.read", scope])
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "scopes")


async def test_a_key_never_outlives_the_rights_of_its_maker(world: World, api: Client) -> None:
    secret = (await make(api, world, world.maya)).json()["secret"]
    owner = as_(await world.cookie(world.olga))
    await api.patch(f"/api/v1/people/{world.maya.id}", json={"role": "annotator"}, headers=owner)
    assert (await api.get("/api/v1/people", headers=bearer(secret))).status_code == 403
    me = (await api.get("/api/v1/me", headers=bearer(secret))).json()
    assert me["permissions"] == ["comment.write", "guideline.read", "project.read", "schema.read", "work.annotate"]


async def test_a_key_cannot_make_keys_nor_act_as_a_person_in_the_browser(world: World, api: Client) -> None:
    made = (await make(api, world, world.maya)).json()
    key = bearer(made["secret"])
    assert (await api.post("/api/v1/api-keys", json={"name": "x"}, headers=key)).status_code == 403
    body = {"current": "x", "new": "a long walk by the sea"}
    assert (await api.post("/api/v1/me/password", json=body, headers=key)).status_code == 403
    assert (await api.delete("/api/v1/sessions/current", headers=key)).status_code == 403
    assert (await api.post("/api/v1/me/tenant", json={"tenant_id": str(world.contoso)}, headers=key)).status_code == 403


async def test_a_key_ends_at_its_date_or_when_revoked(world: World, api: Client) -> None:
    short = (await make(api, world, world.maya, expires_in_days=1)).json()
    long = (await make(api, world, world.maya, expires_in_days=30)).json()
    world.clock.advance(86_400)
    assert (await api.get("/api/v1/me", headers=bearer(short["secret"]))).status_code == 401
    assert (await api.get("/api/v1/me", headers=bearer(long["secret"]))).status_code == 200
    for _ in range(2):
        gone = await api.delete(f"/api/v1/api-keys/{long['id']}", headers=as_(await world.cookie(world.maya)))
        assert gone.status_code == 204
    assert (await api.get("/api/v1/me", headers=bearer(long["secret"]))).status_code == 401


async def test_one_sees_and_revokes_ones_own_keys_and_an_owner_everybodys(world: World, api: Client) -> None:
    second = await world.person("Mo", world.northwind, "manager")
    key_id = (await make(api, world, world.maya)).json()["id"]

    async def seen(by: Person) -> list[str]:
        answer = await api.get("/api/v1/api-keys", headers=as_(await world.cookie(by)))
        return [item["id"] for item in answer.json()["items"]]

    assert await seen(second) == []
    assert await seen(world.olga) == await seen(world.maya) == [key_id]
    path = f"/api/v1/api-keys/{key_id}"
    assert (await api.delete(path, headers=as_(await world.cookie(second)))).status_code == 404
    assert (await api.delete(path, headers=as_(await world.cookie(world.carol)))).status_code == 404
    assert (await api.delete(path, headers=as_(await world.cookie(world.olga)))).status_code == 204


async def test_what_is_no_key_is_not_signed_in_even_beside_a_good_cookie(world: World, api: Client) -> None:
    secret = (await make(api, world, world.maya)).json()["secret"]
    cookie = as_(await world.cookie(world.maya))
    for header in ("", "Bearer", "Bearer x", f"Bearer {secret}x", f"Basic {secret}", secret, f"Bearer {secret[:-1]}0"):
        answer = await api.get("/api/v1/me", headers={**cookie, "Authorization": header})
        assert answer.status_code == 401 or header == f"Bearer {secret}", header


async def test_a_key_needs_no_header_against_foreign_pages(world: World, api: Client) -> None:
    secret = (await make(api, world, world.maya)).json()["secret"]
    del api.headers["X-Armslength"]
    body = {"email": "nina@example.org", "role": "annotator"}
    assert (await api.post("/api/v1/invitations", json=body, headers=bearer(secret))).status_code == 201


async def test_its_use_is_noted(world: World, api: Client) -> None:
    secret = (await make(api, world, world.maya)).json()["secret"]
    await api.get("/api/v1/me", headers=bearer(secret))
    listed = (await api.get("/api/v1/api-keys", headers=as_(await world.cookie(world.maya)))).json()["items"]
    assert listed[0]["last_used_at"] is not None
