"""Every route of the assembled application, asked by those who may not: whatever routes there are when this runs.

Tenant B fills every table; all its ids are OBJECT and all its texts are MARK, so a path with any parameter can point
at B, and an answer that shows anything of B shows the mark. The walkers are people of tenant Northwind.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import httpx
import pytest
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from tests.conftest import notary_of
from tests.isolation import catalogue
from tests.isolation.filling import fill_one
from tests.people import Person, World, make_world
from tests.running import unserved

from armslength.identity.model import Role, Side
from armslength.identity.policy import POLICY, permissions_of
from armslength.kit.clock import FixedClock
from armslength.kit.db import Database

TENANT_B = UUID("bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb")
OBJECT = UUID("0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b")
MADE_UP = UUID("11111111-1111-4111-8111-111111111111")
MARK = "only-for-tenant-b"

OPEN = {
    "get_setup", "set_up", "sign_in", "preview_invitation", "accept_invitation", "get_health",
    "get_page", "assets", "get_openapi",
}  # fmt: skip
"""What answers without credentials; one more is a decision, and is made here."""


@dataclass(frozen=True)
class Route:
    """One method of one path."""

    method: str
    path: str
    name: str
    permission: str
    parameters: dict[str, type]
    queries: list[str] = field(default_factory=list)
    asks_for: str | None = None
    """Where a vendor's people ask for work, what does not exist is an empty queue."""

    @property
    def inside(self) -> bool:
        """Within a project."""
        return "project_id" in self.parameters

    def url(self, project_id: UUID, object_id: UUID) -> str:
        """The path with this project, and everything else that takes an id pointing at the object."""
        url = self.path
        for name, kind in self.parameters.items():
            value = project_id if name == "project_id" else {UUID: object_id, int: 1}.get(kind, "x")
            url = url.replace(f"{{{name}:{kind.__name__.lower()}}}", str(value))
        return url


def _ids(hint: Any) -> bool:
    return hint is UUID or UUID in get_args(hint)


def _route(route: HTTPRoute, handler: HTTPRouteHandler, method: str) -> Route:
    parameters = {name: parameter.type for name, parameter in route.path_parameters.items()}
    arguments = handler.parsed_fn_signature.parameters
    queries = [name for name, of in arguments.items() if name not in parameters and _ids(of.annotation)]
    name = "get_openapi" if "/openapi" in route.path else str(handler.name).split("/")[0]
    permission, asks_for = str(handler.opt.get("permission")), handler.opt.get("asks_for")
    return Route(method, route.path, name, permission, parameters, queries, asks_for)


def routes_of(app: Litestar) -> Iterator[Route]:
    """Everything that is served under /api."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                yield from (_route(route, handler, method) for method in handler.http_methods if method != "OPTIONS")


class Walk:
    """The application with everybody in it, and requests in anybody's name."""

    def __init__(self, app: Litestar, world: World, project_id: UUID) -> None:
        self.app = app
        self.routes = list(routes_of(app))
        self.world = world
        self.project_id = project_id
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://armslength.test")

    def guarded(self) -> list[Route]:
        """Routes of the API that need credentials."""
        return [route for route in self.routes if route.permission != "open" and route.path.startswith("/api/")]

    def inside(self, method_and_name: str) -> bool:
        """Whether `GET get_item` lies within a project."""
        return any(f"{route.method} {route.name}" == method_and_name and route.inside for route in self.routes)

    async def ask(
        self, route: Route, project_id: UUID, person: Person | None, query: str = "", object_id: UUID = OBJECT
    ) -> httpx.Response:
        """The request with B's ids wherever there is room for one."""
        headers = {"X-Armslength": "1"}
        if person:
            headers["Cookie"] = f"armslength_session={await self.world.cookie(person)}"
        body = None if route.method in ("GET", "DELETE") else BODIES.get(route.name, {})
        url = route.url(project_id, object_id) + (query or QUERIES.get(route.name, ""))
        if isinstance(body, bytes):
            return await self.client.request(route.method, url, headers=headers, content=body)
        return await self.client.request(route.method, url, headers=headers, json=body)


