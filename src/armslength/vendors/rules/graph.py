"""Edges, weighed: for each pair of parties what the one holds of the other, as far as it may count.

Where several edges say the same of the same pair, the highest counts: an edge states a whole holding, so two records of
one stake are one stake. Different kinds do not hide one another. Unknown counts as all of it.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from armslength.vendors.model import WHOLE, Edge, EdgeType

# A share of what the party is worth or earns.
ECONOMIC: Final = frozenset[EdgeType](
    {
        "shareholding", "beneficiaryOfLegalArrangement", "rightsToSurplusAssetsOnDissolution",
        "rightsToProfitOrIncome", "rightToProfitOrIncomeFromAssets", "unknownInterest", "unpublishedInterest",
    }
)  # fmt: skip
# Convertibles and options: as if exercised, on top of what is held already.
CONDITIONAL: Final[EdgeType] = "conditionalRightsGrantedByContract"
# Whoever holds it decides for the party, or holds for it: counts in full where it may be more than half.
DECIDING: Final = frozenset[EdgeType](
    {
        "appointmentOfBoard", "controlViaCompanyRulesOrArticles", "controlByLegalFramework", "settlor", "trustee",
        "protector", "nominee", "nominator",
    }
)  # fmt: skip
# Somebody who sits there: what they know at one table they know at the other.
SEATS: Final = frozenset[EdgeType]({"boardMember", "boardChair", "seniorManagingOfficial"})
# No share to count, but influence alone.
TIES: Final = SEATS | DECIDING | {"otherInfluenceOrControl", "rightsGrantedByContract", "enjoymentAndUseOfAssets"}

When = Literal["closed", "announced"]


@dataclass(slots=True)
class Stake:
    """What one party holds of another, in bp; and whether it decides, is tied to it, or sits there.

    `worth`: share of what the party is worth. `votes`: share of the votes, as declared, and never below the share of
    worth, since votes may follow shares. Both stand once everything is added. `edges` are what says so.
    """

    worth: int = 0
    votes: int = 0
    economic: int = 0
    conditional: int = 0
    voting: int = 0
    decides: bool = False
    tied: bool = False
    seat: bool = False
    least: int = 0
    edges: list[Edge] = field(default_factory=list)

    def settle(self) -> None:
        """Everything has been added."""
        self.worth = WHOLE if self.decides else min(WHOLE, self.economic + self.conditional)
        self.votes = max(self.worth, self.voting)

    def add(self, edge: Edge) -> None:
        """Count one more edge."""
        self.edges.append(edge)
        if edge.type in ECONOMIC:
            self.economic = max(self.economic, edge.max_bp)
            self.least = max(self.least, edge.min_bp)
        elif edge.type == CONDITIONAL:
            self.conditional = max(self.conditional, edge.max_bp)
        elif edge.type == "votingRights":
            self.voting = max(self.voting, edge.max_bp)
        if edge.max_bp > 0:
            self.tied |= edge.type in TIES
            self.seat |= edge.type in SEATS
            self.decides |= edge.type in DECIDING and edge.max_bp > WHOLE // 2


def counts(edge: Edge, at: datetime, when: When) -> bool:
    """Whether an edge counts at a moment: what is closed and in force or, if `announced`, also what is to come."""
    if edge.state not in ("closed", "announced") or (edge.valid_until is not None and edge.valid_until <= at):
        return False
    in_force = edge.state == "closed" and (edge.valid_from is None or edge.valid_from <= at)
    return in_force or when == "announced"


class Graph:
    """Stakes by holder and by held, over small numbers instead of ids."""

    def __init__(self, edges: Iterable[Edge], people: Set[UUID], at: datetime, when: When) -> None:
        self.ids: list[UUID] = []
        self.number: dict[UUID, int] = {}
        self.holders: list[dict[int, Stake]] = []
        self.held: list[dict[int, Stake]] = []
        for edge in edges:
            if counts(edge, at, when) and edge.holder != edge.held:
                self._stake(self.node(edge.holder), self.node(edge.held)).add(edge)
        for held in self.held:
            for stake in held.values():
                stake.settle()
        self.people = {self.number[person] for person in people if person in self.number}
        self.majority = [any(stake.votes * 2 >= WHOLE for stake in held.values()) for held in self.held]

    def node(self, party: UUID) -> int:
        """The number of a party; a new one when it has none yet."""
        number = self.number.get(party)
        if number is None:
            number = self.number[party] = len(self.ids)
            self.ids.append(party)
            self.holders.append({})
            self.held.append({})
        return number

    def _stake(self, holder: int, held: int) -> Stake:
        stake = self.held[holder].get(held)
        if stake is None:
            stake = self.held[holder][held] = self.holders[held][holder] = Stake()
        return stake

    def edges_into(self, party: UUID) -> Iterator[Edge]:
        """Every edge that counts and says what is held of a party."""
        number = self.number.get(party)
        if number is not None:
            for stake in self.holders[number].values():
                yield from stake.edges

    def undisclosed(self, party: UUID) -> int:
        """How much of a party nobody is known to hold, at most, in bp: known holdings count with their least."""
        number = self.number.get(party)
        known = 0 if number is None else sum(stake.least for stake in self.holders[number].values())
        return max(0, WHOLE - known)

    def alone(self, party: UUID) -> int:
        """The number of a party that may stand in no edge."""
        number = self.node(party)
        if len(self.majority) < len(self.ids):
            self.majority.append(False)
        return number
