"""The nouns of the API, as the wire has them. A field the client does not know yet is ignored."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

import msgspec

T = TypeVar("T")

Side = Literal["customer", "vendor"]
Role = Literal["owner", "manager", "reviewer", "annotator"]
JobState = Literal["waiting", "running", "paused", "cancelled", "done", "failed"]
Answers = dict[str, dict[str, dict[str, Any]]]
"""question → target ("item", "m:…", "t:…", "r:…") → {"state", "value", "justification"}"""


class Page(msgspec.Struct, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = None


class Ref(msgspec.Struct):
    """Something by id and name."""

    id: UUID
    name: str


class PersonRef(msgspec.Struct):
    """A person."""

    id: UUID
    name: str
    email: str = ""


class OrganizationRef(msgspec.Struct):
    """An organization and which side it stands on."""

    id: UUID
    name: str
    kind: Side = "customer"


class Tenant(msgspec.Struct):
    """A tenant in which the signed-in person has a seat."""

    id: UUID
    name: str
    side: Side
    role: Role


class Me(msgspec.Struct):
    """Who is signed in, where, and what they may do. To people of vendors an organization has no name but what it is
    `known_as`; their session works in one project, `working_in`, from the first that it enters."""

    person: PersonRef
    tenant: Ref
    organization: OrganizationRef
    side: Side
    role: Role
    permissions: list[str]
    tenants: list[Tenant]
    shortcuts: dict[str, list[str]] = {}
    known_as: str | None = None
    working_in: UUID | None = None


class Shortcuts(msgspec.Struct):
    """A person's own keys in the web app, by command."""

    keys: dict[str, list[str]]


class InvitedProject(msgspec.Struct):
    """A project that an invitation opens."""

    id: UUID
    role: Role
    name: str = ""


class Invitation(msgspec.Struct):
    """An invitation; `url` is there only in the answer that made it."""

    id: UUID
    email: str
    organization: Ref
    role: Role
    projects: list[InvitedProject]
    state: Literal["open", "accepted", "revoked", "expired"]
    expires_at: datetime
    created_at: datetime
    url: str | None = None


class Member(msgspec.Struct):
    """A person's seat in the tenant."""

    person: PersonRef
    organization: OrganizationRef
    side: Side
    role: Role
    since: datetime
    projects: int


class ApiKey(msgspec.Struct):
    """An API key; `secret` is there only in the answer that made it."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    person: Ref
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    secret: str | None = None


class EgressHost(msgspec.Struct):
    """An outbound host that the organization allows; `allowed` = the operator of the server allows it too."""

    id: UUID
    pattern: str
    allowed: bool
    created_by: Ref
    created_at: datetime


class Egress(msgspec.Struct):
    """What the server may call for the organization."""

    on: bool
    plain_http: bool
    ports: list[int]
    hosts: list[EgressHost]


class Vendor(msgspec.Struct):
    """A vendor of the tenant."""

    id: UUID
    name: str
    people: int
    projects: int
    created_at: datetime


class Progress(msgspec.Struct):
    """How far a project is; counts of items unless said otherwise."""

    items: int
    open: int
    in_work: int
    answered: int
    in_review: int
    done: int
    skipped: int
    annotations: int
    people: int


class Project(msgspec.Struct):
    """A project."""

    id: UUID
    slug: str
    name: str
    description: str
    state: Literal["draft", "active", "paused", "archived"]
    preset: str | None
    overlap: int
    review_share: float
    lease_seconds: int
    person_cap: int | None
    schema_version: int
    guideline_version: int
    created_at: datetime
    permissions: list[str]
    my_role: Role | None = None
    progress: Progress | None = None
    exclusivity: Literal["none", "person", "pod", "vendor"] | None = None
    restricted: bool | None = None


class Batch(msgspec.Struct):
    """Items that came together. `asked` are those that are asked about for a label: not gold, nor canaries, nor what
    was retired."""

    id: UUID
    name: str
    priority: int
    state: Literal["open", "paused", "cancelled"]
    items: int
    open: int
    done: int
    created_at: datetime
    asked: int = 0


class RowProblem(msgspec.Struct):
    """A row that was not taken, and why."""

    line: int
    field: str
    reason: str
    external_id: str | None = None


class Added(msgspec.Struct):
    """What became of rows sent in bulk."""

    created: int
    unchanged: int
    problems: list[RowProblem]


class Upload(msgspec.Struct):
    """How far an upload is, in bytes."""

    offset: int
    chunk_bytes: int


class Import(msgspec.Struct):
    """A file on its way in."""

    id: UUID
    batch: Ref
    file_name: str
    format: str
    bytes: int
    state: JobState
    rows_read: int
    created: int
    unchanged: int
    rejected: int
    total_rows: int | None
    mapping: dict[str, Any]
    error: str | None
    created_at: datetime
    finished_at: datetime | None = None
    upload: Upload | None = None


class ImportPreview(msgspec.Struct):
    """The first rows of an upload and the mapping that was guessed."""

    columns: list[str]
    rows: list[dict[str, Any]]
    mapping: dict[str, Any]
    problems: list[RowProblem]


class Item(msgspec.Struct):
    """An item in a list, without its content."""

    id: UUID
    ord: int
    external_id: str | None
    batch: Ref
    state: Literal["open", "in_work", "in_review", "done", "cancelled", "gold", "canary"]
    wanted: int
    taken: int
    answers: int
    flags: int
    summary: str
    created_at: datetime


class ItemDetail(msgspec.Struct):
    """An item with its content; reading it is an exposure."""

    item: Item
    content: dict[str, Any]
    metadata: dict[str, Any]
    schema_version: int


class Assignment(msgspec.Struct):
    """One person asked about one item."""

    id: UUID
    item_id: UUID
    lease_until: datetime
    attempt: int
    display: dict[str, Any]
    rework: dict[str, Any] | None = None
    course: str | None = None


class Work(msgspec.Struct, tag_field="status", tag="work"):
    """The next assignment, with what to show."""

    assignment: Assignment
    content: dict[str, Any]
    schema_version: int
    guideline_version: int
    draft: dict[str, Any] | None = None
    warnings: list[str] = []


class NoWork(msgspec.Struct):
    """Nothing now; `status` says why as far as this side may know, `retry_after` is in seconds."""

    status: str
    retry_after: float


class Care(msgspec.Struct):
    """A project's content warnings: of every item, limits of a day by category, and what some batches carry besides."""

    warnings: list[str]
    limits: dict[str, dict[str, int | None]]
    batches: list[dict[str, Any]]


