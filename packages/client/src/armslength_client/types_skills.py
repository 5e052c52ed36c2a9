"""Skills: what people are known to be able to do."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from armslength_client.types import Ref


class Skill(msgspec.Struct):
    """A skill; whoever passes the course of the project `course` has it, for `valid_days`."""

    id: UUID
    name: str
    description: str
    course: Ref | None
    valid_days: int | None
    holders: int


class SkillHolder(msgspec.Struct):
    """Somebody who has or had a skill; `held` says whether it counts now."""

    person: Ref
    source: Literal["granted", "earned"]
    since: datetime
    expires_at: datetime | None
    granted_by: Ref | None
    held: bool


class MySkill(msgspec.Struct):
    """A skill of one's own."""

    name: str
    source: Literal["granted", "earned"]
    since: datetime
    expires_at: datetime | None
    held: bool


class BatchSkills(msgspec.Struct):
    """What the items of a batch ask for besides."""

    id: UUID
    skills: list[UUID]


class RequiredSkills(msgspec.Struct):
    """What people must be able to do to be asked."""

    skills: list[UUID]
    batches: list[BatchSkills]
