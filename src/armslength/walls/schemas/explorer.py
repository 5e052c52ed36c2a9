"""The wire form of the two questions: who has seen this item, and what has this one seen?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from armslength.identity.model import Tier
from armslength.kit.wire import Named
from armslength.vendors.model import BrandSource, TellingPart
from armslength.walls.model import Purpose, ShownKind

SubjectKind = Literal["person", "vendor", "owner"]


class Viewer(msgspec.Struct):
    """Somebody who was shown an item, or answers, files or gold of it; `views` counts repeats as well. `renditions`:
    in which forms."""

    person: Named
    organization: Named
    kinds: list[ShownKind]
    purposes: list[Purpose]
    first_at: datetime
    last_at: datetime
    views: int
    renditions: list[Tier]


class OwnerReach(msgspec.Struct):
    """An ultimate owner, and the vendors that lead to it."""

    owner: Named
    vendors: list[Named]


class ItemExposure(msgspec.Struct):
    """Who was shown an item, first the latest; `owners`: who would know it by way of their vendors' people."""

    viewers: list[Viewer]
    owners: list[OwnerReach]


class SeenInProject(msgspec.Struct):
    """What was shown in one project: how many of each, by how many people, first and last when. `of`: its items.

    `answers` are other people's; `original`: those of the items that were shown as they are, not in another form.
    `outputs`: what models said, in those items: responses and messages of an assistant, each once; `suggestions`: what
    models proposed as answers.
    """

    project: Named
    items: int
    original: int
    of: int
    outputs: int
    suggestions: int
    answers: int
    guidelines: int
    schemas: int
    media: int
    people: int
    first_at: datetime
    last_at: datetime


class VolumeTold(msgspec.Struct):
    """What a firm was told, in a week (by its Monday), of how much work a project has for it and by when: it counts as
    shown when it is offered, also where the firm declined."""

    project: Named
    week: date
    volume: str | None
    due: date | None
    at: datetime


class IdentityTold(msgspec.Struct):
    """What tells who the customer is, or what is secret, and was shown: a part of a project, in a version (0 where it
    has none). `sources`: where its words come from; which they are is not said. `at`: the first time."""

    project: Named
    part: TellingPart
    version: int
    sources: list[BrandSource]
    at: datetime


class SubjectExposure(msgspec.Struct, kw_only=True):
    """What a person, a vendor's people, or the people of all vendors that lead to an owner have been shown, by project,
    the latest first. `vendors`: the firms whose people count; of a person its employer, if that is a vendor. `volumes`:
    what those firms were told of volume and timing; of a person none, for it is told to firms. `identities`: what
    told them who the customer is.
    """

    subject: Named
    kind: SubjectKind
    vendors: list[Named]
    projects: list[SeenInProject]
    volumes: list[VolumeTold]
    identities: list[IdentityTold]
