"""The words of annotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from armslength.identity.model import Tier
from armslength.kit.db import Tx

Stage = Literal["annotate", "review", "adjudicate", "restore"]
Verdict = Literal["unreviewed", "in_review", "accepted", "fixed", "rejected", "disputed", "outdated"]


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
