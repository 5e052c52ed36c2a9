"""What the rooms say. Read as the app's role, tenant by tenant; content is opened only to see that it opens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from armslength.assignment.views import overdue_leases
from armslength.egress.service import EgressService
from armslength.egress.settings import EgressSettings
from armslength.entry.doctor.finding import Finding, fail, ok, warn
from armslength.entry.settings import ServerSettings
from armslength.identity.views import names
from armslength.ingest import views as ingest
from armslength.keys.errors import KeyDestroyed, KeyMissing, SealBroken, UnsafeKeyFile
from armslength.keys.service import FileProvider, KeyService
from armslength.keys.views import keks
from armslength.kit import jobs, outbox
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.settings import load_settings
from armslength.release import views as release
from armslength.storage.errors import BlobMissing
from armslength.storage.service import Storage, Stored
from armslength.storage.settings import StorageSettings
from armslength.truth.views import work_miscounted
from armslength.walls.views import not_compared_since, open_incidents
from armslength.webhooks.views import failing

T = TypeVar("T")

_LATE = timedelta(minutes=10)
_DAY = timedelta(days=1)
_SILENT = timedelta(minutes=1)
_AHEAD = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Inside:
    """What the checks look at."""

    db: Database
    clock: Clock
    storage: Storage
    egress: EgressService
    provider: FileProvider
    runs: bool
    """Whether a server should be at work."""

    async def of_all(self, look: Callable[[Tx], Awaitable[T]]) -> dict[UUID, T]:
        """Ask every tenant."""
        found = {}
        for tenant_id in await jobs.tenants(self.db):
            async with self.db.tenant(tenant_id) as tx:
                found[tenant_id] = await look(tx)
        return found


@asynccontextmanager
async def inside(
    settings: ServerSettings, environ: Mapping[str, str], url: str, clock: Clock, *, runs: bool
) -> AsyncIterator[Inside]:
    """Connect as the app's role."""
    db = await Database.open(url, size=1)
    try:
        yield Inside(
            db, clock, Storage.open(load_settings(StorageSettings, environ, "STORAGE"), settings.data / "objects"),
            EgressService(db, clock, load_settings(EgressSettings, environ, "EGRESS"), names),
            FileProvider.open(settings.data / "keys", clock), runs,
        )  # fmt: skip
    finally:
        await db.close()


async def workers(at: Inside) -> Finding:
    """Somebody does the work that is not done at once, and knows what time it is."""
    now = at.clock.now()
    async with at.db.worker() as tx:
        seen = {row["worker"]: row["seen_at"] for row in await tx.rows("select worker, seen_at from worker_heartbeat")}
    if ahead := sorted(worker for worker, seen_at in seen.items() if seen_at > now + _AHEAD):
        return fail(
            "workers", f"{ahead[0]} was heard of in the future: its clock ran ahead, or this one was set back.",
            "Let every machine keep time by NTP.",
        )  # fmt: skip
    alive = sum(seen_at > now - _SILENT for seen_at in seen.values())
    if alive:
        return ok("workers", f"{alive} at work.")
    if not at.runs:
        return ok("workers", "None, as no server runs here.")
    return fail("workers", "None has been heard of for a minute.", "Restart the server; see what its worker printed.")


async def jobs_done(at: Inside) -> Finding:
    """Jobs are taken on, and end well."""
    now = at.clock.now()
    stuck, failed = await jobs.backlog(at.db, due_before=now - _LATE, failed_since=now - _DAY)
    if stuck:
        found = f"{stuck:,} are due for ten minutes and nobody does them."
        return (fail if at.runs else warn)("jobs", found, "Start a worker, or more of them: `armslength worker`.")
    if failed:
        return warn("jobs", f"{failed:,} failed within a day.", "Their imports, releases and exports say why.")
    return ok("jobs", "None is stuck, none failed within a day.")


async def events(at: Inside) -> Finding:
    """What happens is told on."""
    waiting = await outbox.untold(at.db, at.clock.now() - _LATE)
    if not waiting:
        return ok("events", "All are told.")
    found = f"{waiting:,} have not been told for ten minutes."
    return (fail if at.runs else warn)("events", found, "See what the worker printed: 'event not told'.")


async def leases(at: Inside) -> Finding:
    """Leases that ran out are taken back."""
    before = at.clock.now() - _LATE
    overdue = sum((await at.of_all(lambda tx: overdue_leases(tx, before))).values())
    if not overdue:
        return ok("leases", "None is overdue.")
    found = f"{overdue:,} ran out ten minutes ago and were not taken back."
    return (fail if at.runs else warn)("leases", found, "A worker takes them back: see that one runs.")


