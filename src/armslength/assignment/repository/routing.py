"""The routing plan, and items on their way into its lanes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.assignment.model import Route, Standing
from armslength.assignment.repository.queue import requeue, touched
from armslength.kit.db import Tx

# Where an item `i` belongs; `a` says how many firms' people were asked about it (firms), and one of the firms (firm).
# What nobody was asked about follows the plan. What somebody was stays with them while their firm is part of it.
# ($4 the plan is active, $5 map, $6 calibration, $7 and $8 the firms that stay and their lanes)
_AIM: Final = """
    case when not $4 then 0
         when a.firms = 0 then case when i.draw < $6 then 1 else ($5::smallint[])[i.bucket + 1] end
         when i.lane = 1 or i.lane = any($8::smallint[]) then i.lane
         when i.lane <= 0 and a.firms = 1 and stays.lane is not null then stays.lane
         else ($5::smallint[])[i.bucket + 1] end"""
_STAYS: Final = "left join unnest($7::uuid[], $8::smallint[]) as stays (firm, lane) on stays.firm = a.firm"
_FIRMS: Final = "count(distinct organization_id) as firms, min(organization_id::text)::uuid as firm"


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides about every item's lane. `stays`: the lanes of firms that have a share and are not gone."""

    active: bool
    map: Sequence[int]
    calibration: int
    stays: Mapping[UUID, int]

    @property
    def args(self) -> tuple[object, ...]:
        """$4 to $8 of _AIM."""
        return self.active, self.map, self.calibration, list(self.stays), list(self.stays.values())


async def lock(tx: Tx, project_id: UUID, *, alone: bool) -> None:
    """Nobody changes what lanes mean until the transaction ends; `alone`: nor does anybody put items into one."""
    shared = "" if alone else "_shared"
    await tx.run(
        f"select pg_advisory_xact_lock{shared}(armslength_routing_lock($1, $2))",
        tx.tenant_id,
        project_id,
    )


