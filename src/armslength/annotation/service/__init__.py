"""The verbs of annotation: save a draft, submit, and what review does to what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import structlog

from armslength.annotation import rules, views
from armslength.annotation.errors import AlreadySubmitted, NoSuchAnnotation, NotYours, SchemaMoved
from armslength.annotation.events import SUBMITTED
from armslength.annotation.model import (
    Annotation,
    Answers,
    PutBack,
    Sealed,
    SecondOpinions,
    Standing,
    Verdict,
    reason_of,
)
from armslength.annotation.repository import records, restoring
from armslength.annotation.schemas import MyAnnotation, MyAnnotationDetail, SubmitRequest, Submitted
from armslength.annotation.service.drafts import Drafts
from armslength.annotation.service.listing import Listing
from armslength.annotation.service.submissions import (
    AT_ONCE,
    MOST_TOGETHER,
    NextFailed,
    Ready,
    Submission,
    says_next,
)
from armslength.annotation.service.writing import Writing
from armslength.assignment import views as assignments
from armslength.assignment.errors import NoSuchAssignment
from armslength.assignment.events import REWORK_ENDED
from armslength.assignment.model import Held
from armslength.assignment.schemas import NoWork, Work
from armslength.assignment.service import Asking, AssignmentService
from armslength.fields.model import Problem
from armslength.identity.model import Actor, Tier
from armslength.keys.service import KeyService
from armslength.kit import outbox
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.errors import ArmslengthError
from armslength.kit.gather import Gathering
from armslength.kit.ids import new_id
from armslength.kit.jobs import Sweep
from armslength.kit.outbox import Subscription
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.passes import carried
from armslength.ledger.model import Decision
from armslength.ledger.service import record_each
from armslength.questions.model import LabelSchema
from armslength.questions.service import check_answers, check_answers_alone
from armslength.suggestion.service import SuggestionService
from armslength.vendors.events import GRANT_CUT
from armslength.walls.errors import ContentMissing
from armslength.walls.service import WallsService

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """A reviewer's own answers to what they review; `key` is the decision's."""

    key: UUID
    answers: Answers


@dataclass(frozen=True, slots=True)
class Disputed:
    """The item that somebody decides about, and under which versions; `assignment_id`: that person's own row on it."""

    project_id: UUID
    item_id: UUID
    assignment_id: UUID
    schema_version: int
    guideline_version: int


