"""The table of permissions, cell by cell, against the guard. Generated from policy.csv, read here on its own."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, get_args

import pytest
from litestar import Litestar, get
from tests.identity.conftest import Client
from tests.people import Person, World

import armslength.identity
from armslength.identity.model import Role, Side
from armslength.identity.policy import assert_every_route_declares_permission, guard, read_policy
from armslength.identity.repository import keys
from armslength.identity.rules import make_key
from armslength.kit.ids import new_id

TABLE = Path(armslength.identity.__file__).with_name("policy.csv")
LINES = list(csv.DictReader(TABLE.open(encoding="utf-8")))
COLUMNS = [f"{side}_{role}" for side in get_args(Side) for role in get_args(Role)]
NOT_FOR_ANNOTATORS = [line["permission"] for line in LINES if line["permission"] not in {
    "project.read", "schema.read", "guideline.read", "work.annotate", "comment.write"}]  # fmt: skip


def says_yes(line: dict[str, str], column: str) -> bool:
    return line[column] == "yes"


async def newcomer(world: World, column: str) -> Person:
    side, role = column.split("_")
    firm = world.fairlabel if side == "vendor" else None
    return await world.person(f"New{role}", world.northwind, role, firm)  # type: ignore[arg-type]


def test_the_table_is_whole() -> None:
    assert list(LINES[0]) == ["permission", "title", *COLUMNS]
    assert len({line["permission"] for line in LINES}) == len(LINES)
    assert all(line[column] in ("yes", "no") for line in LINES for column in COLUMNS)
    assert all(line["title"] for line in LINES)


@pytest.mark.parametrize("column", ["customer_annotator", "vendor_annotator"])
@pytest.mark.parametrize("permission", NOT_FOR_ANNOTATORS)
def test_annotators_carry_the_least(column: str, permission: str) -> None:
    assert not any(says_yes(line, column) for line in LINES if line["permission"] == permission)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(
    "permission", ["release.export", "release.create", "answers.read", "exposure.read", "vendors.manage"]
)
def test_what_leaves_the_house_is_for_owner_and_manager_of_the_customer(permission: str, column: str) -> None:
    line = next(line for line in LINES if line["permission"] == permission)
    assert says_yes(line, column) == (column in ("customer_owner", "customer_manager"))


@pytest.mark.parametrize("side", get_args(Side))
def test_a_higher_role_carries_what_a_lower_one_does(side: str) -> None:
    for line in LINES:
        cells = [says_yes(line, f"{side}_{role}") for role in get_args(Role)]
        assert cells == sorted(cells, reverse=True), line["permission"]


def test_no_vendor_carries_what_the_customer_does_not() -> None:
    for line in LINES:
        for role in get_args(Role):
            vendor = says_yes(line, f"vendor_{role}")
            assert says_yes(line, f"customer_{role}") or not vendor, line["permission"]


@pytest.mark.parametrize("column", COLUMNS)
async def test_the_guard_follows_the_table(world: World, probed: Client, column: str) -> None:
    """Every permission, outside projects by the seat's role and inside one by the role there."""
    project_id = await world.project(world.northwind)
    await world.grant(project_id)
    person = await newcomer(world, column)
    role = column.split("_")[1]
    await world.join(person, project_id, "manager" if role == "owner" else role)  # type: ignore[arg-type]
    inside = "vendor_manager" if column == "vendor_owner" else column  # no project has an owner of the vendor's side
    probed.cookies.set("armslength_session", await world.cookie(person))
    for line in LINES:
        name = line["permission"]
        answer = await probed.get(f"/api/v1/probe/{name}")
        assert answer.status_code == (200 if says_yes(line, column) else 403), name
        answer = await probed.get(f"/api/v1/projects/{project_id}/probe/{name}")
        assert answer.status_code == (200 if says_yes(line, inside) else 403), name


@pytest.mark.parametrize("column", COLUMNS)
async def test_a_key_carries_no_more_than_its_scopes(world: World, probed: Client, column: str) -> None:
    person = await newcomer(world, column)
    key = await key_of(world, person, ["project.read", "release.export", "people.manage"])
    for line in LINES:
        answer = await probed.get(f"/api/v1/probe/{line['permission']}", headers={"Authorization": f"Bearer {key}"})
        within = line["permission"] in ("project.read", "release.export", "people.manage")
        assert answer.status_code == (200 if within and says_yes(line, column) else 403), line["permission"]


async def key_of(world: World, person: Person, scopes: list[str]) -> str:
    """A key written straight into the table: even one with too many scopes must not help."""
    key = make_key(b"\0\0\0\1", person.id.bytes + person.id.bytes)
    async with world.db.tenant(person.tenant_id) as tx:
        await keys.insert(tx, new_id(), person.id, "k", key.prefix, key.hash, scopes, world.clock.now(), None)
    return key.text


async def test_nothing_declared_is_refused_even_to_an_owner(world: World, probed: Client) -> None:
    probed.cookies.set("armslength_session", await world.cookie(world.olga))
    assert (await probed.get("/api/v1/undeclared")).status_code == 403
    assert (await probed.options("/api/v1/probe/project.read")).status_code == 403


def _app(**options: Any) -> Litestar:
    async def handler() -> str:
        return ""

    path = options.pop("path", "/x")
    return Litestar([get(path, **options)(handler)], guards=options.pop("guards", [guard]), openapi_config=None)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({}, "permission None"),
        ({"opt": {"permission": "item.raed"}}, "'item.raed'"),
        ({"opt": {"permission": "item.read"}, "path": "/projects/{id:uuid}"}, "project_id:uuid"),
        ({"opt": {"permission": "item.read"}, "path": "/projects/{project_id:str}/x"}, "project_id:uuid"),
        ({"opt": {"permission": "open"}, "path": "/projects/{project_id:uuid}/x"}, "open"),
    ],
)
def test_the_start_fails_on_a_route_the_guard_cannot_judge(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(RuntimeError, match="cannot judge") as failed:
        assert_every_route_declares_permission(_app(**options))
    assert problem in str(failed.value)


def test_the_start_fails_without_the_guard() -> None:
    async def handler() -> str:
        return ""

    app = Litestar([get("/x", opt={"permission": "open"})(handler)], openapi_config=None)
    with pytest.raises(RuntimeError, match="no guard"):
        assert_every_route_declares_permission(app)


def test_a_cell_that_is_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "policy.csv"
    broken.write_text(TABLE.read_text(encoding="utf-8").replace("yes", "maybe", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="yes or no"):
        read_policy(broken)
