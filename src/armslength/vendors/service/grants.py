"""Grants: a customer lets a vendor into a project, pauses it, cuts it off."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.identity.errors import NoSuchProject
from armslength.identity.model import Actor, Tier
from armslength.kit import outbox
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.errors import Conflict
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.vendors.errors import NoSuchVendor, NotGranted, Severed, StillEnding, Walled
from armslength.vendors.events import GRANT_CHANGED
from armslength.vendors.model import Cut, Drafts, GrantReason, GrantState
from armslength.vendors.repository import firms, grants, offers
from armslength.vendors.schemas import Grant, VendorGrant
from armslength.vendors.schemas.offers import Offer, Terms
from armslength.vendors.service.cuts import Cuts
from armslength.vendors.service.judging import Judging

_WHY: Final[Mapping[GrantReason | None, str]] = {
    "conflict": "This vendor leads to a rival. See Rivals for the conflict; two people may accept it for a time.",
    "expired": "The waiver of this vendor's conflict has run out.",
    "announced": "An announced stake would lead this vendor to a rival.",
    "exclusive": "This vendor may serve a rival of yours on this hub, or its firm is not confirmed by the operator.",
    "unverified": "This project takes vendors only whose ownership was attested in the last 90 days.",
}

Opening = Callable[[Tx, UUID], Awaitable[None]]
"""Returns, or raises why no vendor may be let into the project now: an error for the customer."""

_SHOWN: Final = ("state", "reason", "epoch", "people", "since", "clear_until", "tier")


class Grants:
    """The states of grants. From the next request on a vendor's people see the project, or do not.

    `opening`: what a later room asks before a vendor is let in; set by the wiring.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock
        self.opening: Opening | None = None
        self.cuts = Cuts()
        self.judging = Judging(clock, self.cut)

    async def of_project(self, actor: Actor, project_id: UUID) -> list[Grant]:
        """Who is let into a project."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            last = await offers.last(tx, project_id)
            return [self.shown(row, last.get(row["id"])) for row in await grants.of_project(tx, project_id)]

    def shown(self, row: asyncpg.Record, last: asyncpg.Record | None) -> Grant:
        """A grant, and the last offer of it."""
        return Grant(
            vendor=Named(row["id"], row["name"]), offer=offer_of(last) if last else None,
            **{name: row[name] for name in _SHOWN},
        )  # fmt: skip

    async def of_vendor(self, actor: Actor, vendor_id: UUID) -> list[VendorGrant]:
        """Where a vendor is let in, or was. Raises NoSuchVendor."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await firms.exists(tx, vendor_id):
                raise NoSuchVendor("There is no such vendor.")
            rows = await grants.of_vendor(tx, vendor_id)
        return [VendorGrant(Named(row["id"], row["name"]), **{name: row[name] for name in _SHOWN}) for row in rows]

    async def set_state(
        self, actor: Actor, project_id: UUID, vendor_id: UUID, state: GrantState, tier: Tier | None = None
    ) -> Grant:
        """Let a vendor in, keep it out for now, or freeze it; and say in which form its people are shown items, in the
        same transaction. Raises NoSuchVendor, Severed, StillEnding, Walled.
        """
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if state == "active":
                await self.judging.changing(tx)
            if not await firms.exists(tx, vendor_id):
                raise NoSuchVendor("There is no such vendor.")
            if tier is not None:
                await grants.lock(tx, project_id, vendor_id)  # before any row
            await self._set(tx, actor, project_id, vendor_id, state)
            if tier is not None:
                await self._set_tier(tx, actor, project_id, vendor_id, tier)
            row = await grants.one(tx, project_id, vendor_id)
            last = (await offers.last(tx, project_id)).get(vendor_id)
        assert row is not None  # put above
        return self.shown(row, last)

    async def ensure(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID) -> None:
        """Return when the vendor's people may be let into the project; a customer who manages vendors makes the grant.

        Raises NotGranted or Walled; to a vendor the project does not exist (NoSuchProject), whatever the reason.
        """
        if actor.side == "customer" and await grants.state(tx, project_id, vendor_id) is None:
            await self.judging.changing(tx)
        state = await grants.hold_state(tx, project_id, vendor_id)
        if state == "active":
            return
        if actor.side == "vendor":
            raise NoSuchProject("There is no such project.", field="projects")
        if state is not None or not actor.may("vendors.manage"):
            raise NotGranted("This vendor is not let into the project just now. Set its grant to active first.")
        await self._set(tx, actor, project_id, vendor_id, "active")

    async def cut(
        self, tx: Tx, actor_id: UUID | None, project_id: UUID, vendor_id: UUID, state: GrantState,
        reason: GrantReason | None = None, drafts: Drafts = "keep",
    ) -> Cut | None:  # fmt: skip
        """Take a grant out of `active` (or further down), in the caller's transaction; None when it is there already.

        Waits for the deliveries under way; when the transaction commits, nothing more is delivered. `frozen` and
        `severed` raise the epoch and end its people's sessions and keys at once; leases, reviews and drafts follow
        (`vendors.grant_cut`, see `Cuts`).
        """
        await grants.lock(tx, project_id, vendor_id)
        before = await grants.hold_state(tx, project_id, vendor_id)
        if before in (None, "severed", state):
            return None
        now = self.clock.now()
        epoch = await grants.change(tx, project_id, vendor_id, state, reason, None, now)
        cut = Cut(project_id, vendor_id, epoch)
        await offers.withdraw(tx, project_id, vendor_id, now)
        if state in ("frozen", "severed"):
            await self.cuts.begin(tx, cut, state, drafts, actor_id, now)
        await self._tell(tx, project_id, vendor_id, state, now)
        await record(
            tx, actor_id, f"vendors.grant_{state}", f"vendor:{vendor_id}", at=now, project_id=project_id,
            detail={"from": before} | ({"reason": reason} if reason else {}),
        )  # fmt: skip
        return cut

    async def still(self, tx: Tx, project_id: UUID) -> list[UUID]:
        """Let no vendor be served on a project until the transaction ends; returns those that have a grant there."""
        return await grants.lock_all(tx, project_id)

    async def restore(self, tx: Tx, actor_id: UUID, project_id: UUID, vendor_id: UUID) -> bool:
        """Undo a severance as far as it can be: the grant is paused, and whoever may wakes it. False when it is not
        severed (any more). Raises StillEnding while what the cut left behind is not tidied up."""
        await grants.lock(tx, project_id, vendor_id)
        if await grants.hold_state(tx, project_id, vendor_id) != "severed":
            return False
        if await self.cuts.unended(tx, project_id, vendor_id):
            raise StillEnding("Leases of this vendor are still being taken back; try again in a moment.")
        now = self.clock.now()
        await grants.change(tx, project_id, vendor_id, "paused", None, None, now)
        await self._tell(tx, project_id, vendor_id, "paused", now)
        await record(
            tx, actor_id, "vendors.grant_restored", f"vendor:{vendor_id}", at=now, project_id=project_id,
            detail={"from": "severed"},
        )  # fmt: skip
        return True

    async def _set(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID, state: GrantState) -> None:
        if state != "active":
            await grants.lock(tx, project_id, vendor_id)  # before the row, as every cut does
        before = await grants.hold_state(tx, project_id, vendor_id)
        if before == "severed":
            raise Severed("This vendor was severed from the project.")
        if before not in (None, state) and state != "active":
            await self.cut(tx, actor.person_id, project_id, vendor_id, state)
            return
        if before == state:
            return
        if await self.cuts.unended(tx, project_id, vendor_id):
            raise StillEnding("Leases of this vendor are still being taken back; try again in a moment.")
        now = self.clock.now()
        clear_until = None
        if state == "active":
            clear_until = await self.checked(tx, actor, project_id, vendor_id, now, lambda: self._look(tx, project_id))
        await offers.withdraw(tx, project_id, vendor_id, now)
        await self._put(tx, actor, project_id, vendor_id, before, state, clear_until, now)

    async def put_offered(
        self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID, before: str | None, offer_id: UUID, now: datetime
    ) -> None:  # fmt: skip
        """The grant is offered from now on. The caller holds its lock and has had it checked."""
        await self._put(tx, actor, project_id, vendor_id, before, "offered", None, now, offer=str(offer_id))

    async def open_offered(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID) -> None:
        """The vendor accepted: the grant opens through the same checks as by hand. After `judging.changing`. Raises a
        Conflict, which the log remembers."""
        if await grants.hold_state(tx, project_id, vendor_id) != "offered":
            raise NotGranted("This grant is not offered any more.")
        now = self.clock.now()
        clear_until = await self.checked(tx, actor, project_id, vendor_id, now, lambda: self._look(tx, project_id))
        await self._put(tx, actor, project_id, vendor_id, "offered", "active", clear_until, now)

    async def leave_offered(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID) -> None:
        """The vendor declined: kept out, until the customer offers again or opens the grant by hand."""
        if await grants.hold_state(tx, project_id, vendor_id) == "offered":
            await self._put(tx, actor, project_id, vendor_id, "offered", "paused", None, self.clock.now())

    async def _put(
        self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID, before: str | None, state: GrantState,
        clear_until: datetime | None, now: datetime, **detail: str,
    ) -> None:  # fmt: skip
        if before is None:
            await grants.insert(tx, project_id, vendor_id, state, clear_until, now)
        else:
            await grants.change(tx, project_id, vendor_id, state, None, clear_until, now)
        await self._tell(tx, project_id, vendor_id, state, now)
        await record(
            tx, actor.person_id, f"vendors.grant_{state}", f"vendor:{vendor_id}", at=now, project_id=project_id,
            detail={"from": before, **detail},
        )  # fmt: skip

    async def _set_tier(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID, tier: Tier) -> None:
        """Waits for the deliveries under way; the next one is of the new form, or of nothing."""
        before = await grants.tier(tx, project_id, vendor_id)
        if before == tier:
            return
        now = self.clock.now()
        await grants.set_tier(tx, project_id, vendor_id, tier)
        await record(
            tx, actor.person_id, "vendors.grant_tier", f"vendor:{vendor_id}", at=now, project_id=project_id,
            detail={"from": before, "to": tier},
        )  # fmt: skip

    async def _tell(self, tx: Tx, project_id: UUID, vendor_id: UUID, state: GrantState, now: datetime) -> None:
        ids = {"project_id": str(project_id), "vendor_id": str(vendor_id)}
        await outbox.emit(tx, GRANT_CHANGED, {**ids, "state": state}, at=now)

    async def _look(self, tx: Tx, project_id: UUID) -> None:
        if self.opening:
            await self.opening(tx, project_id)

    async def checked(
        self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID, now: datetime,
        look: Callable[[], Awaitable[None]],
    ) -> datetime | None:  # fmt: skip
        """Until when a grant may be active; `look` raises why the project may not be shown now. A refusal outlives the
        transaction that it undoes: in the log."""
        try:
            clear_until = await self._clear_until(tx, project_id, vendor_id)
            await look()
        except Conflict as refusal:
            reason = refusal.code

            async def write(after: Tx) -> None:
                await record(
                    after, actor.person_id, "vendors.grant_refused", f"vendor:{vendor_id}", at=now,
                    project_id=project_id, detail={"reason": reason}, verdict="refused", reason=reason,
                )  # fmt: skip

            tx.afterwards(write)
            raise
        return clear_until

    async def _clear_until(self, tx: Tx, project_id: UUID, vendor_id: UUID) -> datetime | None:
        """R1: until when a grant may be active, as far as that is known. Raises Walled."""
        decided, clear_until = await self.judging.allowed(tx, project_id, vendor_id)
        if decided.state != "active":
            raise Walled(_WHY[decided.reason], details={"reason": decided.reason})
        return clear_until


def offer_of(row: asyncpg.Record) -> Offer:
    """An offer as both sides read it."""
    return Offer(
        id=row["id"], state=row["state"], terms=msgspec.convert(row["terms"], Terms), offered_at=row["offered_at"],
        answered_at=row["answered_at"],
    )  # fmt: skip
