"""The verbs of annotation: save a draft, submit, say what stands, fix, judge.

An annotation is written once and never changed; what changes is which one stands for an assignment. Submitting again
with the same key answers as the first time, whatever happened since.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from armslength.annotation import repository, rules
from armslength.annotation.errors import AlreadySubmitted, AnnotationNotFound, BadAnswers, DraftConflict, SchemaChanged
from armslength.annotation.events import SUBMITTED
from armslength.annotation.model import Answers, Standing, Verdict
from armslength.annotation.schemas import DraftSaved, MyAnnotation, MyAnnotationDetail, SaveDraft, Submit, Submitted
from armslength.assignment.errors import LeaseLost
from armslength.assignment.events import REWORK_ENDED
from armslength.assignment.model import Assignment, Draft, Held
from armslength.assignment.service import AssignmentService
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.outbox import Subscription, emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.ledger.service import record
from armslength.questions import service as questions
from armslength.questions.model import LabelSchema
from armslength.walls.service import WallsService

_SHOWN_STATE = {"accepted": "accepted", "fixed": "fixed", "rejected": "rejected"}


class AnnotationService:
    """What people said, and what of it stands."""

    def __init__(
        self, db: Database, assignment: AssignmentService, walls: WallsService, keys: KeyService, clock: Clock
    ) -> None:
        self.db = db
        self.assignment = assignment
        self.walls = walls
        self.keys = keys
        self.clock = clock

    def subscriptions(self) -> list[Subscription]:
        """Rework that its author will never do: nothing stands for it."""
        return [Subscription(REWORK_ENDED, self._on_rework_ended)]

    async def save_draft(self, actor: Actor, project_id: UUID, assignment_id: UUID, body: SaveDraft) -> DraftSaved:
        """Keep what is written so far. Raises DraftConflict with the saved copy when another save came first."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            held = await self.assignment.hold(tx, actor, project_id, assignment_id)
            _must_be_open(held.assignment)
            await self._check(tx, held.assignment, body.answers, complete=False)
            sealed = await self._seal(tx, project_id, "draft", str(assignment_id), {"answers": body.answers})
            revision = await repository.save_draft(tx, assignment_id, body.revision, sealed, now)
            if revision is None:
                raise await self._draft_conflict(tx, project_id, assignment_id)
        return DraftSaved(revision, now)

    async def submit(self, actor: Actor, project_id: UUID, assignment_id: UUID, body: Submit) -> Submitted:
        """Submit answers for ever. Idempotent by `key`."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            held = await self.assignment.hold(tx, actor, project_id, assignment_id)
            before = await repository.by_key(tx, assignment_id, body.key)
            if before is not None:
                return Submitted(before["id"], before["submitted_at"], before["in_review"])
            _must_be_open(held.assignment)
            if body.schema_version != held.assignment.schema_version:
                raise SchemaChanged(
                    f"These answers are for version {body.schema_version} of the questions; the assignment was shown"
                    f" version {held.assignment.schema_version}. Load it again.",
                    field="schema_version",
                )
            return await self._submit(tx, actor, held, body)

    async def _submit(self, tx: Tx, actor: Actor, held: Held, body: Submit) -> Submitted:
        assignment, now = held.assignment, self.clock.now()
        schema, answers = await self._check(tx, assignment, body.answers, complete=True)
        annotation_id = new_id()
        earlier = await repository.standing(tx, assignment.id)
        drawn = rules.drawn_for_review(held.seed, annotation_id, held.review_share, again=earlier is not None)
        await self._insert(
            tx, actor, assignment.project_id, assignment.item_id, assignment.id, annotation_id, answers, schema,
            stage="annotate", key=body.key, supersedes=earlier["annotation_id"] if earlier else None,
            versions=(assignment.schema_version, assignment.guideline_version), active_ms=body.active_ms, at=now,
        )  # fmt: skip
        verdict: Verdict = "in_review" if drawn else "unreviewed"
        await repository.stand(
            tx, assignment.id, assignment.project_id, assignment.item_id, actor.person_id, annotation_id, verdict
        )
        await self.assignment.answered(tx, held, settled=not drawn)
        await repository.drop_draft(tx, assignment.id)
        event = {
            "project_id": assignment.project_id, "item_id": assignment.item_id, "assignment_id": assignment.id,
            "annotation_id": annotation_id, "author_id": actor.person_id, "drawn": drawn,
        }  # fmt: skip
        await emit(tx, SUBMITTED, event, at=now)
        return Submitted(annotation_id, now, drawn)

    async def _insert(
        self, tx: Tx, actor: Actor, project_id: UUID, item_id: UUID, assignment_id: UUID, annotation_id: UUID,
        answers: Answers, schema: LabelSchema, *, stage: str, key: UUID, supersedes: UUID | None,
        versions: tuple[int, int], active_ms: int, at: datetime,
    ) -> None:  # fmt: skip
        plain = msgspec.json.encode({"answers": answers}, order="deterministic")
        sealer = await self.keys.sealer(tx, project_id)
        await repository.insert(
            tx, id=annotation_id, project_id=project_id, item_id=item_id, assignment_id=assignment_id,
            person_id=actor.person_id, organization_id=actor.organization_id, stage=stage, key=key,
            supersedes=supersedes, schema_version=versions[0], guideline_version=versions[1],
            sealed=sealer.seal(plain, kind="answers", object_id=str(annotation_id)), digest=sealer.digest(plain),
            active_ms=active_ms, at=at,
        )  # fmt: skip
        terms = questions.answer_terms(schema, answers)
        await repository.insert_terms(
            tx, project_id, annotation_id, [(q, target, word) for (q, target), said in terms.items() for word in said]
        )
        await record(
            tx, actor.person_id, f"annotation.{'fixed' if stage == 'review' else 'submitted'}",
            f"annotation:{annotation_id}", project_id=project_id, at=at,
            detail={"item": str(item_id), "assignment": str(assignment_id)},
        )  # fmt: skip

    async def standing(self, tx: Tx, assignment_id: UUID) -> Standing | None:
        """What stands for an assignment, locked until the transaction ends."""
        row = await repository.standing(tx, assignment_id)
        return Standing(**dict(row)) if row else None

    async def judge(self, tx: Tx, standing: Standing, verdict: Verdict) -> None:
        """Review accepted or rejected what stands."""
        await repository.judge(tx, standing.assignment_id, verdict)

    async def fix(
        self, tx: Tx, actor: Actor, standing: Standing, answers: Answers, *, key: UUID, at: datetime
    ) -> UUID:
        """A reviewer's own answers take the place of what stands; returns the new annotation's id."""
        schema, checked = await self._check_against(
            tx, standing.project_id, standing.item_id, standing.schema_version, answers, complete=True
        )
        annotation_id = new_id()
        await self._insert(
            tx, actor, standing.project_id, standing.item_id, standing.assignment_id, annotation_id, checked, schema,
            stage="review", key=key, supersedes=standing.annotation_id,
            versions=(standing.schema_version, standing.guideline_version), active_ms=0, at=at,
        )  # fmt: skip
        await repository.stand(
            tx, standing.assignment_id, standing.project_id, standing.item_id, standing.person_id, annotation_id,
            "fixed",
        )  # fmt: skip
        return annotation_id

    async def withdraw(self, tx: Tx, assignment_id: UUID) -> None:
        """Nothing stands for this assignment any more; what was said stays on record."""
        await repository.drop_standing(tx, assignment_id)

    async def draft(self, tx: Tx, project_id: UUID, assignment_id: UUID) -> Draft | None:
        """What the person had written (a part of assignment's Desk)."""
        row = await repository.draft(tx, assignment_id)
        if row is None:
            return None
        plain = await self.walls.unseal(tx, project_id, row["sealed"], kind="draft", object_id=str(assignment_id))
        return Draft(row["revision"], msgspec.json.decode(plain)["answers"], row["saved_at"])

    async def list_mine(
        self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int
    ) -> Page[MyAnnotation]:
        """What I submitted, newest first, and what became of it."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.mine(tx, project_id, actor.person_id, before, limit + 1)
            shown = rows[:limit]
            opened = await self.walls.open_answers(
                tx, actor, project_id, [row["id"] for row in shown], purpose="annotate"
            )
        items = [_mine(row, opened.get(row["id"], {})) for row in shown]
        more = encode_cursor(shown[-1]["submitted_at"], shown[-1]["id"]) if len(rows) > limit else None
        return Page(items, more)

    async def get_mine(self, actor: Actor, project_id: UUID, assignment_id: UUID) -> MyAnnotationDetail:
        """One of mine, with the item as I saw it."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await repository.my_newest(tx, project_id, actor.person_id, assignment_id)
            if row is None:
                raise AnnotationNotFound("You have submitted nothing here.")
            item = await self.walls.open_item(
                tx, actor, project_id, row["item_id"], purpose="annotate", lease_id=assignment_id
            )
            answers = await self.walls.open_answers(tx, actor, project_id, [row["id"]], purpose="annotate")
            schema = await self.assignment.schemas.get(tx, project_id, row["schema_version"])
        return MyAnnotationDetail(
            assignment_id=assignment_id, item_id=row["item_id"], display=row["display"],
            content=questions.deliver_content(schema, item.content, row["display"]["orders"]),
            answers=answers[row["id"]], schema_version=row["schema_version"],
            guideline_version=row["guideline_version"], submitted_at=row["submitted_at"],
        )  # fmt: skip

    async def _check(
        self, tx: Tx, assignment: Assignment, answers: Answers, *, complete: bool
    ) -> tuple[LabelSchema, Answers]:
        return await self._check_against(
            tx, assignment.project_id, assignment.item_id, assignment.schema_version, answers, complete=complete
        )

    async def _check_against(
        self, tx: Tx, project_id: UUID, item_id: UUID, schema_version: int, answers: Answers, *, complete: bool
    ) -> tuple[LabelSchema, Answers]:
        """The schema, and the answers without those to questions that are hidden. Raises BadAnswers."""
        reader = self.walls.reader(tx, project_id)
        schema = await self.assignment.schemas.get(tx, project_id, schema_version)
        content = (await reader.items([item_id]))[item_id].content
        problems = questions.check_answers(schema, content, answers, complete=complete)
        if problems:
            first = problems[0]
            raise BadAnswers(
                first.message,
                field=f"answers.{first.path}".rstrip("."),
                details=[{"path": problem.path, "message": problem.message} for problem in problems[:100]],
            )
        return schema, questions.prune_answers(schema, content, answers)

    async def _seal(self, tx: Tx, project_id: UUID, kind: Any, object_id: str, value: object) -> bytes:
        sealer = await self.keys.sealer(tx, project_id)
        return sealer.seal(msgspec.json.encode(value), kind=kind, object_id=object_id)

    async def _draft_conflict(self, tx: Tx, project_id: UUID, assignment_id: UUID) -> DraftConflict:
        saved = await self.draft(tx, project_id, assignment_id)
        return DraftConflict(
            "This was saved from somewhere else in the meantime; both versions are kept until you choose.",
            field="revision",
            details=saved and {"revision": saved.revision, "answers": saved.answers, "saved_at": saved.saved_at},
        )

    async def _on_rework_ended(self, tx: Tx, payload: dict[str, Any]) -> None:
        await self.withdraw(tx, UUID(payload["assignment_id"]))


def _must_be_open(assignment: Assignment) -> None:
    """A lease that ran out or was given back may still be answered, if the item has room."""
    if assignment.state == "submitted":
        raise AlreadySubmitted("This was submitted already, and an annotation never changes.")
    if assignment.state in ("skipped", "released"):
        raise LeaseLost("This item is not yours any more.")


def _mine(row: Any, answers: dict[str, Any]) -> MyAnnotation:
    verdict = row["standing"]
    state = "rework" if row["assignment_state"] == "rework" else _SHOWN_STATE.get(verdict or "rejected", "submitted")
    return MyAnnotation(
        assignment_id=row["assignment_id"], item_id=row["item_id"], state=state,  # type: ignore[arg-type]
        submitted_at=row["submitted_at"], verdict=_SHOWN_STATE.get(verdict or ""), comment=None,
        summary=_summary(answers),
    )  # fmt: skip


def _summary(answers: dict[str, Any]) -> str:
    """The first answers in a line, for a list."""
    said = [
        f"{question}: {_short(answer.get('value'))}"
        for question, by_target in answers.items()
        for answer in list(by_target.values())[:1]
        if answer.get("state") == "answered"
    ]
    return " · ".join(said[:3])


def _short(value: Any) -> str:
    if isinstance(value, dict):
        parts = [_short(each) for each in value.values() if each not in (None, "", [], False)]
        return ", ".join(parts[:2])
    if isinstance(value, list):
        return f"{len(value)}" if value and isinstance(value[0], dict) else "/".join(map(_short, value[:4]))
    return str(value)[:60]
