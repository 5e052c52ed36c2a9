"""Finding answers that stand: by filters, in the order in which their authors gave them, a page at a time.

One row per place that somebody holds on an item: the author's last own words are its place in the order, what stands
for them now (their words, a fix, a version put back) is what is shown. `annotation_project` and `annotation_person`
have that order; everything else is looked up answer by answer (`offset 0` keeps a look-up from becoming a join over all
answers) inside a stretch that the caller sets, or among the few candidates that an index names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.annotation.model import AnswerFilter, AnswerSort
from armslength.ingest.views import ITEM_STATE
from armslength.kit.db import Tx

Key = tuple[datetime, UUID]
_LAST: Final = (
    " and a.stage = 'annotate' and not exists (select from annotation l where l.tenant_id = a.tenant_id"
    " and l.assignment_id = a.assignment_id and l.stage = 'annotate'"
    " and (l.submitted_at, l.id) > (a.submitted_at, a.id) offset 0)"
)
_REWORKS: Final = (
    "(select count(*) - 1 from annotation t where t.tenant_id = a.tenant_id and t.assignment_id = a.assignment_id"
    " and t.stage = 'annotate')"
)
_STANDS: Final = (
    " cross join lateral (select s.annotation_id, s.verdict, s.person_id from standing s"
    " where s.tenant_id = a.tenant_id and s.assignment_id = a.assignment_id offset 0) s"
)
_WORDS: Final = (
    " cross join lateral (select n.schema_version, n.guideline_version, n.stage from annotation n"
    " where n.tenant_id = a.tenant_id and n.id = s.annotation_id offset 0) n"
)
_ITEM: Final = (
    f" cross join lateral (select i.ord, i.external_id, i.batch_id, i.flags, {ITEM_STATE} as state from item i"
    " where i.tenant_id = a.tenant_id and i.id = a.item_id offset 0) i"
)
_SHOWN: Final = (
    f"s.annotation_id, a.id as own_id, a.assignment_id, a.item_id, i.ord, i.external_id, i.batch_id, i.state, i.flags,"
    f" s.person_id, a.organization_id, s.verdict, a.submitted_at, n.schema_version, n.guideline_version, n.stage,"
    f" {_REWORKS}::int as reworks"
)
_CONDITIONS: Final[dict[str, str]] = {
    "person_id": "a.person_id = {0}",
    "organization_id": "a.organization_id = {0}",
    "item_id": "a.item_id = {0}",
    "since": "a.submitted_at >= {0}",
    "until": "a.submitted_at < {0}",
    "verdict": "s.verdict = {0}",
    "batch_id": "i.batch_id = {0}",
    "schema_version": "n.schema_version = {0}",
    "guideline_version": "n.guideline_version = {0}",
    "reworks": f"{_REWORKS} >= {{0}}",
    "value": "exists (select from answer_term t where t.tenant_id = a.tenant_id and t.annotation_id = s.annotation_id"
    " and t.question = {1} and t.value = {0} offset 0)",
}
_GOLD: Final = {True: "i.state = 'gold'", False: "i.state <> 'gold'"}
_FLAGGED: Final = {True: "i.flags > 0", False: "i.flags = 0"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a page begins, after this key, and the key beyond which nobody looks. `only`: all that can fit, by the
    assignments that they were given for."""

    sort: AnswerSort = "-at"
    after: Key | None = None
    until: Key | None = None
    only: Sequence[UUID] | None = None


async def page(tx: Tx, project_id: UUID, wanted: AnswerFilter, stretch: Stretch, limit: int) -> list[asyncpg.Record]:
    """Answers as the list shows them."""
    where, args = _conditions(tx, project_id, wanted, stretch)
    return await tx.rows(
        f"select {_SHOWN} from annotation a{_STANDS}{_WORDS}{_ITEM} where {where} order by {_order(stretch.sort)}"
        f" limit ${len(args) + 1}",
        *args, limit,
    )  # fmt: skip


async def count(tx: Tx, project_id: UUID, wanted: AnswerFilter, stretch: Stretch, most: int) -> int:
    """How many there are, counted up to `most`."""
    where, args = _conditions(tx, project_id, wanted, stretch)
    found: int = await tx.value(
        f"select count(*) from (select from annotation a{_STANDS}{_looked(where)} where {where}"
        f" order by {_order(stretch.sort)} limit ${len(args) + 1}) found",
        *args, most,
    )  # fmt: skip
    return found


async def ids(tx: Tx, project_id: UUID, wanted: AnswerFilter, stretch: Stretch, limit: int) -> list[asyncpg.Record]:
    """(annotation_id, own_id, item_id, submitted_at) in the order of the list."""
    where, args = _conditions(tx, project_id, wanted, stretch)
    return await tx.rows(
        f"select s.annotation_id, a.id as own_id, a.item_id, a.submitted_at from annotation a{_STANDS}{_looked(where)}"
        f" where {where} order by {_order(stretch.sort)} limit ${len(args) + 1}",
        *args, limit,
    )  # fmt: skip


