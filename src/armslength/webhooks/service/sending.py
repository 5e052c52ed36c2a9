"""What waits is sent: one webhook at a time per sender, a few deliveries at once, at least once each.

A sender leases the webhook, not the delivery: a slow receiver holds up one sender for a while and nobody else's
deliveries. A crash between the answer and writing it down sends again; the id of the event stays the same.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from armslength.egress.errors import BadUrl, Refused, Unanswered
from armslength.egress.model import Outgoing
from armslength.egress.service import EgressService
from armslength.keys.errors import KeyDestroyed, KeyMissing
from armslength.keys.service import KeyService
from armslength.kit import turns
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.outbox import emit
from armslength.kit.turns import Turn
from armslength.ledger.service import record
from armslength.webhooks.events import WEBHOOK_PAUSED
from armslength.webhooks.model import Message, Try
from armslength.webhooks.repository import deliveries, hooks
from armslength.webhooks.repository.deliveries import TURN
from armslength.webhooks.rules.schedule import GONE, must_pause, next_try, rest
from armslength.webhooks.rules.signing import signed_headers
from armslength.webhooks.settings import WebhooksSettings

PURPOSE: Final = "webhook"
_TURN: Final = timedelta(seconds=20)
"""After this long another webhook gets its turn."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Load:
    """What to send in one go."""

    url: str
    secrets: list[bytes]
    messages: list[Message]


class Sender:
    """Sends to whichever webhook has been due the longest."""

    def __init__(
        self, db: Database, egress: EgressService, keys: KeyService, clock: Clock, settings: WebhooksSettings
    ) -> None:
        self.db = db
        self.egress = egress
        self.keys = keys
        self.clock = clock
        self.settings = settings

    async def turn(self) -> bool:
        """One webhook's turn; False when none is due."""
        now = self.clock.now()
        # One load takes at most as long as one call may; a turn ends with the load that is on its way.
        turn = await turns.claim(self.db, TURN, now, _TURN + timedelta(seconds=2 * self.egress.limits.seconds + 10))
        if turn is None:
            return False
        failures, active = 0, True
        while active and not failures and self.clock.now() < now + _TURN:
            load = await self._load(turn)
            if load is None:
                break
            failures, active = await self._send(turn, load)
        async with self.db.tenant(turn.tenant_id) as tx:
            if await turns.hold(tx, turn):
                next_at = await deliveries.next_due(tx, turn.object_id) if await self._active(tx, turn) else None
                await turns.settle(tx, turn, next_at and max(next_at, self.clock.now() + rest(failures)))
        return True

    async def _active(self, tx: Tx, turn: Turn) -> bool:
        hook = await hooks.get(tx, turn.object_id)
        return hook is not None and hook["state"] == "active"

    async def _load(self, turn: Turn) -> _Load | None:
        """The next deliveries, or None when there is nothing to send (any more)."""
        now = self.clock.now()
        async with self.db.tenant(turn.tenant_id) as tx:
            hook = await hooks.get(tx, turn.object_id)
            if hook is None or hook["state"] != "active":
                return None
            messages = await deliveries.due(tx, turn.object_id, now, self.settings.at_once)
            return _Load(hook["url"], await self._secrets(tx, hook, now), messages) if messages else None

    async def _secrets(self, tx: Tx, hook: asyncpg.Record, now: datetime) -> list[bytes]:
        """The secret, and the one before it while it still signs; none when the tenant's key was destroyed."""
        ids = [hook["secret_id"]]
        if hook["old_secret_id"] and hook["old_secret_until"] > now:
            ids.append(hook["old_secret_id"])
        try:
            return [await self.keys.open_secret(tx, secret_id, PURPOSE) for secret_id in ids]
        except (KeyDestroyed, KeyMissing):
            return []

    async def _send(self, turn: Turn, load: _Load) -> tuple[int, bool]:
        """Send them side by side, write down what came of it; (failures in a row, whether to go on at all)."""
        tries = await asyncio.gather(*(self._try(turn.tenant_id, load, message) for message in load.messages))
        now = self.clock.now()
        async with self.db.tenant(turn.tenant_id) as tx:
            for message, made in zip(load.messages, tries, strict=True):
                next_at = None if made.good else next_try(message.id, message.tried + 1, now)
                state = "delivered" if made.good else "waiting" if next_at else "failed"
                await deliveries.note(tx, message.id, state, made, next_at)
            bad = [made for made in tries if not made.good]
            if len(bad) < len(tries):
                await hooks.succeeded(tx, turn.object_id, now)
            if not bad:
                return 0, True
            hook = await hooks.failed(tx, turn.object_id, len(bad), now)
            gone = any(made.status == GONE for made in bad)
            if hook is None:
                return len(bad), False
            if gone or must_pause(hook["failures"], hook["failing_since"], now, self.settings.pause_hours):
                await self._pause(tx, hook, now)
                return hook["failures"], False
            return hook["failures"], True

    async def _try(self, tenant_id: UUID, load: _Load, message: Message) -> Try:
        at = self.clock.now()
        status, error = None, None
        if not load.secrets:
            return Try(at, 0, None, "The key that signs was destroyed.")
        headers = {
            "Content-Type": "application/json",
            **signed_headers(load.secrets, message.event_id, at, message.body),
        }
        try:
            answer = await self.egress.send(tenant_id, Outgoing(load.url, "POST", headers, message.body))
            status = answer.status
            if 300 <= status < 400:
                error = "The host redirects elsewhere; redirects are not followed."
            elif not 200 <= status < 300:
                error = "The host did not accept it."
        except (BadUrl, Refused, Unanswered) as problem:
            error = problem.message
        ms = int((self.clock.now() - at).total_seconds() * 1000)
        return Try(at, ms, status, error)

    async def _pause(self, tx: Tx, hook: asyncpg.Record, now: datetime) -> None:
        log.warning("a webhook is paused", webhook=str(hook["id"]), failures=hook["failures"])
        await hooks.change(tx, hook["id"], state="failing")
        project_id = hook["project_id"]
        await record(
            tx, None, "webhooks.paused", f"webhook:{hook['id']}", at=now, project_id=project_id,
            detail={"failures": hook["failures"]},
        )  # fmt: skip
        told = {"webhook_id": str(hook["id"]), "created_by": str(hook["created_by"])}
        await emit(tx, WEBHOOK_PAUSED, {**told, "project_id": str(project_id) if project_id else None}, at=now)
