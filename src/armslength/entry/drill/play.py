"""The acts, in order, each measured from outside as those who take part would see it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from uuid import UUID

import msgspec

from armslength.entry.drill.cast import BOUGHT, OURS, OWNER, PARTIES, RIVAL, THIRD, Cast, Lab, Project
from armslength.entry.drill.operator import Operator
from armslength.entry.drill.people import Shift
from armslength.entry.drill.report import Report
from armslength.kit.ids import new_id
from armslength.vendors.model import EdgeState
from armslength.walls.schemas.drills import DrillKnown, DrillMoment, DrillRefused, DrillSevered
from armslength_client import ApiError, AsyncArmslength, Conflict

_PATIENCE = 30.0
_STAKE = 0.49
_CAP = 0.5


class Drill:
    """One drill on one running product that holds nothing else. `say` hears of every moment as it comes."""

    def __init__(
        self, url: str, operator: Operator, *, stay: bool = False, items: int = 200, pace: float = 0.4,
        say: Callable[[DrillMoment], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self.url = url
        self.operator = operator
        self.items = items
        self.pace = pace
        self.say = say
        self.report = Report(
            variant="stay" if stay else "leave", version=version("armslength"), began_at=datetime.now(UTC)
        )
        self.began = time.monotonic()
        self.labs: dict[str, Lab] = {}

    async def play(self, token: str) -> Report:
        """From the first customer to the last check."""
        async with AsyncExitStack() as stack:
            self.cast = Cast(self.url, self.operator, stack, items=self.items, pace=self.pace)
            self.labs = await self.cast.assemble(token)
            self._tell("everybody", f"{len(self.labs)} labs, {self.cast.people} people of three vendors are at work")
            async with asyncio.TaskGroup() as self.group:
                self._start(shift for lab in self.labs.values() for shift in lab.shifts)
                await self._announced()
                await self._closes()
                await (self._stays() if self.report.variant == "stay" else self._leaves())
                await self._finish()
            await self._look_back()
        self.report.took_s = time.monotonic() - self.began
        return self.report

    @property
    def ours(self) -> Lab:
        """The lab whose rival buys the vendor."""
        return self.labs[OURS]

    # --- the acts

    async def _announced(self) -> None:
        for lab in self.labs.values():
            lab.until = 0.3
        await self._until(lambda: all(lab.enough() for lab in self.labs.values()), "everybody is at work")
        self.ours.until = 0.5
        with self._timed() as took:
            await self._stake("announced")
        self.paused_at, self.report.pause_ms = time.monotonic(), took[0]
        self._tell(OWNER, f"announces that it takes {_STAKE:.0%} of {BOUGHT}", took[0])
        await self._expect("paused", self.ours)
        self._tell(OURS, f"gives {BOUGHT} nothing new: its grants are paused; {THIRD} is nobody's rival and goes on")
        await self._compare_refusals()
        await self._until(self.ours.enough, "others go on")
        self.labs[THIRD].until = 0.5
        await self._until(self.labs[THIRD].enough, "the third lab goes on")
        self.ours.until = 0.6

    async def _closes(self) -> None:
        bought = self.ours.of(BOUGHT)
        with self._timed() as took:
            await self._stake("closed")
        closed_at, self.report.freeze_ms = time.monotonic(), took[0]
        self._tell(OWNER, "closes the deal", took[0])
        await self._expect("frozen", self.ours)
        await self._until(lambda: all(shift.signed_out for shift in bought), "sessions end")
        self._tell(OURS, f"freezes {BOUGHT}: {len({shift.name for shift in bought})} people are signed out")
        self.report.after_pause = sum(shift.after(self.paused_at) for shift in bought)
        self.report.after_freeze = sum(shift.after(closed_at) for shift in bought)
        vendor = self.ours.firms[BOUGHT]
        await self._until_true(lambda: self._nothing_held(vendor), "leases are taken back")
        self._tell(OURS, "has back what was in their hands; it goes to others")

    async def _leaves(self) -> None:
        """We sever, though nothing goes out any more; the third lab severs while the vendor's people work."""
        for name in (OURS, THIRD):
            lab = self.labs[name]
            for project in lab.projects:
                lab.until += 0.1
                await self._sever(lab, project)
        again = await self.cast.sign_in("Vik")
        self.report.refusals[0].asked.append("a project that the firm was severed from")
        self.report.refusals[0].alike &= await _refusal(again, self.ours.projects[0].id) == self.missing

    async def _sever(self, lab: Lab, project: Project) -> None:
        here = [shift for shift in lab.of(BOUGHT) if shift.project_id == project.id and not shift.signed_out]
        with self._timed() as took:
            order = await lab.owner.sever_vendor(
                lab.firms[BOUGHT], projects=[project.id], reason=f"{OWNER} holds {_STAKE:.0%}."
            )
        severed_at = time.monotonic()
        done = await lab.owner.wait_for_severance(order.id, every=0.1)
        proof = await lab.owner.get_severance_proof(order.id)
        await self._until(lambda: all(shift.signed_out for shift in here), "sessions end")
        late = sum(each.late for each in proof.projects) + sum(shift.after(severed_at) for shift in here)
        self.report.severed.append(
            DrillSevered(lab.name, project.name, len(here), float(done.took_ms or 0), took[0], late, proof.clean)
        )
        doing = f"{len(here)} people at work" if here else "frozen before"
        self._tell(lab.name, f"severs {BOUGHT} from {project.name} ({doing}); proof: {late} late", took[0])
        for shift in lab.of(BOUGHT):  # who was signed out by one cut signs in again and works where it may
            if shift.signed_out and shift.project_id != project.id:
                await self._back(shift)

    async def _back(self, shift: Shift) -> None:
        if await self._granted(self.labs[shift.lab], shift.project_id) == "active":
            await shift.client.sign_in(f"{shift.name.lower()}@drill.invalid", self.cast.password)
            shift.signed_out = False
            self._start([shift])

    async def _stays(self) -> None:
        """Two people accept the conflict; walls by pod and caps by owner bound what it can cost."""
        lab = self.ours
        second = await self.cast.join(lab, "Manu", "manager", None, [])
        for conflict in await lab.owner.list_conflicts():
            asked = await lab.owner.ask_waiver(
                conflict.id, reason="We stay, behind walls.", expires_at=datetime.now(UTC) + timedelta(days=30)
            )
            await second.approve_waiver(asked.id)
        self._tell(OURS, "stays: two people accept the conflict for 30 days")
        for project in lab.projects:
            await lab.owner.update_project(project.id, exclusivity="pod")
            await lab.owner.put_caps(project.id, each_owner=_CAP)
            await lab.owner.set_grant(project.id, lab.firms[BOUGHT], "active")
        self._tell(OURS, f"keeps pods apart, caps each owner at {_CAP:.0%} of the items, and opens the grants")
        for shift in lab.of(BOUGHT):
            await self._back(shift)
        before, lab.until = _answers(lab.of(BOUGHT)), 1.0
        await self._until(lambda: _answers(lab.of(BOUGHT)) > before, "the vendor is at work again")

    async def _finish(self) -> None:
        for lab in self.labs.values():
            lab.until = 1.0
        for lab in self.labs.values():
            await self._until(lambda lab=lab: lab.answers >= lab.items, f"{lab.name} is done")  # type: ignore[misc]
            self._tell(lab.name, f"is done: {lab.answers} answers to {lab.items} items")
        for lab in self.labs.values():
            for shift in lab.shifts:
                shift.home = True
        self.report.items = sum(lab.items for lab in self.labs.values())

    async def _look_back(self) -> None:
        for lab in self.labs.values():
            self.report.acknowledged += lab.answers
            for project in lab.projects:
                self.report.kept += (await lab.owner.get_progress(project.id))["progress"]["annotations"]
        for name in (OURS, THIRD):
            await self._what_the_owner_knows(self.labs[name])
        await self._rival_asks()
        self.report.checks = await self.operator.check()
        held = not any(each.broken for each in self.report.checks)
        self._tell(
            "the hub", f"invariants I1 to I11 of {len(self.report.checks)} customers: {'hold' if held else 'BROKEN'}"
        )

    async def _what_the_owner_knows(self, lab: Lab) -> None:
        async for party in lab.owner.list_parties(OWNER):
            seen = await lab.owner.get_exposure(owner_id=party.id)
            self.report.known += [DrillKnown(lab.name, p.project.name, p.items, p.of) for p in seen.projects]
            told = ", ".join(f"{p.items} of {p.of} items of {p.project.name}" for p in seen.projects)
            self._tell(OWNER, f"could know of {lab.name}: {told or 'nothing'}")
        if self.report.variant == "stay" and lab is self.ours:
            for project in lab.projects:
                for owner in (await lab.owner.get_shares(project.id)).owners:
                    if owner.share > _CAP:
                        self.report.leaks.append(f"{owner.owner.name} has seen {owner.share:.0%} of {project.name}")

    async def _rival_asks(self) -> None:
        """The rival lets the same firm in and invites somebody who knows our work: she is told that there is none."""
        rival, knows = self.labs[RIVAL], self.ours.of(BOUGHT)[0]
        project = rival.projects[0]
        vera = await self.cast.client()
        await self.cast.accept(vera, rival, knows.name, "annotator", BOUGHT, [project])
        walled = await vera.next_assignment(project.id)
        me = (await vera.get_me()).person
        if (await rival.owner.get_exposure(person_id=me.id)).projects:
            self.report.leaks.append(f"{knows.name} knows the work of {OURS} and was shown that of {RIVAL}")
        await rival.owner.set_project_state(project.id, "paused")
        idle = await rival.of("Brightwater")[0].client.next_assignment(project.id)
        alike = msgspec.json.encode(walled) == msgspec.json.encode(idle)
        said = msgspec.json.encode(walled).decode()
        self.report.refusals.append(
            DrillRefused(["work that the person wall keeps from somebody", "work of a paused project"], alike, said)
        )
        self._tell(RIVAL, f"invites {knows.name}, who knows the work of {OURS}: she is shown nothing")

    # --- what they are made of

    async def _stake(self, state: EdgeState) -> None:
        await self.operator.state(PARTIES, [(OWNER, RIVAL, 0.8, "closed"), (OWNER, BOUGHT, _STAKE, state)])

    async def _granted(self, lab: Lab, project_id: UUID) -> str:
        grants = {grant.vendor.id: grant.state for grant in await lab.owner.list_grants(project_id)}
        return grants[lab.firms[BOUGHT]]

    async def _expect(self, state: str, lab: Lab) -> None:
        for project in lab.projects:
            if (found := await self._granted(lab, project.id)) != state:
                self.report.leaks.append(f"the grant on {project.name} is {found}, not {state}")

    async def _nothing_held(self, vendor: UUID) -> bool:
        radius = await self.ours.owner.get_blast_radius(vendor)
        return not any(each.held.leases + each.held.rework + each.held.reviews for each in radius.projects)

    async def _compare_refusals(self) -> None:
        client = await self.cast.sign_in(self.ours.of(BOUGHT)[0].name)  # whose session works nowhere yet
        self.missing = await _refusal(client, new_id())
        paused = await _refusal(client, self.ours.projects[0].id)
        foreign = await _refusal(client, self.labs[THIRD].projects[0].id)
        self.report.refusals.append(
            DrillRefused(
                ["a project that does not exist", "a project whose grant is paused", "a project of another customer"],
                self.missing == paused == foreign, self.missing,
            )
        )  # fmt: skip

    def _start(self, shifts: Iterable[Shift]) -> None:
        for shift in shifts:
            self.group.create_task(shift.work())

    def _tell(self, who: str, what: str, ms: float | None = None) -> None:
        moment = DrillMoment(time.monotonic() - self.began, who, what, ms)
        self.report.moments.append(moment)
        self.say(moment)

    @contextmanager
    def _timed(self) -> Iterator[list[float]]:
        took: list[float] = []
        began = time.monotonic()
        yield took
        took.append((time.monotonic() - began) * 1000)

    async def _until(self, there: Callable[[], bool], what: str) -> None:
        async def look() -> bool:
            return there()

        await self._until_true(look, what)

    async def _until_true(self, there: Callable[[], object], what: str) -> None:
        give_up = time.monotonic() + _PATIENCE
        while not await there():  # type: ignore[misc]  # a coroutine function
            if time.monotonic() > give_up:
                raise TimeoutError(f"It did not come to pass that {what}.")
            await asyncio.sleep(0.02)


def _answers(shifts: Iterable[Shift]) -> int:
    return sum(shift.answers for shift in shifts)


async def _refusal(client: AsyncArmslength, project_id: UUID) -> str:
    """What somebody is told who asks for work there."""
    try:
        return msgspec.json.encode(await client.next_assignment(project_id)).decode()
    except Conflict:
        raise
    except ApiError as told:
        return f"{told.status} {told.code}: {told.message} {told.field or ''} {told.details or ''}".rstrip()
