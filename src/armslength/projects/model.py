"""The words of projects."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, Protocol, get_args
from uuid import UUID

import msgspec

from armslength.identity.model import Actor, Role, Side
from armslength.kit.db import Tx

State = Literal["draft", "active", "paused", "archived"]
Harm = Literal[
    "violence", "gore", "sexual", "child_abuse", "self_harm", "hate", "harassment", "extremism", "animal_cruelty",
    "drugs", "disturbing",
]  # fmt: skip
"""What an item may do to who reads it."""
HARMS: tuple[Harm, ...] = get_args(Harm)
"""In the order of their bits in the database: new ones come at the end."""
Part = Literal["schema", "guideline"]
ProjectRole = Literal["manager", "reviewer", "annotator"]
Exclusivity = Literal["none", "person", "pod", "vendor"]
"""Who is kept from working for rivals too: nobody · each person (as usual) · those who manage and review, together
as one person · the vendor, which then serves no rival at all."""

MOVES: Final[dict[State, tuple[State, ...]]] = {
    "draft": ("active", "archived"),
    "active": ("paused", "archived"),
    "paused": ("active", "archived"),
    "archived": ("paused",),
}
"""Where a project may go from each state. It never becomes a draft again."""

PermissionsOf = Callable[[Side, Role], frozenset[str]]
"""What a role carries; identity's policy."""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as stored. `seed` draws everything random in it, e.g. display orders."""

    id: UUID
    slug: str
    name: str
    description: str
    state: State
    preset: str | None
    overlap: int
    overlap_max: int | None
    overlap_risk: float
    overlap_last: bool
    overlap_tolerance: float
    review_share: float
    lease_seconds: int
    person_cap: int | None
    exclusivity: Exclusivity
    restricted: bool
    seed: bytes
    schema_version: int
    guideline_version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Usage:
    """What hangs on a project's schema already."""

    items: bool
    answers: bool


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a project is: items by state, annotations, people.

    Annotations are those that stand on the items counted here: without gold, canaries and what was retired, and without
    what was sent back. To a vendor they are all that its people submitted: which of it is gold, it must not learn.
    """

    items: int
    open: int
    in_work: int
    answered: int
    in_review: int
    done: int
    skipped: int
    annotations: int
    people: int


class PartOf(Protocol):
    """What a brief says under one of its keys (`care`, `skills`, `review` …); told and set by a room after this."""

    async def told(self, tx: Tx, project_id: UUID) -> dict[str, Any] | None:
        """All of it, by name, as a brief says it; None: nothing was ever set."""
        ...

    async def set(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Set what is there; the rest stays. Errors name a field of the brief."""
        ...


class GoldOf(Protocol):
    """What a brief says of gold; told and set by a room after this one."""

    async def told(self, tx: Tx, project_id: UUID) -> dict[str, Any] | None:
        """{share, gate, mark}; None: nothing was ever set."""
        ...

    async def check(self, tx: Tx, project_id: UUID | None, wanted: Mapping[str, Any]) -> None:
        """Whether that may be set (None: in a new project). Errors name a field of the brief."""
        ...

    async def set(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Set those of share, gate and mark that are there; the others stay."""
        ...

    async def renew(self, tx: Tx, actor: Actor, project_id: UUID) -> None:
        """Everybody must pass the course again. Errors name `pass_again`."""
        ...


class RoutingOf(Protocol):
    """What a brief says of routing; told and set by a room after this one."""

    async def told(self, tx: Tx, project_id: UUID) -> dict[str, Any] | None:
        """{shares: [{organization, share}], calibration}; None: there is no plan."""
        ...

    async def check(self, tx: Tx, project_id: UUID | None, wanted: Mapping[str, Any]) -> None:
        """Whether that may be set (None: in a new project). Errors name a field of the brief."""
        ...

    async def apply(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Set it as a whole."""
        ...


ProgressOf = Callable[[Tx, Sequence[UUID]], Awaitable[dict[UUID, Progress]]]
"""How far projects are; told by a room after this one."""
