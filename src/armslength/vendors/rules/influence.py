"""Who influences whom: four measures, and their union.

1. *Multiplied share* (`shares`): along chains multiplied, over chains added, through cycles in the limit.
2. *Control*: what is held to one half or more together with everything controlled already (the 50 % rule of sanctions
   law, OFAC FAQ 401), or to more than half of the votes (joint control), or decided outright. The least set closed
   under these.
3. *Ties*: a contract, a board seat, an office: alone enough.
4. *Seats*: one natural person at two tables. Who influences the vendor and also sits elsewhere leads there, and no
   further: chains of seats would join everybody to everybody.

Raising a share or adding an edge never takes anybody out (every step is monotone).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from uuid import UUID

from armslength.vendors.model import WHOLE, Edge, Measure, Way
from armslength.vendors.rules.graph import SEATS, TIES, Graph, Stake
from armslength.vendors.rules.shares import Shares


@dataclass(frozen=True, slots=True)
class Led:
    """How `party` is led to `toward`, which is one step nearer the vendor. `bp`: the multiplied share at that step."""

    party: UUID
    toward: UUID | None
    way: Way
    measure: Measure
    bp: int


class Influence:
    """Influence over one graph at one threshold (bp). Answers are kept: many vendors cost little more than one."""

    def __init__(self, graph: Graph, threshold_bp: int) -> None:
        self.graph = graph
        self.threshold = threshold_bp
        self._shares = Shares(graph)
        self._controlled: dict[int, dict[int, int]] = {}
        self._controllers_of: dict[int, list[int]] | None = None
        self._groups: dict[UUID, set[UUID]] = {}
        self._led: dict[int, dict[int, tuple[Measure, int]]] = {}

    def shares(self, party: UUID) -> dict[UUID, int]:
        """Everybody's multiplied share in a party, in bp, rounded up."""
        ids = self.graph.ids
        return {ids[holder]: bp for holder, bp in self._shares.in_bp(self.graph.alone(party)).items()}

    def controlled(self, party: UUID) -> set[UUID]:
        """A party and all that it controls."""
        return {self.graph.ids[number] for number in self._control(self.graph.alone(party))}

    def influencers(self, party: UUID) -> dict[UUID, tuple[Measure, int]]:
        """Who influences a party, by which measure, with what multiplied share."""
        return {self.graph.ids[holder]: how for holder, how in self._leading(self.graph.alone(party)).items()}

    def reach(self, party: UUID) -> dict[UUID, Led]:
        """A vendor, everybody above it by influence, what those control, and where those of them who are people sit."""
        graph, start = self.graph, self.graph.alone(party)
        ids = graph.ids
        found = {start: Led(party, None, "self", "self", WHOLE)}
        line = [start]
        for number in line:
            for holder, (measure, bp) in self._leading(number).items():
                if holder not in found:
                    found[holder] = Led(ids[holder], ids[number], "influence", measure, bp)
                    line.append(holder)
        for number in line:
            for member, parent in self._control(number).items():
                if member not in found:
                    bp = self._shares.in_bp(member).get(number, 0)
                    found[member] = Led(ids[member], ids[parent], "control", "control", bp)
        for person in line:
            if person in graph.people:
                for table, stake in graph.held[person].items():
                    if stake.seat and table not in found:
                        found[table] = Led(ids[table], ids[person], "seat", "seat", 0)
        return {ids[number]: led for number, led in found.items()}

    def group(self, party: UUID) -> set[UUID]:
        """The control group of a party: itself, whoever controls it, and all that they control."""
        known = self._groups.get(party)
        if known is None:
            number = self.graph.alone(party)
            tops = (number, *self._controllers(number))
            known = self._groups[party] = {self.graph.ids[member] for top in tops for member in self._control(top)}
        return known

    def tops(self, reached: dict[UUID, Led]) -> set[UUID]:
        """Of the parties above a vendor those with nobody above them: the ultimate owners."""
        above = {party: set(self.influencers(party)) & set(reached) for party in reached}
        closed = {party: _closure(above, party) for party in reached}
        return {
            party for party, led in reached.items()
            if led.way in ("self", "influence") and all(party in closed[other] for other in closed[party])
        }  # fmt: skip

    def path(self, reached: dict[UUID, Led], party: UUID) -> list[Edge]:
        """Edges that lead from the vendor to a reached party, nearest the vendor first."""
        steps: list[Edge] = []
        led = reached[party]
        while led.toward is not None:
            steps.extend(reversed(self._edges(led)))
            led = reached[led.toward]
        return steps[::-1]

    def _edges(self, led: Led) -> list[Edge]:
        """The edges of one step, nearest the vendor first."""
        assert led.toward is not None
        here, there = self.graph.number[led.party], self.graph.number[led.toward]
        if led.way == "control":
            return _strongest(self.graph.held[there][here])
        if led.measure == "seat":
            return [edge for edge in self.graph.holders[here][there].edges if edge.type in SEATS][:1]
        if led.measure == "tie":
            return [edge for edge in self.graph.held[here][there].edges if edge.type in TIES][:1]
        return _chain(self.graph, here, there)

    def _leading(self, number: int) -> dict[int, tuple[Measure, int]]:
        known = self._led.get(number)
        if known is None:
            found = dict(self._find_leading(number))
            ids = self.graph.ids
            order = sorted(found, key=lambda holder: (-found[holder][1], ids[holder].int))
            known = self._led[number] = {holder: found[holder] for holder in order}
        return known

    def _find_leading(self, number: int) -> Iterator[tuple[int, tuple[Measure, int]]]:
        graph = self.graph
        shares = self._shares.in_bp(number)
        for holder in self._controllers(number):
            yield holder, ("control", shares.get(holder, 0))
        for holder, stake in graph.holders[number].items():
            if stake.tied:
                yield holder, ("tie", shares.get(holder, 0))
        for holder, bp in shares.items():
            if bp >= self.threshold:
                yield holder, ("share", bp)

    def _controllers(self, number: int) -> list[int]:
        """Everybody else who controls a party."""
        if self._controllers_of is None:
            self._controllers_of = {}
            for root in range(len(self.graph.majority)):
                if self.graph.majority[root]:
                    for member in self._control(root):
                        if member != root:
                            self._controllers_of.setdefault(member, []).append(root)
        return self._controllers_of.get(number, [])

    def _control(self, root: int) -> dict[int, int]:
        """What a party controls, itself included, each with the member through which it came in."""
        known = self._controlled.get(root)
        if known is None:
            known = self._controlled[root] = (
                _controlled(self.graph, root) if self.graph.majority[root] else {root: root}
            )
        return known


