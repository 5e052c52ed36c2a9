"""A pytest plugin: the wall made weaker in one way, named by ARMSLENGTH_MUTANT. See tests.mutants."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import asyncpg
import pytest

import tests.conftest as conftest
from armslength.vendors.rules.influence import Influence
from armslength.vendors.service.judging import Judging
from armslength.walls.repository import deliveries

Swap = tuple[str, str, str]
"""A function of the database, a piece of its text, and what stands there instead."""

_UNLESS = "not exists (select from "
_FIRM_LEFT = (
    " and not exists (select from affiliation gone where gone.person_id = of_person and gone.until is not null)"
)

SWAPS: dict[str, list[Swap]] = {
    "an ownership change revokes nothing": [
        ("armslength_keep_apart", "delete from clearance c where", "delete from clearance c where false and"),
    ],
    "a session outlives employment": [
        ("armslength_admit_within", f"{_UNLESS}affiliation a", f"false and {_UNLESS}affiliation a"),
        ("armslength_admit_within", f"{_UNLESS}membership m", f"false and {_UNLESS}membership m"),
    ],
    "no person wall": [("armslength_kept_out", "begin\n", "begin\n    return null;\n")],
    "history hangs on accounts": [
        ("armslength_knows_rival", "h.until > at", "h.until > at" + _FIRM_LEFT),
        ("armslength_claim", "begin\n", "begin\n    return true;\n"),
    ],
    "a session works anywhere": [("armslength_pass", "if of_session is not null then", "if false then")],
    "severing ends leases, not sessions": [("armslength_grant_held", "return exists", "return true or exists")],
}


def _votes_alone() -> None:
    def leading(self: Influence, number: int) -> Iterator[tuple[int, tuple[Any, int]]]:
        for holder in self._controllers(number):
            yield holder, ("control", self._shares.in_bp(number).get(holder, 0))

    Influence._find_leading = leading  # type: ignore[method-assign]


def _revokes_nothing() -> None:
    async def settle(self: Judging, tx: Any, view: Any) -> None:
        return None

    Judging._settle = settle  # type: ignore[method-assign]


_THERE = " and i.project_id is not distinct from $2"


def _any_compartment() -> None:
    for table in (deliveries.CONTENT, deliveries._DELIVERED):
        for kind, sql in table.items():
            table[kind] = sql.replace(_THERE, "")
    deliveries._PLAIN = deliveries._PLAIN.replace(_THERE, "")  # type: ignore[misc]


PATCHES: dict[str, Callable[[], None]] = {
    "only control by votes counts": _votes_alone,
    "an ownership change revokes nothing": _revokes_nothing,
    "writes leave their compartment": _any_compartment,
}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Weaken the code now, and the database when it has been made."""
    name = os.environ["ARMSLENGTH_MUTANT"]
    PATCHES.get(name, lambda: None)()
    make = conftest._make_template

    async def made_weaker(server: Any) -> None:
        await make(server)
        owner = await asyncpg.connect(server.url(conftest.TEMPLATE))
        try:
            for function, piece, instead in SWAPS.get(name, []):
                text = await owner.fetchval("select pg_get_functiondef($1::regproc)", function)
                assert piece in text, f"{function} no longer says {piece!r}"
                await owner.execute(text.replace(piece, instead))
        finally:
            await owner.close()

    conftest._make_template = made_weaker
