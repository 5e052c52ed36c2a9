"""What people say of themselves is nowhere but in its own room: in no other table, route, schema or list."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.identity.conftest import as_, client_of, small_app
from tests.people import Person, World, make_world

import armslength
from armslength.identity.routes import routes as identity_routes
from armslength.keys.service import KeyService
from armslength.kit.db import Database
from armslength.ledger.service import Notary
from armslength.projects.service.brands import Brands
from armslength.storage.service import Storage
from armslength.storage.settings import StorageSettings
from armslength.traits.routes import routes
from armslength.traits.service import TraitsService
from armslength.truth.service import TruthService
from armslength.walls.service import WallsService

SOURCES = Path(armslength.__file__).parent
CONTRACT = SOURCES.parents[1] / "contracts" / "openapi.json"
OWN = {
    "list_traits", "create_trait", "remove_trait", "list_my_traits", "tell_my_trait", "withdraw_my_trait", "get_groups",
}  # fmt: skip


def test_no_other_room_names_its_tables_or_itself() -> None:
    named = re.compile(r"\btrait(_said|_sheet|_mark)?\b|armslength\.traits")
    strangers = {
        path.relative_to(SOURCES).parts[0] for path in SOURCES.rglob("*.py") if named.search(path.read_text("utf-8"))
    }
    assert strangers == {"traits", "entry"}
    at_the_door = [path for path in (SOURCES / "entry").rglob("*.py") if named.search(path.read_text("utf-8"))]
    assert {path.name for path in at_the_door} == {"rooms.py", "wiring.py", "cli.py"}


def test_no_other_operation_takes_or_tells_a_trait() -> None:
    """Nothing of one item, no list, filter, view, search, release, export, webhook or statement."""
    contract = json.loads(CONTRACT.read_text("utf-8"))
    schemas = contract["components"]["schemas"]

    def reached(part: Any, seen: set[str]) -> set[str]:
        for name in re.findall(r"#/components/schemas/([\w.]+)", json.dumps(part)):
            if name not in seen:
                seen.add(name)
                reached(schemas[name], seen)
        return seen

    groups = {name for name in schemas if re.match(r"Group(?!View)", name)}
    assert {"Groups", "GroupSheet", "GroupQuestion", "GroupFigures", "GroupFigure"} <= groups
    telling = {
        operation["operationId"]
        for path in contract["paths"].values() for operation in path.values()
        if any("trait" in name.lower() or name in groups for name in reached(operation, set()))
        or "trait" in json.dumps(operation.get("parameters", [])).lower()
    }  # fmt: skip
    assert telling == OWN
    # And what is told of groups is of a project: it has no item, batch, firm or person to ask for.
    (asked,) = [
        operation["parameters"] for path in contract["paths"].values() for operation in path.values()
        if operation["operationId"] == "get_groups"
    ]  # fmt: skip
    assert [each["name"] for each in asked] == ["project_id"]


@pytest.fixture
async def world(db: Database) -> World:
    return await make_world(db)


async def test_who_may_ask_and_who_sees_what(db: Database, world: World, tmp_path: Path) -> None:
    notary = db.notary
    assert isinstance(notary, Notary) and isinstance(notary.keys, KeyService)
    keys = notary.keys
    walls = WallsService(db, keys, Storage.open(StorageSettings(), tmp_path), world.clock)
    brands = Brands(db, keys, walls, world.vendors, world.clock)
    traits = TraitsService(db, keys, brands, world.clock, TruthService(db, walls, keys, world.clock).believing)
    app = small_app(world, [*identity_routes, *routes], traits=traits)
    project = await world.project(world.northwind)
    for who in (world.ada, world.vera, world.victor):
        await world.join(who, project, who.role)
    await world.grant(project)
    async with client_of(app) as api:
        api.headers["X-Armslength"] = "1"

        async def ask(by: Person, method: str, path: str, body: Any = None) -> httpx.Response:
            headers = as_(await world.cookie(by))
            return await api.request(method, f"/api/v1{path}", json=body, headers=headers)

        given = {"name": "Age", "why": "To see.", "options": ["under 40", "40 and over"]}
        assert (await ask(world.maya, "POST", "/traits", given | {"at_least": 4})).status_code == 422
        assert (await ask(world.maya, "POST", "/traits", given)).status_code == 201
        (trait,) = (await ask(world.maya, "GET", "/traits")).json()["items"]
        for part in ({"name": "Northwind Labs"}, {"why": "For Northwind Labs."}, {"options": ["Northwind Labs", "b"]}):
            refused = await ask(world.maya, "POST", "/traits", given | {"name": "x"} | part)
            assert (refused.status_code, refused.json()["error"]["code"]) == (409, "projects.brand_words"), (
                "vendors would read it"
            )
        said, known = {"option": "under 40", "consent": True}, {}
        for who in (world.ada, world.vera):
            known[who.name] = f"/me/traits/{(await ask(who, 'GET', '/me/traits')).json()['items'][0]['id']}"
            assert (await ask(who, "PUT", known[who.name], said)).status_code == 200
        assert len({*known.values(), f"/me/traits/{trait['id']}"}) == 3, "nobody knows it by an id to be compared"
        mine = known["Vera"]
        for who in (world.ada, world.alice, world.rita, world.vera, world.victor):
            assert (await ask(who, "GET", "/traits")).status_code == 403
            assert (await ask(who, "POST", "/traits", given | {"name": "x"})).status_code == 403
            assert (await ask(who, "GET", f"/projects/{project}/groups")).status_code in (403, 404)
        # Who manages reads the same whether anybody said something, and what; so does everybody else of themselves.
        before = [(await ask(who, "GET", "/me/traits")).json() for who in (world.victor, world.maya, world.alice)]
        assert all(each["items"][0]["said"] is None for each in before)
        listed = (await ask(world.maya, "GET", "/traits")).json()
        assert (await ask(world.vera, "DELETE", mine)).status_code == 204
        assert (await ask(world.maya, "GET", "/traits")).json() == listed
        assert (await ask(world.ada, "GET", "/me/traits")).json()["items"][0]["said"] == "under 40"
        assert (await ask(world.carol, "GET", "/me/traits")).json() == {"items": []}, "another customer's are not there"
        assert (await ask(world.carol, "PUT", mine, {"option": "under 40", "consent": True})).status_code == 404
        assert (await ask(world.maya, "GET", f"/projects/{project}/groups")).json()["items"][0]["questions"] == []