class MyCare(msgspec.Struct):
    """What one is spared, one's time zone, and what one has met since one's midnight."""

    declined: list[str]
    zone: str
    today: list[dict[str, Any]]


class GoldItem(msgspec.Struct):
    """An item whose right answers are known; `score` is the mean of people's, with its interval and n."""

    item_id: UUID
    external_id: str | None
    ord: int
    summary: str
    use: str
    course: int
    place: int
    version: int
    schema_version: int
    guideline_version: int
    created_at: datetime
    created_by: dict[str, Any]
    score: dict[str, Any]


class GoldPolicy(msgspec.Struct):
    """How a project uses its gold. `share_min`: what the share falls to as a person becomes known, if it does."""

    course_items: int
    share: float
    gate: bool
    mark: float
    course: int
    next_items: int = 0
    share_min: float | None = None


class GoldPerson(msgspec.Struct):
    """How somebody does on hidden gold, where they stand at the gate, and their share of gold now.

    because   everybody (all have the same share), new, measured (by what is known), watched (a concern is open)
    """

    person: dict[str, Any]
    score: dict[str, Any]
    course_answers: int
    qualification: dict[str, Any] | None
    last_at: datetime | None
    share: float
    because: str


class Submitted(msgspec.Struct):
    """The receipt of an annotation. Where what is next was asked for: `next`, or `idle`, why there is nothing; both
    None where it could not be told now."""

    annotation_id: UUID
    submitted_at: datetime
    feedback: dict[str, Any] | None = None
    next: Work | None = None
    idle: NoWork | None = None


class Review(msgspec.Struct, tag_field="status", tag="work"):
    """An annotation to review."""

    review: dict[str, Any]
    content: dict[str, Any]
    display: dict[str, Any]
    answers: Answers
    schema_version: int
    guideline_version: int
    earlier: list[dict[str, Any]]
    before: Answers | None = None
    warnings: list[str] = []


class Decided(msgspec.Struct):
    """The receipt of a review."""

    review_id: UUID
    verdict: str
    after_reject: str | None = None


class Topic(msgspec.Struct):
    """Something that webhooks may be told, and its parts."""

    topic: str
    title: str
    parts: list[str]


class Webhook(msgspec.Struct):
    """An address that is told what happens; `secret` is there only in the answer that made it."""

    id: UUID
    project_id: UUID | None
    url: str
    description: str
    topics: list[str]
    state: Literal["active", "paused", "failing"]
    failures: int
    failing_since: datetime | None
    last_success_at: datetime | None
    waiting: int
    old_secret_until: datetime | None
    created_by: Ref
    created_at: datetime
    secret: str | None = None


class Delivery(msgspec.Struct):
    """One event on its way to one webhook; `body` is what is sent."""

    id: UUID
    event_id: UUID
    topic: str
    state: Literal["waiting", "delivered", "failed"]
    tries: list[dict[str, Any]]
    next_at: datetime | None
    created_at: datetime
    delivered_at: datetime | None
    body: str
