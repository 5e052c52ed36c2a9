"""Routing: which firm is asked about which item, by a plan of shares over buckets, previewed before it is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.assignment import rules
from armslength.assignment.errors import BadRouting, RoutingChanged
from armslength.assignment.model import Route, Standing
from armslength.assignment.repository import routing
from armslength.assignment.repository.routing import Plan
from armslength.assignment.schemas.routing import (
    Holder,
    HolderPreview,
    HolderShare,
    Move,
    PutRouting,
    Routing,
    RoutingPreview,
    RoutingVersion,
)
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.ingest.views import BUCKETS, place_of
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Handler, JobContext
from armslength.kit.outbox import Subscription
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects.views import project
from armslength.vendors import views as vendors
from armslength.vendors.events import GRANT_CHANGED

ROUTE: Final = "assignment.route"
_CHUNK: Final = 2_000
_IN: Final[Mapping[str, Standing]] = {"active": "in", "frozen": "gone", "severed": "gone"}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A plan that was asked for: firms' shares and lanes, and the map with everybody in."""

    shares: Mapping[UUID, int]
    lanes: Mapping[UUID, int]
    calibration: int
    base: Sequence[int]

    @property
    def active(self) -> bool:
        return bool(self.shares)


class RoutingPlans:
    """Plans, and the job that brings every item where its plan wants it."""

    def __init__(self, db: Database, keys: KeyService, clock: Clock) -> None:
        self.db = db
        self.keys = keys
        self.clock = clock

    def subscriptions(self) -> list[Subscription]:
        """Whoever is let in or cut off takes up or leaves their buckets."""
        return [Subscription(GRANT_CHANGED, self._on_grant_changed)]

    def handlers(self) -> dict[str, Handler]:
        """Jobs of routing."""
        return {ROUTE: self.route}

    # Looking

    async def get(self, actor: Actor, project_id: UUID) -> Routing:
        """The plan in force, who holds how much, and the plans before it."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._shown(tx, project_id)

    async def preview(self, actor: Actor, project_id: UUID, given: PutRouting) -> RoutingPreview:
        """What a plan would do: items for each, what moves, what stays because somebody has been asked already."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row, routes = await routing.get(tx, project_id), await routing.routes(tx, project_id)
            wanted = await self._wanted(tx, project_id, given, row, routes)
            standings = await self._standings(tx, project_id, wanted.shares)
            plan = _plan(wanted, standings)
            found = await routing.outlook(tx, project_id, plan)
            names = await self._names(tx)
            overlap = (await project(tx, project_id)).overlap
        lanes = {route.lane: route.organization_id for route in routes} | {n: id for id, n in wanted.lanes.items()}
        return _previewed(wanted, standings, plan, found, lanes, names, overlap)

    # Setting

    async def set(self, actor: Actor, project_id: UUID, given: PutRouting) -> Routing:
        """Put a plan in force, or none (no holders). Raises BadRouting, RoutingChanged."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._set(tx, actor, project_id, given)
            return await self._shown(tx, project_id)

    async def _set(self, tx: Tx, actor: Actor, project_id: UUID, given: PutRouting) -> None:
        await routing.lock(tx, project_id, alone=True)
        now = self.clock.now()
        row, routes = await routing.get(tx, project_id), await routing.routes(tx, project_id)
        version = row["version"] if row else 0
        if given.version != version:
            raise RoutingChanged("The plan was changed meanwhile. Look at it as it is now.", field="version")
        wanted = await self._wanted(tx, project_id, given, row, routes)
        before = {route.organization_id: route.share for route in routes if route.share}
        if (before, row["calibration"] if row else 0) == (wanted.shares, wanted.calibration):
            return
        await routing.put(
            tx, project_id, version + 1, active=wanted.active, calibration=wanted.calibration, base=wanted.base,
            by=actor.person_id, now=now,
        )  # fmt: skip
        await routing.add_version(tx, project_id, version + 1, wanted.calibration, wanted.shares, actor.person_id, now)
        for firm, lane in wanted.lanes.items():
            await routing.put_route(tx, project_id, lane, firm, wanted.shares.get(firm, 0))
        await record(
            tx, actor.person_id, "assignment.routing_set", f"project:{project_id}", at=now, project_id=project_id,
            detail={
                "version": version + 1, "calibration": wanted.calibration,
                "from": _told(before), "to": _told(wanted.shares),
            },
        )  # fmt: skip
        turn = await self._turn(tx, project_id)
        await jobs.enqueue(tx, ROUTE, {"turn": turn}, at=now, project_id=project_id)

    async def _wanted(
        self, tx: Tx, project_id: UUID, given: PutRouting, row: asyncpg.Record | None, routes: Sequence[Route]
    ) -> _Wanted:
        """A plan that may be set, with a lane for each. Raises BadRouting."""
        known = await self._names(tx)
        for index, holder in enumerate(given.holders):
            if holder.organization_id not in known:
                raise BadRouting("This is no vendor of yours.", field=f"holders[{index}].organization_id")
        shares = {holder.organization_id: holder.share for holder in given.holders}
        if len(shares) < len(given.holders):
            raise BadRouting("A firm is there twice.", field="holders")
        if shares and sum(shares.values()) != BUCKETS:
            raise BadRouting(
                f"The shares must add up to 10000; they add up to {sum(shares.values())}.", field="holders"
            )
        if given.calibration and len(shares) < 2:
            raise BadRouting("Calibration compares firms: it needs two holders.", field="calibration")
        lanes = {route.organization_id: route.lane for route in routes}
        for firm in shares:
            lanes.setdefault(firm, max(lanes.values(), default=rules.FIRST_LANE - 1) + 1)
        by_lane = {lanes[firm]: share for firm, share in shares.items()}
        base = rules.plan_map(_held(row, by_lane), by_lane) if shares else []
        return _Wanted(shares, lanes, given.calibration, base)

    async def _turn(self, tx: Tx, project_id: UUID) -> int:
        """The map as it is with those who are in now; returns its turn, for a job to follow. Under the lock, alone."""
        row, routes = await routing.get(tx, project_id), await routing.routes(tx, project_id)
        assert row is not None
        shares = {route.organization_id: route.share for route in routes if route.share}
        standings = await self._standings(tx, project_id, shares)
        of_lanes: dict[int, Standing] = {r.lane: standings.get(r.organization_id, "gone") for r in routes}
        live = {r.lane: r.share for r in routes if of_lanes[r.lane] == "in"}
        map_ = rules.map_now(row["base"], live) if row["active"] else []
        return await routing.turn(tx, project_id, map_, of_lanes)

    async def _on_grant_changed(self, tx: Tx, payload: dict[str, Any]) -> None:
        """Left to a job: whoever tells events may hold items already, and the routing lock comes before items."""
        project_id = UUID(payload["project_id"])
        row = await routing.get(tx, project_id)
        if row is not None and row["active"]:
            await jobs.enqueue(tx, ROUTE, {}, at=self.clock.now(), project_id=project_id)

    async def _looked_anew(self, tx: Tx, project_id: UUID) -> int | None:
        """The turn to be followed now that a grant changed; None when every item is where it should be."""
        await routing.lock(tx, project_id, alone=True)
        row, routes = await routing.get(tx, project_id), await routing.routes(tx, project_id)
        if row is None or not row["active"]:
            return None
        standings = await self._standings(tx, project_id, [r.organization_id for r in routes if r.share])
        changed = [r for r in routes if r.share and standings[r.organization_id] != r.standing]
        for route in changed:
            await record(
                tx, None, "assignment.rerouted", f"vendor:{route.organization_id}", at=self.clock.now(),
                project_id=project_id,
                detail={"version": row["version"], "from": route.standing, "to": standings[route.organization_id]},
            )  # fmt: skip
        if changed:
            return await self._turn(tx, project_id)
        return row["turn"] if row["applied"] < row["turn"] else None

    async def _standings(
        self, tx: Tx, project_id: UUID, firms: Sequence[UUID] | Mapping[UUID, int]
    ) -> dict[UUID, Standing]:
        states = await vendors.grant_states(tx, project_id)
        return {firm: "in" if firm == tx.tenant_id else _IN.get(states.get(firm, "offered"), "out") for firm in firms}

    async def _names(self, tx: Tx) -> dict[UUID, str]:
        """Who can hold buckets: the tenant's vendors, and the tenant's own people."""
        assert tx.tenant_id is not None
        own = await identity.organization_name(tx, tx.tenant_id) or ""
        return {tx.tenant_id: own, **await vendors.names(tx)}

    async def _shown(self, tx: Tx, project_id: UUID) -> Routing:
        row, routes = await routing.get(tx, project_id), await routing.routes(tx, project_id)
        if row is None:
            return Routing(0, False, 0, [], False, 0, 0, [])
        names = await self._names(tx)
        versions = await routing.versions(tx, project_id)
        people = await identity.names(tx, {each["created_by"] for each in versions})
        items = Counter(await routing.counts(tx, project_id))
        buckets = Counter(row["map"])
        holders = [
            Holder(
                Named(r.organization_id, names.get(r.organization_id, "")),
                r.share, r.standing, buckets[r.lane], items[r.lane],
            )
            for r in routes if r.share or items[r.lane]
        ]  # fmt: skip
        return Routing(
            row["version"], row["active"], row["calibration"], holders, row["applied"] < row["turn"],
            items[rules.CALIBRATION], items[rules.NOBODY],
            [_version(each, names, people) for each in versions],
        )  # fmt: skip

    # In briefs (projects' RoutingOf)

    async def told(self, tx: Tx, project_id: UUID) -> dict[str, Any] | None:
        """{shares: [{organization, share}], calibration} as a brief says it; None: there is no plan."""
        row = await routing.get(tx, project_id)
        if row is None or not row["active"]:
            return None
        names = await self._names(tx)
        shares = [
            {"organization": names[r.organization_id], "share": r.share}
            for r in await routing.routes(tx, project_id) if r.share
        ]  # fmt: skip
        return {"shares": shares, "calibration": row["calibration"]}

    async def check(self, tx: Tx, project_id: UUID | None, wanted: Mapping[str, Any]) -> None:
        """Whether that may be set. Raises BadRouting with a field of the brief."""
        await self._of_brief(tx, project_id, wanted)

    async def apply(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Set it."""
        await self._set(tx, actor, project_id, await self._of_brief(tx, project_id, wanted))

    async def _of_brief(self, tx: Tx, project_id: UUID | None, wanted: Mapping[str, Any]) -> PutRouting:
        ids = {name.casefold(): id for id, name in (await self._names(tx)).items()}
        for index, each in enumerate(wanted["shares"]):
            if each["organization"].casefold() not in ids:
                hint = f"You have no vendor called {each['organization']}."
                raise BadRouting(hint, field=f"brief.routing.shares[{index}].organization")
        holders = [HolderShare(ids[each["organization"].casefold()], each["share"]) for each in wanted["shares"]]
        row = await routing.get(tx, project_id) if project_id else None
        given = PutRouting(row["version"] if row else 0, holders, wanted.get("calibration", 0))
        try:
            await self._wanted(tx, project_id or UUID(int=0), given, row, [])
        except BadRouting as error:
            raise BadRouting(error.message, field="brief.routing") from error
        return given

    # The job

    async def route(self, context: JobContext) -> None:
        """Every item to its lane, chunk by chunk; runs again from where it stopped. A later turn has its own job."""
        project_id = context.job.project_id
        assert project_id is not None
        turn = context.job.checkpoint.get("turn") or context.job.payload.get("turn")
        if turn is None:
            async with self.db.tenant(context.job.tenant_id) as tx:
                turn = await self._looked_anew(tx, project_id)
            if turn is None:
                return
        after, done = int(context.job.checkpoint.get("ord", -1)), context.job.done
        moved = Counter({_pair(name): n for name, n in context.job.checkpoint.get("moved", {}).items()})
        while True:
            async with self.db.tenant(context.job.tenant_id) as tx:
                last, seen = await self._chunk(tx, project_id, turn, after, moved)
                if last is None:
                    return
                after, done = last, done + seen
                told = {f"{was} {now}": n for (was, now), n in moved.items()}
                await context.tick(done=done, checkpoint={"turn": turn, "ord": after, "moved": told}, tx=tx)
            await context.tick(done=done)

    async def _chunk(
        self, tx: Tx, project_id: UUID, turn: int, after: int, moved: Counter[tuple[int, int]]
    ) -> tuple[int | None, int]:
        """Items after `after`; (None, 0) at the end, when the plan is in force, and when it is another one by now."""
        last, seen, without = await routing.unplaced(tx, project_id, after, _CHUNK)
        await routing.lock(tx, project_id, alone=last is None)
        row = await routing.get(tx, project_id)
        if row is None or row["turn"] != turn:
            return None, 0
        if last is None:
            if not await routing.unfollowed(tx, project_id, after):
                await self._applied(tx, project_id, row, moved)
                return None, 0
            return after, 0
        if without:
            sealer = await self.keys.sealer(tx, project_id)
            await routing.place(tx, {item_id: place_of(sealer, item_id) for item_id in without})
        stays = {
            r.organization_id: r.lane for r in await routing.routes(tx, project_id) if r.share and r.standing != "gone"
        }
        plan = Plan(row["active"], row["map"], row["calibration"], stays)
        moved.update(await routing.move(tx, project_id, after, last, plan))
        return last, seen

    async def _applied(self, tx: Tx, project_id: UUID, row: asyncpg.Record, moved: Counter[tuple[int, int]]) -> None:
        await routing.applied(tx, project_id, row["turn"])
        of_lane = {r.lane: str(r.organization_id) for r in await routing.routes(tx, project_id)}
        of_lane |= {0: "unrouted", rules.CALIBRATION: "calibration", rules.NOBODY: "nobody"}
        await record(
            tx, None, "assignment.routed", f"project:{project_id}", at=self.clock.now(), project_id=project_id,
            detail={
                "version": row["version"],
                "moved": [{"from": of_lane[a], "to": of_lane[b], "items": n} for (a, b), n in sorted(moved.items())],
            },
        )  # fmt: skip


