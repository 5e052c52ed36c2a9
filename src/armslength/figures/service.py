"""The verbs of figures: move a month's parts out of a customer, and add up what was moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from armslength.figures import repository, rules
from armslength.figures.model import TASKS, Counted, Part
from armslength.figures.schemas import Figure, Figures, FirmFigures, MyFigures, PayFigure, PersonFigures
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Sweep
from armslength.kit.wire import Named
from armslength.ledger.service import record

_SETTLED: Final = timedelta(hours=1)
"""After a month's end; what was given before it is there by then."""
_SWEEP_SECONDS: Final = 1800.0

Whose = tuple[UUID, UUID, str]
"""Person, firm, measure."""


class FiguresService:
    """Nothing here asks whether a grant is open or a seat is held: what was done counts, whatever became of the
    project, and an ending cannot be told from another."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    def sweeps(self) -> list[Sweep]:
        """Once a month, for every customer."""
        return [Sweep("figures.publish", _SWEEP_SECONDS, self._publish_all)]

    async def _publish_all(self, db: Database, clock: Clock) -> None:
        for tenant_id in await jobs.tenants(db):
            await self.publish(tenant_id, clock.now())

    async def publish(self, tenant_id: UUID, at: datetime) -> int:
        """Move out what is due of the work done before the month of `at`: the only way out there is. Returns how many
        parts went; a second time in a month there are none. Each is an entry of the customer's log."""
        month = (at - _SETTLED).astimezone(UTC).date().replace(day=1)
        before = datetime(month.year, month.month, 1, tzinfo=UTC)
        async with self.db.tenant(tenant_id) as tx:
            if not await repository.begin_month(tx, month, at):
                return 0
            now, taken = await _work(tx, before), await _taken(tx)
            moved = 0
            for whose in sorted(now):
                part = rules.due(now[whose], taken.get(whose, {}))
                if part is not None:
                    await _move(tx, whose, part, now[whose], month, at)
                    moved += 1
        return moved

    async def mine(self, actor: Actor) -> MyFigures:
        """One's own, wherever it was and for whichever firm."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            parts = await repository.parts_of_people(tx, [actor.person_id])
            shown = await repository.shown(tx, actor.organization_id)
        return MyFigures(_added_up(parts), actor.person_id in shown)

    async def show(self, actor: Actor, *, shown: bool) -> MyFigures:
        """Let the owners and managers of one's firm see one's figures while one holds this seat, or no more."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if shown != (actor.person_id in await repository.shown(tx, actor.organization_id)):
                if shown:
                    await repository.show(tx, actor.person_id, actor.organization_id, now)
                else:
                    await repository.hide(tx, actor.person_id, actor.organization_id)
                await record(
                    tx, actor.person_id, "figures.shown" if shown else "figures.hidden", f"person:{actor.person_id}",
                    at=now, detail={"organization_id": str(actor.organization_id)},
                )  # fmt: skip
        return await self.mine(actor)

    async def of_firm(self, actor: Actor) -> FirmFigures:
        """The actor's own firm, over all customers, and those of its people here who show theirs."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            firm = await repository.parts_of_firm(tx, actor.organization_id)
            showing = await repository.shown(tx, actor.organization_id)
            names = await identity.names(tx, showing)
            parts = await repository.parts_of_people(tx, showing)
        by_person: defaultdict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
        for part in parts:
            by_person[part["person_id"]].append(part)
        people = [PersonFigures(Named(id, name), _added_up(by_person[id])) for id, name in names.items()]
        return FirmFigures(
            _added_up(firm), sorted(people, key=lambda each: (each.person.name.casefold(), each.person.id))
        )


async def _work(tx: Tx, before: datetime) -> dict[Whose, dict[UUID, Counted]]:
    found: defaultdict[Whose, dict[UUID, Counted]] = defaultdict(dict)
    for project_id in await repository.projects(tx):
        for row in await repository.work(tx, project_id, before):
            found[row["person_id"], row["organization_id"], row["measure"]][project_id] = row["counted"]
    return found


async def _taken(tx: Tx) -> dict[Whose, dict[UUID, Counted]]:
    found: defaultdict[Whose, dict[UUID, Counted]] = defaultdict(dict)
    for row in await repository.taken(tx):
        found[row["person_id"], row["organization_id"], row["measure"]][row["project_id"]] = row["counted"]
    return found


async def _move(tx: Tx, whose: Whose, part: Part, now: Mapping[UUID, Counted], month: date, at: datetime) -> None:
    """One part out, what it took noted, and the log's entry of it, all in the customer's own transaction."""
    person_id, organization_id, measure = whose
    await repository.move_out(tx, person_id, organization_id, measure, len(part.compartments), part.counted, month)
    for project_id in part.compartments:
        await repository.take(tx, project_id, organization_id, person_id, measure, now[project_id], month)
    await record(
        tx, None, "figures.moved", f"person:{person_id}", at=at,
        detail={
            "organization_id": str(organization_id), "measure": measure, "month": f"{month:%Y-%m}",
            "tasks": {str(project_id): counted[TASKS] for project_id, counted in part.compartments.items()},
        },
    )  # fmt: skip


def _added_up(parts: Iterable[Mapping[str, Any]]) -> Figures:
    by_measure: defaultdict[str, list[Counted]] = defaultdict(list)
    through: date | None = None
    for part in parts:
        by_measure[part["measure"]].append(part["counted"])
        through = max(through or part["month"], part["month"])
    sums = {measure: rules.total(counted) for measure, counted in sorted(by_measure.items())}
    quality, time = sums.get("quality"), sums.get("time")
    return Figures(
        quality=_figure(quality, rules.share(quality["accepted"], quality[TASKS])) if quality else None,
        seconds=_figure(time, rules.seconds(time)) if time else None,
        pay=[
            PayFigure(rules.price(counted), measure.removeprefix("pay:"), rules.at_least(counted[TASKS]))
            for measure, counted in sums.items() if measure.startswith("pay:")
        ],
        through=through.isoformat() if through else None,
    )  # fmt: skip


def _figure(counted: Counted, said: tuple[float, float, float]) -> Figure:
    return Figure(*said, rules.at_least(counted[TASKS]))
