"""The wall as an explicit-state model: every order of events up to a depth, and what must hold after each.

Three customers, of which the first and the last are each in conflict with the middle one and not with one another; two
vendors, of which one may come to belong (49 %, no votes) to the middle customer's owner; two people. Steps are atomic:
races are for the tests on the real database. A session is what reads and writes, as in the product: what must end is
ended by the event that ends it, not looked for at each delivery, so that a rule left out shows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

CUSTOMERS: Final = (0, 1, 2)
VENDORS: Final = (0, 1)
CONFLICTS: Final = frozenset({(0, 1), (1, 0), (1, 2), (2, 1)})
REMEMBERED: Final = 2
"""Ticks of the clock after which what somebody saw has aged out."""

WEAKER: Final = {
    "only control by votes counts": "I2",
    "an ownership change revokes nothing": "I2",
    "a session outlives employment": "I4",
    "writes leave their compartment": "I3",
    "no person wall": "I1",
    "history hangs on accounts": "I1",
    "severing ends leases, not sessions": "I4",
}
"""Seven ways to make the wall weaker, each with the invariant that it breaks."""

Ages = tuple[int, int, int]
"""For each customer, how many ticks longer what was seen of it counts; 0: nothing."""


class Person(NamedTuple):
    """`employer` and `customer` (of the session): -1 none. `agency`: the vendor that the session is for. `history`:
    what the wall believes that they know; `known`: what they know."""

    employer: int = -1
    customer: int = -1
    agency: int = -1
    history: Ages = (0, 0, 0)
    known: Ages = (0, 0, 0)


class State(NamedTuple):
    """`grants`: by customer and vendor, active, frozen or severed; `taint`: for each compartment, whose content is in
    it (one bit per customer); `broken`: the invariant that the last step broke."""

    owned: bool = False
    grants: str = "aaaaaa"
    people: tuple[Person, ...] = (Person(), Person())
    taint: Ages = (1, 2, 4)
    broken: str = ""


class Step(NamedTuple):
    """An event, in words, and what it leads to."""

    what: str
    state: State


@dataclass(frozen=True)
class Wall:
    """The rules; `weaker` names the one that is left out."""

    weaker: str = ""

    def steps(self, state: State) -> Iterator[Step]:
        """Everything that can happen next."""
        yield Step("clock", state._replace(people=tuple(_aged(each) for each in state.people)))
        yield from self._of_ownership(state)
        for customer in CUSTOMERS:
            for vendor in VENDORS:
                yield from self._of_grant(state, customer, vendor)
        for number, person in enumerate(state.people):
            for what, changed in self._of_person(state, person):
                others = state.people[:number] + state.people[number + 1 :]
                people = tuple(sorted((*others, changed.people[0])))  # nobody is told apart: half the states
                yield Step(f"person {number} {what}", changed._replace(people=people))

    def _of_ownership(self, state: State) -> Iterator[Step]:
        if state.owned:
            yield Step("the stake is sold", state._replace(owned=False))
            return
        bought = state._replace(owned=True)
        if self.weaker != "an ownership change revokes nothing":
            for customer in CUSTOMERS:
                if self._leads_to_rival(bought, customer, 0) and _grant(bought, customer, 0) == "a":
                    bought = _cut(bought, customer, 0, "f", sessions=True)
        yield Step("the stake closes", bought)

    def _of_grant(self, state: State, customer: int, vendor: int) -> Iterator[Step]:
        held = _grant(state, customer, vendor)
        if held != "s":
            sessions = self.weaker != "severing ends leases, not sessions"
            yield Step(f"{customer} severs {vendor}", _cut(state, customer, vendor, "s", sessions=sessions))
        if held == "f" and not self._leads_to_rival(state, customer, vendor):
            yield Step(f"{customer} opens to {vendor}", _cut(state, customer, vendor, "a", sessions=False))

    def _of_person(self, state: State, person: Person) -> Iterator[tuple[str, State]]:
        """What somebody does; the state's first person is they afterwards."""

        def becomes(changed: Person, **more: object) -> State:
            return state._replace(people=(changed,), **more)  # type: ignore[arg-type]

        if person.employer < 0:
            for vendor in VENDORS:
                hired = person._replace(employer=vendor)
                if self.weaker == "history hangs on accounts":
                    hired = hired._replace(history=(0, 0, 0))
                yield f"is hired by {vendor}", becomes(hired)
        else:
            gone = person._replace(employer=-1)
            if self.weaker != "a session outlives employment":
                gone = gone._replace(customer=-1, agency=-1)
            yield "leaves", becomes(gone)
        if person.customer >= 0:
            yield "closes", becomes(person._replace(customer=-1, agency=-1))
            yield "is shown something", self._deliver(becomes, state, person)
            for target in CUSTOMERS if self.weaker == "writes leave their compartment" else (person.customer,):
                taint = _put(state.taint, target, state.taint[target] | 1 << person.customer)
                broken = "I3" if taint[target] != 1 << target else ""
                yield f"writes to {target}", becomes(person, taint=taint, broken=broken)
        elif person.employer >= 0:
            for customer in CUSTOMERS:
                if self._may_open(state, person, customer):
                    yield f"opens {customer}", becomes(person._replace(customer=customer, agency=person.employer))

    def _deliver(self, becomes: object, state: State, person: Person) -> State:
        customer, vendor = person.customer, person.agency
        known = _put(person.known, customer, REMEMBERED)
        broken = ""
        if any(known[one] and known[other] for one, other in CONFLICTS):
            broken = "I1"
        elif state.owned and vendor == 0 and (customer, 1) in CONFLICTS:  # 49 % is influence, whatever the rules say
            broken = "I2"
        elif _grant(state, customer, vendor) != "a" or person.employer != vendor:
            broken = "I4"
        shown = person._replace(history=_put(person.history, customer, REMEMBERED), known=known)
        return state._replace(people=(shown,), broken=broken)

    def _may_open(self, state: State, person: Person, customer: int) -> bool:
        if _grant(state, customer, person.employer) != "a" or self._leads_to_rival(state, customer, person.employer):
            return False
        if self.weaker == "no person wall":
            return True
        return not any(age and (customer, other) in CONFLICTS for other, age in enumerate(person.history))

    def _leads_to_rival(self, state: State, customer: int, vendor: int) -> bool:
        if self.weaker == "only control by votes counts":
            return False
        return state.owned and vendor == 0 and (customer, 1) in CONFLICTS


