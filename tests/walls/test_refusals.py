"""I12 over HTTP: a vendor's people cannot tell why they are refused, nor that there is anything they are kept from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.walls.refusing import SECRET, Refusing, make_refusing

from armslength.entry import quiet
from armslength.identity.errors import OutOfReach
from armslength.kit.db import Database
from armslength.vendors.errors import NoSuchOffer
from armslength.walls.errors import ContentMissing

ASKING = ("/projects/{project}/work/next", "/projects/{project}/review/next", "/projects/{project}/adjudication/next")
TELLING = (
    "/projects/{project}", "/projects/{project}/schema", "/projects/{project}/guideline", "/projects/{project}/brief",
    "/projects/{project}/progress", "/projects/{project}/members", "/projects/{project}/batches",
)  # fmt: skip


@pytest.fixture
async def refusing(db: Database, postgres: Any, database_name: str, tmp_path: Path) -> AsyncIterator[Refusing]:
    async with make_refusing(db, postgres.app_url(database_name), tmp_path) as made:
        yield made


async def test_every_reason_is_told_in_the_same_words(refusing: Refusing) -> None:
    """Status, headers and body, byte by byte; the project's name reaches nobody whom the wall keeps out."""
    for method, paths in (("POST", ASKING), ("GET", TELLING)):
        for path in paths:
            told = {}
            for who in refusing.cases:
                answer = await refusing.ask(who, method, path)
                told[who.reason] = (answer.status_code, sorted(answer.headers.items()), answer.content)
            assert len(set(map(repr, told.values()))) == 1, (path, told)
            assert told["no such project"][0] == (200 if method == "POST" else 404), path
    for who in refusing.cases:
        for path in ("/projects", "/work"):
            answer = await refusing.ask(who, "GET", path)
            if who.reason in ("knows a rival", "quarantined", "left the firm"):
                assert answer.status_code == 200 and SECRET not in answer.text, (who.reason, path)
    for path in ("/projects", "/work", "/projects/{project}"):
        assert SECRET in (await refusing.ask(refusing.welcome, "GET", path)).text, path


async def test_an_empty_queue_is_told_like_a_refusal(refusing: Refusing) -> None:
    here = refusing.labs.b
    await here.project(state="paused")
    idle = await refusing.ask(refusing.welcome, "POST", ASKING[0])
    await here.project(state="active", person_cap=1)
    work = (await refusing.ask(refusing.welcome, "POST", ASKING[0])).json()
    capped = await refusing.ask(refusing.welcome, "POST", ASKING[0], have=[work["assignment"]["id"]])
    walled = await refusing.ask(refusing.cases[0], "POST", ASKING[0])
    assert idle.content == capped.content == walled.content
    assert sorted(idle.headers.items()) == sorted(capped.headers.items()) == sorted(walled.headers.items())


async def test_the_customer_is_told_why(refusing: Refusing) -> None:
    for who in refusing.cases:
        await refusing.ask(who, "GET", "/projects/{project}")
    rows = await refusing.labs.b.read("select reason from wall_refusal where tenant_id = $1 and kind = 'metadata'")
    assert sorted(row["reason"] for row in rows) == ["employer", "person", "quarantined"]


def test_refusals_leave_on_the_tick() -> None:
    """Whatever it took, what is left ends on a multiple of the tick; an offer behind a wall, too."""
    assert {OutOfReach, ContentMissing, NoSuchOffer} <= quiet.HANDLERS.keys()
    for passed in (0.0, 0.001, 0.0999, 0.1, 0.273):
        ends = (passed + quiet.left(passed)) / quiet.TICK
        assert abs(ends - round(ends)) < 1e-9 and 0 < quiet.left(passed) <= quiet.TICK
