"""What people are asked of themselves, and what they say: nobody but themselves is shown it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from armslength.identity.model import Actor
from armslength.keys.service import KeyService, TenantSealer
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.ledger.service import record
from armslength.projects.service.brands import Brands
from armslength.traits import repository
from armslength.traits.errors import BadTrait, TooManyTraits, TraitNotFound
from armslength.traits.model import marked
from armslength.traits.rules.lots import keeping
from armslength.traits.schemas import CreateTrait, MyTrait, MyTraits, TellMyTrait, Trait, Traits

MOST_EVER: Final = 3
"""Every new trait draws new lots: somebody who is asked the same over and over would be known in the end."""
LOCK: Final = "trait"
"""Held, by trait, by whoever changes what somebody said, and by whoever counts it."""


class Asking:
    """The organization's traits, and one's own answers to them."""

    def __init__(self, db: Database, keys: KeyService, brands: Brands, clock: Clock) -> None:
        self.db = db
        self.keys = keys
        self.brands = brands
        self.clock = clock

    async def all_of(self, actor: Actor) -> Traits:
        """What people may say of themselves, and what of it is a brand word by now."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.traits(tx)
            held = await self.brands.held_by(tx, [[row["name"], row["why"], *row["options"]] for row in rows])
            return Traits([
                Trait(row["id"], row["name"], row["why"], row["options"], row["at_least"], row["created_at"], words)
                for row, words in zip(rows, held, strict=True)
            ])  # fmt: skip

    async def add(self, actor: Actor, given: CreateTrait) -> Traits:
        """Ask for something. It cannot be changed after: people agreed to this and to nothing else. Raises BadTrait,
        TooManyTraits, NamesTheCustomer."""
        now, trait_id = self.clock.now(), new_id()
        name, why, options = given.name.strip(), given.why.strip(), [each.strip() for each in given.options]
        if not name or not why:
            raise BadTrait("Give a name, and say what it is asked for.", field="why" if name else "name")
        if "" in options or len({each.casefold() for each in options}) < len(options):
            raise BadTrait("Every group has a name of its own.", field="options")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("traits", actor.tenant_id)
            groups = {f"group {place + 1}": each for place, each in enumerate(options)}
            await self.brands.before_asking(tx, {"the name": name, "what it is asked for": why} | groups)
            if await repository.ever(tx) >= MOST_EVER:
                raise TooManyTraits(f"An organization asks for {MOST_EVER} traits in all, removed ones included.")
            if not await repository.add(tx, trait_id, name, why, options, given.at_least, actor.person_id, now):
                raise BadTrait("Another trait has this name, or had it before it was removed.", field="name")
            await record(
                tx, actor.person_id, "trait.created", f"trait:{trait_id}", at=now,
                detail={"at_least": given.at_least, "groups": len(options)},
            )  # fmt: skip
        return await self.all_of(actor)

    async def remove(self, actor: Actor, trait_id: UUID) -> None:
        """Ask for it no more, and forget what everybody said and what was told. Raises TraitNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock(LOCK, trait_id)
            if not await repository.remove(tx, trait_id, self.clock.now()):
                raise TraitNotFound("There is no such trait.")
            await record(tx, actor.person_id, "trait.removed", f"trait:{trait_id}", at=self.clock.now())

    async def mine(self, actor: Actor) -> MyTraits:
        """What one may say of oneself here, and has said."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._mine(tx, actor)

    async def say(self, actor: Actor, mine: UUID, given: TellMyTrait) -> MyTraits:
        """Say something of oneself; no log tells of it. Raises TraitNotFound, BadTrait."""
        if not given.consent:
            raise BadTrait("Nothing is kept without your consent.", field="consent")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            trait_id = await self._named(tx, actor, mine)
            await tx.lock(LOCK, trait_id)
            options = await repository.options(tx, trait_id)
            if options is None:
                raise TraitNotFound("There is no such trait.")
            if given.option not in options:
                raise BadTrait("Choose one of the groups that there are.", field="option")
            before = {each.id: each.said for each in (await self._mine(tx, actor)).items}[mine]
            if given.option != before:
                await self._forget(tx, trait_id, actor.person_id)
                said_id, sealer = new_id(), await self.keys.trait_sealer(tx)
                sealed = sealer.seal(bytes([options.index(given.option)]), said_id)
                await repository.say(tx, said_id, trait_id, actor.person_id, sealed, self.clock.now())
            return await self._mine(tx, actor)

    async def withdraw(self, actor: Actor, mine: UUID) -> None:
        """Say nothing of it any more; what was said is erased. Raises TraitNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            trait_id = await self._named(tx, actor, mine)
            await tx.lock(LOCK, trait_id)
            await self._forget(tx, trait_id, actor.person_id)

    async def on_seat_lost(self, tx: Tx, payload: dict[str, Any]) -> None:
        """Who has no seat any more could not withdraw it: it is erased for them."""
        person_id = UUID(payload["person_id"])
        for trait_id in await repository.spoken(tx, person_id):
            await tx.lock(LOCK, trait_id)
            await self._forget(tx, trait_id, person_id)

    async def _forget(self, tx: Tx, trait_id: UUID, person_id: UUID) -> None:
        await repository.withdraw(tx, trait_id, person_id)
        sealer = await self.keys.trait_sealer(tx)
        for project_id in await repository.told_in(tx, trait_id):
            who = sealer.reference(marked(project_id, trait_id, str(person_id)))
            await repository.blot_out(tx, project_id, trait_id, who, sealer.reference(str(new_id())))

    async def _mine(self, tx: Tx, actor: Actor) -> MyTraits:
        sealer, found = await self.keys.trait_sealer(tx), []
        for row in await repository.traits(tx, actor.person_id):
            said = None
            if row["said_id"] is not None:
                said = row["options"][sealer.open(row["sealed"], row["said_id"])[0]]
            found.append(
                MyTrait(
                    _mine(sealer, row["id"], actor), row["name"], row["why"], row["options"], row["at_least"],
                    by_lot(row["options"]), said,
                )
            )  # fmt: skip
        return MyTraits(found)

    async def _named(self, tx: Tx, actor: Actor, mine: UUID) -> UUID:
        """The trait that a person knows by this id. Raises TraitNotFound."""
        sealer = await self.keys.trait_sealer(tx)
        for row in await repository.traits(tx):
            if _mine(sealer, row["id"], actor) == mine:
                return UUID(str(row["id"]))
        raise TraitNotFound("There is no such trait.")


def _mine(sealer: TenantSealer, trait_id: UUID, actor: Actor) -> UUID:
    """What a person knows a trait by: two firms that compare what theirs are asked for find nothing in common."""
    return UUID(sealer.reference(f"mine\x00{trait_id}\x00{actor.person_id}")[:32])


def by_lot(options: Sequence[str]) -> float:
    """The share of people who are counted to a group drawn by lot, in hundredths."""
    return round(1 - keeping(len(options)), 2)