async def get(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """version, active, calibration, base, map, turn, applied, served, changed_by, changed_at."""
    return await tx.row(
        "select version, active, calibration, base, map, turn, applied, served, changed_by, changed_at from routing"
        " where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def routes(tx: Tx, project_id: UUID) -> list[Route]:
    """Every firm that has or had a share, by lane."""
    rows = await tx.rows(
        "select lane, organization_id, share, standing from route where tenant_id = $1 and project_id = $2"
        " order by lane",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return [Route(*row) for row in rows]


async def versions(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """The last twenty plans, newest first: version, calibration, shares, created_by, created_at."""
    return await tx.rows(
        "select version, calibration, shares, created_by, created_at from routing_version"
        " where tenant_id = $1 and project_id = $2 order by version desc limit 20",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def put(
    tx: Tx, project_id: UUID, version: int, *, active: bool, calibration: int, base: Sequence[int], by: UUID,
    now: datetime,
) -> None:  # fmt: skip
    """A new plan. Its map is `refresh`'s to set."""
    await tx.run(
        "insert into routing (tenant_id, project_id, version, active, calibration, base, map, turn, applied, served,"
        " changed_by, changed_at) values ($1, $2, $3, $4, $5, $6, '{}', 0, 0, false, $7, $8)"
        " on conflict (tenant_id, project_id) do update set version = $3, active = $4, calibration = $5, base = $6,"
        " changed_by = $7, changed_at = $8",
        tx.tenant_id, project_id, version, active, calibration, list(base), by, now,
    )  # fmt: skip


async def add_version(
    tx: Tx, project_id: UUID, version: int, calibration: int, shares: Mapping[UUID, int], by: UUID, now: datetime
) -> None:
    """What the plan said, for ever."""
    told = {str(firm): share for firm, share in shares.items()}
    await tx.run(
        "insert into routing_version values ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id, project_id, version, calibration, told, by, now,
    )  # fmt: skip


async def put_route(tx: Tx, project_id: UUID, lane: int, firm: UUID, share: int) -> None:
    """A firm's share; its lane is new or stays."""
    await tx.run(
        "insert into route values ($1, $2, $3, $4, $5, 'out', false)"
        " on conflict (tenant_id, project_id, lane) do update set share = $5",
        tx.tenant_id, project_id, lane, firm, share,
    )  # fmt: skip


async def turn(tx: Tx, project_id: UUID, map: Sequence[int], standings: Mapping[int, Standing]) -> int:
    """The map from now on, and where each lane's firm stands; returns the number of the turn."""
    await tx.run(
        "update route r set standing = u.standing from unnest($3::smallint[], $4::text[]) as u (lane, standing)"
        " where r.tenant_id = $1 and r.project_id = $2 and r.lane = u.lane",
        tx.tenant_id, project_id, list(standings), list(standings.values()),
    )  # fmt: skip
    number: int = await tx.value(
        "update routing set map = $3, turn = turn + 1 where tenant_id = $1 and project_id = $2 returning turn",
        tx.tenant_id, project_id, list(map),
    )  # fmt: skip
    return number


async def applied(tx: Tx, project_id: UUID, turn: int) -> bool:
    """Every item is where this turn wants it: who has a share may ask. False when there is a later turn."""
    status = await tx.run(
        "update routing set applied = turn, served = served or active"
        " where tenant_id = $1 and project_id = $2 and turn = $3",
        tx.tenant_id, project_id, turn,
    )  # fmt: skip
    if status != "UPDATE 1":
        return False
    await tx.run(
        "update route set served = true where tenant_id = $1 and project_id = $2 and share > 0 and not served",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return True


async def unplaced(tx: Tx, project_id: UUID, after_ord: int, limit: int) -> tuple[int | None, int, list[UUID]]:
    """The next items after `after_ord`: the last of them (None at the end), how many, and those without a bucket."""
    row = await tx.row(
        "select max(ord) as last, count(*) as n, array_agg(id) filter (where bucket is null) as without"
        " from (select ord, id, bucket from item where tenant_id = $1 and project_id = $2 and ord > $3"
        " order by ord limit $4) part",
        tx.tenant_id, project_id, after_ord, limit,
    )  # fmt: skip
    assert row is not None  # aggregates always have one row
    return row["last"], row["n"], row["without"] or []


async def unfollowed(tx: Tx, project_id: UUID, after_ord: int) -> bool:
    """Whether items have come after that place."""
    found: bool = await tx.value(
        "select exists (select from item where tenant_id = $1 and project_id = $2 and ord > $3)",
        tx.tenant_id, project_id, after_ord,
    )  # fmt: skip
    return found


async def place(tx: Tx, places: Mapping[UUID, tuple[int, int]]) -> None:
    """Give items their bucket and draw."""
    await tx.run(
        "update item i set bucket = u.bucket, draw = u.draw"
        " from unnest($2::uuid[], $3::smallint[], $4::smallint[]) as u (id, bucket, draw)"
        " where i.tenant_id = $1 and i.id = u.id",
        tx.tenant_id, list(places), [each[0] for each in places.values()], [each[1] for each in places.values()],
    )  # fmt: skip


async def move(tx: Tx, project_id: UUID, after_ord: int, up_to: int, plan: Plan) -> dict[tuple[int, int], int]:
    """Put the items between into their lanes; returns how many went from where to where.

    Who passed a moved item's place in a lane that is served meets it in the returned queue. A lane that is not served
    yet has nobody's cursor in it.
    """
    rows = await tx.rows(
        f"""
        with part as (
            select i.* from item i where i.tenant_id = $1 and i.project_id = $2 and i.ord > $3 and i.ord <= $9
                and i.state not in ('gold', 'canary') order by i.id for update
        ), aimed as (
            select i.id, i.lane as was, i.open as was_open, i.taken, ({_AIM})::smallint as aim,
                   case when i.state = 'active' and 1 in (i.lane, {_AIM})
                       then greatest(queue_wanted($1, $2, i.id, ({_AIM})::smallint, p.overlap), i.taken)
                       else i.wanted end as wanted
            from part i join project p on p.tenant_id = $1 and p.id = $2
            cross join lateral (select {_FIRMS} from assignment
                where tenant_id = $1 and item_id = i.id and attempt > 0) a {_STAYS}
        )
        update item i set lane = t.aim, wanted = t.wanted, open = i.state = 'active' and i.taken < t.wanted
        from aimed t where i.tenant_id = $1 and i.id = t.id and (i.lane, i.wanted) <> (t.aim, t.wanted)
        returning i.id, t.was, i.lane, t.was <> i.lane as moved, i.open, t.was_open,
            i.lane = 0 or i.lane = 1 and (select r.served from routing r where r.tenant_id = $1 and r.project_id = $2)
            or exists (select from route o where o.tenant_id = $1 and o.project_id = $2 and o.lane = i.lane
                and o.served) as served""",
        tx.tenant_id, project_id, after_ord, *plan.args, up_to,
    )  # fmt: skip
    await tx.run(
        "delete from returned_item where tenant_id = $1 and item_id = any($2::uuid[])",
        tx.tenant_id, [row["id"] for row in rows if row["moved"] or not row["open"]],
    )  # fmt: skip
    await touched(tx, [row["id"] for row in rows])
    again = [row["id"] for row in rows if row["served"] and row["open"] and (row["moved"] or not row["was_open"])]
    await requeue(tx, again)
    counted: dict[tuple[int, int], int] = {}
    for row in rows:
        if row["moved"]:
            counted[row["was"], row["lane"]] = counted.get((row["was"], row["lane"]), 0) + 1
    return counted


async def counts(tx: Tx, project_id: UUID) -> dict[int, int]:
    """Items by lane."""
    rows = await tx.rows(
        "select lane, count(*) as items from item where tenant_id = $1 and project_id = $2 and state = 'active'"
        " group by lane",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return {row["lane"]: row["items"] for row in rows}


async def outlook(tx: Tx, project_id: UUID, plan: Plan) -> list[asyncpg.Record]:
    """How many items are in which lane and belong into which: was, aim (null: no bucket yet), begun, items."""
    return await tx.rows(
        f"""
        with asked as (
            select item_id, {_FIRMS} from assignment
            where tenant_id = $1 and project_id = $2 and attempt > 0 group by item_id
        )
        select was, aim, begun, count(*) as items from (
            select i.lane as was, ({_AIM})::smallint as aim, a.firms > 0 as begun
            from item i left join asked on asked.item_id = i.id
            cross join lateral (select coalesce(asked.firms, 0) as firms, asked.firm) a {_STAYS}
            where i.tenant_id = $1 and i.project_id = $2 and i.state = 'active' and i.ord > $3
        ) each group by was, aim, begun""",
        tx.tenant_id, project_id, -1, *plan.args,
    )  # fmt: skip
