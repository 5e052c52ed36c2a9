"""An answer on its way: as it came in with the wish for what is next, and as it is about to be stored."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from armslength.annotation.model import Annotation, Sealed, Verdict
from armslength.annotation.schemas import SubmitRequest, Submitted
from armslength.assignment.model import Held
from armslength.identity.model import Actor
from armslength.kit.passes import Pass

AT_ONCE: Final = 1
"""Transactions of one firm's answers to one project that a process carries out at a time; what comes meanwhile goes
together. With two a loop costs a quarter more: half as many go together, and they wait for each other."""
MOST_TOGETHER: Final = 32
"""Answers in one of them: whoever comes first in it waits for all."""


@dataclass(frozen=True, slots=True)
class Submission:
    """`have`: assignments at hand already; `held`: the pass that the request carries."""

    actor: Actor
    project_id: UUID
    assignment_id: UUID
    given: SubmitRequest
    have: Sequence[UUID]
    held: Pass | None

    @property
    def under(self) -> Hashable:
        """Who may go together: people of one firm in one project, under the same epoch and form of its grant."""
        who = self.actor
        return who.tenant_id, self.project_id, who.organization_id, who.epoch, who.tier


@dataclass(frozen=True, slots=True)
class Ready:
    """Checked and sealed."""

    actor: Actor
    held: Held
    given: SubmitRequest
    said: Annotation
    sealed: Sealed
    verdict: Verdict


class NextFailed(Exception):
    """What is next could not be told, so that the transaction is undone."""

    def __init__(self, why: Exception) -> None:
        super().__init__(str(why))
        self.why = why


def says_next(told: Submitted) -> bool:
    """Whether a receipt says what is next, or why there is nothing."""
    return told.next is not None or told.idle is not None
