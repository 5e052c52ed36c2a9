"""The verbs of egress: what a tenant allows, whether a URL may be called, and the call itself."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable, Iterable
from functools import cached_property
from typing import Final, Protocol
from uuid import UUID

import asyncpg
import structlog

from armslength.egress import repository
from armslength.egress.errors import BadPattern, HostNotFound, Refused, TooManyHosts
from armslength.egress.model import Answer, Limits, Outgoing, Target
from armslength.egress.rules.addresses import read_network
from armslength.egress.rules.hosts import covered, matches, read_pattern, read_url
from armslength.egress.schemas import AddEgressHost, Egress, EgressHost
from armslength.egress.service.client import Resolve, call, system_resolve
from armslength.egress.settings import EgressSettings
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.settings import BadSetting
from armslength.kit.wire import Named
from armslength.ledger.service import record

log = structlog.get_logger(__name__)

Names = Callable[[Tx, Iterable[UUID]], Awaitable[dict[UUID, str]]]
MOST_HOSTS: Final = 200


class Asker(Protocol):
    """Whoever asks, as far as egress needs to know: the rooms that know people stand above it."""

    @property
    def tenant_id(self) -> UUID:
        """The tenant in which they ask."""

    @property
    def person_id(self) -> UUID:
        """Who asks."""


class EgressService:
    """The only way to an address that somebody named. Off until the operator and the tenant both allow the host."""

    def __init__(
        self, db: Database, clock: Clock, settings: EgressSettings, names: Names, resolve: Resolve = system_resolve
    ) -> None:
        self.db = db
        self.clock = clock
        self.names = names
        self.limits = read_limits(settings)
        self._resolve = resolve

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Reading whom to trust takes as long as ten answers; most processes call nobody."""
        return ssl.create_default_context()

    async def get(self, actor: Asker) -> Egress:
        """What may be called."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.hosts(tx)
            names = await self.names(tx, {row["created_by"] for row in rows})
        limits = self.limits
        hosts = [self._host(row, names) for row in rows]
        return Egress(bool(limits.hosts), limits.plain_http, sorted(limits.ports), hosts)

    async def add_host(self, actor: Asker, wanted: AddEgressHost) -> EgressHost:
        """Allow a host; allowing it again changes nothing."""
        pattern, now = read_pattern(wanted.pattern, "pattern"), self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            before = await repository.hosts(tx)
            known = {row["pattern"] for row in before}
            if pattern not in known and len(known) >= MOST_HOSTS:
                raise TooManyHosts(f"At most {MOST_HOSTS} hosts may be allowed; remove one first.")
            row = await repository.add(tx, new_id(), pattern, actor.person_id, now)
            if pattern not in known:
                await record(
                    tx, actor.person_id, "egress.host_allowed", f"host:{row['id']}", at=now, detail={"pattern": pattern}
                )
            return self._host(row, await self.names(tx, [row["created_by"]]))

    async def remove_host(self, actor: Asker, host_id: UUID) -> None:
        """Allow it no longer, from the next call on."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            pattern = await repository.remove(tx, host_id)
            if pattern is None:
                raise HostNotFound("There is no such host on the list.")
            await record(
                tx, actor.person_id, "egress.host_removed", f"host:{host_id}", at=self.clock.now(),
                detail={"pattern": pattern},
            )  # fmt: skip

    async def idle_hosts(self, tx: Tx) -> list[str]:
        """What the tenant allows and the operator does not: never called."""
        return [row["pattern"] for row in await repository.hosts(tx) if not covered(row["pattern"], self.limits.hosts)]

    async def check_url(self, tx: Tx, url: str, field: str) -> Target:
        """Where the URL leads, if tenant and operator let it be called. Nothing is looked up or sent."""
        target = read_url(url, self.limits, field)
        if not self.limits.hosts:
            raise Refused("This server calls nobody: its operator has not set ARMSLENGTH_EGRESS_ALLOW.", "off", field)
        if not matches(target.host, self.limits.hosts):
            raise Refused(f"The operator of this server does not allow calls to {target.host}.", "operator", field)
        if not matches(target.host, [row["pattern"] for row in await repository.hosts(tx)]):
            raise Refused(
                f"{target.host} is not among the outbound hosts of your organization; an owner can add it.",
                "tenant", field,
            )  # fmt: skip
        return target

    async def send(self, tenant_id: UUID, outgoing: Outgoing) -> Answer:
        """Call on behalf of a tenant; raises BadUrl, Refused or Unanswered. No transaction is open meanwhile."""
        async with self.db.tenant(tenant_id) as tx:
            target = await self.check_url(tx, outgoing.url, "url")
        return await call(target, outgoing, self.limits, self._trust, self._resolve)

    def _host(self, row: asyncpg.Record, names: dict[UUID, str]) -> EgressHost:
        by = Named(row["created_by"], names.get(row["created_by"], ""))
        return EgressHost(row["id"], row["pattern"], covered(row["pattern"], self.limits.hosts), by, row["created_at"])


def read_limits(settings: EgressSettings) -> Limits:
    """The operator's words taken apart; raises BadSetting with one sentence."""
    try:
        hosts = tuple(each if each == "*" else read_pattern(each) for each in _parts(settings.allow))
        networks = tuple(read_network(each) for each in _parts(settings.networks))
        ports = frozenset(int(each) for each in _parts(settings.ports))
    except BadPattern:
        raise BadSetting(
            f"ARMSLENGTH_EGRESS_ALLOW={settings.allow!r} cannot be used: name hosts, *.domains, or * alone."
        ) from None
    except ValueError as problem:
        raise BadSetting(f"ARMSLENGTH_EGRESS_NETWORKS or _PORTS cannot be used: {problem}.") from None
    if not ports or not ports <= set(range(1, 65536)):
        raise BadSetting(f"ARMSLENGTH_EGRESS_PORTS={settings.ports!r} cannot be used: name ports from 1 to 65535.")
    return Limits(hosts, networks, ports, settings.plain_http, settings.seconds)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
