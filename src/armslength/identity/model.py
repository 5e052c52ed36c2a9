"""Who is asking: the words of identity."""

import hashlib
from dataclasses import dataclass
from typing import Literal, Protocol, get_args
from uuid import UUID

from armslength.kit.db import Tx

Side = Literal["customer", "vendor"]
Role = Literal["owner", "manager", "reviewer", "annotator"]
Tier = Literal["original", "redacted", "synthetic"]
"""In which form somebody is shown items."""

SIDES: tuple[Side, ...] = get_args(Side)
ROLES: tuple[Role, ...] = get_args(Role)


def mark_of(ticket: bytes) -> bytes:
    """By what deliveries and the log know a session (its `session_id`) or an API key: 16 bytes that open nothing."""
    return hashlib.sha256(ticket).digest()[:16]


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, in one tenant, for one request.

    `role` is the seat in the tenant; `project_role` the effective role on the request's project (None outside
    projects). `permissions` is what the request may do: those of the project role inside a project, of the seat
    elsewhere, and never more than the scopes of the API key in use. `epoch` is that of the grant under which a vendor's
    person acts on the project; a first grant's, and everybody else's, is 1. `tier` is that grant's too: the form in
    which they are shown items; everybody else sees the original. `working_in` is the project that their
    session is bound to; None as long as it entered none, and for everybody else. `codes`: ids of the tenant and its
    projects, each with what a vendor's people know it by; nobody else has any.
    """

    tenant_id: UUID
    person_id: UUID
    name: str
    organization_id: UUID
    side: Side
    role: Role
    project_role: Role | None
    permissions: frozenset[str]
    session_id: bytes | None
    api_key_id: UUID | None
    epoch: int = 1
    tier: Tier = "original"
    working_in: UUID | None = None
    codes: tuple[tuple[UUID, UUID], ...] = ()

    @property
    def mark(self) -> bytes:
        """By what deliveries know the session or API key that asks."""
        return mark_of(self.session_id or (self.api_key_id.bytes if self.api_key_id else b""))

    @property
    def vendor_id(self) -> UUID | None:
        """The firm, on a vendor's side."""
        return self.organization_id if self.side == "vendor" else None

    def may(self, permission: str) -> bool:
        """Whether this request carries `permission`."""
        return permission in self.permissions


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as other rooms show them: with the employer they have in this tenant."""

    id: UUID
    name: str
    organization_id: UUID
    organization_name: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's live seat in a tenant."""

    person_id: UUID
    name: str
    email: str
    organization_id: UUID
    side: Side
    role: Role


class Grants(Protocol):
    """What identity asks of vendors: may this firm's people be let into this project?"""

    async def ensure(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID) -> None:
        """Return when an active grant exists, or was made because `actor` may; raise otherwise."""
