"""Signing in and out: what a session is worth, and what a guesser learns."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from argon2 import PasswordHasher
from tests.identity.conftest import Client, as_
from tests.people import PASSWORD, World

from armslength.identity.model import Actor
from armslength.identity.repository import seats
from armslength.identity.rules import token_text
from armslength.identity.schemas import CreateApiKey
from armslength.kit.errors import ArmslengthError

NEW = "a long walk by the sea"


async def sign_in(api: Client, email: str, password: str = PASSWORD) -> httpx.Response:
    answer = await api.post("/api/v1/sessions", json={"email": email, "password": password})
    api.cookies.clear()
    return answer


def cookie_of(answer: httpx.Response) -> str:
    found = re.match(r"armslength_session=([^;]+)", answer.headers["set-cookie"])
    assert found
    return found[1]


async def status(api: Client, cookie: str) -> int:
    return (await api.get("/api/v1/me", headers=as_(cookie))).status_code


async def test_the_right_password_opens_a_session(world: World, api: Client) -> None:
    answer = await sign_in(api, "  MAYA@example.org ")
    assert answer.status_code == 200
    assert answer.json()["person"] == {"id": str(world.maya.id), "name": "Maya", "email": "maya@example.org"}
    assert answer.json()["tenant"]["name"] == "Northwind Labs"
    assert "release.export" in answer.json()["permissions"]
    me = await api.get("/api/v1/me", headers=as_(cookie_of(answer)))
    assert me.json() == answer.json()


async def test_who_comes_at_once_is_told_apart(world: World) -> None:
    """Whoever asks while others are looked for is looked for with them: people of both customers and of a firm, by
    cookie and by key, in a project or in none, and some who are nobody."""
    sessions = world.identity.sessions
    project_id = await world.project(world.northwind)
    await world.join(world.ada, project_id, "reviewer")
    key = await world.identity.keys.create(world.actor(world.maya), CreateApiKey("Robot", ["item.read"]))
    cookies = [await world.cookie(person) for person in world.people.values()] + [token_text(b"n" * 32)]

    async def ask(secret: str, project: UUID | None) -> Actor | str:
        try:
            by_key = secret == key.secret
            return await (sessions.actor_of_key if by_key else sessions.actor_of_cookie)(secret, project)
        except ArmslengthError as refused:
            return str(refused)

    asked = [(secret, project) for project in (project_id, None) for secret in [*cookies, str(key.secret)]]
    alone = [await ask(*each) for each in asked]
    assert await asyncio.gather(*(ask(*each) for each in asked)) == alone
    assert len({each.person_id for each in alone if isinstance(each, Actor)}) == len(world.people)


async def test_the_cookie_is_for_this_site_and_no_script(api: Client) -> None:
    header = (await sign_in(api, "maya@example.org")).headers["set-cookie"]
    parts = {part.strip().lower() for part in header.split(";")}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert "secure" not in parts  # this test's address is plain http
    assert not any(part.startswith("domain") for part in parts)


async def test_the_cookie_insists_on_https_where_people_come_by_https(world: World, api: Client) -> None:
    world.identity.public_url = "https://hub.example.org"
    assert "secure" in (await sign_in(api, "maya@example.org")).headers["set-cookie"].lower()


async def test_only_the_hash_of_the_cookie_is_stored(world: World, api: Client) -> None:
    cookie = cookie_of(await sign_in(api, "maya@example.org"))
    async with world.db.door() as tx:
        rows = await tx.rows("select s::text as line from session s")
    assert rows and not any(cookie in row["line"] for row in rows)


async def test_a_wrong_password_and_an_unknown_person_hear_the_same(api: Client) -> None:
    wrong = await sign_in(api, "maya@example.org", "not her password")
    unknown = await sign_in(api, "nobody@example.org", "not her password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["error"]["code"] == "identity.wrong_credentials"


async def test_an_unknown_person_costs_the_work_of_a_known_one(world: World) -> None:
    passwords = world.identity.sessions.passwords
    stored = await passwords.hash(PASSWORD)
    await passwords.matches("warm up", None)

    async def median(of: str | None) -> float:
        took = []
        for _ in range(9):
            start = time.process_time()  # of the processor: who else is at work does not matter
            assert not await passwords.matches("no", of)
            took.append(time.process_time() - start)
        return sorted(took)[4]

    known, unknown = await median(stored), await median(None)
    assert 0.4 < unknown / known < 2.5


async def test_a_guesser_waits_and_nobody_else(world: World, api: Client) -> None:
    limit = world.identity.sessions.settings.tries_per_window
    for _ in range(limit):
        assert (await sign_in(api, "maya@example.org", "guess")).status_code == 401
    refused = await sign_in(api, "maya@example.org")
    assert refused.status_code == 429
    assert 0 < refused.json()["error"]["details"]["retry_after"] <= 15 * 60
    assert (await sign_in(api, "olga@example.org")).status_code == 200
    from_elsewhere = httpx.ASGITransport(api._transport.app, client=("198.51.100.7", 1))  # type: ignore[attr-defined]
    async with httpx.AsyncClient(transport=from_elsewhere, base_url="http://armslength.test") as elsewhere:
        assert (await sign_in(elsewhere, "maya@example.org")).status_code == 200
    world.clock.advance(15 * 60)
    assert (await sign_in(api, "maya@example.org")).status_code == 200


async def test_an_unknown_person_is_throttled_like_a_known_one(world: World, api: Client) -> None:
    for _ in range(world.identity.sessions.settings.tries_per_window):
        assert (await sign_in(api, "nobody@example.org", "guess")).status_code == 401
    assert (await sign_in(api, "nobody@example.org", "guess")).status_code == 429


async def test_guesses_at_the_same_moment_are_counted_one_by_one(world: World, api: Client) -> None:
    limit = world.identity.sessions.settings.tries_per_window
    answers = await asyncio.gather(*(sign_in(api, "maya@example.org", "guess") for _ in range(limit + 5)))
    assert sorted(answer.status_code for answer in answers) == [401] * limit + [429] * 5


async def test_the_right_password_forgets_the_wrong_ones(world: World, api: Client) -> None:
    for _ in range(3):
        for _ in range(world.identity.sessions.settings.tries_per_window - 1):
            await sign_in(api, "maya@example.org", "guess")
        assert (await sign_in(api, "maya@example.org")).status_code == 200


async def test_a_session_ends_when_unused_and_lives_on_when_used(world: World, api: Client) -> None:
    used, unused = [cookie_of(await sign_in(api, "maya@example.org")) for _ in range(2)]
    for _ in range(3):
        world.clock.advance(11 * 3600)
        assert await status(api, used) == 200
    assert await status(api, unused) == 401


async def test_a_session_ends_at_its_age_however_much_it_is_used(world: World, api: Client) -> None:
    cookie = cookie_of(await sign_in(api, "maya@example.org"))
    for _ in range(14 * 24 // 8 - 1):
        world.clock.advance(8 * 3600)
        assert await status(api, cookie) == 200
    world.clock.advance(8 * 3600 + 1)
    assert await status(api, cookie) == 401


async def test_signing_out_ends_this_session_and_no_other(api: Client) -> None:
    first, second = cookie_of(await sign_in(api, "maya@example.org")), cookie_of(await sign_in(api, "maya@example.org"))
    answer = await api.delete("/api/v1/sessions/current", headers=as_(first))
    assert answer.status_code == 204
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert await status(api, first) == 401
    assert await status(api, second) == 200


async def test_a_new_password_ends_every_session_but_goes_on_here(world: World, api: Client) -> None:
    here, there = cookie_of(await sign_in(api, "maya@example.org")), cookie_of(await sign_in(api, "maya@example.org"))
    answer = await api.post("/api/v1/me/password", json={"current": PASSWORD, "new": NEW}, headers=as_(here))
    assert answer.status_code == 204
    assert await status(api, here) == 401
    assert await status(api, there) == 401
    assert await status(api, cookie_of(answer)) == 200
    assert (await sign_in(api, "maya@example.org")).status_code == 401
    assert (await sign_in(api, "maya@example.org", NEW)).status_code == 200


async def test_a_new_password_needs_the_current_one_and_some_strength(world: World, api: Client) -> None:
    cookie = await world.cookie(world.maya)
    wrong = await api.post("/api/v1/me/password", json={"current": "no", "new": NEW}, headers=as_(cookie))
    assert wrong.status_code == 401
    weak = await api.post("/api/v1/me/password", json={"current": PASSWORD, "new": "password1234"}, headers=as_(cookie))
    assert weak.status_code == 422
    assert weak.json()["error"]["code"] == "identity.weak_password"
    assert await status(api, cookie) == 200


async def test_a_hash_of_older_settings_is_renewed_at_sign_in(world: World, api: Client) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    async with world.db.door() as tx:
        await tx.run("update password set hash = $2 where person_id = $1", world.maya.id, old)
    assert (await sign_in(api, "maya@example.org")).status_code == 200
    async with world.db.door() as tx:
        stored = await tx.value("select hash from password where person_id = $1", world.maya.id)
    assert stored != old and "m=19456" in stored
    assert (await sign_in(api, "maya@example.org")).status_code == 200


async def test_no_cookie_a_made_up_cookie_and_a_disabled_person_are_not_signed_in(world: World, api: Client) -> None:
    assert (await api.get("/api/v1/me")).status_code == 401
    for cookie in ("", "x", "a" * 43, "é" * 5):
        raw = {"Cookie": f"armslength_session={cookie}".encode()}
        assert (await api.get("/api/v1/me", headers=raw)).status_code == 401
    cookie = await world.cookie(world.maya)
    async with world.db.door() as tx:
        await tx.run("update person set disabled_at = $2 where id = $1", world.maya.id, world.clock.now())
    assert await status(api, cookie) == 401
    assert (await sign_in(api, "maya@example.org")).status_code == 401


async def test_an_unsafe_request_with_a_cookie_must_come_from_our_own_pages(world: World, api: Client) -> None:
    cookie = await world.cookie(world.maya)
    del api.headers["X-Armslength"]

    async def rename(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return (await api.patch("/api/v1/me", json={"name": "Maya M"}, headers={**as_(cookie), **named})).status_code

    assert await rename() == 403
    assert await rename(Origin="http://evil.test") == 403
    assert await rename(Sec_Fetch_Site="cross-site") == 403
    assert await rename(Origin="http://armslength.test") == 200
    assert await rename(Sec_Fetch_Site="same-origin") == 200
    assert await rename(X_Armslength="1") == 200
    assert (await api.get("/api/v1/me", headers={**as_(cookie), "Origin": "http://evil.test"})).status_code == 200


async def test_another_site_cannot_sign_people_in(api: Client) -> None:
    del api.headers["X-Armslength"]
    body = {"email": "maya@example.org", "password": PASSWORD}
    assert (await api.post("/api/v1/sessions", json=body, headers={"Origin": "http://evil.test"})).status_code == 403
    assert (await api.post("/api/v1/sessions", json=body)).status_code == 200


async def test_switching_tenant_needs_a_seat_there_and_makes_a_new_session(world: World, api: Client) -> None:
    cookie = await world.cookie(world.maya)
    body = {"tenant_id": str(world.contoso)}
    refused = await api.post("/api/v1/me/tenant", json=body, headers=as_(cookie))
    assert refused.status_code == 404
    async with world.db.door() as tx:
        await seats.begin(tx, world.contoso, world.maya.id, world.contoso, "customer", "reviewer", world.clock.now())
    answer = await api.post("/api/v1/me/tenant", json=body, headers=as_(cookie))
    assert answer.status_code == 200
    assert answer.json()["tenant"]["name"] == "Contoso AI"
    assert answer.json()["role"] == "reviewer"
    assert {seat["name"]: seat["role"] for seat in answer.json()["tenants"]} == {
        "Northwind Labs": "manager", "Contoso AI": "reviewer"}  # fmt: skip
    assert "release.export" not in answer.json()["permissions"]
    assert await status(api, cookie) == 401


async def test_what_has_ended_is_forgotten(world: World, api: Client) -> None:
    await sign_in(api, "maya@example.org")
    await sign_in(api, "maya@example.org", "guess")
    world.clock.advance(timedelta(days=15).total_seconds())
    await world.identity.sessions.sweep()
    async with world.db.door() as tx:
        assert await tx.value("select count(*) from session") == 0
        assert await tx.value("select count(*) from sign_in_attempt") == 0


@pytest.mark.parametrize("body", [{}, {"email": "maya@example.org"}, {"email": "m", "password": "x" * 2000}, [], "x"])
async def test_a_malformed_sign_in_is_told_so(api: Client, body: object) -> None:
    assert (await api.post("/api/v1/sessions", json=body)).status_code in (400, 422)


async def test_ones_own_keys_follow_to_every_machine_and_clash_with_nothing(world: World, api: Client) -> None:
    mine, path = as_(await world.cookie(world.ada)), "/api/v1/me/shortcuts"
    put = await api.put(path, json={"keys": {"bench.skip": ["Shift+Alt+KeyX"], "bench.flag": []}}, headers=mine)
    kept = {"bench.flag": [], "bench.skip": ["Alt+Shift+KeyX"]}
    assert (put.status_code, put.json()) == (200, {"keys": kept})
    assert (await sign_in(api, "ada@example.org")).json()["shortcuts"] == kept
    assert (await api.get("/api/v1/me", headers=mine)).json()["shortcuts"] == kept
    other = await api.get(path, headers=as_(await world.cookie(world.maya)))
    assert other.json() == {"keys": {}}
    for keys, field in (
        ({"bench.skip": ["KeyX"], "bench.flag": ["KeyX"]}, "keys.bench.flag"),
        ({"app.home": ["KeyG"], "app.people": ["KeyG KeyE"]}, "keys.app.people"),
        ({"bench.skip": ["Mod+KeyW"]}, "keys.bench.skip"),
        ({"bench.skip": ["Hyper+KeyX"]}, "keys.bench.skip"),
        ({"bench.skip": ["KeyA KeyB KeyC"]}, "keys.bench.skip"),
        ({"bench.skip": [" "]}, "keys.bench.skip"),
        ({"__proto__": ["KeyX"]}, "keys.__proto__"),
    ):
        refused = await api.put(path, json={"keys": keys}, headers=mine)
        assert (refused.status_code, refused.json()["error"]["field"]) == (422, field), refused.text
    assert (await api.get(path, headers=mine)).json() == {"keys": kept}
