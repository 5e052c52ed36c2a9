"""How people get a seat, what they may do to each other's, and what ends with it."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.identity.conftest import Client, as_
from tests.people import PASSWORD, Person, World

NEW = "a long walk by the sea"
DAY = 86_400


async def invite(
    api: Client, world: World, by: Person, email: str, role: str = "annotator", **more: Any
) -> httpx.Response:
    body = {"email": email, "role": role, **more}
    return await api.post("/api/v1/invitations", json=body, headers=as_(await world.cookie(by)))


def token_of(answer: httpx.Response) -> str:
    assert answer.status_code == 201, answer.text
    address, _, token = answer.json()["url"].partition("#token=")
    assert address == "http://armslength.test/join"
    return token


async def accept(api: Client, token: str, password: str = NEW, name: str | None = "Nina") -> httpx.Response:
    body = {"token": token, "password": password, **({"name": name} if name else {})}
    answer = await api.post("/api/v1/invitations/accept", json=body)
    api.cookies.clear()
    return answer


async def preview(api: Client, token: str) -> httpx.Response:
    return await api.post("/api/v1/invitations/preview", json={"token": token})


async def count(world: World, table: str) -> int:
    async with world.db.tenant(world.northwind) as tx:
        found: int = await tx.value(f"select count(*) from {table}")
    return found


async def test_an_invitation_makes_an_account_a_seat_and_project_roles(world: World, api: Client) -> None:
    project_id = await world.project(world.northwind)
    answer = await invite(
        api, world, world.maya, "nina@example.org", projects=[{"id": str(project_id), "role": "reviewer"}]
    )
    assert answer.json()["projects"] == [{"id": str(project_id), "name": "eggs", "role": "reviewer"}]
    token = token_of(answer)
    assert (await preview(api, token)).json() == {
        "email": "nina@example.org", "organization": {"id": str(world.northwind), "name": "Northwind Labs"},
        "tenant": {"id": str(world.northwind), "name": "Northwind Labs"}, "role": "annotator", "has_account": False,
    }  # fmt: skip
    me = await accept(api, token)
    assert me.status_code == 200
    assert (me.json()["person"]["name"], me.json()["role"], me.json()["side"]) == ("Nina", "annotator", "customer")
    assert "set-cookie" in me.headers
    async with world.db.tenant(world.northwind) as tx:
        role = await tx.value("select role from project_member where person_id = $1", UUID(me.json()["person"]["id"]))
    assert role == "reviewer"


async def test_the_link_works_once(world: World, api: Client) -> None:
    token = token_of(await invite(api, world, world.maya, "nina@example.org"))
    assert (await accept(api, token)).status_code == 200
    again = await accept(api, token)
    assert again.status_code == 404
    assert again.json()["error"]["code"] == "identity.invitation_not_found"
    assert (await preview(api, token)).status_code == 404


async def test_of_two_who_open_the_link_at_once_one_gets_the_seat(world: World, api: Client) -> None:
    token = token_of(await invite(api, world, world.maya, "nina@example.org"))
    answers = await asyncio.gather(*(accept(api, token, name=f"Nina {n}") for n in range(4)))
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert sum(answer.status_code == 200 for answer in answers) == 1


async def test_the_link_is_stored_as_a_hash_and_shown_once(world: World, api: Client) -> None:
    token = token_of(await invite(api, world, world.maya, "nina@example.org"))
    async with world.db.door() as tx:
        assert not any(token in row["line"] for row in await tx.rows("select i::text as line from invitation i"))
    listed = await api.get("/api/v1/invitations", headers=as_(await world.cookie(world.maya)))
    assert [item["email"] for item in listed.json()["items"]] == ["nina@example.org"]
    assert "url" not in listed.json()["items"][0]


async def test_an_old_or_revoked_link_is_useless(world: World, api: Client) -> None:
    old = token_of(await invite(api, world, world.maya, "nina@example.org"))
    world.clock.advance(7 * DAY)
    assert (await accept(api, old)).status_code == 404
    answer = await invite(api, world, world.maya, "nina@example.org")
    path = f"/api/v1/invitations/{answer.json()['id']}"
    for _ in range(2):
        assert (await api.delete(path, headers=as_(await world.cookie(world.maya)))).status_code == 204
    assert (await accept(api, token_of(answer))).status_code == 404
    states = await api.get("/api/v1/invitations", headers=as_(await world.cookie(world.maya)))
    assert [item["state"] for item in states.json()["items"]] == ["revoked", "expired"]


async def test_an_existing_account_joins_with_its_own_password_and_keeps_its_name(world: World, api: Client) -> None:
    token = token_of(await invite(api, world, world.maya, "Carol@example.org", "reviewer"))
    assert (await preview(api, token)).json()["has_account"] is True
    stranger = await accept(api, token, NEW, "Not Carol")
    assert stranger.status_code == 401
    me = await accept(api, token, PASSWORD, "Renamed")
    assert me.status_code == 200
    assert me.json()["person"] == {"id": str(world.carol.id), "name": "Carol", "email": "carol@example.org"}
    assert {seat["name"] for seat in me.json()["tenants"]} == {"Northwind Labs", "Contoso AI"}


async def test_a_link_is_no_way_to_guess_a_password(world: World, api: Client) -> None:
    token = token_of(await invite(api, world, world.maya, "carol@example.org"))
    for _ in range(world.identity.sessions.settings.tries_per_window):
        assert (await accept(api, token, "guess", None)).status_code == 401
    assert (await accept(api, token, PASSWORD, None)).status_code == 429


async def test_a_new_account_needs_a_name_and_a_password_of_some_strength(world: World, api: Client) -> None:
    token = token_of(await invite(api, world, world.maya, "nina@example.org"))
    assert (await accept(api, token, name=None)).status_code == 422
    assert (await accept(api, token, name="  \t ")).status_code == 422
    assert (await accept(api, token, "password1234")).status_code == 422
    assert (await accept(api, token)).status_code == 200


async def test_who_has_a_seat_is_not_invited_again(world: World, api: Client) -> None:
    answer = await invite(api, world, world.maya, "ADA@example.org")
    assert answer.status_code == 409
    first, second = [token_of(await invite(api, world, world.maya, "nina@example.org")) for _ in range(2)]
    assert (await accept(api, first)).status_code == 200
    assert (await accept(api, second)).status_code == 409


@pytest.mark.parametrize("email", ["nina", "nina@", "a b@c.d", "<nina@example.org>"])
async def test_what_is_no_email_is_not_invited(world: World, api: Client, email: str) -> None:
    answer = await invite(api, world, world.maya, email)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "email"


async def test_projects_of_another_tenant_do_not_exist(world: World, api: Client) -> None:
    theirs = await world.project(world.contoso)
    answer = await invite(api, world, world.maya, "n@example.org", projects=[{"id": str(theirs), "role": "annotator"}])
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "projects.not_found")


async def test_firms_of_another_tenant_do_not_exist(world: World, api: Client) -> None:
    answer = await invite(api, world, world.carol, "n@example.org", organization_id=str(world.fairlabel))
    assert answer.status_code == 422
    answer = await invite(api, world, world.carol, "n@example.org", organization_id=str(world.northwind))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("by", "role", "vendor", "status"),
    [
        ("olga", "owner", False, 201), ("maya", "owner", False, 403), ("maya", "manager", False, 201),
        ("maya", "owner", True, 201), ("rita", "annotator", False, 403), ("ada", "annotator", False, 403),
        ("victor", "annotator", True, 403), ("vera", "annotator", True, 403),
    ],
)  # fmt: skip
async def test_nobody_invites_above_themselves(
    world: World, api: Client, by: str, role: str, vendor: bool, status: int
) -> None:
    firm = {"organization_id": str(world.fairlabel)} if vendor else {}
    assert (await invite(api, world, world.people[by], "n@example.org", role, **firm)).status_code == status


async def test_a_vendors_owner_staffs_that_firm_and_no_other(world: World, api: Client) -> None:
    boss = await world.person("Boss", world.northwind, "owner", world.fairlabel)
    other = UUID(int=77)
    await world.vendor(world.northwind, other, "Otherlabel")
    assert (await invite(api, world, boss, "n1@example.org")).status_code == 201
    assert (await invite(api, world, boss, "n2@example.org", organization_id=str(world.northwind))).status_code == 403
    assert (await invite(api, world, boss, "n3@example.org", organization_id=str(other))).status_code == 403
    project_id = await world.project(world.northwind)
    role = [{"id": str(project_id), "role": "annotator"}]
    assert (await invite(api, world, boss, "n4@example.org", projects=role)).status_code == 404
    await world.grant(project_id)
    assert (await invite(api, world, boss, "n4@example.org", projects=role)).status_code == 201
    await world.grant(project_id, "paused")
    assert (await invite(api, world, boss, "n5@example.org", projects=role)).status_code == 404


async def test_a_vendor_person_invited_to_a_project_brings_the_grant(world: World, api: Client) -> None:
    project_id = await world.project(world.northwind)
    body = {"organization_id": str(world.fairlabel), "projects": [{"id": str(project_id), "role": "annotator"}]}
    token = token_of(await invite(api, world, world.maya, "vic@example.org", **body))
    async with world.db.tenant(world.northwind) as tx:
        assert await tx.value("select state from vendor_grant") == "active"
    assert "Northwind" not in (await preview(api, token)).text
    me = (await accept(api, token)).json()
    assert (me["side"], me["organization"]["name"], me["organization"]["kind"]) == ("vendor", "Fairlabel", "vendor")
    assert "Northwind" not in json.dumps(me)
    code = UUID(me["tenant"]["id"])
    assert me["tenant"]["name"] == f"Customer {code.hex[-4:].upper()}" == me["known_as"] and code != world.northwind
    await world.grant(project_id, "paused")
    assert (await invite(api, world, world.maya, "vic2@example.org", **body)).status_code == 409


async def test_a_vendor_sees_its_own_people_and_invitations(world: World, api: Client) -> None:
    await invite(api, world, world.maya, "ours@example.org")
    await invite(api, world, world.maya, "theirs@example.org", organization_id=str(world.fairlabel))
    mine = await api.get("/api/v1/people", headers=as_(await world.cookie(world.victor)))
    assert [item["person"]["name"] for item in mine.json()["items"]] == ["Vera", "Victor"]
    sent = await api.get("/api/v1/invitations", headers=as_(await world.cookie(world.victor)))
    assert [item["email"] for item in sent.json()["items"]] == ["theirs@example.org"]
    everybody = await api.get("/api/v1/people", headers=as_(await world.cookie(world.maya)))
    assert len(everybody.json()["items"]) == 8


async def test_people_page_by_name(world: World, api: Client) -> None:
    seen, cursor = [], ""
    cookie = await world.cookie(world.maya)
    for _ in range(10):
        answer = (await api.get(f"/api/v1/people?limit=3{cursor}", headers=as_(cookie))).json()
        seen += [item["person"]["name"] for item in answer["items"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert seen == ["Ada", "Alice", "Bob", "Maya", "Olga", "Rita", "Vera", "Victor"]
    assert (await api.get("/api/v1/people?cursor=x", headers=as_(cookie))).status_code == 422


async def remove(api: Client, world: World, by: Person, whom: Person) -> int:
    return (await api.delete(f"/api/v1/people/{whom.id}", headers=as_(await world.cookie(by)))).status_code


async def test_with_a_seat_end_its_sessions_keys_invitations_and_project_roles(world: World, api: Client) -> None:
    project_id = await world.project(world.northwind)
    await world.join(world.maya, project_id, "manager")
    cookie = await world.cookie(world.maya)
    key = (await api.post("/api/v1/api-keys", json={"name": "k"}, headers=as_(cookie))).json()["secret"]
    token = token_of(await invite(api, world, world.maya, "nina@example.org"))
    assert await remove(api, world, world.olga, world.maya) == 204
    assert (await api.get("/api/v1/me", headers=as_(cookie))).status_code == 401
    assert (await api.get("/api/v1/me", headers={"Authorization": f"Bearer {key}"})).status_code == 401
    assert (await accept(api, token)).status_code == 404
    sign_in = await api.post("/api/v1/sessions", json={"email": "maya@example.org", "password": PASSWORD})
    assert sign_in.status_code == 401
    assert await count(world, "project_member") == 0
    async with world.db.tenant(world.northwind) as tx:
        events = await tx.rows("select topic, payload from outbox")
        log = await tx.rows("select action, actor_id, object from ledger_entry where action like '%removed'")
    told = {"topic": "identity.membership_ended", "payload": {"person_id": str(world.maya.id)}}
    assert [dict(event) for event in events] == [told]
    assert [tuple(line) for line in log] == [("identity.member_removed", world.olga.id, f"person:{world.maya.id}")]
    async with world.db.door() as tx:
        assert await tx.value("select until from affiliation where person_id = $1", world.maya.id) == world.clock.now()


async def test_a_seat_elsewhere_lives_on(world: World, api: Client) -> None:
    token = token_of(await invite(api, world, world.maya, "carol@example.org"))
    await accept(api, token, PASSWORD, None)
    at_home = await world.cookie(world.carol)
    assert await remove(api, world, world.olga, world.carol) == 204
    assert (await api.get("/api/v1/me", headers=as_(at_home))).json()["tenant"]["name"] == "Contoso AI"


async def test_who_left_comes_back_by_a_new_invitation_with_nothing_of_before(world: World, api: Client) -> None:
    project_id = await world.project(world.northwind)
    await world.join(world.ada, project_id, "annotator")
    cookie = await world.cookie(world.ada)
    assert await remove(api, world, world.maya, world.ada) == 204
    token = token_of(await invite(api, world, world.maya, "ada@example.org", "reviewer"))
    me = await accept(api, token, PASSWORD, None)
    assert (me.status_code, me.json()["role"]) == (200, "reviewer")
    assert (await api.get("/api/v1/me", headers=as_(cookie))).status_code == 401
    assert await count(world, "project_member") == 0


async def test_the_last_owner_can_neither_leave_nor_be_demoted(world: World, api: Client) -> None:
    cookie = as_(await world.cookie(world.olga))
    path = f"/api/v1/people/{world.olga.id}"
    assert (await api.patch(path, json={"role": "manager"}, headers=cookie)).status_code == 409
    assert (await api.delete(path, headers=cookie)).json()["error"]["code"] == "identity.last_owner"
    hers = f"/api/v1/people/{world.maya.id}"
    assert (await api.patch(hers, json={"role": "owner"}, headers=cookie)).status_code == 200
    assert (await api.patch(path, json={"role": "manager"}, headers=cookie)).status_code == 200
    assert (await api.delete(hers, headers=cookie)).status_code == 403


async def test_of_two_owners_who_remove_each_other_at_once_one_stays(world: World, api: Client) -> None:
    second = await world.person("Otto", world.northwind, "owner")
    answers = await asyncio.gather(
        remove(api, world, world.olga, second), remove(api, world, second, world.olga), return_exceptions=True
    )
    assert sorted(str(answer) for answer in answers)[0] == "204"
    async with world.db.tenant(world.northwind) as tx:
        assert await tx.value("select count(*) from membership where role = 'owner' and ended_at is null") == 1


async def test_a_role_counts_from_the_next_request(world: World, api: Client) -> None:
    cookie = await world.cookie(world.maya)
    token = token_of(await invite(api, world, world.maya, "nina@example.org"))
    assert (await api.get("/api/v1/people", headers=as_(cookie))).status_code == 200
    path = f"/api/v1/people/{world.maya.id}"
    owner = as_(await world.cookie(world.olga))
    assert (await api.patch(path, json={"role": "annotator"}, headers=owner)).json()["role"] == "annotator"
    assert (await api.get("/api/v1/people", headers=as_(cookie))).status_code == 403
    assert (await accept(api, token)).status_code == 404  # what she began as manager ends with it


@pytest.mark.parametrize(("by", "status"), [("maya", 403), ("rita", 403), ("victor", 403), ("carol", 404)])
async def test_an_owner_is_touched_by_owners_only(world: World, api: Client, by: str, status: int) -> None:
    await world.person("Otto", world.northwind, "owner")
    assert await remove(api, world, world.people[by], world.olga) == status
    body = {"role": "annotator"}
    headers = as_(await world.cookie(world.people[by]))
    assert (await api.patch(f"/api/v1/people/{world.olga.id}", json=body, headers=headers)).status_code == status


async def test_a_vendors_owner_manages_that_firms_people(world: World, api: Client) -> None:
    boss = await world.person("Boss", world.northwind, "owner", world.fairlabel)
    assert await remove(api, world, boss, world.ada) == 404
    assert await remove(api, world, boss, world.vera) == 204
    assert await remove(api, world, world.maya, world.victor) == 204


async def test_a_person_of_another_tenant_does_not_exist(world: World, api: Client) -> None:
    assert await remove(api, world, world.carol, world.ada) == 404
    assert await remove(api, world, world.olga, world.carol) == 404
    answer = await invite(api, world, world.maya, "nina@example.org")
    path = f"/api/v1/invitations/{answer.json()['id']}"
    assert (await api.delete(path, headers=as_(await world.cookie(world.carol)))).status_code == 404
    assert (await accept(api, token_of(answer))).status_code == 200
