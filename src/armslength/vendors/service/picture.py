"""What follows from what a tenant knows: conflicts, and whom each vendor leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from armslength.vendors.model import Edge
from armslength.vendors.rules.conflicts import Found, Rival, attested_until, meetings, with_announced
from armslength.vendors.rules.graph import When
from armslength.vendors.rules.influence import Influence, Led
from armslength.vendors.service.knowledge import PROFILES, Knowledge


@dataclass(slots=True)
class Reach:
    """Whom a vendor leads to and at which point of time (closed, or only with what is announced); the ultimate owners
    among them; until when what is known of those above it is attested (None: not)."""

    led: dict[UUID, tuple[Led, When]] = field(default_factory=dict)
    tops: set[UUID] = field(default_factory=set)
    attested_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What a tenant knows, and what follows: every conflict, and the reach of every vendor."""

    know: Knowledge
    found: list[Found]
    reach: dict[UUID, Reach]

    @property
    def next_start(self) -> datetime | None:
        """When the next edge that is closed already comes into force."""
        now = self.know.register.at
        starts = (edge.valid_from for edge in self.know.edges if edge.state == "closed" and edge.valid_from)
        return min((start for start in starts if start > now), default=None)


def look(know: Knowledge, by_others: Mapping[UUID, UUID], more: Sequence[Edge] = ()) -> View:
    """Find conflicts and reach, as things are or if there were `more` edges.

    `by_others`: conflict edge → the party of the customer on its other side. What another customer said is weighed by
    what the operator vouches for alone, the register's edges and its word on which firm a vendor is, at the default
    threshold: by records, links and settings of its own a tenant could otherwise try out who named it.
    """
    reach = {vendor.id: Reach() for vendor in know.vendors}
    found: dict[When, list[Found]] = {"closed": [], "announced": []}
    for when in found:
        influence = know.supposing(more, when) if more else know.influence(when)
        rivals = [Rival(party) for party in know.rivals]
        answered = {party for rival in rivals for party in influence.group(rival.party)}
        secret = [Rival(party, edge_id) for edge_id, party in sorted(by_others.items()) if party not in answered]
        vouched = know.register.influence(PROFILES["default"], when) if secret else influence
        for vendor in know.vendors:
            led = influence.reach(vendor.party)
            found[when] += meetings(influence, vendor.id, led, rivals, when)
            if vendor.confirmed is not None:
                found[when] += meetings(vouched, vendor.id, vouched.reach(vendor.confirmed), secret, when)
            _add(reach[vendor.id], know, influence, led, when)
    return View(know, with_announced(found["closed"], found["announced"]), reach)


def _add(reach: Reach, know: Knowledge, influence: Influence, led: Mapping[UUID, Led], when: When) -> None:
    for party, how in led.items():
        reach.led.setdefault(party, (how, when))
    reach.tops |= influence.tops(dict(led))
    if when == "closed":
        above = {party for party, how in led.items() if how.way in ("self", "influence")}
        reach.attested_until = attested_until(edge for party in above for edge in influence.graph.edges_into(party))
