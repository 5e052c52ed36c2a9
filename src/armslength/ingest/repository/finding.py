"""Finding items: by filters, in an order, a page at a time; and counting them.

A page costs the same wherever it stands: it begins after a key, and every filter is either answered by an index or
looked at item by item inside a stretch of places (`until`) that the caller sets. What each index is for:
item_phase (state), item_batch_phase (batch, with or without a state), item_flagged, the unique one of (project, ord).
"""

from dataclasses import dataclass
from typing import Final, get_args
from uuid import UUID

import asyncpg

from armslength.ingest.model import ItemFilter, ItemSort, ItemState
from armslength.ingest.views import ITEM_STATE
from armslength.kit.db import Tx

SHOWN: Final = (
    f"i.id, i.ord, i.external_id, i.batch_id, b.name as batch_name, {ITEM_STATE} as state, i.wanted, i.taken,"
    " i.answers, i.flags, i.created_at"
)
BATCH: Final = "join batch b on b.tenant_id = i.tenant_id and b.id = i.batch_id"
_ORDER: Final[dict[ItemSort, str]] = {"ord": "i.ord", "-ord": "i.ord desc", "-flags": "i.flags desc, i.ord"}
_CONDITIONS: Final[dict[str, str]] = {
    "state": f"{ITEM_STATE} = {{0}}",
    "batch_id": "i.batch_id = {0}",
    "external_id": "i.external_id = {0}",
    # `offset 0` keeps these two what they are, a look-up per item: a join would read all that a person ever answered,
    # or all that was ever searchable.
    "annotated_by": "exists (select from standing s"
    " where s.tenant_id = i.tenant_id and s.item_id = i.id and s.person_id = {0} offset 0)",
    "contains": "exists (select from item_term t where t.tenant_id = i.tenant_id and t.project_id = i.project_id"
    " and t.item_id = i.id and t.field = {1} and position(lower({0}) in lower(t.value)) > 0 offset 0)",
}
_FLAGGED: Final = {True: "i.flags > 0", False: "i.flags = 0"}
_PHASES: Final = ", ".join(f"('{phase}')" for phase in get_args(ItemState))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a page begins, after this key in the order of its sort, and the place beyond which nobody looks."""

    sort: ItemSort = "ord"
    after: tuple[int, ...] | None = None
    until: int | None = None


async def page(tx: Tx, project_id: UUID, wanted: ItemFilter, stretch: Stretch, limit: int) -> list[asyncpg.Record]:
    """Items as lists show them."""
    source, args = _found(tx, project_id, wanted, stretch, limit)
    return await tx.rows(f"select {SHOWN} from ({source}) i {BATCH} order by {_ORDER[stretch.sort]}", *args)


async def ids(tx: Tx, project_id: UUID, wanted: ItemFilter, stretch: Stretch, limit: int) -> list[asyncpg.Record]:
    """(id, ord, state) of items, and nothing of what is in them."""
    source, args = _found(tx, project_id, wanted, stretch, limit)
    return await tx.rows(
        f"select i.id, i.ord, {ITEM_STATE} as state from ({source}) i order by {_ORDER[stretch.sort]}", *args
    )


async def count(tx: Tx, project_id: UUID, wanted: ItemFilter, until: int | None, most: int) -> int:
    """How many there are, counted up to `most`, and up to the place `until`."""
    conditions, args = _conditions(tx, project_id, wanted, Stretch(until=until))
    sql = f"select count(*) from (select from item i where {conditions} limit ${len(args) + 1}) found"
    found: int = await tx.value(sql, *args, most)
    return found


def fitting(tx: Tx, project_id: UUID, wanted: ItemFilter) -> tuple[str, list[object]]:
    """A query for the ids of all items that fit, and its arguments, the first two of which are the tenant and the
    project: to be read inside another statement, at that statement's moment."""
    conditions, args = _conditions(tx, project_id, wanted, Stretch())
    return f"select i.id from item i where {conditions}", args


async def last_ord(tx: Tx, project_id: UUID) -> int:
    """The last place of the project's queue; 0 without items."""
    last: int | None = await tx.value(
        "select max(ord) from item where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id
    )
    return last or 0


def _found(
    tx: Tx, project_id: UUID, wanted: ItemFilter, stretch: Stretch, limit: int
) -> tuple[str, list[object]]:  # fmt: skip
    """The rows of `item`, sorted and cut at the limit. Those of a batch are merged from its states, each of which an
    index holds in order; walking through the project until the batch comes would cost as much as all before it."""
    conditions, args = _conditions(tx, project_id, wanted, stretch)
    args.append(limit)
    tail = f"order by {_ORDER[stretch.sort]} limit ${len(args)}"
    one = f"select i.* from item i where {conditions}"
    if wanted.batch_id is None or wanted.state is not None or stretch.sort == "-flags":
        return f"{one} {tail}", args
    states = f"(values {_PHASES}) as p (phase) cross join lateral ({one} and i.phase = p.phase {tail}) i"
    return f"select i.* from {states} {tail}", args


def _conditions(tx: Tx, project_id: UUID, wanted: ItemFilter, stretch: Stretch) -> tuple[str, list[object]]:
    args: list[object] = [tx.tenant_id, project_id]
    said = ["i.tenant_id = $1", "i.project_id = $2"]

    def add(condition: str, *values: object) -> None:
        said.append(condition.format(*(f"${len(args) + place}" for place in range(1, len(values) + 1))))
        args.extend(values)

    for name, condition in _CONDITIONS.items():
        if (value := getattr(wanted, name)) is not None:
            add(condition, *((value, wanted.field) if name == "contains" else (value,)))
    if wanted.flagged is not None:
        add(_FLAGGED[wanted.flagged])
    down = stretch.sort == "-ord"
    if stretch.sort == "-flags":
        add(_FLAGGED[True])
        if stretch.after is not None:
            add("(i.flags < {0} or i.flags = {0} and i.ord > {1})", *stretch.after)
    elif stretch.after is not None:
        add("i.ord < {0}" if down else "i.ord > {0}", *stretch.after)
    if stretch.until is not None:
        add("i.ord >= {0}" if down else "i.ord <= {0}", stretch.until)
    return " and ".join(said), args