def _closure(above: dict[UUID, set[UUID]], party: UUID) -> set[UUID]:
    seen: set[UUID] = set()
    line = [party]
    while line:
        for other in above[line.pop()]:
            if other not in seen:
                seen.add(other)
                line.append(other)
    return seen


def _controlled(graph: Graph, root: int) -> dict[int, int]:
    through = {root: root}
    worth: dict[int, int] = {}
    votes: dict[int, int] = {}
    line = [root]
    while line:
        member = line.pop()
        for held, stake in graph.held[member].items():
            if held in through:
                continue
            worth[held] = worth.get(held, 0) + stake.worth
            votes[held] = votes.get(held, 0) + stake.votes
            if worth[held] * 2 >= WHOLE or votes[held] * 2 > WHOLE:
                through[held] = member
                line.append(held)
    return through


def _strongest(stake: Stake) -> list[Edge]:
    return [max(stake.edges, key=lambda edge: (edge.max_bp, edge.type in TIES, edge.id.int))]


def _chain(graph: Graph, holder: int, target: int) -> list[Edge]:
    """The heaviest chain of edges between two parties, nearest the target first: it explains, and does not count."""
    best: dict[int, float] = {target: 1.0}
    toward: dict[int, int] = {}
    settled: set[int] = set()
    line: list[tuple[float, int]] = [(-1.0, target)]
    while line:
        weight, number = heappop(line)
        if number in settled:
            continue
        settled.add(number)
        if number == holder:
            break
        for above, stake in graph.holders[number].items():
            through = -weight * stake.votes / WHOLE
            if through > best.get(above, 0.0):
                best[above], toward[above] = through, number
                heappush(line, (-through, above))
    steps: list[Edge] = []
    number = holder
    while number != target:
        steps.extend(_strongest(graph.held[number][toward[number]]))
        number = toward[number]
    return steps[::-1]
