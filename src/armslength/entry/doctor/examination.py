"""All checks in order; one that trips is told, and the others go on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Mapping

from armslength.entry.data_directory import held
from armslength.entry.doctor import cluster, database, inside, machine
from armslength.entry.doctor.database import Addresses
from armslength.entry.doctor.finding import Finding, Report, fail, report
from armslength.entry.faults import CannotStart
from armslength.entry.settings import ServerSettings
from armslength.kit.clock import Clock


def examine(settings: ServerSettings, environ: Mapping[str, str], *, seals: bool, clock: Clock | None = None) -> Report:
    """Look at everything. `seals`: also open the seal of every object, which reads them all."""
    first = machine.data_directory(settings)
    if not os.access(settings.data, os.W_OK | os.X_OK):
        return report([first])
    runs = held(settings.data)
    found = [first, machine.disk(settings), machine.keys(settings), machine.server(settings)]
    found.append(cluster.cluster(environ))
    try:
        with database.addresses(settings) as at:
            found += asyncio.run(_database(at))
            if all(each.state == "ok" for each in found if each.check in ("keys", "migrations", "app role")):
                found += asyncio.run(_inside(settings, environ, at, clock or Clock(), runs=runs, seals=seals))
    except CannotStart as problem:
        found.append(fail("database", str(problem), "Nothing inside it could be looked at; ask again after that."))
    return report(found)


async def _database(at: Addresses) -> list[Finding]:
    return [
        await database.reachable(at),
        await _tried("migrations", database.migrations(at)),
        await _tried("app role", database.role(at)),
        await _tried("clock", database.clock(at)),
    ]


async def _inside(
    settings: ServerSettings, environ: Mapping[str, str], at: Addresses, clock: Clock, *, runs: bool, seals: bool
) -> list[Finding]:
    async with inside.inside(settings, environ, at.app, clock, runs=runs) as here:
        return [
            await _tried("workers", inside.workers(here)),
            await _tried("jobs", inside.jobs_done(here)),
            await _tried("events", inside.events(here)),
            await _tried("leases", inside.leases(here)),
            await _tried("keys in use", inside.keys_in_use(here)),
            await _tried("objects", inside.objects(here, seals=seals)),
            await _tried("exposure record", inside.exposure_record(here)),
            await _tried("counts", inside.counts(here)),
            await _tried("outbound hosts", inside.outbound(here)),
            await _tried("webhooks", inside.webhooks(here)),
        ]


async def _tried(check: str, looking: Awaitable[Finding]) -> Finding:
    try:
        return await looking
    except Exception as problem:  # whatever it is, the other checks still have something to say
        return fail(check, f"It could not be looked at: {problem!r}.", "See whether another finding explains it.")
