"""Offers: a customer offers a project, the vendor's managers accept or decline.

An offer says the kinds of work, languages, skills, about how much, by when and for how much, and nothing of whose it
is. What it tells of volume and timing counts as shown from then on, declined or not. Accepting opens the grant through
the same checks as opening it by hand; where they refuse, the vendor reads that there is no such offer, and the log the
reason.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from armslength.identity.model import Actor
from armslength.kit import outbox, passes
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.errors import Conflict
from armslength.kit.ids import new_id
from armslength.ledger.service import record
from armslength.vendors.errors import AlreadyIn, NoSuchOffer, NoSuchVendor, Severed, StillEnding
from armslength.vendors.events import OFFER_ANSWERED, OFFERED
from armslength.vendors.repository import firms, grants
from armslength.vendors.repository import offers as repository
from armslength.vendors.schemas import Grant
from armslength.vendors.schemas.offers import Offer, OfferGrant, OfferPay, Terms
from armslength.vendors.service.grants import Grants, offer_of
from armslength.vendors.service.told import tell_volume

SHOWN: Final = 100


class Kinds(NamedTuple):
    """What a label schema shows and asks, by kind."""

    shown: list[str]
    asked: list[str]


Offering = Callable[[Tx, UUID, UUID, Sequence[str]], Awaitable[Kinds]]
"""What a project's schema shows and asks, as it is offered to a vendor in these words; or raises why it may not be: an
error for the customer."""

Agreed = Callable[[Tx, UUID, UUID, UUID, OfferPay], Awaitable[None]]
"""What person, project and firm agreed is paid for an answer."""


class Offers:
    """`offering` and `agreed`: what later rooms do; set by the wiring."""

    def __init__(self, db: Database, clock: Clock, opened: Grants) -> None:
        self.db = db
        self.clock = clock
        self.grants = opened
        self.offering: Offering | None = None
        self.agreed: Agreed | None = None

    async def offer(self, actor: Actor, project_id: UUID, vendor_id: UUID, wanted: OfferGrant) -> Grant:
        """Offer a project; an earlier offer that is open is taken back. Raises NoSuchVendor, AlreadyIn, Severed,
        StillEnding, Walled."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.grants.judging.changing(tx)
            if not await firms.exists(tx, vendor_id):
                raise NoSuchVendor("There is no such vendor.")
            await grants.lock(tx, project_id, vendor_id)
            before = await grants.hold_state(tx, project_id, vendor_id)
            if before == "severed":
                raise Severed("This vendor was severed from the project.")
            if before == "active":
                raise AlreadyIn("This vendor is let in already.")
            if await self.grants.cuts.unended(tx, project_id, vendor_id):
                raise StillEnding("Leases of this vendor are still being taken back; try again in a moment.")
            now = self.clock.now()
            terms = await self._terms(tx, actor, project_id, vendor_id, wanted, now)
            await self._offered(tx, actor, project_id, vendor_id, before, terms, now)
            row = await grants.one(tx, project_id, vendor_id)
            last = (await repository.last(tx, project_id))[vendor_id]
        assert row is not None  # put above
        return self.grants.shown(row, last)

    async def mine(self, actor: Actor) -> list[Offer]:
        """Those to the actor's own firm."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return [offer_of(row) for row in await repository.of_vendor(tx, actor.organization_id, SHOWN)]

    async def answer(self, actor: Actor, offer_id: UUID, answer: Literal["accept", "decline"]) -> Offer:
        """Accept or decline. Raises NoSuchOffer: it is not there, not open, or the firm may not be let in now."""
        held = passes.carried(actor.tenant_id)
        with passes.carrying(None):  # the hub's lock goes before those that the pass takes
            async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
                await self.grants.judging.changing(tx)
                if held is not None:
                    await tx.check(held)
                row = await repository.hold(tx, offer_id, actor.organization_id)
                if row is None or row["state"] != "open":
                    raise _gone()
                project_id, vendor_id, now = row["project_id"], row["vendor_id"], self.clock.now()
                state = "accepted" if answer == "accept" else "declined"
                await repository.settle(tx, offer_id, state, actor.person_id, now)
                await record(
                    tx, actor.person_id, f"vendors.offer_{state}", f"offer:{offer_id}", at=now, project_id=project_id,
                    detail={"vendor": str(vendor_id)},
                )  # fmt: skip
                if state == "accepted":
                    await self._accepted(tx, actor, row)
                else:
                    await self.grants.leave_offered(tx, actor, project_id, vendor_id)
                await _said(tx, OFFER_ANSWERED, actor, row, now, state=state)
                answered = await repository.hold(tx, offer_id, vendor_id)
        assert answered is not None  # held above
        return offer_of(answered)

    async def _terms(
        self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID, wanted: OfferGrant, now: datetime
    ) -> Terms:
        kinds = Kinds([], [])

        async def look() -> None:
            nonlocal kinds
            if self.offering:
                kinds = await self.offering(tx, project_id, vendor_id, wanted.skills)

        await self.grants.checked(tx, actor, project_id, vendor_id, now, look)
        return Terms(
            shown=kinds.shown, asked=kinds.asked, languages=list(dict.fromkeys(wanted.languages)),
            skills=list(dict.fromkeys(" ".join(skill.split()) for skill in wanted.skills)),
            volume=wanted.volume, due=wanted.due, pay=wanted.pay,
        )  # fmt: skip

    async def _offered(
        self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID, before: str | None, terms: Terms, now: datetime
    ) -> None:
        offer_id = new_id()
        await repository.withdraw(tx, project_id, vendor_id, now)
        await self.grants.put_offered(tx, actor, project_id, vendor_id, before, offer_id, now)
        said = msgspec.to_builtins(terms)
        await repository.add(tx, offer_id, project_id, vendor_id, said, actor.person_id, now)
        about = {"project_id": project_id, "vendor_id": vendor_id, "id": offer_id}
        await _said(tx, OFFERED, actor, about, now)
        await tell_volume(tx, actor.person_id, offer_id, project_id, vendor_id, terms.volume, terms.due, now)

    async def _accepted(self, tx: Tx, actor: Actor, row: asyncpg.Record) -> None:
        project_id, vendor_id = row["project_id"], row["vendor_id"]
        try:
            await self.grants.open_offered(tx, actor, project_id, vendor_id)
        except Conflict:
            raise _gone() from None  # the customer's log has the reason
        terms = msgspec.convert(row["terms"], Terms)
        if terms.pay and self.agreed:
            await self.agreed(tx, actor.person_id, project_id, vendor_id, terms.pay)


async def _said(
    tx: Tx, topic: str, actor: Actor, offer: Mapping[str, Any] | asyncpg.Record, now: datetime, **more: str
) -> None:
    ids = {"project_id": offer["project_id"], "vendor_id": offer["vendor_id"], "offer_id": offer["id"]}
    told = {name: str(each) for name, each in ids.items()} | more | {"by": str(actor.person_id)}
    await outbox.emit(tx, topic, told, at=now)


def _gone() -> NoSuchOffer:
    return NoSuchOffer("There is no such offer, or it is not open any more.")
