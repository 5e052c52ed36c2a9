"""The words of annotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, Protocol
from uuid import UUID

import msgspec

from armslength.identity.model import Tier
from armslength.kit.db import Tx
from armslength.kit.errors import Invalid
from armslength.kit.wire import read_filters

Stage = Literal["annotate", "review", "adjudicate", "restore"]
Verdict = Literal["unreviewed", "in_review", "accepted", "fixed", "rejected", "disputed", "outdated"]


AnswerSort = Literal["-at", "at"]
"""By when their authors gave them: the newest first, or the oldest."""
Said = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Version = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class AnswerFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What a list of answers is narrowed to; None does not narrow."""

    verdict: Verdict | None = None
    person_id: UUID | None = None
    organization_id: UUID | None = None
    batch_id: UUID | None = None
    item_id: UUID | None = None
    question: Said | None = None
    value: Said | None = None
    schema_version: Version | None = None
    guideline_version: Version | None = None
    gold: bool | None = None
    flagged: bool | None = None
    reworks: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        """Raises Invalid naming what half of a filter lacks."""
        if (self.question is None) != (self.value is None):
            raise Invalid("Say both the question and the value.", field="value" if self.question else "question")
        for name in ("since", "until"):
            at = getattr(self, name)
            if at is not None and at.tzinfo is None:
                raise Invalid("Say the time with its zone, such as 2026-05-01T00:00:00Z.", field=name)

    @property
    def looks(self) -> bool:
        """Whether answers must be looked at one by one, because no index has them in order."""
        ordered = {"person_id", "since", "until"}
        return any(getattr(self, name) is not None for name in self.__struct_fields__ if name not in ordered)

    @classmethod
    def of(cls, raw: Mapping[str, Any], at: str) -> AnswerFilter:
        """Filters as somebody wrote them; raises Invalid naming the place below `at` where one is unknown or wrong."""
        return read_filters(cls, raw, at, "Answers")


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one person said about one item; never changed, only superseded. `person_id` is who said it: the author, the
    reviewer of a fix, or whoever decided between others' answers. An earlier version that was put back
    (`restore`) stays the word of who had said it. `rendition`: the form of the item on which it was said."""

    id: UUID
    project_id: UUID
    item_id: UUID
    assignment_id: UUID
    person_id: UUID
    organization_id: UUID
    stage: Stage
    key: UUID
    supersedes: UUID | None
    schema_version: int
    guideline_version: int
    active_ms: int
    submitted_at: datetime
    rendition: Tier = "original"


@dataclass(frozen=True, slots=True)
class Sealed:
    """Answers ready to be stored: the sealed bytes, their digest, and the words that may be searched."""

    answers: bytes
    digest: bytes
    terms: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """The annotation that stands for an assignment."""

    assignment_id: UUID
    annotation_id: UUID
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PutBack:
    """An earlier version, about to stand again. `original_id`: what the author had said in it; `schema_version`: under
    which the answers read."""

    key: UUID
    source: Annotation
    original_id: UUID
    answers: dict[str, Any]
    schema_version: int
    migrated: bool
    reason: str


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as stored; sealed as ("draft", assignment id, revision)."""

    revision: int
    sealed: bytes
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class MyAppeal:
    """Whether a verdict can be appealed, or what became of the appeal."""

    state: Literal["possible", "open", "granted", "declined"]
    reply: str


Answers = dict[str, Any]


def reason_of(annotation_id: UUID) -> str:
    """What the reason of putting an earlier version back is sealed as."""
    return f"{annotation_id}:restored"


class SecondOpinions(Protocol):
    """What annotation asks of review. Given in by the wiring."""

    async def ask(self, tx: Tx, annotation: Annotation) -> None:
        """This annotation was drawn for review."""
        ...

    async def words(self, tx: Tx, project_id: UUID, assignment_ids: Sequence[UUID]) -> dict[UUID, str]:
        """The last reviewer's comment on each assignment that has one."""
        ...

    async def appeals(
        self, tx: Tx, project_id: UUID, assignment_ids: Sequence[UUID], person_id: UUID
    ) -> dict[UUID, MyAppeal]:
        """Those assignments whose last verdict this person may appeal, or has appealed."""
        ...