ANSWERS = {"q": {"item": {"state": "answered", "value": {"text": "x"}}}}
BODIES: dict[str, Any] = {
    "show_my_figures": {"shown": True},
    "update_member": {"role": "annotator"},
    "put_project_member": {"role": "annotator"},
    "set_grant": {"state": "active"},
    "answer_offer": {"answer": "accept"},
    "change_edge": {"min_bp": 1, "max_bp": 1, "state": "closed"},
    "link_vendor": {"party_id": None},
    "update_batch": {"name": "x"},
    "add_items": {"rows": [{"a": "b"}]},
    "upload_import_part": b"x",
    "preview_import": {},
    "start_import": {"mapping": {"fields": {"text": "text"}}},
    "set_import_state": {"state": "paused"},
    "set_item_state": {"state": "cancelled"},
    "create_view": {"name": "x"},
    "create_bulk_act": {"act": "retire", "item_ids": [str(OBJECT)]},
    "set_bulk_act_state": {"state": "cancelled"},
    "update_view": {"name": "x"},
    "set_default_view": {"view_id": str(OBJECT)},
    "skip_assignment": {"reason": "other", "comment": "x"},
    "flag_item": {"reason": "other", "comment": "x"},
    "save_draft": {"revision": 0, "answers": ANSWERS},
    "submit_annotation": {"key": str(OBJECT), "answers": ANSWERS, "active_ms": 1, "schema_version": 1},
    "resolve_flag": {"note": "x"},
    "put_care": {"warnings": ["gore"], "batches": [{"id": str(OBJECT), "warnings": ["hate"]}]},
    "put_notification_choices": {"muted": ["work.returned"]},
    "read_notifications": {"ids": [str(OBJECT)]},
    "create_skill": {"name": "x"},
    "create_trait": {"name": "x", "why": "y", "options": ["a", "b"]},
    "tell_my_trait": {"option": "a", "consent": True},
    "put_skill": {"name": "x"},
    "put_required_skills": {"skills": [str(OBJECT)]},
    "put_writing_policy": {"active": True},
    "put_my_shortcuts": {"keys": {"bench.skip": ["Alt+KeyX"]}},
    "put_my_care": {"declined": ["gore"]},
    "put_gold": {"use": "hidden", "key": {"answers": ANSWERS}},
    "preview_routing": {"version": 0, "holders": []},
    "put_routing": {"version": 0, "holders": []},
    "put_portions": {"items": 100, "hours": 24},
    "put_branches": {
        "version": 0,
        "branches": [{"name": n, "title": n, "questions": [{"question": "q"}]} for n in ("a", "b")],
    },
    "decide_assembled_item": {"answers": ANSWERS},
    "put_price": {"micros": 1},
    "add_brand_words": {"words": ["Snow Leopard"]},
    "accept_brand_words": {"words": ["Snow Leopard"], "reason": "x"},
    "put_qualification": {"state": "barred", "note": "x"},
    "decide_review": {"key": str(OBJECT), "verdict": "accept"},
    "create_schema_migration": {"from_version": 1, "steps": []},
    "restore_my_version": {"version": 1, "revision": 0},
    "restore_answer": {"key": str(OBJECT), "stands": str(OBJECT), "reason": "x"},
    "draft_schema_plan": {"schema": {"fields": [], "questions": []}},
    "sample_judge": {"source": "judge", "version": "1", "question": "topic"},
    "ask_suggestions": {"answers": ANSWERS},
    "appeal": {"text": "x"},
    "begin_comment": {"key": str(OBJECT), "place": {"field": "text"}, "text": "x"},
    "reply_to_comment": {"key": str(OBJECT), "text": "x"},
    "decide_appeal": {"decision": "granted", "reply": "x"},
    "decide_concern": {"state": "upheld", "reason": "x"},
    "decide_concern_appeal": {"decision": "granted", "reply": "x"},
    "appeal_concern": {"text": "x"},
    "act_on_disagreement": {"question": "q", "act": "note", "text": "x"},
    "put_detection": {"shared": True},
    "decide_adjudication": {"key": str(OBJECT), "take": 1},
    "create_export": {"format": "jsonl"},
    "replay_webhook": {"delivery_ids": [str(OBJECT)]},
    "replay_project_webhook": {"delivery_ids": [str(OBJECT)]},
    "undo_severance": {"reason": "x"},
    "close_incident": {"reason": "x"},
    "plant_canaries": {"vendor_id": str(OBJECT), "batch_id": str(OBJECT), "rows": [{"text": "x"}]},
    "make_renditions": {"fields": {}, "brand_words": False},
    "add_renditions": {"tier": "redacted", "rows": [{"item_id": str(OBJECT), "content": {"text": "x"}}]},
    "put_canary_policy": {"share": 0.01},
    "make_variants": {"fields": ["text"], "kinds": ["spelling"]},
    "supply_variants": {"rows": [{"external_id": "x", "fields": {"text": "x"}}]},
    "trace_text": {"text": "x", "project_id": str(OBJECT)},
}
"""Well-formed bodies of requests that name an object, so that it is the object they fail on."""
QUERIES = {"upload_import_part": "?offset=0"}
"""What such a request needs in its query."""


