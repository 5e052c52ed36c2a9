"""Wire forms of the person wall."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.kit.wire import Named
from armslength.walls.model import KeptOut, Knowledge


class Refusal(msgspec.Struct, kw_only=True):
    """Somebody whom the wall kept out, of what, and why; they were told that there is no work."""

    person: Named
    organization: Named
    kind: Knowledge
    reason: KeptOut
    first_at: datetime
    last_at: datetime
    times: int


class HeldBack(msgspec.Struct):
    """Somebody with a role in the project whom the wall would keep out now. `until`: the day from which what they know
    keeps them out no longer, if nothing is added; None: it does not end by itself."""

    person: Named
    organization: Named
    role: str
    reason: KeptOut
    until: datetime | None


class RefusedOn(msgspec.Struct):
    """How often the people of a firm were kept out on one day (UTC), for one reason."""

    day: date
    organization: Named
    reason: KeptOut
    times: int


class Moved(msgspec.Struct):
    """Somebody who was shown the brief for one vendor, `last_at` the last time, and works for another `now`."""

    person: Named
    was: Named
    now: Named
    last_at: datetime


class ProjectWall(msgspec.Struct, kw_only=True):
    """The wall of a project: of the vendors' people with a role (`seats`) those who are held back now, how often it
    kept somebody out in the last 90 days, and who has moved between vendors. `quarantines`: of the organization."""

    seats: int
    held: list[HeldBack]
    refused: list[RefusedOn]
    moved: list[Moved]
    quarantines: int


class Quarantine(msgspec.Struct):
    """Somebody whom you showed something works for a firm now that one of your rivals reaches."""

    id: UUID
    since: datetime


class Quarantines(msgspec.Struct):
    """Quarantines that hold, newest first."""

    items: list[Quarantine]


class PersonWaiver(msgspec.Struct, kw_only=True):
    """A person let off for a time: asked for by one, approved by another."""

    id: UUID
    person: Named
    state: Literal["asked", "approved", "expired", "ended"]
    reason: str
    asked_by: Named
    asked_at: datetime
    approved_by: Named | None
    approved_at: datetime | None
    expires_at: datetime
    ended_by: Named | None
    ended_at: datetime | None


class PersonWaivers(msgspec.Struct):
    """Waivers of people, newest first."""

    items: list[PersonWaiver]


class AskPersonWaiver(msgspec.Struct, forbid_unknown_fields=True):
    """Let this person off until then, and why."""

    person_id: UUID
    reason: Annotated[str, Meta(min_length=1, max_length=2000)]
    expires_at: datetime
