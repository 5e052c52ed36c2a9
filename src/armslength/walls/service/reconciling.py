"""Whether the record of deliveries agrees with itself, looked at every night; and the incidents where it does not.

What is written down in several places (rows, leaves of the log, leases, bitmaps, counters) is written in one
transaction, so a difference means that somebody wrote past the gateway, or that the gateway is wrong. Either is for a
human being to look into: an incident stays open until one says what it was.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.errors import KeyDestroyed, SealBroken
from armslength.keys.service import KeyService, TenantSealer
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.jobs import Handler, JobContext, Sweep
from armslength.kit.outbox import emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.walls import rules, views
from armslength.walls.errors import IncidentClosed, IncidentMissing
from armslength.walls.events import INCIDENT_RAISED
from armslength.walls.repository import reconciling
from armslength.walls.schemas.reconciling import CloseIncident, Compared, Incident, Reconciliation, RecordState

JOB: Final = "walls.reconcile"
OPENED: Final = 2_000
"""How many leaves are drawn each time, and their payloads opened and read beside their deliveries."""
_LOOK_SECONDS: Final = 300.0

Found = dict[str, Any]


class Reconciling:
    """Compares, raises, and lets human beings close."""

    def __init__(self, db: Database, keys: KeyService, clock: Clock, hour: int) -> None:
        self.db = db
        self.keys = keys
        self.clock = clock
        self.hour = hour

    def handlers(self) -> dict[str, Handler]:
        """The comparison is a job."""
        return {JOB: self._job}

    def sweeps(self) -> list[Sweep]:
        """Every night, tenant by tenant."""
        return [Sweep(JOB, _LOOK_SECONDS, self._nightly)]

    async def _nightly(self, db: Database, clock: Clock) -> None:
        now = clock.now()
        due = rules.last_passed(self.hour, now)
        for tenant_id in await jobs.tenants(db):
            async with db.tenant(tenant_id) as tx:
                if await views.not_compared_since(tx, due) and not await jobs.asked_since(tx, JOB, due):
                    await self._enqueue(tx, None, now)

    async def _enqueue(self, tx: Tx, by: UUID | None, now: datetime) -> None:
        """One at a time."""
        await tx.lock(JOB, tx.tenant_id)
        if not await jobs.under_way(tx, JOB):
            await jobs.enqueue(tx, JOB, {}, at=now, created_by=by)

    async def _job(self, context: JobContext) -> None:
        try:
            await self.compare(context.job.tenant_id, context.job.created_by)
        except KeyDestroyed:
            return  # nothing is delivered any more, and nothing can be decided

    # Comparing

    async def compare(self, tenant_id: UUID, asked_by: UUID | None = None) -> Reconciliation:
        """Look at everything, as of now, and raise what differs."""
        now, began, made_id = self.clock.now(), time.monotonic(), new_id()
        async with self.db.tenant(tenant_id) as tx:
            sealer = await self.keys.ledger_sealer(tx)
        async with self.db.tenant(tenant_id, one_moment=True) as tx:
            counts = await reconciling.compared(tx)
            found = [each for kind in reconciling.COMPARISONS for each in await _differing(tx, kind)]
            found += _gone(sealer, await reconciling.gone(tx))
            rows = await reconciling.drawn(tx, made_id, OPENED)
        found += _read_beside(sealer, rows, {each["project_id"] for each in found if each["kind"] == "altered"})
        counts["opened"], differing = len(rows), sum(each["differences"] for each in found)
        took_ms = int((time.monotonic() - began) * 1000)
        async with self.db.tenant(tenant_id) as tx:
            await reconciling.insert(tx, made_id, now, took_ms, counts, differing, asked_by)
            await record(
                tx, asked_by, "walls.reconciled", f"reconciliation:{made_id}", at=now,
                detail={"compared": counts, "differences": differing},
            )  # fmt: skip
            for each in found:
                await self._raise(tx, each, now)
            await reconciling.not_found_again(tx, now)
            made = await self._last(tx)
        assert made is not None  # written above
        return made

    async def _raise(self, tx: Tx, found: Found, now: datetime) -> None:
        incident_id, project_id = new_id(), found["project_id"]
        if await reconciling.raised(tx, incident_id, now, **found):
            told = {"kind": found["kind"], "differences": found["differences"]}
            await record(
                tx, None, "walls.incident_raised", f"incident:{incident_id}", at=now, project_id=project_id, detail=told
            )
            project = str(project_id) if project_id else None
            await emit(tx, INCIDENT_RAISED, {**told, "incident_id": str(incident_id), "project_id": project}, at=now)

    # Asking

    async def state(self, actor: Actor) -> RecordState:
        """The last comparison, and whether anything is open."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._state(tx)

    async def start(self, actor: Actor) -> RecordState:
        """Compare now, in the background; one that is under way is enough."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._enqueue(tx, actor.person_id, self.clock.now())
            return await self._state(tx)

    async def incidents(
        self, actor: Actor, *, project_id: UUID | None, only_open: bool, cursor: str | None, limit: int
    ) -> Page[Incident]:
        """Incidents, newest first; with a project those of it, and those that are of none."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await reconciling.incidents(tx, project_id, only_open, before, limit + 1)
            names = await identity.names(tx, {row["closed_by"] for row in rows if row["closed_by"]})
        items = [_incident(row, names) for row in rows[:limit]]
        return Page(items, encode_cursor(items[-1].found_at, items[-1].id) if len(rows) > limit else None)

    async def close(self, actor: Actor, incident_id: UUID, said: CloseIncident) -> Incident:
        """Somebody says what it was. Raises IncidentMissing, IncidentClosed."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await reconciling.incident(tx, incident_id)
            if row is None:
                raise IncidentMissing("There is no such incident.")
            if row["closed_at"] is not None:
                raise IncidentClosed("This incident has been closed already.")
            await reconciling.close(tx, incident_id, actor.person_id, now, said.reason.strip())
            await record(
                tx, actor.person_id, "walls.incident_closed", f"incident:{incident_id}", at=now,
                project_id=row["project_id"], detail={"kind": row["kind"]},
            )  # fmt: skip
            closed = await reconciling.incident(tx, incident_id)
            assert closed is not None  # locked above
            return _incident(closed, await identity.names(tx, [actor.person_id]))

    async def _state(self, tx: Tx) -> RecordState:
        job = await jobs.last(tx, None, JOB)
        return RecordState(
            last=await self._last(tx),
            job=job,
            open_incidents=await views.open_incidents(tx),
        )

    async def _last(self, tx: Tx) -> Reconciliation | None:
        row = await reconciling.last(tx)
        if row is None:
            return None
        names = await identity.names(tx, [row["asked_by"]] if row["asked_by"] else [])
        return Reconciliation(
            id=row["id"], as_of=row["as_of"], took_ms=row["took_ms"], compared=Compared(**row["compared"]),
            differences=row["differences"], asked_by=_named(row["asked_by"], names),
        )  # fmt: skip


async def _differing(tx: Tx, kind: str) -> list[Found]:
    return [
        _found(kind, row["project_id"], row["n"], row["evidence"], row["digest"])
        for row in await reconciling.differences(tx, kind)
    ]


def _found(kind: str, project_id: UUID | None, n: int, evidence: Sequence[str], digest: str) -> Found:
    return {
        "kind": kind, "project_id": project_id, "differences": n, "evidence": list(evidence[: reconciling.SHOWN]),
        "digest": digest,
    }  # fmt: skip


def _gone(sealer: TenantSealer, leaves: Sequence[asyncpg.Record]) -> list[Found]:
    """Leaves whose delivery is gone; what it was stands in the sealed payload."""
    if not leaves:
        return []
    evidence = [_what_was(sealer, leaf) for leaf in leaves]
    return [_found("no_row", None, leaves[0]["n"], evidence, leaves[0]["digest"])]


def _what_was(sealer: TenantSealer, leaf: asyncpg.Record) -> str:
    said = _opened(sealer, leaf["id"], leaf["payload"])
    if said is None:
        return f"the delivery of leaf {leaf['id']} is not there any more, and what it was cannot be opened"
    kind, _, object = said["object"].partition(":")
    return (
        f"{kind} {object} of project {said['project']} was shown to person {said['actor']} of organization"
        f" {said['detail']['organization']} at {leaf['at']:%Y-%m-%d %H:%M:%S+00}, says leaf {leaf['id']};"
        " the delivery is not there any more"
    )


def _read_beside(sealer: TenantSealer, rows: Sequence[asyncpg.Record], told: set[UUID | None]) -> list[Found]:
    """Deliveries that say otherwise than the payload of their leaf, by project; but of projects that have been told."""
    wrong: dict[UUID, list[str]] = {}
    for row in rows:
        differs = _differs(_opened(sealer, row["id"], row["payload"]), row)
        if differs and row["project_id"] not in told:
            wrong.setdefault(row["project_id"], []).append(f"delivery {row['id']}: {differs}")
    return [
        _found("altered", project_id, len(said), sorted(said), rules.digest(said)) for project_id, said in wrong.items()
    ]


def _differs(said: dict[str, Any] | None, row: asyncpg.Record) -> str | None:
    if said is None:
        return "the payload of its leaf does not open"
    is_now = {
        "person": str(row["person_id"]), "object": f"{row['kind']}:{row['object']}", "project": str(row["project_id"]),
        "organization": str(row["organization_id"]), "purpose": row["purpose"], "lease": str(row["lease_id"]),
    }  # fmt: skip
    was = {"person": said["actor"], "object": said["object"], "project": said["project"], **said["detail"]}
    parts = [f"{name} was {was[name]} and is {now}" for name, now in is_now.items() if was[name] != now]
    return "; ".join(parts) or None


def _opened(sealer: TenantSealer, leaf_id: UUID, payload: bytes) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = msgspec.json.decode(sealer.open(payload, leaf_id), type=dict[str, Any])
    except (SealBroken, msgspec.DecodeError):
        return None
    return said


def _incident(row: asyncpg.Record, names: dict[UUID, str]) -> Incident:
    plain = ("id", "kind", "found_at", "last_found_at", "gone_at", "differences", "evidence", "closed_at", "reason")
    return Incident(
        project=Named(row["project_id"], row["project_name"]) if row["project_id"] else None,
        closed_by=_named(row["closed_by"], names), **{name: row[name] for name in plain},
    )  # fmt: skip


def _named(person_id: UUID | None, names: dict[UUID, str]) -> Named | None:
    return Named(person_id, names.get(person_id, "")) if person_id else None
