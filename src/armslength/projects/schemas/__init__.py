"""Projects on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from armslength.fields.model import Problem
from armslength.identity.model import Role
from armslength.kit.wire import Named
from armslength.projects.model import Exclusivity, Harm, Progress, ProjectRole, State
from armslength.projects.schemas.brands import BrandReport
from armslength.questions.model import LabelSchema

Slug = Annotated[
    str,
    Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$(?!\n)", description="Small letters, digits and hyphens; at most 80."),
]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Description = Annotated[str, Meta(max_length=10_000)]
Overlap = Annotated[int, Meta(ge=1, le=100)]
OverlapMax = Annotated[int, Meta(ge=2, le=100)]
Risk = Annotated[float, Meta(ge=0.001, le=0.5)]
Tolerance = Annotated[float, Meta(ge=0.001, le=0.5)]
Share = Annotated[float, Meta(ge=0, le=1)]
LeaseSeconds = Annotated[int, Meta(ge=30, le=86_400)]
PersonCap = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Markdown = Annotated[str, Meta(max_length=500_000)]
Note = Annotated[str, Meta(max_length=2000)]
Email = Annotated[str, Meta(min_length=3, max_length=320)]


class Project(msgspec.Struct, kw_only=True):
    """A project, and what the asker may do in it.

    Told to the customer's side only: `exclusivity`, `restricted`, `overlap_max` (null: everything has `overlap`
    answers), `overlap_risk`, `overlap_tolerance` (how far a number may be off, as a part of its range) and
    `overlap_last` (more people are asked only when every item has its first answers, about the least sure first).
    """

    id: UUID
    slug: str
    name: str
    description: str
    state: State
    preset: str | None
    overlap: int
    overlap_max: int | None | UnsetType = UNSET
    overlap_risk: float | UnsetType = UNSET
    overlap_last: bool | UnsetType = UNSET
    overlap_tolerance: float | UnsetType = UNSET
    review_share: float
    lease_seconds: int
    person_cap: int | None
    exclusivity: Exclusivity | UnsetType = UNSET
    restricted: bool | UnsetType = UNSET
    schema_version: int
    guideline_version: int
    created_at: datetime
    permissions: list[str]
    my_role: Role | None
    progress: Progress | UnsetType = UNSET


class NewProject(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A new project; what is not said comes from the preset, then from the defaults. `slug` is made from the name."""

    name: Name
    slug: Slug | None = None
    description: Description = ""
    preset: str | None = None
    schema: dict[str, Any] | None = None
    guideline: Markdown | None = None
    overlap: Overlap | None = None
    overlap_max: OverlapMax | None = None
    overlap_risk: Risk | None = None
    overlap_last: bool = False
    overlap_tolerance: Tolerance | None = None
    review_share: Share | None = None
    lease_seconds: LeaseSeconds | None = None
    person_cap: PersonCap | None = None
    exclusivity: Exclusivity = "person"
    restricted: bool = False


class ProjectChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is to change; what is left out stays."""

    name: Name | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    overlap: Overlap | UnsetType = UNSET
    overlap_max: OverlapMax | None | UnsetType = UNSET
    overlap_risk: Risk | UnsetType = UNSET
    overlap_last: bool | UnsetType = UNSET
    overlap_tolerance: Tolerance | UnsetType = UNSET
    review_share: Share | UnsetType = UNSET
    lease_seconds: LeaseSeconds | UnsetType = UNSET
    person_cap: PersonCap | None | UnsetType = UNSET
    exclusivity: Exclusivity | UnsetType = UNSET
    restricted: bool | UnsetType = UNSET


class SetState(msgspec.Struct, forbid_unknown_fields=True):
    """The state to move to."""

    state: State


class PutSchema(msgspec.Struct, forbid_unknown_fields=True):
    """A label schema; checked whole, so that every problem is told."""

    schema: dict[str, Any]
    note: Note | None = None


class SchemaVersion(msgspec.Struct, kw_only=True):
    """A version of the label schema."""

    version: int
    schema: LabelSchema
    digest: str
    created_at: datetime
    note: str


class SchemaEntry(msgspec.Struct, kw_only=True):
    """A version of the label schema, without its content."""

    version: int
    digest: str
    note: str
    created_at: datetime
    created_by: Named


class Schemas(msgspec.Struct):
    """All versions, newest first."""

    items: list[SchemaEntry]


class PutGuideline(msgspec.Struct, forbid_unknown_fields=True):
    """A guideline in Markdown. `pass_again`: whoever passed the course passes the next one before more work."""

    markdown: Markdown
    note: Note | None = None
    pass_again: bool = False


class GuidelineVersion(msgspec.Struct, kw_only=True):
    """A version of the guideline; `read_at`: when the asker said they had read it."""

    version: int
    markdown: str
    created_at: datetime
    note: str
    read_at: datetime | None


class GuidelineEntry(msgspec.Struct, kw_only=True):
    """A version of the guideline, without its content; `readers` counts who has said they read it."""

    version: int
    note: str
    created_at: datetime
    created_by: Named
    readers: int


class Guidelines(msgspec.Struct):
    """All versions, newest first."""

    items: list[GuidelineEntry]


class ReadGuideline(msgspec.Struct, forbid_unknown_fields=True):
    """The version that was read."""

    version: Annotated[int, Meta(ge=1)]


class Person(msgspec.Struct):
    """A person by name and e-mail."""

    id: UUID
    name: str
    email: str


class Organization(msgspec.Struct):
    """The firm somebody works for here."""

    id: UUID
    name: str
    kind: Literal["customer", "vendor"]


class ProjectMember(msgspec.Struct):
    """Somebody with a role in the project."""

    person: Person
    organization: Organization
    role: ProjectRole
    since: datetime


class ProjectMembers(msgspec.Struct):
    """Everybody who was given a role."""

    items: list[ProjectMember]


class PutMember(msgspec.Struct, forbid_unknown_fields=True):
    """The role in the project."""

    role: ProjectRole


class BriefMember(msgspec.Struct, forbid_unknown_fields=True):
    """Somebody by the e-mail they sign in with."""

    email: Email
    role: ProjectRole


class BriefGold(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """How the project uses its gold: the share hidden among what people are asked, what it falls to as a person becomes
    known (null: the same for everybody), the gate, its mark. The items themselves come by a file of their own, so the
    gate can be closed only after they have."""

    share: Annotated[float, Meta(ge=0, le=0.5)] | UnsetType = UNSET
    share_min: Annotated[float, Meta(ge=0, le=0.5)] | None | UnsetType = UNSET
    gate: bool | UnsetType = UNSET
    mark: Share | UnsetType = UNSET


class BriefShare(msgspec.Struct, forbid_unknown_fields=True):
    """A vendor, or the organization itself, by name, and its share in basis points."""

    organization: Name
    share: Annotated[int, Meta(ge=1, le=10_000)]


class BriefRouting(msgspec.Struct, forbid_unknown_fields=True):
    """Which firm is asked about how much (10000 together; no shares: no plan), and how much all of them are asked."""

    shares: Annotated[list[BriefShare], Meta(max_length=50)]
    calibration: Annotated[int, Meta(ge=0, le=1000)] = 0


class CareLimit(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """How much of it one person meets in one of their days at most: items given out, minutes at work on them."""

    items: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    minutes: Annotated[int, Meta(ge=1, le=1440)] | None = None


class BriefCare(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What the project's items may do to who reads them, and how much of it a person's day may have."""

    warnings: list[Harm] | UnsetType = UNSET
    limits: dict[Harm, CareLimit] | UnsetType = UNSET