def fitting(tx: Tx, project_id: UUID, wanted: AnswerFilter) -> tuple[str, list[object]]:
    """A query for the ids of all annotations that stand and fit, and its arguments, the first two of which are the
    tenant and the project: to be read inside another statement, at that statement's moment."""
    where, args = _conditions(tx, project_id, wanted, Stretch())
    return f"select s.annotation_id from annotation a{_STANDS}{_looked(where)} where {where}", args


async def end(tx: Tx, project_id: UUID, wanted: AnswerFilter, stretch: Stretch, places: int) -> Key | None:
    """The key that is so many annotations further in the order; None where it ends before."""
    ordered = AnswerFilter(person_id=wanted.person_id, since=wanted.since, until=wanted.until)
    where, args = _conditions(tx, project_id, ordered, stretch, last=False)
    row = await tx.row(
        f"select a.submitted_at, a.id from annotation a where {where} order by {_order(stretch.sort)}"
        f" offset ${len(args) + 1} limit 1",
        *args, places,
    )  # fmt: skip
    return (row["submitted_at"], row["id"]) if row else None


async def candidates(tx: Tx, project_id: UUID, wanted: AnswerFilter, most: int) -> list[UUID] | None:
    """The assignments of all answers that can fit, where an index names them and they are at most so many."""
    if wanted.item_id is not None:
        asked = (("select s.assignment_id from standing s where s.tenant_id = $1 and s.project_id = $2"
                 " and s.item_id = $3"), [wanted.item_id])  # fmt: skip
        return await _few(tx, project_id, *asked, most=most)
    if wanted.value is not None:
        said = await tx.row(
            "select count(*) as terms, array_agg(distinct n.assignment_id) as of from (select t.annotation_id"
            " from answer_term t where t.tenant_id = $1 and t.project_id = $2 and t.question = $3 and t.value = $4"
            " limit $5) t cross join lateral (select a.assignment_id from annotation a where a.tenant_id = $1"
            " and a.id = t.annotation_id offset 0) n",
            tx.tenant_id, project_id, wanted.question, wanted.value, most + 1,
        )  # fmt: skip
        assert said is not None  # an aggregate always has a row
        if said["terms"] <= most:
            return said["of"] or []
    if wanted.verdict is not None:
        sql = ("select s.assignment_id from standing s where s.tenant_id = $1 and s.project_id = $2"
               " and s.verdict = $3")  # fmt: skip
        return await _few(tx, project_id, sql, [wanted.verdict], most=most)
    return None


async def _few(tx: Tx, project_id: UUID, sql: str, args: Sequence[object], *, most: int) -> list[UUID] | None:
    rows = await tx.rows(f"{sql} limit ${len(args) + 3}", tx.tenant_id, project_id, *args, most + 1)
    return [row["assignment_id"] for row in rows] if len(rows) <= most else None


def _looked(where: str) -> str:
    """What conditions ask to be looked up."""
    return (_WORDS if " n." in where else "") + (_ITEM if " i." in where else "")


def _order(sort: AnswerSort) -> str:
    return "a.submitted_at, a.id" if sort == "at" else "a.submitted_at desc, a.id desc"


def _conditions(
    tx: Tx, project_id: UUID, wanted: AnswerFilter, stretch: Stretch, *, last: bool = True
) -> tuple[str, list[object]]:
    args: list[object] = [tx.tenant_id, project_id]
    said = ["a.tenant_id = $1", "a.project_id = $2"]

    def add(condition: str, *values: object) -> None:
        said.append(condition.format(*(f"${len(args) + place}" for place in range(1, len(values) + 1))))
        args.extend(values)

    for name, condition in _CONDITIONS.items():
        if (value := getattr(wanted, name)) is not None:
            add(condition, *((value, wanted.question) if name == "value" else (value,)))
    if wanted.gold is not None:
        said.append(_GOLD[wanted.gold])
    if wanted.flagged is not None:
        said.append(_FLAGGED[wanted.flagged])
    on, back = (">", "<=") if stretch.sort == "at" else ("<", ">=")
    if stretch.after is not None:
        add(f"(a.submitted_at, a.id) {on} ({{0}}, {{1}})", *stretch.after)
    if stretch.until is not None:
        add(f"(a.submitted_at, a.id) {back} ({{0}}, {{1}})", *stretch.until)
    if stretch.only is not None:
        add("a.assignment_id = any({0}::uuid[])", list(stretch.only))
    return " and ".join(said) + (_LAST if last else ""), args