async def keys_in_use(at: Inside) -> Finding:
    """Every key that the database needs is in the key folder."""
    found = await at.of_all(keks)
    wanted = sorted({name for each in found.values() for name in each})
    try:
        at.provider.check(wanted)
    except UnsafeKeyFile as problem:
        return fail("keys in use", problem.message, "Bring the newest copy of the key folder back.")
    return ok("keys in use", f"All {len(wanted)} that the database needs are here, or were destroyed on purpose.")


async def objects(at: Inside, *, seals: bool) -> Finding:
    """Every blob that the database names is stored; with `seals`, each is read and its seal opens."""
    keys = KeyService(at.provider, at.clock)
    missing, broken, count = [], [], 0
    for tenant_id, stored in (await at.of_all(_blobs)).items():
        for blob in stored:
            count += 1
            if not await at.storage.exists(blob.name):
                missing.append((tenant_id, blob))
            elif seals and not await _opens(at, keys, tenant_id, blob):
                broken.append((tenant_id, blob))
    missing, broken = await _still_named(at, missing), await _still_named(at, broken)
    if missing or broken:
        which = (missing or broken)[0][1]
        found = f"{len(missing):,} are missing and {len(broken):,} damaged, of {count:,}; e.g. {which.name}."
        return fail("objects", found, "Bring these files back from a backup.")
    return ok("objects", f"All {count:,} are stored{' and open' if seals else '; --seals reads them all'}.")


async def _blobs(tx: Tx) -> list[Stored]:
    return [*await ingest.blobs(tx), *await release.blobs(tx)]


async def _still_named(at: Inside, found: list[tuple[UUID, Stored]]) -> list[tuple[UUID, Stored]]:
    """Without those that were thrown away while we looked."""
    if not found:
        return found
    named = await at.of_all(_blobs)
    return [(tenant_id, blob) for tenant_id, blob in found if blob in named.get(tenant_id, [])]


async def _opens(at: Inside, keys: KeyService, tenant_id: UUID, blob: Stored) -> bool:
    try:
        async with at.db.tenant(tenant_id) as tx:
            sealer = await keys.sealer(tx, blob.project_id)
        if blob.kind == "upload":
            whole = b"".join([piece async for piece in at.storage.get(blob.name)])
            sealer.open(whole, kind=blob.kind, object_id=blob.name)
        else:
            await sealer.check_stream(at.storage.get(blob.name), kind=blob.kind, object_id=blob.name)
    except (SealBroken, BlobMissing):
        return False
    except (KeyDestroyed, KeyMissing):
        return True  # shredded on purpose, or told by another check
    return True


async def exposure_record(at: Inside) -> Finding:
    """The record of deliveries agrees with itself, and somebody looks every night."""
    incidents = sum((await at.of_all(open_incidents)).values())
    if incidents:
        return fail(
            "exposure record", f"{incidents:,} incidents are open: it does not agree with itself.",
            "Their organizations see what differs under Exposure, look into it and close them with a reason.",
        )  # fmt: skip
    before = at.clock.now() - 2 * _DAY
    behind = sum((await at.of_all(lambda tx: not_compared_since(tx, before))).values())
    if behind:
        found = f"{behind:,} organizations have not had theirs compared for two days."
        return (fail if at.runs else warn)("exposure record", found, "A worker compares at night: see that one runs.")
    return ok("exposure record", "No incident is open.")


async def counts(at: Inside) -> Finding:
    """What is kept of how many items stand where, and of what people did, is what a count of it says."""
    wrong = {row["project_id"] for rows in (await at.of_all(ingest.miscounted)).values() for row in rows}
    wrong |= {project_id for found in (await at.of_all(work_miscounted)).values() for project_id in found}
    if wrong:
        return fail(
            "counts", f"What is kept of {len(wrong):,} projects is not what a count of them says.",
            "A worker compares them once a day and when it starts, puts what differs in the log and counts anew.",
        )  # fmt: skip
    return ok("counts", "What is kept of how many items stand where, and of who did what, is right.")


async def outbound(at: Inside) -> Finding:
    """What may be called, and what organizations want called that the operator does not allow."""
    idle = sorted({host for hosts in (await at.of_all(at.egress.idle_hosts)).values() for host in hosts})
    if idle:
        return warn(
            "outbound hosts", f"Organizations allow {', '.join(idle)}, and ARMSLENGTH_EGRESS_ALLOW does not.",
            "Add them there, or ask the organizations to remove them.",
        )  # fmt: skip
    allowed = at.egress.limits.hosts
    return ok("outbound hosts", f"May be called: {', '.join(allowed)}." if allowed else "Nothing may be called.")


async def webhooks(at: Inside) -> Finding:
    """None was given up."""
    down = sum((await at.of_all(failing)).values())
    if down:
        found = f"{down:,} failed for so long that they are paused."
        return warn("webhooks", found, "Their organizations see the last answer, mend the receiver and wake them.")
    return ok("webhooks", "None is paused for failing.")
