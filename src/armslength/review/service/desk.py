"""What lies on people's desks: drafts, the reviewer's word, annotations to look at. Handed to the rooms before this one
by the wiring, because imports point back towards a label's birth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from armslength.annotation import views as annotated
from armslength.annotation.model import Annotation, MyAppeal
from armslength.assignment.model import Assignment, Draft, Rework
from armslength.identity.model import Actor
from armslength.kit.db import Tx
from armslength.kit.ids import new_id
from armslength.review.repository import adjudications, policy, reviews
from armslength.review.rules import own_firm
from armslength.review.service.appeals import of_person
from armslength.walls.service import WallsService

_CHANGED: Final = "The questions have changed since you answered. What you said of the others is filled in."


class Desk:
    """assignment's `Desk` and annotation's `SecondOpinions`."""

    def __init__(self, walls: WallsService) -> None:
        self.walls = walls

    async def draft(self, tx: Tx, project_id: UUID, assignment_id: UUID) -> Draft | None:
        """What the person had written."""
        stored = await annotated.draft(tx, assignment_id)
        if stored is None:
            return None
        plain = await self.walls.unseal(
            tx, project_id, stored.sealed, kind="draft", object_id=str(assignment_id), version=stored.revision
        )
        return Draft(stored.revision, msgspec.json.decode(plain)["answers"], stored.saved_at)

    async def rework(self, tx: Tx, actor: Actor, assignment: Assignment) -> Rework | None:
        """Why the assignment came back, and what was answered."""
        stands = await annotated.standing(tx, assignment.id)
        if stands is not None and stands.verdict == "outdated":
            return await self._outdated(tx, actor, assignment, stands.annotation_id)
        rejected = [row for row in await reviews.decided_for(tx, [assignment.id]) if row["verdict"] == "reject"]
        if not rejected:
            return None
        last = rejected[-1]
        opened = await self.walls.open_answers(
            tx, actor, assignment.project_id, [last["annotation_id"]], purpose="annotate", lease_id=assignment.id
        )
        answers: dict[str, Any] = opened.get(last["annotation_id"], {})
        return Rework(await self.comment(tx, assignment.project_id, last), last["decided_at"], answers)

    async def _outdated(self, tx: Tx, actor: Actor, assignment: Assignment, annotation_id: UUID) -> Rework | None:
        """Asked anew because the questions changed: what was said of those that did not is there already."""
        said = await annotated.get(tx, assignment.project_id, annotation_id)
        opened = await self.walls.open_answers(
            tx, actor, assignment.project_id, [annotation_id], purpose="annotate", lease_id=assignment.id
        )
        if said is None or annotation_id not in opened:
            return None  # a reviewer's fix stands: what somebody else said is not shown
        lift = await self.walls.reader(tx, assignment.project_id).lift()
        answers = lift.read(said.schema_version, opened[annotation_id]).answers
        return Rework(_CHANGED, said.submitted_at, answers, "schema")

    async def waiting_reviews(self, tx: Tx, actor: Actor, project_ids: list[UUID]) -> set[UUID]:
        """Those projects in which something waits for this person."""
        return await reviews.waiting_in(tx, project_ids, actor.person_id, own_firm(actor), "review")

    async def auditing(self, tx: Tx, actor: Actor, project_ids: list[UUID]) -> dict[UUID, bool]:
        """Those projects that are audited, if this person may, and whether something waits for them."""
        if actor.side == "vendor":
            return {}
        audited = [each for each in project_ids if await policy.audited_in(tx, each)]
        waits = await reviews.waiting_in(tx, audited, actor.person_id, None, "audit")
        return {each: each in waits for each in audited}

    async def adjudicating(self, tx: Tx, actor: Actor, project_ids: list[UUID]) -> dict[UUID, bool]:
        """Those projects in which this person may decide between answers, and whether something waits for them."""
        return await adjudications.where_asked(tx, project_ids, actor.person_id, own_firm(actor))

    async def ask(self, tx: Tx, annotation: Annotation) -> None:
        """An annotation was drawn for review."""
        await reviews.ask(tx, new_id(), annotation)

    async def words(self, tx: Tx, project_id: UUID, assignment_ids: Sequence[UUID]) -> dict[UUID, str]:
        """The last comment on each assignment that has one."""
        return {
            row["assignment_id"]: await self.comment(tx, project_id, row)
            for row in await reviews.decided_for(tx, assignment_ids)
            if row["sealed"] is not None
        }

    async def appeals(
        self, tx: Tx, project_id: UUID, assignment_ids: Sequence[UUID], person_id: UUID
    ) -> dict[UUID, MyAppeal]:
        """Those assignments whose last verdict this person may appeal, or has appealed."""
        return await of_person(tx, self.walls, project_id, assignment_ids, person_id)

    async def comment(self, tx: Tx, project_id: UUID, row: Any) -> str:
        """What a reviewer said; `row` has the review's `id` and `sealed`."""
        if row["sealed"] is None:
            return ""
        plain = await self.walls.unseal(tx, project_id, row["sealed"], kind="comment", object_id=str(row["id"]))
        return plain.decode()