@pytest.fixture
async def walk(
    request: pytest.FixtureRequest, postgres: Any, database_name: str, owner: Any, db: Database, tmp_path: Path
) -> AsyncIterator[Walk]:
    """The marked rows are tenant B's, or, asked so by a test's parameter, those of another project next door."""
    db.notary = notary_of(tmp_path / "keys")  # the application's
    world = await make_world(db, FixedClock(datetime.now(UTC)))
    project_id = await world.project(world.northwind)
    await world.grant(project_id)
    tenant = world.northwind if getattr(request, "param", "") == "next door" else TENANT_B
    hidden = sorted({*await catalogue.tables(owner)} - catalogue.REGISTER)  # everybody may look at the register
    await fill_one(owner, hidden, tenant, OBJECT, MARK)
    async with unserved(postgres.app_url(database_name), tmp_path) as app:
        yield Walk(app, world, project_id)


async def test_what_is_open_is_on_the_list(walk: Walk) -> None:
    assert {route.name for route in walk.routes if route.permission == "open"} <= OPEN
    assert {"sign_in", "list_people", "set_grant", "list_log", "get_health"} <= {route.name for route in walk.routes}


async def test_without_credentials_nothing_is_told(walk: Walk) -> None:
    for route in walk.guarded():
        for project_id in (OBJECT, walk.project_id):
            answer = await walk.ask(route, project_id, None)
            assert answer.status_code == 401, route
            assert answer.json()["error"]["code"] == "identity.not_signed_in", route


async def test_another_tenants_project_does_not_exist(walk: Walk) -> None:
    """Word for word the answer that a made-up id gets."""
    for route in walk.guarded():
        if route.inside:
            people = (walk.world.olga, walk.world.ada, walk.world.vera)
            asks = [walk.ask(route, project_id, person) for person in people for project_id in (OBJECT, MADE_UP)]
            heard = await asyncio.gather(*asks)  # at once: refusals wait for a tick
            for person, theirs, nobodys in zip(people, heard[::2], heard[1::2], strict=True):
                told = 200 if route.asks_for and person.side == "vendor" else 404
                assert theirs.status_code == nobodys.status_code == told, route
                assert theirs.content == nobodys.content, route


