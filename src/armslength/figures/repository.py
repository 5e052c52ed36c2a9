"""The tables of figures; and what people did under one customer, by project, counted for them.

Everything that crosses from a customer to where figures are kept goes through `move_out`; everything that comes back
through `parts_of_people` and `parts_of_firm`. The scope `figures` is opened in this file and nowhere else.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.figures.model import TASKS, Counted
from armslength.kit.db import Tx
from armslength.kit.ids import new_id

# An answer is a task, at its first version, in the month in which it was given. Gold, canaries and calibration count
# like everything else: nothing here may tell which they were. Quality is what the customer's own reviewers said first;
# a rejection that an appeal undid is none.
_WORK: Final = """
    with said as (
        select a.organization_id, a.person_id, least(45, greatest(0,
            round(10 * log(greatest(a.active_ms, 1000) / 1000.0))))::int as step
        from annotation a where a.tenant_id = $1 and a.project_id = $2 and a.stage = 'annotate'
            and a.supersedes is null and a.submitted_at < $3
    ), judged as (
        select (array_agg(r.organization_id order by r.decided_at, r.id))[1] as organization_id,
            r.author_id as person_id,
            (array_agg(r.verdict = 'accept' or exists (select from appeal p where p.tenant_id = $1
                and p.review_id = r.id and p.state = 'granted') order by r.decided_at, r.id))[1] as accepted
        from review r join membership m on m.tenant_id = $1 and m.person_id = r.reviewer_id and m.side = 'customer'
        where r.tenant_id = $1 and r.project_id = $2 and r.state = 'done' and r.stage = 'review' and r.decided_at < $3
        group by r.assignment_id, r.author_id
    ), answers as (
        select organization_id, person_id, count(*) as n from said group by 1, 2
    )
    select organization_id, person_id, 'quality' as measure,
        jsonb_build_object('tasks', count(*), 'accepted', count(*) filter (where accepted)) as counted
        from judged group by 1, 2
    union all select organization_id, person_id, 'time',
        jsonb_object_agg(step::text, n) || jsonb_build_object('tasks', sum(n))
        from (select organization_id, person_id, step, count(*) as n from said group by 1, 2, 3) each group by 1, 2
    union all select a.organization_id, a.person_id, 'pay:' || p.currency,
        jsonb_build_object('tasks', a.n, 'micros', a.n * p.micros)
        from answers a join answer_price p on p.tenant_id = $1 and p.project_id = $2
            and p.organization_id = a.organization_id and p.told"""


async def begin_month(tx: Tx, month: date, at: datetime) -> bool:
    """Whether it is this month's turn: never twice, never one before the last. Whoever comes at once waits here."""
    await tx.lock("figures", tx.tenant_id)
    tag = await tx.run(
        "insert into figure_month (tenant_id, month, done_at) select $1, $2, $3"
        " where not exists (select from figure_month where tenant_id = $1 and month >= $2)",
        tx.tenant_id, month, at,
    )  # fmt: skip
    return tag == "INSERT 0 1"


async def projects(tx: Tx) -> list[UUID]:
    """Those whose work is counted, in whatever state they are: all but restricted ones."""
    rows = await tx.rows("select id from project where tenant_id = $1 and not restricted order by id", tx.tenant_id)
    return [row["id"] for row in rows]


async def work(tx: Tx, project_id: UUID, before: datetime) -> list[asyncpg.Record]:
    """(organization_id, person_id, measure, counted) of all that was done in a project before then."""
    return await tx.rows(_WORK, tx.tenant_id, project_id, before)


async def taken(tx: Tx) -> list[asyncpg.Record]:
    """(project_id, organization_id, person_id, measure, counted) of what was counted by the last parts."""
    return await tx.rows(
        "select project_id, organization_id, person_id, measure, counted from figure_taken where tenant_id = $1",
        tx.tenant_id,
    )


async def take(
    tx: Tx, project_id: UUID, organization_id: UUID, person_id: UUID, measure: str, counted: Counted, month: date
) -> None:
    """So much of a project is in parts now."""
    await tx.run(
        "insert into figure_taken (tenant_id, project_id, organization_id, person_id, measure, counted, month)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, project_id, organization_id, person_id, measure)"
        " do update set counted = excluded.counted, month = excluded.month",
        tx.tenant_id, project_id, organization_id, person_id, measure, counted, month,
    )  # fmt: skip


async def move_out(
    tx: Tx, person_id: UUID, organization_id: UUID, measure: str, compartments: int, counted: Counted, month: date
) -> None:
    """One part leaves the customer: whose, for which firm, how many; not whose items or in which project."""
    async with tx.at_the_figures():
        await tx.run(
            "insert into figure_part (id, person_id, organization_id, month, measure, tasks, compartments, counted)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8)",
            new_id(), person_id, organization_id, month, measure, counted[TASKS], compartments, counted,
        )  # fmt: skip


async def parts_of_people(tx: Tx, person_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """(person_id, month, measure, counted), whatever firm it was for."""
    async with tx.at_the_figures():
        rows = await tx.rows(
            "select person_id, month, measure, counted from figure_part where person_id = any($1::uuid[])",
            list(person_ids),
        )
    return [dict(row) for row in rows]


async def parts_of_firm(tx: Tx, organization_id: UUID) -> list[dict[str, Any]]:
    """(month, measure, counted) of everybody who did it for this firm, under whichever customer: firms are one where
    the operator says that they are."""
    async with tx.at_the_figures():
        rows = await tx.rows(
            "select month, measure, counted from figure_part where organization_id = $1 or organization_id in ("
            "   select same.organization_id from organization_party mine join organization_party same"
            "   on same.party_id = mine.party_id where mine.organization_id = $1)",
            organization_id,
        )
    return [dict(row) for row in rows]


async def show(tx: Tx, person_id: UUID, organization_id: UUID, at: datetime) -> None:
    """Show a person's figures to a firm from now on."""
    async with tx.at_the_figures():
        await tx.run(
            "insert into figure_shown (person_id, organization_id, since) values ($1, $2, $3)"
            " on conflict (person_id, organization_id) do update set since = excluded.since",
            person_id, organization_id, at,
        )  # fmt: skip


async def hide(tx: Tx, person_id: UUID, organization_id: UUID) -> None:
    """Show them no more."""
    async with tx.at_the_figures():
        await tx.run(
            "delete from figure_shown where person_id = $1 and organization_id = $2", person_id, organization_id
        )


async def shown(tx: Tx, organization_id: UUID) -> list[UUID]:
    """Who shows their figures to the firm and holds a seat for it here since before they did."""
    async with tx.at_the_figures():
        rows = await tx.rows("select person_id, since from figure_shown where organization_id = $1", organization_id)
    since = {row["person_id"]: row["since"] for row in rows}
    seats = await tx.rows(
        "select person_id, created_at from membership where tenant_id = $1 and organization_id = $2"
        " and ended_at is null and person_id = any($3::uuid[])",
        tx.tenant_id, organization_id, list(since),
    )  # fmt: skip
    return [seat["person_id"] for seat in seats if since[seat["person_id"]] >= seat["created_at"]]