class AnnotationService:
    """What people said. Answers are checked at the door, sealed, stored for ever; superseded rather than changed."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, assignment: AssignmentService,
        reviews: SecondOpinions, clock: Clock,
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.keys = keys
        self.assignment = assignment
        self.reviews = reviews
        self.clock = clock
        self._gathering = Gathering(self._alone, self._together, at_once=AT_ONCE, most=MOST_TOGETHER)
        self.writing = Writing(db, clock)
        self.listing = Listing(db, walls)
        self.drafts = Drafts(db, walls, keys, assignment, clock)
        self.suggestions = SuggestionService(db, walls, keys, assignment, clock)

    def subscriptions(self) -> list[Subscription]:
        """What this room hears."""
        return [
            Subscription(REWORK_ENDED, self._on_rework_ended),
            Subscription(GRANT_CUT, self.drafts.on_grant_cut),
        ]

    def sweeps(self) -> list[Sweep]:
        """How answers were written is forgotten after a while."""
        return [Sweep("annotation.writing", 3600, self.writing.sweep)]

    async def submit(self, actor: Actor, project_id: UUID, assignment_id: UUID, given: SubmitRequest) -> Submitted:
        """Store answers for good. The same key again changes nothing and gets the same answer.

        With `given.next` what is next is leased in the same transaction. Whatever is wrong with that never takes the
        answer with it. Raises AnswersWrong, SchemaMoved, AlreadySubmitted, NotYours, and NoRoom for a late answer to a
        full item.
        """
        if given.next is None:
            return await self._received(actor, project_id, assignment_id, given)
        submission = Submission(actor, project_id, assignment_id, given, given.next, carried(actor.tenant_id))
        told, over = await self._gathering.ask(submission.under, actor.person_id, submission)
        if not over:
            try:
                told.follow(await self.assignment.next_assignment(actor, project_id, given.next))
            except Exception as why:
                told.follow(self._instead(actor, why))
        return told

    async def _alone(self, of: Submission) -> tuple[Submitted, bool]:
        """An answer and what is next, in one transaction; where the next fails, the answer is stored alone.

        Returns the receipt, and whether it says all: else the next is to be asked for in a transaction of its own.
        """
        try:
            told = await self._received(of.actor, of.project_id, of.assignment_id, of.given, have=of.have)
            return told, says_next(told)
        except NextFailed as failed:
            told = await self._received(of.actor, of.project_id, of.assignment_id, of.given)
            told.follow(self._instead(of.actor, failed.why))
            return told, True

    async def _together(self, of: Sequence[Submission]) -> list[tuple[Submitted, bool] | None]:
        """The same of several people under one grant, or of the customer's own, in one transaction; where what is next
        fails (a cap has no room for all, say), the answers are stored in one, and each asks alone. None for whoever is
        to be heard alone: what is not simply an answer to a lease, or wrong."""
        try:
            receipts = await self._in_one(of, follows=True)
        except NextFailed as failed:
            if not isinstance(failed.why, ArmslengthError):
                log.warning("what is next was not found together; each asks alone", n=len(of), exc_info=failed.why)
            receipts = await self._in_one(of, follows=False)
        return [receipts.get(each.actor.person_id) for each in of]

    async def _in_one(self, of: Sequence[Submission], *, follows: bool) -> dict[UUID, tuple[Submitted, bool]]:
        """One transaction; `follows`: what is next as its last act. Raises NextFailed."""
        passes = [each.held for each in of if each.held is not None]
        async with self.db.tenant(of[0].actor.tenant_id, one_plan=True, held=passes) as tx:
            try:
                return await self._receipts(tx, of[0].project_id, of, follows=follows)
            except BaseException:
                tx.forget()  # it is done anew: what is written down of a refusal is written then
                raise

    async def _receipts(
        self, tx: Tx, project_id: UUID, of: Sequence[Submission], *, follows: bool
    ) -> dict[UUID, tuple[Submitted, bool]]:  # fmt: skip
        """By person, as `_alone` says it; whoever is to be heard alone is left out."""
        of = sorted(of, key=lambda each: each.actor.person_id)  # rows of people are locked in one order
        mine = await self.assignment.hold_leased(tx, project_id, [(each.actor, each.assignment_id) for each in of])
        leased = [(each, held) for each, held in zip(of, mine, strict=True) if held is not None]
        shown = [(held.assignment.item_id, held.assignment.id, each.actor.person_id) for each, held in leased]
        seen_as = await assignments.each_shown_as(tx, project_id, of[0].actor.organization_id, shown)
        heard: list[Submission] = []
        ready: list[Ready] = []
        for (each, held), tier in zip(leased, seen_as, strict=True):
            try:
                ready.append(await self._ready(tx, each.actor, held, each.given, tier))
            except ArmslengthError:
                continue  # it is told so when it is heard alone
            heard.append(each)
        told = await self._submit(tx, project_id, ready)
        if follows:
            found = await self._following(tx, project_id, [(each.actor, each.have) for each in heard])
            for receipt, following in zip(told, found, strict=True):
                receipt.follow(following)
        return {each.actor.person_id: (receipt, says_next(receipt)) for each, receipt in zip(heard, told, strict=True)}

    async def _received(
        self, actor: Actor, project_id: UUID, assignment_id: UUID, given: SubmitRequest,
        have: Sequence[UUID] | None = None,
    ) -> Submitted:  # fmt: skip
        """One transaction; with `have`, what is next as its last act. Raises NextFailed besides what `submit` does."""
        async with self.db.tenant(actor.tenant_id, actor.person_id, one_plan=True) as tx:
            held = await self.assignment.hold(tx, actor, project_id, assignment_id)
            told = await self._before(tx, actor, held, given.key)
            if told is None:
                item_id, firm_id = held.assignment.item_id, actor.organization_id
                tier = await assignments.shown_as(tx, project_id, item_id, assignment_id, actor.person_id, firm_id)
                (told,) = await self._submit(tx, project_id, [await self._ready(tx, actor, held, given, tier)])
            if have is not None:
                (found,) = await self._following(tx, project_id, [(actor, have)])
                told.follow(found)
            return told

    async def _following(self, tx: Tx, project_id: UUID, asked: Sequence[Asking]) -> list[Work | NoWork | None]:
        """What is next for each, in the transaction of their answers. Raises NextFailed."""
        try:
            return await self.assignment.following(tx, project_id, asked)
        except Exception as why:
            raise NextFailed(why) from why

    def _instead(self, actor: Actor, why: Exception) -> NoWork | None:
        """What is said when the next item could not be had: to a vendor's people what a refusal says anywhere."""
        if isinstance(why, (ContentMissing, NoSuchAssignment)):
            return self.assignment.nothing(actor) if actor.side == "vendor" else None
        if not isinstance(why, ArmslengthError):
            log.error("what is next could not be told; the answer is stored", exc_info=why)
        return None

    async def _before(self, tx: Tx, actor: Actor, held: Held, key: UUID) -> Submitted | None:
        """What an earlier submit with this key was told; raises when nothing may be submitted now."""
        state = held.assignment.state
        if state in ("leased", "expired", "returned"):
            return None
        known = await records.by_key(tx, held.assignment.id, key)
        if known is not None and known.stage == "annotate":
            feedback = await self.assignment.course.feedback(tx, actor, held)
            return Submitted(known.id, known.submitted_at, feedback)
        if state == "submitted":
            raise AlreadySubmitted("This was submitted before.")
        if state != "rework":
            raise NotYours("This is not in your hands any more. Your draft is kept.")
        return None

    async def _ready(self, tx: Tx, actor: Actor, held: Held, given: SubmitRequest, tier: Tier) -> Ready:
        """An answer to a held assignment that was seen in that form, checked and sealed. Raises SchemaMoved and
        AnswersWrong."""
        assignment = held.assignment
        if given.schema_version != assignment.schema_version:
            version = assignment.schema_version
            raise SchemaMoved(
                f"This assignment is answered under version {version} of the label schema.", field="schema_version"
            )
        rework = assignment.state == "rework"
        said = Annotation(
            id=new_id(), project_id=assignment.project_id, item_id=assignment.item_id, assignment_id=assignment.id,
            person_id=actor.person_id, organization_id=actor.organization_id, stage="annotate", key=given.key,
            supersedes=await records.standing_of(tx, assignment.id) if rework else None,
            schema_version=assignment.schema_version, guideline_version=assignment.guideline_version,
            active_ms=given.active_ms, submitted_at=self.clock.now(),
        )  # fmt: skip
        sealed = await self._sealed(tx, said, given.answers, tier)
        # The right answer to gold is known: it is compared, not reviewed, and stands like those that were not drawn.
        verdict: Verdict = "in_review" if not held.gold and await self._reviewed(tx, held, said) else "unreviewed"
        return Ready(actor, held, given, said, sealed, verdict)

    async def _submit(self, tx: Tx, project_id: UUID, ready: Sequence[Ready]) -> list[Submitted]:
        """Store answers of one project and of one person each, and all that follows from them."""
        if not ready:
            return []
        await records.submit(tx, project_id, [(each.said, each.sealed, each.verdict) for each in ready])
        await self.assignment.answered(
            tx, project_id, [(each.held, each.verdict != "in_review", each.said.active_ms) for each in ready]
        )
        told = [await self._followed(tx, each) for each in ready]
        await self._tell(tx, [(each.said, each.verdict == "in_review", each.said.person_id) for each in ready])
        return told

    async def _followed(self, tx: Tx, of: Ready) -> Submitted:
        """What an answer sets off by itself, after it was stored; and its receipt."""
        said, given, held = of.said, of.given, of.held
        if given.writing is not None:
            await self.writing.keep(tx, said, given.writing)
        if of.verdict == "in_review":
            await self.reviews.ask(tx, said)
        if held.suggested:
            again = held.assignment.state == "rework"
            await self.suggestions.showing.answered(tx, held.assignment, said.id, given.answers, again=again)
        feedback = await self.assignment.course.score(tx, of.actor, held, said.id, given.answers) if held.gold else None
        return Submitted(said.id, said.submitted_at, feedback)

    async def _sealed(self, tx: Tx, said: Annotation, answers: Answers, tier: Tier) -> Sealed:
        """Answers checked against the schema and the item in the form in which it was seen, then sealed. What corrects
        an answer may quote either form: the one seen now, or the one of that answer."""
        schema = await self.assignment.schemas.get(tx, said.project_id, said.schema_version)
        problems = await self._problems(tx, schema, said, answers, tier)
        if problems and said.supersedes and said.stage != "annotate":
            corrected = await views.get(tx, said.project_id, said.supersedes)
            if corrected is not None and corrected.rendition != "original":
                problems = await self._problems(tx, schema, said, answers, corrected.rendition)
        if problems:
            raise rules.refuse(problems)
        plain = msgspec.json.encode({"answers": answers}, order="deterministic")
        sealer = await self.keys.sealer(tx, said.project_id)
        return Sealed(
            sealer.seal(plain, kind="answers", object_id=str(said.id)),
            sealer.digest(plain),
            rules.terms(schema, answers),
        )

    async def _seen_as(self, tx: Tx, said: Annotation) -> Tier:
        return await assignments.shown_as(
            tx, said.project_id, said.item_id, said.assignment_id, said.person_id, said.organization_id
        )

    async def _problems(
        self, tx: Tx, schema: LabelSchema, said: Annotation, answers: Answers, tier: Tier
    ) -> list[Problem]:
        problems = check_answers_alone(schema, answers)
        if problems is None:
            seen = (await self.walls.reader(tx, said.project_id).renditions(tier, [said.item_id]))[said.item_id]
            problems = check_answers(schema, seen.content, answers, complete=True)
        return problems

    async def _tell(self, tx: Tx, given: Sequence[tuple[Annotation, bool, UUID]]) -> None:
        """Say so of annotations, and write it down: (annotation, in review, who did it)."""
        events, entries = [], []
        for said, in_review, by in given:
            ids = {"item_id": str(said.item_id), "assignment_id": str(said.assignment_id)}
            detail: dict[str, object] = {**ids, "stage": said.stage, "in_review": in_review}
            payload = {"project_id": str(said.project_id), "annotation_id": str(said.id), **detail}
            events.append((payload, said.submitted_at))
            decided = Decision(said.submitted_at, by, SUBMITTED, said.project_id, detail)
            entries.append((decided, f"annotation:{said.id}"))
        await outbox.emit_each(tx, SUBMITTED, events)
        await record_each(tx, entries)

    async def _reviewed(self, tx: Tx, held: Held, said: Annotation) -> bool:
        """Rework is always looked at again; other annotations as the project's share says, and so what was only asked
        anew because the questions changed."""
        if said.supersedes is not None:
            earlier = await views.get(tx, said.project_id, said.supersedes)
            if earlier is not None and earlier.schema_version == said.schema_version:
                return True
        return rules.drawn_for_review(held.seed, said.id, held.review_share)

    # Looking back

    async def list_mine(self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int) -> Page[MyAnnotation]:
        """What one submitted, newest first, and what became of it. Opening the items is recorded.

        Whether an answer waits for review is not told: what waits is not gold, and what never waits may be.
        """
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await records.of_person(tx, project_id, actor.person_id, before, limit + 1)
            shown = rows[:limit]
            states = await assignments.states(tx, [row["assignment_id"] for row in shown])
            words = await self.reviews.words(tx, project_id, [row["assignment_id"] for row in shown])
            appeals = await self.reviews.appeals(
                tx, project_id, [row["assignment_id"] for row in shown], actor.person_id
            )  # fmt: skip
            opened = await self.walls.open_items(
                tx, actor, project_id, list({row["item_id"] for row in shown}), purpose="annotate"
            )
            known_as = await self.assignment.known_as(tx, actor, project_id, [row["item_id"] for row in shown])
        content = {item.item_id: rules.summary(item.content) for item in opened}
        items = [
            MyAnnotation(
                row["assignment_id"], known_as[row["item_id"]], states[row["assignment_id"]]["state"],
                row["submitted_at"], "unreviewed" if row["verdict"] == "in_review" else row["verdict"],
                words.get(row["assignment_id"]), content.get(row["item_id"], ""),
                appeals.get(row["assignment_id"]),
            )
            for row in shown
        ]  # fmt: skip
        more = encode_cursor(shown[-1]["submitted_at"], shown[-1]["id"]) if len(rows) > limit else None
        return Page(items, more)

    async def get_mine(self, actor: Actor, project_id: UUID, assignment_id: UUID) -> MyAnnotationDetail:
        """One's own last answers to an item, with the item. Raises NoSuchAnnotation."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            last = await records.last_of(tx, assignment_id, actor.person_id)
            if last is None:
                raise NoSuchAnnotation("There is no such annotation of yours.")
            work = await self.assignment.open_mine(tx, actor, project_id, assignment_id)
            opened = await self.walls.open_answers(
                tx, actor, project_id, [last], purpose="annotate", lease_id=assignment_id
            )
            said = await views.get(tx, project_id, last)
            if last not in opened:  # said of a form that their firm is not shown any more
                raise NoSuchAnnotation("There is no such annotation of yours.")
            answers = opened[last]
            if said is not None and said.schema_version < work.schema_version:  # asked anew under a later one
                answers = (await self.walls.reader(tx, project_id).lift()).read(said.schema_version, answers).answers
            return MyAnnotationDetail(work, answers, await self.writing.of(tx, last))

    # What review does, in its own transaction

    async def stands(self, tx: Tx, assignment_id: UUID) -> Standing | None:
        """What stands for an assignment now."""
        return await views.standing(tx, assignment_id)

    async def accept(self, tx: Tx, reviewed: Annotation) -> None:
        """What stands was accepted."""
        await records.judge(tx, reviewed.assignment_id, "accepted")
        await self.assignment.settle(tx, reviewed.item_id)

    async def fix(self, tx: Tx, actor: Actor, reviewed: Annotation, written: Written) -> UUID:
        """A reviewer's own answers supersede the author's and stand for the assignment. Raises AnswersWrong."""
        said = Annotation(
            id=new_id(), project_id=reviewed.project_id, item_id=reviewed.item_id, assignment_id=reviewed.assignment_id,
            person_id=actor.person_id, organization_id=actor.organization_id, stage="review", key=written.key,
            supersedes=reviewed.id, schema_version=reviewed.schema_version,
            guideline_version=reviewed.guideline_version, active_ms=0, submitted_at=self.clock.now(),
        )  # fmt: skip
        await records.fix(tx, said, await self._sealed(tx, said, written.answers, await self._seen_as(tx, said)))
        await self.assignment.settle(tx, reviewed.item_id)
        await self._tell(tx, [(said, False, said.person_id)])
        return said.id

    async def adjudicate(self, tx: Tx, actor: Actor, disputed: Disputed, written: Written) -> UUID:
        """An answer of somebody who decided between others'. It stands for no assignment. Raises AnswersWrong."""
        said = Annotation(
            id=new_id(), project_id=disputed.project_id, item_id=disputed.item_id,
            assignment_id=disputed.assignment_id, person_id=actor.person_id, organization_id=actor.organization_id,
            stage="adjudicate", key=written.key, supersedes=None, schema_version=disputed.schema_version,
            guideline_version=disputed.guideline_version, active_ms=0, submitted_at=self.clock.now(),
        )  # fmt: skip
        await records.add(tx, said, await self._sealed(tx, said, written.answers, await self._seen_as(tx, said)))
        await self._tell(tx, [(said, False, said.person_id)])
        return said.id

    async def send_back(self, tx: Tx, reviewed: Annotation) -> None:
        """What stands was rejected, and its author is asked again."""
        await self.assignment.send_back(tx, reviewed.assignment_id)
        await records.judge(tx, reviewed.assignment_id, "rejected")

    async def outdate(
        self, tx: Tx, said: Annotation, schema_version: int, *, settled: bool, to_author: bool
    ) -> None:  # fmt: skip
        """What stands needs a new answer under a later schema: of its author, or of somebody else."""
        if to_author:
            await self.assignment.ask_anew(tx, said.assignment_id, schema_version, settled=settled)
            await records.judge(tx, said.assignment_id, "outdated")
        else:
            await records.fall(tx, said.assignment_id)
            await self.assignment.reopen(tx, said.assignment_id, "outdated", settled=settled)

    async def reinstate(self, tx: Tx, assignment_id: UUID, annotation_id: UUID) -> bool:
        """A rejected answer that is still back with its author counts as accepted; False when it is not."""
        stands = await views.standing(tx, assignment_id)
        if stands is None or stands.annotation_id != annotation_id or stands.verdict != "rejected":
            return False
        if not await self.assignment.take_back(tx, assignment_id):
            return False
        await records.reinstate(tx, assignment_id)
        return True

    async def restore(self, tx: Tx, actor: Actor, stands: Standing, of: PutBack) -> UUID:
        """An earlier version stands again, past review; where it was back with its author, they are asked no more.

        `stands` is held by `held`. The words stay theirs who had said them. Raises AnswersWrong.
        """
        source = of.source
        said = Annotation(
            id=new_id(), project_id=source.project_id, item_id=source.item_id, assignment_id=source.assignment_id,
            person_id=source.person_id, organization_id=source.organization_id, stage="restore", key=of.key,
            supersedes=stands.annotation_id, schema_version=of.schema_version,
            guideline_version=source.guideline_version, active_ms=0, submitted_at=self.clock.now(),
        )  # fmt: skip
        sealed = await self._sealed(tx, said, of.answers, await self._seen_as(tx, said))
        sealer = await self.keys.sealer(tx, said.project_id)
        reason = sealer.seal(of.reason.encode(), kind="comment", object_id=reason_of(said.id))
        if stands.verdict == "in_review":
            await self.assignment.settle(tx, said.item_id)
        elif stands.verdict in ("rejected", "outdated"):
            await self.assignment.take_back(tx, said.assignment_id)
        verdict: Verdict = "accepted" if source.id == of.original_id else "fixed"
        await restoring.restore(tx, said, sealed, of, actor.person_id, reason, verdict)
        await self._tell(tx, [(said, False, actor.person_id)])
        return said.id

    async def held(self, tx: Tx, assignment_id: UUID) -> Standing | None:
        """What stands for an assignment, which nobody changes until this transaction ends."""
        return await restoring.hold(tx, assignment_id)

    async def dispute(self, tx: Tx, reviewed: Annotation) -> None:
        """What stands was rejected once too often: it keeps its place, past review, until somebody decides about it."""
        await records.judge(tx, reviewed.assignment_id, "disputed")
        await self.assignment.settle(tx, reviewed.item_id)

    async def discard(self, tx: Tx, reviewed: Annotation) -> None:
        """What stands was rejected, and somebody else is asked."""
        await records.fall(tx, reviewed.assignment_id)
        await self.assignment.reopen(tx, reviewed.assignment_id)

    async def _on_rework_ended(self, tx: Tx, payload: dict[str, Any]) -> None:
        await records.fall(tx, UUID(payload["assignment_id"]))