async def not_told_missing(walk: Walk) -> dict[str, tuple[int, str]]:
    """Routes that do not say 404 to an owner who names another tenant's object in her own project.

    "Gone already" (204, 409) will do where a made-up id hears the very same. A malformed request proves nothing.
    """
    wrong = {}
    for route in walk.guarded():
        if any(kind is UUID for name, kind in route.parameters.items() if name != "project_id"):
            theirs = await walk.ask(route, walk.project_id, walk.world.olga)
            nobodys = await walk.ask(route, walk.project_id, walk.world.olga, object_id=MADE_UP)
            same = (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
            if not same or theirs.status_code not in (404, 204, 409):
                wrong[f"{route.method} {route.name}"] = (theirs.status_code, theirs.text[:200])
    return wrong


async def test_another_tenants_objects_do_not_exist_in_ones_own_project(walk: Walk) -> None:
    """By the owner, who may do everything: what fails is the object, not the right."""
    assert await not_told_missing(walk) == {}


async def is_there(walk: Walk, route: Route) -> bool:
    """Whether the object exists in its own project, so that its absence elsewhere says something."""
    if not route.inside or len(route.parameters) == 1:
        return False
    return (await walk.ask(route, OBJECT, walk.world.olga)).status_code != 404


@pytest.mark.parametrize("walk", ["next door"], indirect=True)
async def test_objects_of_another_project_do_not_exist_in_this_one(walk: Walk) -> None:
    """The same tenant, the wrong project: a role in one must not open what lies in the other."""
    wrong = await not_told_missing(walk)
    of_the_tenant = {
        "PUT set_grant",
        "POST offer_grant",
        "PUT put_project_member",
    }  # vendors and people belong to no project
    assert {name: what for name, what in wrong.items() if walk.inside(name) and name not in of_the_tenant} == {}
    there = {route.name for route in walk.routes if await is_there(walk, route)}
    assert {"get_item", "update_batch", "get_import", "get_release", "get_export", "create_export"} <= there


async def test_a_route_that_forgets_is_found(walk: Walk) -> None:
    """The walker sees a route added today, and the wrong answer it gives."""

    @get("/api/v1/projects/{project_id:uuid}/things/{thing_id:uuid}", name="leak", opt={"permission": "item.read"})
    async def leak(project_id: UUID, thing_id: UUID) -> dict[str, str]:
        return {"text": f"{project_id} {thing_id}"}

    walk.app.register(leak)
    walk.routes = list(routes_of(walk.app))
    assert set(await not_told_missing(walk)) == {"GET leak"}


async def test_no_answer_shows_anything_of_another_tenant(walk: Walk) -> None:
    """Every route, in one's own project, with B's ids in the path and in every query parameter that takes an id."""
    for route in walk.guarded():
        for query in ("", *(f"?{name}={OBJECT}" for name in route.queries)):
            answer = await walk.ask(route, walk.project_id, walk.world.olga, query)
            assert MARK not in answer.text, route
            assert answer.status_code < 500 and answer.status_code not in (401, 403), (route, answer.text)


@pytest.mark.parametrize("side", get_args(Side))
@pytest.mark.parametrize("role", get_args(Role))
async def test_the_table_of_permissions_holds_on_every_route(walk: Walk, side: Side, role: Role) -> None:
    """Who does not carry a route's permission gets 403; who does is not stopped by the guard."""
    world = walk.world
    person = await world.person("Newcomer", world.northwind, role, world.fairlabel if side == "vendor" else None)
    project_role: Role = "manager" if role == "owner" else role
    await world.join(person, walk.project_id, project_role)
    inside = permissions_of(side, role if side == "customer" else project_role)
    for route in walk.guarded():
        carried = inside if route.inside else permissions_of(side, role)
        answer = await walk.ask(route, walk.project_id, person)
        code = answer.json()["error"]["code"] if answer.status_code >= 400 else ""
        if route.permission != "signed_in" and route.permission not in carried:
            assert (answer.status_code, code) == (403, "identity.forbidden"), route
        else:
            assert f'"permission":"{route.permission}"' not in answer.text, (route, answer.text)
            assert code not in ("identity.not_signed_in", "projects.not_found"), (route, answer.text)


async def test_nobody_but_owner_and_manager_of_the_customer_exports(walk: Walk) -> None:
    exporting = [route for route in walk.guarded() if route.permission == "release.export"]
    for name in ("rita", "ada", "victor", "vera"):
        person = walk.world.people[name]
        await walk.world.join(person, walk.project_id, "manager" if name == "victor" else "annotator")
        for route in exporting:
            assert (await walk.ask(route, walk.project_id, person)).status_code == 403, route


async def test_every_permission_guards_something_or_is_asked_for(walk: Walk) -> None:
    assert {route.permission for route in walk.guarded()} <= {*POLICY.titles, "signed_in"}
