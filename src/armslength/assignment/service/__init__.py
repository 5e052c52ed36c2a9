"""The verbs of assignment: ask for the next item, keep the lease, give it back; and what later rooms do to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from armslength.assignment import rules
from armslength.assignment.errors import ItemWithdrawn, LeaseLost, NoRoom, NoSuchAssignment
from armslength.assignment.model import RESUMABLE, Assignment, Desk, Held, SkipReason
from armslength.assignment.repository import leases, queue
from armslength.assignment.repository.queue import FirstLease, Found
from armslength.assignment.schemas import AssignmentOut, Display, DraftOut, NoWork, ProjectRef, ReworkOut, Work, WorkRow
from armslength.assignment.service.care import CareDesk
from armslength.assignment.service.course import Course
from armslength.assignment.service.flags import Flags
from armslength.assignment.service.gold import Gold
from armslength.assignment.service.keeping import Keeping
from armslength.assignment.service.known_schemas import KnownSchemas
from armslength.assignment.service.portions import PortionDesk
from armslength.assignment.service.routing import RoutingPlans
from armslength.assignment.service.skills import SkillDesk
from armslength.assignment.settings import AssignmentSettings
from armslength.identity.model import Actor, Tier
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id, new_ids
from armslength.kit.jobs import Handler, Sweep
from armslength.kit.outbox import Subscription
from armslength.kit.wire import Lease
from armslength.ledger.service import record
from armslength.questions.service import draw_orders
from armslength.walls.errors import ContentMissing
from armslength.walls.model import Knowledge
from armslength.walls.service import WallsService
from armslength.walls.service.people import keep_out

Asking = tuple[Actor, Sequence[UUID]]
"""Who asks for what is next, and which assignments of theirs are at hand already."""

harms_of, mean_score = rules.harms_of, rules.mean_score
__all__ = ["Asking", "AssignmentService", "KnownSchemas", "harms_of", "mean_score"]


class AssignmentService:
    """Who is asked next. `desk` is what later rooms left for a person: drafts, and the reviewer's word."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, clock: Clock, desk: Desk,
        settings: AssignmentSettings | None = None,
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.keys = keys
        self.clock = clock
        self.desk = desk
        self.settings = settings or AssignmentSettings()
        self.schemas = KnownSchemas(walls, clock)
        self.flags = Flags(db, walls, keys, clock)
        self.gold = Gold(db, walls, keys, clock, self.schemas)
        self.skills = SkillDesk(db, clock)
        self.course = Course(db, walls, keys, clock, self.schemas, self.skills)
        self.care = CareDesk(db, clock)
        self.keeping = Keeping(db, clock, self.settings)
        self.routing = RoutingPlans(db, keys, clock)
        self.portions = PortionDesk(db, clock)

    def subscriptions(self) -> list[Subscription]:
        """What this room hears."""
        return [*self.keeping.subscriptions(), *self.routing.subscriptions()]

    def handlers(self) -> dict[str, Handler]:
        """Jobs of this room."""
        return {**self.keeping.handlers(), **self.gold.handlers(), **self.routing.handlers()}

    def sweeps(self) -> list[Sweep]:
        """Periodic work of this room."""
        return [*self.keeping.sweeps(), *self.portions.sweeps()]

    # Asking

    async def next_assignment(self, actor: Actor, project_id: UUID, have: Sequence[UUID]) -> Work | NoWork:
        """What this person is to do next, leased, its exposure recorded; or why there is nothing.

        One transaction; what it opened leaves after it has committed.
        """
        try:
            async with self.db.tenant(actor.tenant_id, actor.person_id, one_plan=True) as tx:
                (found,) = await self._next(tx, project_id, [(actor, have)], follows=False)
                assert found is not None  # nothing is put off that may be done here
                return found
        except (ContentMissing, NoSuchAssignment):  # behind a wall, or of an epoch that is over
            if actor.side == "customer":
                raise
            return self.nothing(actor)

    async def following(self, tx: Tx, project_id: UUID, asked: Sequence[Asking]) -> list[Work | NoWork | None]:
        """The same in the transaction of an answer of each of theirs, last of all in it; None where it is to be asked
        for in a transaction of its own. Whatever it raises, nothing of the transaction may stay."""
        return await self._next(tx, project_id, asked, follows=True)

    def nothing(self, actor: Actor) -> NoWork:
        """What a vendor's people are told of work that a wall keeps from them."""
        return rules.no_work("done", actor.side, self.settings)

    async def _next(
        self, tx: Tx, project_id: UUID, asked: Sequence[Asking], *, follows: bool
    ) -> list[Work | NoWork | None]:
        now = self.clock.now()
        shared = await queue.sharing(tx, project_id) if len(asked) > 1 else None
        if shared is not None and shared.planned:
            # Which firm's turn an item is, is told by the leases on it: each is written before the next one asks.
            return [(await self._next(tx, project_id, [one], follows=follows))[0] for one in asked]
        found = await self._ask(tx, project_id, asked, now, follows=follows)
        if shared is not None:
            found = queue.in_turn(found, shared.overlap)
        fresh = [
            (actor, each)
            for (actor, _), each in zip(asked, found, strict=True)
            if each.outcome == "leased" and each.assignment is None
        ]
        leased = dict(zip((id(each) for _, each in fresh), await self._lease(tx, project_id, fresh), strict=True))
        return [
            leased.get(id(each)) or await self._told(tx, actor, project_id, have, each, now, follows=follows)
            for (actor, have), each in zip(asked, found, strict=True)
        ]

    async def _told(
        self, tx: Tx, actor: Actor, project_id: UUID, have: Sequence[UUID], found: Found, now: datetime, *,
        follows: bool,
    ) -> Work | NoWork | None:  # fmt: skip
        """What the queue's word comes to for one person, where it is not simply a fresh item."""
        found = await self._settled(tx, actor, project_id, have, found, now, follows=follows)
        if found.outcome == "apart":
            return None
        if found.outcome == "mine":
            assert found.assignment is not None
            return await self._work(tx, actor, await self._mine(tx, actor, project_id, found.assignment))
        if found.outcome == "leased":
            if found.assignment is None:
                return (await self._lease(tx, project_id, [(actor, found)]))[0]
            again = await queue.lease_again(tx, found, actor.organization_id, actor.epoch, now)
            return await self._work(tx, actor, again)
        if found.outcome == "walled":
            kinds: tuple[Knowledge, ...] = ("content", "brief")
            await keep_out(tx, project_id, actor.person_id, actor.organization_id, kinds, found.why, now)
        return rules.no_work(found.outcome, actor.side, self.settings)

    async def _ask(
        self, tx: Tx, project_id: UUID, asked: Sequence[Asking], now: datetime, *, follows: bool
    ) -> list[Found]:
        """What the queue has for these people, each in turn."""
        of = [queue.Asked(actor.person_id, actor.organization_id, have) for actor, have in asked]
        return await queue.next_for(tx, project_id, of, now, self.settings.in_hand, follows=follows)

    async def _settled(
        self, tx: Tx, actor: Actor, project_id: UUID, have: Sequence[UUID], found: Found, now: datetime, *,
        follows: bool,
    ) -> Found:  # fmt: skip
        """The queue's last word for this person. Who has been through the course is judged first, then asked again."""
        held = list(have)
        while found.outcome == "mine" and actor.tier != "original":
            assert found.assignment is not None
            if await queue.showable(tx, found.assignment, actor.tier):
                break
            # In hand since its firm was shown another form, and not there in this one: it waits, the rest does not.
            held.append(found.assignment)
            (found,) = await self._ask(tx, project_id, [(actor, held)], now, follows=follows)
        if found.outcome != "course_done":
            return found
        await self.course.judge(tx, project_id, actor.person_id, found.guideline_version)
        return (await self._ask(tx, project_id, [(actor, have)], now, follows=follows))[0]

    async def _lease(self, tx: Tx, project_id: UUID, given: Sequence[tuple[Actor, Found]]) -> list[Work]:
        """First leases, each of another person under the same grant: counted, opened, their display order drawn,
        written."""
        if not given:
            return []
        now, actors = self.clock.now(), [actor for actor, _ in given]
        if (places := sum(found.counts for _, found in given)) and actors[0].side == "vendor":
            await self.portions.take(tx, actors[0].organization_id, project_id, places, now)
        ids = new_ids(len(given))
        shown = [(actor, found.item, id) for (actor, found), id in zip(given, ids, strict=True)]
        opened = await self.walls.open_leased(tx, project_id, shown, purpose="annotate")
        leases = []
        for (actor, found), id, item in zip(given, ids, opened, strict=True):
            schema = await self.schemas.get(tx, project_id, found.schema_version)
            seed = rules.display_seed(found.seed, found.item)
            orders = draw_orders(schema, item.content, seed, place=found.place)
            display = {"seed": seed.hex(), "place": found.place, "orders": orders}
            leases.append(
                FirstLease(id, found, actor.person_id, actor.organization_id, actor.epoch, seed, display)
            )  # fmt: skip
        works = []
        for actor, leased, item in zip(actors, await queue.lease(tx, project_id, leases, now), opened, strict=True):
            await self.care.met(tx, actor.person_id, leased.harms, items=1)
            known_as = await self.known_as(tx, actor, project_id, [leased.item_id])
            works.append(_work(leased, rules.arrange(item.content, leased.display["orders"]), actor, known_as))
        return works

    async def _work(self, tx: Tx, actor: Actor, assignment: Assignment) -> Work:
        """An assignment that was given out before, with what the person left on their desk."""
        opened = await self.walls.open_item(
            tx, actor, assignment.project_id, assignment.item_id, purpose="annotate", lease_id=assignment.id
        )
        known_as = await self.known_as(tx, actor, assignment.project_id, [assignment.item_id])
        work = _work(assignment, rules.arrange(opened.content, assignment.display["orders"]), actor, known_as)
        draft = await self.desk.draft(tx, assignment.project_id, assignment.id)
        if draft is not None and not await queue.seen_otherwise(tx, assignment.id, actor.person_id, actor.tier):
            work.draft = DraftOut(draft.revision, draft.answers, draft.saved_at)
        if assignment.state == "rework":
            work.assignment.lease_until = self._rework_until()
            rework = await self.desk.rework(tx, actor, assignment)
            if rework is not None:
                work.assignment.rework = ReworkOut(rework.comment, rework.reviewed_at, rework.answers, rework.because)
        return work

    async def get_assignment(self, actor: Actor, project_id: UUID, assignment_id: UUID) -> Work:
        """One's own live lease or rework again."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            mine = await self._mine(tx, actor, project_id, assignment_id)
            live = mine.lease_until is not None and mine.lease_until > self.clock.now()
            if not live and mine.state != "rework":
                raise NoSuchAssignment("There is no such assignment of yours.")
            return await self._work(tx, actor, mine)

    async def list_work(self, actor: Actor) -> list[WorkRow]:
        """Active projects this person works in, and whether there is something for them."""
        everything = actor.side == "customer" and actor.role in ("owner", "manager")
        vendor = actor.organization_id if actor.side == "vendor" else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await queue.work_of(tx, actor.person_id, actor.organization_id, everything, vendor, self.clock.now())
            portions_at = await self.portions.next_times(tx, vendor) if vendor else {}
            roles = {row["id"]: rules.work_roles(actor.role if everything else row["role"]) for row in rows}
            reviews = [id for id, at in roles.items() if "review" in at]
            reviewing = await self.desk.waiting_reviews(tx, actor, reviews)
            deciding = await self.desk.adjudicating(tx, actor, reviews)
            auditing = await self.desk.auditing(tx, actor, reviews)
            for id in deciding:
                roles[id].append("adjudicate")
            for id in auditing:
                roles[id].append("audit")
        return [
            WorkRow(
                project=ProjectRef(row["id"], row["name"], row["description"]),
                roles=roles[row["id"]],
                available=row["available"]
                or row["id"] in reviewing
                or deciding.get(row["id"])
                or auditing.get(row["id"])
                or False,
                submitted=row["submitted"],
                rework=row["rework"],
                next_portion_at=portions_at.get(row["id"]),
            )
            for row in rows
        ]

    # Keeping and giving back

    async def heartbeat(self, actor: Actor, project_id: UUID, assignment_id: UUID) -> Lease:
        """Extend one's own live lease. Raises LeaseLost, ItemWithdrawn."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            mine = await self._mine(tx, actor, project_id, assignment_id)
            if mine.state == "rework":
                return Lease(self._rework_until())
            until = await leases.renew(tx, mine, self.clock.now())
            if until is None:
                await _refuse_withdrawn(tx, mine.item_id)
                raise LeaseLost("This lease has ended. Your draft is kept.")
        return Lease(until)

    async def return_assignment(self, actor: Actor, project_id: UUID, assignment_id: UUID) -> None:
        """Give a lease back: somebody else may have it, and so may this person later. Rework stays where it is."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            mine = await self._mine(tx, actor, project_id, assignment_id)
            if mine.state == "leased":
                await self.keeping.end(tx, [assignment_id], "returned", "returned")

    async def skip(self, actor: Actor, project_id: UUID, assignment_id: UUID, reason: SkipReason, comment: str) -> None:
        """Decline an item for good, with a reason; somebody else is asked. Skipped twice is skipped once."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            mine = await self._mine(tx, actor, project_id, assignment_id)
            if mine.state == "skipped":
                return
            sealer = await self.keys.sealer(tx, project_id)
            sealed = sealer.seal(comment.encode(), kind="comment", object_id=str(assignment_id)) if comment else None
            if not await self.keeping.end(tx, [assignment_id], "skipped", reason, sealed):
                raise LeaseLost("This lease has ended; there is nothing to skip.")

    async def release(self, actor: Actor, project_id: UUID, assignment_id: UUID) -> None:
        """Take a lease or rework away from its person: somebody else is asked. A vendor reaches its own people's."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            found = await leases.get(tx, project_id, assignment_id)
            if found is None or (actor.side == "vendor" and found.organization_id != actor.organization_id):
                raise NoSuchAssignment("There is no such assignment.")
            if not await self.keeping.end(tx, [assignment_id], "released", "released"):
                raise LeaseLost("This assignment is not in anybody's hands.")
            await record(
                tx, actor.person_id, "assignment.released", f"assignment:{assignment_id}", at=self.clock.now(),
                project_id=project_id, detail={"person": str(found.person_id), "item": str(found.item_id)},
            )  # fmt: skip

    def _rework_until(self) -> datetime:
        """Rework waits for its author without end; the bench is told a time all the same."""
        return self.clock.now() + timedelta(seconds=self.settings.rework_seconds)

    async def _mine(self, tx: Tx, actor: Actor, project_id: UUID, assignment_id: UUID) -> Assignment:
        found = await leases.mine(tx, project_id, assignment_id, actor.person_id)
        if found is None or found.dead(actor.epoch):
            raise NoSuchAssignment("There is no such assignment of yours.")
        return found

    # What later rooms do, in their own transactions

    async def hold(self, tx: Tx, actor: Actor, project_id: UUID, assignment_id: UUID) -> Held:
        """One's own assignment, its row locked. Raises NoSuchAssignment."""
        held = await leases.hold(tx, project_id, assignment_id, actor.person_id)
        if held is None or held.assignment.dead(actor.epoch):
            raise NoSuchAssignment("There is no such assignment of yours.")
        return held

    async def hold_leased(self, tx: Tx, project_id: UUID, wanted: Sequence[tuple[Actor, UUID]]) -> list[Held | None]:
        """For each (who, assignment) that assignment if it is a live lease of theirs that nobody else is busy with, its
        row locked; else None."""
        held = await leases.hold_leased(tx, project_id, [id for _, id in wanted])

        def of(actor: Actor, id: UUID) -> Held | None:
            one = held.get(id)
            if one is None or one.assignment.person_id != actor.person_id or one.assignment.dead(actor.epoch):
                return None
            return one

        return [of(*each) for each in wanted]

    async def answered(self, tx: Tx, project_id: UUID, given: Sequence[tuple[Held, bool, int]]) -> None:
        """Annotations were submitted for held assignments of one person each: (held, past review, ms at work). A late
        one, which comes alone, takes its place again, or raises NoRoom or ItemWithdrawn."""
        (held, settled, _), *others = given
        if held.assignment.state in RESUMABLE:
            assert not others
            if not await leases.answered_late(tx, held.assignment, settled=settled):
                await _refuse_withdrawn(tx, held.assignment.item_id)
                raise NoRoom("Your lease had ended, and this item has its answers from others now. Your draft is kept.")
        else:
            await leases.answered(tx, project_id, [(held.assignment, settled) for held, settled, _ in given])
        for held, _, active_ms in given:
            # After the workload, as `next` does: two requests of one person would wait for each other.
            await self.care.met(tx, held.assignment.person_id, held.assignment.harms, active_ms=active_ms)

    def arranged(self, content: Mapping[str, Any], orders: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """Delivered content with the responses in a display order."""
        return rules.arrange(content, orders)

    async def known_as(self, tx: Tx, actor: Actor, project_id: UUID, item_ids: Iterable[UUID]) -> dict[UUID, UUID]:
        """The ids by which whoever asks knows items. A vendor's people know them by ids of their firm's own, so that
        two vendors who lay side by side what they have find nothing in common."""
        if actor.side == "customer":
            return {item_id: item_id for item_id in item_ids}
        sealer = await self.keys.sealer(tx, project_id)
        firm = actor.organization_id.bytes
        return {id: rules.pseudonym(sealer.digest(b"known as|" + firm + id.bytes)) for id in item_ids}

    async def bar(self, tx: Tx, actor: Actor, project_id: UUID, item_id: UUID) -> None:
        """Whoever has seen what others answered is not asked about that item any more."""
        now = self.clock.now()
        await leases.bar(tx, project_id, item_id, new_id(), actor.person_id, actor.organization_id, now)

    async def open_mine(self, tx: Tx, actor: Actor, project_id: UUID, assignment_id: UUID) -> Work:
        """One's own assignment in any state, its content opened. Raises NoSuchAssignment."""
        return await self._work(tx, actor, await self._mine(tx, actor, project_id, assignment_id))

    async def set_apart(self, tx: Tx, project_id: UUID, item_ids: Sequence[UUID]) -> None:
        """Items that were made in this transaction are canaries."""
        await queue.set_apart(tx, project_id, item_ids)

    async def formed(self, tx: Tx, project_id: UUID, item_ids: Sequence[UUID], tier: Tier) -> None:
        """Items are there in another form from now on: who is shown that form meets them. Locks the items."""
        await queue.formed(tx, project_id, item_ids, tier)

    async def settle(self, tx: Tx, item_id: UUID) -> None:
        """An answer of the item passed review."""
        await leases.settle(tx, item_id)

    async def send_back(self, tx: Tx, assignment_id: UUID) -> None:
        """A submitted assignment goes back to its author as rework. Its place stays theirs."""
        if not await leases.send_back(tx, assignment_id):
            raise LeaseLost("This assignment is not waiting for review.")

    async def ask_anew(self, tx: Tx, assignment_id: UUID, schema_version: int, *, settled: bool) -> None:
        """A submitted assignment goes back to its author, to be answered under another version of the schema."""
        if not await leases.send_back(tx, assignment_id, settled=settled, schema_version=schema_version):
            raise LeaseLost("There is no answer that could be asked for anew.")

    async def take_back(self, tx: Tx, assignment_id: UUID) -> bool:
        """Rework was not needed: the assignment is submitted again, past review. False when it is no rework."""
        return await leases.take_back(tx, assignment_id)

    async def reopen(
        self, tx: Tx, assignment_id: UUID, reason: str = "rejected", *, settled: bool = False
    ) -> None:  # fmt: skip
        """A submitted assignment ends without an answer: its place is open for somebody else."""
        if await leases.take_away(tx, assignment_id, reason, self.clock.now(), settled=settled) is None:
            raise LeaseLost("This assignment is not waiting for review.")

    async def end_person(self, tx: Tx, person_id: UUID) -> int:
        """Somebody left: everything they had in hand goes back to the queue; returns how much it was."""
        return await self.keeping.end_person(tx, person_id)


def _work(assignment: Assignment, content: dict[str, object], actor: Actor, known_as: Mapping[UUID, UUID]) -> Work:
    """What leaves. Seed and place are the item's, whoever is asked about it: to a vendor's people they would be an id,
    and a count of those asked before."""
    display = Display(**assignment.display)
    if actor.side == "vendor":
        display = Display("", display.orders)
    return Work(
        status="work",
        assignment=AssignmentOut(
            id=assignment.id,
            item_id=known_as[assignment.item_id],
            lease_until=assignment.lease_until or assignment.leased_at,
            attempt=assignment.attempt,
            display=display,
            rework=None,
            course=assignment.course,
        ),
        content=content,
        schema_version=assignment.schema_version,
        guideline_version=assignment.guideline_version,
        draft=None,
        warnings=rules.harms_of(assignment.harms),
    )


async def _refuse_withdrawn(tx: Tx, item_id: UUID) -> None:
    if await leases.cancelled(tx, item_id):
        raise ItemWithdrawn("This item was withdrawn meanwhile: nobody is asked about it any more. Your draft is kept.")