@dataclass(frozen=True)
class Explored:
    """How many states there are, and the shortest way to one that is broken."""

    states: int
    broken: str
    trace: list[str]


def explore(wall: Wall, depth: int) -> Explored:
    """Breadth first, so that a trace is as short as can be."""
    start = State()
    came: dict[State, tuple[State, str] | None] = {start: None}
    waiting = deque([(start, 0)])
    while waiting:
        state, far = waiting.popleft()
        if far == depth:
            continue
        for what, then in wall.steps(state):
            if then in came:
                continue
            came[then] = (state, what)
            if then.broken:
                return Explored(len(came), then.broken, _trace(came, then))
            waiting.append((then, far + 1))
    return Explored(len(came), "", [])


def _trace(came: dict[State, tuple[State, str] | None], state: State) -> list[str]:
    trace: list[str] = []
    step = came[state]
    while step is not None:
        trace.append(step[1])
        step = came[step[0]]
    return trace[::-1]


def _grant(state: State, customer: int, vendor: int) -> str:
    return state.grants[customer * 2 + vendor]


def _cut(state: State, customer: int, vendor: int, to: str, *, sessions: bool) -> State:
    at = customer * 2 + vendor
    people = state.people
    if sessions:
        people = tuple(sorted(
            each._replace(customer=-1, agency=-1) if (each.customer, each.agency) == (customer, vendor) else each
            for each in people
        ))  # fmt: skip
    return state._replace(grants=state.grants[:at] + to + state.grants[at + 1 :], people=people)


def _aged(person: Person) -> Person:
    def older(ages: Ages) -> Ages:
        return (max(0, ages[0] - 1), max(0, ages[1] - 1), max(0, ages[2] - 1))

    return person._replace(history=older(person.history), known=older(person.known))


def _put(ages: Ages, at: int, value: int) -> Ages:
    changed = list(ages)
    changed[at] = value
    return changed[0], changed[1], changed[2]