def _held(row: asyncpg.Record | None, lanes: Mapping[int, int]) -> Sequence[int]:
    """Who holds each bucket, for a new plan to start from: what is now with others because its holder leaves stays."""
    if row is None or not row["active"]:
        return [rules.NOBODY] * BUCKETS
    now = row["map"] or row["base"]
    return [held if held in lanes else now[bucket] for bucket, held in enumerate(row["base"])]


def _plan(wanted: _Wanted, standings: Mapping[UUID, Standing]) -> Plan:
    live = {wanted.lanes[firm]: share for firm, share in wanted.shares.items() if standings[firm] == "in"}
    stays = {firm: wanted.lanes[firm] for firm in wanted.shares if standings[firm] != "gone"}
    map_ = rules.map_now(wanted.base, live) if wanted.active else []
    return Plan(wanted.active, map_, wanted.calibration, stays)


def _previewed(
    wanted: _Wanted, standings: Mapping[UUID, Standing], plan: Plan, found: Sequence[asyncpg.Record],
    firms: Mapping[int, UUID], names: Mapping[UUID, str], overlap: int,
) -> RoutingPreview:  # fmt: skip
    """What the plan does. Items that never had a bucket are expected to fall as the shares say."""
    buckets = Counter(plan.map)
    moves: Counter[tuple[int, int]] = Counter()
    now: Counter[int] = Counter()
    begun = unknown = 0
    for row in found:
        now[row["was"]] += row["items"]
        if row["aim"] is not None:
            moves[row["was"], row["aim"]] += row["items"]
            begun += row["items"] if row["begun"] and row["aim"] == row["was"] else 0
            continue
        unknown += row["items"]
        shared = row["items"] * plan.calibration // BUCKETS
        parts = rules.apportioned(row["items"] - shared, buckets) if buckets else {}
        for lane, items in {rules.CALIBRATION: shared, **parts}.items():
            moves[row["was"], lane] += items
    then: Counter[int] = Counter()
    for (_, aim), items in moves.items():
        then[aim] += items
    told = [
        Move(_who(a, firms, names), _who(b, firms, names), n) for (a, b), n in sorted(moves.items()) if a != b and n
    ]
    listed = {**wanted.shares, **{firm: 0 for lane, firm in firms.items() if now[lane] and firm not in wanted.shares}}
    holders = [
        HolderPreview(
            Named(firm, names.get(firm, "")), share, standings.get(firm, "gone"), buckets[wanted.lanes[firm]],
            now[wanted.lanes[firm]], then[wanted.lanes[firm]],
        )
        for firm, share in listed.items()
    ]  # fmt: skip
    together = then[rules.CALIBRATION]
    extra = together * overlap * max(0, len(plan.stays) - 1)
    return RoutingPreview(
        holders, told, sum(move.items for move in told), begun, together, extra, then[rules.NOBODY], not unknown
    )


def _who(lane: int, firms: Mapping[int, UUID], names: Mapping[UUID, str]) -> str:
    """A lane in words."""
    if lane in firms:
        return names.get(firms[lane], "")
    return {0: "anybody", rules.CALIBRATION: "every firm (calibration)"}.get(lane, "nobody")


def _version(row: asyncpg.Record, names: Mapping[UUID, str], people: Mapping[UUID, str]) -> RoutingVersion:
    shares = {UUID(firm): share for firm, share in row["shares"].items()}
    return RoutingVersion(
        row["version"], row["calibration"], [HolderShare(firm, share) for firm, share in shares.items()],
        Named(row["created_by"], people.get(row["created_by"], "")), row["created_at"],
    )  # fmt: skip


def _told(shares: Mapping[UUID, int]) -> dict[str, int]:
    return {str(firm): share for firm, share in shares.items()}


def _pair(name: str) -> tuple[int, int]:
    was, now = name.split()
    return int(was), int(now)