class BriefSkills(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The skills, by name, that the whole project asks for."""

    required: Annotated[list[Annotated[str, Meta(min_length=1, max_length=100)]], Meta(max_length=20)] | UnsetType = (
        UNSET
    )


class BriefReview(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """How often an answer is sent back to its author (null: without end), what follows then, and which share of
    accepted answers is audited."""

    rework_limit: Annotated[int, Meta(ge=0, le=20)] | None | UnsetType = UNSET
    then_to: Literal["someone_else", "adjudicate"] | UnsetType = UNSET
    audit_share: Share | UnsetType = UNSET


class BriefAdjudication(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Items whose answers agree less than `below` on one of `questions` (none: all) are decided by one of `people`, by
    e-mail (none: everybody who reviews)."""

    below: Share | UnsetType = UNSET
    questions: Annotated[list[str], Meta(max_length=100)] | UnsetType = UNSET
    people: Annotated[list[Email], Meta(max_length=500)] | UnsetType = UNSET


class Brief(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A project as one file. What is left out stays as it is; `members` adds and changes, it removes nobody."""

    slug: Slug
    name: Name
    description: Description | UnsetType = UNSET
    preset: str | None = None
    schema: dict[str, Any] | None = None
    guideline: Markdown | None = None
    overlap: Overlap | UnsetType = UNSET
    overlap_max: OverlapMax | None | UnsetType = UNSET
    overlap_risk: Risk | UnsetType = UNSET
    overlap_last: bool | UnsetType = UNSET
    overlap_tolerance: Tolerance | UnsetType = UNSET
    review_share: Share | UnsetType = UNSET
    lease_seconds: LeaseSeconds | UnsetType = UNSET
    person_cap: PersonCap | None | UnsetType = UNSET
    exclusivity: Exclusivity | UnsetType = UNSET
    restricted: bool | UnsetType = UNSET
    gold: BriefGold | UnsetType = UNSET
    routing: BriefRouting | UnsetType = UNSET
    care: BriefCare | UnsetType = UNSET
    skills: BriefSkills | UnsetType = UNSET
    review: BriefReview | UnsetType = UNSET
    adjudication: BriefAdjudication | UnsetType = UNSET
    members: list[BriefMember] = []


class ApplyBrief(msgspec.Struct, forbid_unknown_fields=True):
    """The brief to apply; `dry_run` only says what would change."""

    brief: Brief
    dry_run: bool = False


class Change(msgspec.Struct, rename={"from_": "from"}):
    """Something that a brief changes."""

    what: str
    from_: Any
    to: Any


class Applied(msgspec.Struct):
    """The project (None: it would be made) and what changed, or would change. `brand_words`: for these it would be
    refused; none where it was applied."""

    project: Project | None
    changes: list[Change]
    brand_words: BrandReport


class Preset(msgspec.Struct, kw_only=True, frozen=True):
    """A ready brief with sample items (as delivered) and the columns that importers look for."""

    id: str
    title: str
    summary: str
    schema: LabelSchema
    guideline: str
    overlap: int
    review_share: float
    sample_items: list[dict[str, Any]]
    columns_hint: dict[str, list[str]]


class Presets(msgspec.Struct):
    """Every preset."""

    items: list[Preset]


class KindInfo(msgspec.Struct, frozen=True):
    """A kind of field or question."""

    kind: str
    title: str
    summary: str
    settings_schema: dict[str, Any]
    value_schema: dict[str, Any]
    targets: list[str]


class Kinds(msgspec.Struct):
    """Every kind."""

    fields: list[KindInfo]
    questions: list[KindInfo]


class CheckSchema(msgspec.Struct, forbid_unknown_fields=True):
    """A label schema, right or wrong."""

    schema: Any


class Problems(msgspec.Struct):
    """Everything that is wrong; nothing when it is empty."""

    problems: list[Problem]


class CheckSample(msgspec.Struct, forbid_unknown_fields=True):
    """A schema, an item's raw content, and answers to try."""

    schema: Any
    content: Any
    answers: Any = None


class SampleChecked(msgspec.Struct):
    """The content as people would see it, and everything that is wrong with schema, content or answers."""

    content: dict[str, Any]
    problems: list[Problem]


class BriefProject(msgspec.Struct, frozen=True):
    """A project as its people know it."""

    id: UUID
    name: str
    description: str


class GuidelineRead(msgspec.Struct, kw_only=True):
    """A version that the asker said they had read."""

    version: int
    read_at: datetime


class GuidelineChange(msgspec.Struct, kw_only=True):
    """What was said when a version was published."""

    version: int
    note: str
    created_at: datetime


class BriefGuideline(msgspec.Struct, kw_only=True):
    """The guideline that work is done under.

    `read_before`: the newest earlier version that the asker has read; `changes`: what was published since then.
    """

    version: int
    markdown: str
    read_at: datetime | None
    read_before: GuidelineRead | None
    changes: list[GuidelineChange]


class BriefForWork(msgspec.Struct, kw_only=True):
    """What somebody needs to know before work."""

    project: BriefProject
    schema_version: int
    schema: LabelSchema
    guideline: BriefGuideline
