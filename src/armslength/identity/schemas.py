"""Identity on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from armslength.identity.model import Role, Side
from armslength.kit.wire import Named

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Email = Annotated[str, Meta(min_length=3, max_length=320)]
Password = Annotated[str, Meta(min_length=1, max_length=1024)]
Token = Annotated[str, Meta(min_length=1, max_length=100)]
ProjectRole = Literal["manager", "reviewer", "annotator"]
InvitationState = Literal["open", "accepted", "revoked", "expired"]


class Body(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Base of what is sent to us: an unknown field is an error, not ignored."""


class Person(msgspec.Struct):
    """A person as the tenant's own people see them."""

    id: UUID
    name: str
    email: str


class Organization(msgspec.Struct):
    """A firm: the customer itself or one of its vendors."""

    id: UUID
    name: str
    kind: Side


class TenantSeat(msgspec.Struct):
    """One of the tenants in which I have a seat."""

    id: UUID
    name: str
    side: Side
    role: Role


class Me(msgspec.Struct):
    """Who I am here, and what I may do. To people of a vendor a tenant has no name and no id but a code that is their
    firm's own: `known_as`, which is None for the customer's people.

    `working_in` is the project that the session of a vendor's person is bound to; null before it enters one.
    """

    person: Person
    tenant: Named
    organization: Organization
    side: Side
    role: Role
    permissions: list[str]
    tenants: list[TenantSeat]
    shortcuts: dict[str, list[str]]
    known_as: str | None
    working_in: UUID | None


class SetupNeeded(msgspec.Struct):
    """Whether this installation still waits for its first owner."""

    needed: bool


class SetUp(Body):
    """The first owner and their organization."""

    token: Token
    organization: Name
    name: Name
    email: Email
    password: Password


class SignIn(Body):
    """E-mail and password."""

    email: Email
    password: Password


class UpdateMe(Body):
    """My new name."""

    name: Name


class SwitchTenant(Body):
    """The tenant to work in from now on."""

    tenant_id: UUID


class ChangePassword(Body):
    """The current password and the new one."""

    current: Password
    new: Password


class InvitationProject(msgspec.Struct):
    """A role in a project that comes with the seat."""

    id: UUID
    name: str
    role: Role


class Invitation(msgspec.Struct):
    """An invitation; `url` only in the answer that makes it."""

    id: UUID
    email: str
    organization: Named
    role: Role
    projects: list[InvitationProject]
    state: InvitationState
    created_at: datetime
    expires_at: datetime
    url: str | UnsetType = UNSET


class ProjectSeat(Body):
    """A project and the role to have in it."""

    id: UUID
    role: ProjectRole


class CreateInvitation(Body):
    """Whom to invite, for which firm (default: one's own), with which project roles."""

    email: Email
    role: Role
    organization_id: UUID | None = None
    projects: Annotated[list[ProjectSeat], Meta(max_length=200)] = []


class InvitationToken(Body):
    """The secret of an invitation's link."""

    token: Token


class InvitationPreview(msgspec.Struct):
    """What an invitation offers."""

    email: str
    organization: Named
    tenant: Named
    role: Role
    has_account: bool


class AcceptInvitation(Body):
    """The link's secret; a password (the present one, if there is an account already) and a name for a new account."""

    token: Token
    password: Password
    name: Name | None = None


class Member(msgspec.Struct):
    """A person's seat; `projects` counts those in which they have a role."""

    person: Person
    organization: Organization
    side: Side
    role: Role
    since: datetime
    projects: int


class UpdateMember(Body):
    """Another role."""

    role: Role


class ApiKey(msgspec.Struct):
    """An API key; `secret` only in the answer that makes it."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    person: Named
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    secret: str | UnsetType = UNSET


class CreateApiKey(Body):
    """A key's name, what it may do (default: all that its maker may), and for how long (default: until revoked)."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    scopes: Annotated[list[str], Meta(max_length=100)] | None = None
    expires_in_days: Annotated[int, Meta(ge=1, le=3650)] | None = None


class Permission(msgspec.Struct):
    """A line of the policy: what it allows, and which roles carry it, e.g. `vendor_manager`."""

    name: str
    title: str
    roles: list[str]


class Permissions(msgspec.Struct):
    """The policy."""

    permissions: list[Permission]


Keys = Annotated[list[Annotated[str, Meta(min_length=1, max_length=60)]], Meta(max_length=4)]


class Shortcuts(msgspec.Struct):
    """A person's own keys by command, e.g. {"bench.skip": ["Alt+KeyS"]}; no keys: the command has none."""

    keys: dict[str, list[str]]


class PutShortcuts(Body):
    """The keys a person wants; a command that is left out has the shipped ones."""

    keys: Annotated[dict[str, Keys], Meta(max_length=200)]
