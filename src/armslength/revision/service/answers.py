"""Versions of an answer: what stood when, what changed between, and an earlier one put back.

Nothing is rewritten: putting a version back adds one more, past review, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.annotation import views as annotated
from armslength.annotation.model import Annotation, PutBack, Standing, reason_of
from armslength.annotation.service import AnnotationService
from armslength.assignment import views as assignments
from armslength.assignment.model import Assignment, State
from armslength.fields.model import Problem
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.questions.model import LabelSchema
from armslength.questions.service import Lift, differences_between, read_schema
from armslength.review.service import ReviewService
from armslength.revision import repository
from armslength.revision.errors import (
    AnswerMoved,
    AnswerNotFound,
    AnswerUnfit,
    NeedsMigration,
    NotInHand,
    NotRestorable,
    OtherForm,
    OtherQuestions,
)
from armslength.revision.model import ReleasesWith
from armslength.revision.rules import as_today, barred, original_of, why_came
from armslength.revision.schemas import (
    AnswerDifference,
    AnswerRestored,
    AnswerVersion,
    AnswerVersions,
    DecidedBetween,
    MyVersion,
    MyVersionRestored,
    MyVersions,
    RestoreAnswer,
    RestoreMyVersion,
    VersionVerdict,
)
from armslength.walls.service import WallsService

RESTORED: Final = "revision.answer_restored"

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Today:
    """What answers are read under: the label schema in force and the migrations to it."""

    version: int
    schema: LabelSchema
    lift: Lift


class AnswerHistory:
    """Reading versions, comparing them, putting one back."""

    def __init__(
        self, db: Database, walls: WallsService, annotation: AnnotationService, review: ReviewService, clock: Clock, *,
        released: ReleasesWith,
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.annotation = annotation
        self.review = review
        self.clock = clock
        self.released = released

    async def versions(self, actor: Actor, project_id: UUID, annotation_id: UUID) -> AnswerVersions:
        """Every version of the answer that this is one of, opened for the actor. Raises AnswerNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            one = await self._one(tx, project_id, annotation_id)
            rows = await _rows(tx, one.assignment_id)
            stands = await annotated.standing(tx, one.assignment_id)
            place = await repository.place_of(tx, one.assignment_id)
            assert place is not None  # an answer has its assignment
            decided = await repository.decision(tx, one.item_id)
            verdicts = await repository.verdicts(tx, one.assignment_id)
            people = {row["person_id"] for row in rows} | {row["restored_by"] for row in rows if row["restored_by"]}
            people |= {row["reviewer_id"] for row in verdicts} | {place["person_id"]}
            names = await identity.names(tx, people | ({decided["person_id"]} if decided else set()))
            firms = await identity.organization_names(tx, {row["organization_id"] for row in rows})
            today = await self._shown_today(tx, actor, project_id)
            opened = await self.walls.open_answers(
                tx, actor, project_id, [row["id"] for row in rows], purpose="browse"
            )  # fmt: skip
            content = (await self.walls.reader(tx, project_id).items([one.item_id]))[one.item_id].content
            releases = await self.released(tx, project_id, one.item_id)
            found = []
            for number, row in enumerate(rows, 1):
                reading = as_today(today.schema, today.lift, row["schema_version"], opened[row["id"]], content)
                found.append(
                    AnswerVersion(
                        annotation_id=row["id"], number=number, why=why_came(row, _before(rows, row)),
                        by=_named(row["person_id"], names), at=row["submitted_at"],
                        organization=Named(row["organization_id"], firms.get(row["organization_id"], "")),
                        restored_by=_named(row["restored_by"], names) if row["restored_by"] else None,
                        reason=await self._plain(tx, project_id, row["sealed"], reason_of(row["id"])),
                        restores=row["source_id"], migrated=bool(row["migrated"]), answers=reading.answers,
                        schema_version=row["schema_version"], fits=reading.fits,
                        problems=[Problem(each.path, each.message) for each in reading.problems[:100]],
                        stands=stands is not None and stands.annotation_id == row["id"],
                        verdicts=[
                            await self._verdict(tx, project_id, of, names)
                            for of in verdicts if of["annotation_id"] == row["id"]
                        ],
                        releases=releases.get(row["id"], []),
                    )
                )  # fmt: skip
        return AnswerVersions(
            assignment_id=one.assignment_id, item_id=one.item_id, stands=stands.annotation_id if stands else None,
            author=_named(place["person_id"], names),
            standing=stands.verdict if stands else None, schema_version=today.version,
            closed="gold" if place["gold"] else None if stands else "nothing_stands",
            decided=_decided(decided, names) if decided else None, versions=found,
        )  # fmt: skip

    async def difference(
        self, actor: Actor, project_id: UUID, annotation_id: UUID, since: UUID | None
    ) -> AnswerDifference:  # fmt: skip
        """What changed up to this version: since another one, or since the one it took the place of.

        Raises AnswerNotFound.
        """
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            one = await self._one(tx, project_id, annotation_id)
            rows = {row["id"]: row for row in await _rows(tx, one.assignment_id)}
            before = since or one.supersedes
            if before is None or before not in rows:
                raise AnswerNotFound("There is no such earlier version of this answer.", field="since")
            today = await self._shown_today(tx, actor, project_id)
            opened = await self.walls.open_answers(tx, actor, project_id, [before, one.id], purpose="browse")
        read = [today.lift.read(rows[id]["schema_version"], opened[id]).answers for id in (before, one.id)]
        return AnswerDifference(before, one.id, today.version, differences_between(today.schema, *read))

    async def restore(
        self, actor: Actor, project_id: UUID, annotation_id: UUID, given: RestoreAnswer
    ) -> AnswerRestored:  # fmt: skip
        """Let this version stand again, as one more. The same key again changes nothing.

        Raises AnswerNotFound, AnswerMoved, NotRestorable, NeedsMigration, AnswerUnfit.
        """
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            one = await self._one(tx, project_id, annotation_id)
            # A verdict that is being given on it comes first, then whoever else puts something back.
            await self.review.withdraw(tx, one.assignment_id)
            place = await repository.hold_place(tx, one.assignment_id)
            assert place is not None  # an answer has its assignment
            rows = await _rows(tx, one.assignment_id)
            known = next((row for row in rows if row["key"] == given.key and row["stage"] == "restore"), None)
            if known is not None:
                return await self._receipt(tx, project_id, rows, known["id"], known["migrated"])
            stands = _held(await self.annotation.held(tx, one.assignment_id), place, one, given)
            answers, version, migrated = await self._fitting(tx, project_id, one, given)
            row = next(row for row in rows if row["id"] == one.id)
            source = await annotated.get(tx, project_id, row["source_id"] or one.id)
            assert source is not None  # what was put back is kept
            of = PutBack(given.key, source, original_of(row), answers, version, migrated, given.reason.strip())
            restored = await self.annotation.restore(tx, actor, stands, of)
            detail = {
                "item_id": str(one.item_id), "version": str(source.id), "instead_of": str(stands.annotation_id),
                "migrated": migrated,
            }  # fmt: skip
            await record(
                tx, actor.person_id, RESTORED, f"annotation:{restored}", at=self.clock.now(), project_id=project_id,
                detail=detail,
            )  # fmt: skip
            rows = await _rows(tx, one.assignment_id)
            return await self._receipt(tx, project_id, rows, restored, migrated)

    async def mine(self, actor: Actor, project_id: UUID, assignment_id: UUID) -> MyVersions:
        """One's own versions, with what review said; what somebody else wrote is told, not shown.

        Raises AnswerNotFound.
        """
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            place = await repository.place_of(tx, assignment_id)
            rows = await _rows(tx, assignment_id)
            if place is None or place["project_id"] != project_id or place["person_id"] != actor.person_id or not rows:
                raise AnswerNotFound("There is no such answer of yours.")
            work = await self.annotation.assignment.open_mine(tx, actor, project_id, assignment_id)
            state = (await assignments.states(tx, [assignment_id]))[assignment_id]["state"]
            own = [row for row in rows if row["person_id"] == actor.person_id]
            opened = await self.walls.open_answers(
                tx, actor, project_id, [row["id"] for row in own], purpose="annotate", lease_id=assignment_id
            )
            lift = await self.walls.reader(tx, project_id).lift()
            stands = await annotated.standing(tx, assignment_id)
            judged = {row["annotation_id"]: row for row in await repository.verdicts(tx, assignment_id)
                      if row["stage"] == "review"}  # fmt: skip
            numbers = {row["id"]: number for number, row in enumerate(rows, 1)}
            found = []
            for row in rows:
                verdict = judged.get(row["id"])
                answers = lift.read(row["schema_version"], opened[row["id"]]).answers if row["id"] in opened else None
                found.append(
                    MyVersion(
                        number=numbers[row["id"]], why=why_came(row, _before(rows, row)), at=row["submitted_at"],
                        restores=numbers.get(row["source_id"]), answers=answers,
                        stands=stands is not None and stands.annotation_id == row["id"],
                        verdict=verdict["verdict"] if verdict else None,
                        comment=await self._comment(tx, project_id, verdict) if verdict else "",
                        barred=barred(row, actor.person_id, work.schema_version, actor.tier),
                    )
                )  # fmt: skip
        in_hand = _in_hand(state, work.assignment.lease_until, self.clock.now())
        return MyVersions(max(lift.version(row["schema_version"]) for row in rows), found, in_hand)

    async def take_up(
        self, actor: Actor, project_id: UUID, assignment_id: UUID, given: RestoreMyVersion
    ) -> MyVersionRestored:  # fmt: skip
        """Put an earlier version of one's own words into the draft of an assignment that one has in hand. What was said
        stays as it is, and nothing is submitted.

        Raises NoSuchAssignment, AnswerNotFound, NotInHand, OtherQuestions, OtherForm, DraftConflict.
        """
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            held = await self.annotation.assignment.hold(tx, actor, project_id, assignment_id)
            row = next(islice(await _rows(tx, assignment_id), given.version - 1, None), None)
            if row is None or row["person_id"] != actor.person_id:
                raise AnswerNotFound("There is no such version of yours.", field="version")
            mine = held.assignment
            if not _in_hand(mine.state, mine.lease_until, self.clock.now()):
                raise NotInHand("This is not in your hands now: an earlier version can be used while you answer it.")
            _usable(row, mine, actor)
            opened = await self.walls.open_answers(
                tx, actor, project_id, [row["id"]], purpose="annotate", lease_id=assignment_id
            )
            answers = opened[row["id"]]
            saved = await self.annotation.drafts.store(tx, held, given.revision, answers)
        return MyVersionRestored(given.version, saved.revision, saved.saved_at, answers)

    async def _one(self, tx: Tx, project_id: UUID, annotation_id: UUID) -> Annotation:
        one = await annotated.get(tx, project_id, annotation_id)
        if one is None or one.stage == "adjudicate":  # a decision between answers has no versions
            raise AnswerNotFound("There is no such answer in this project.")
        return one

    async def _shown_today(self, tx: Tx, actor: Actor, project_id: UUID) -> _Today:
        """The label schema, opened for the actor: differences and problems are told in its words."""
        version = (await projects.project(tx, project_id)).schema_version
        schema = read_schema(await self.walls.open_schema(tx, actor, project_id, version, purpose="browse"))
        return _Today(version, schema, await self.walls.reader(tx, project_id).lift())

    async def _fitting(
        self, tx: Tx, project_id: UUID, one: Annotation, given: RestoreAnswer
    ) -> tuple[dict[str, Any], int, bool]:
        """What is put back, under which version of the label schema, and whether it was read through a migration."""
        reader = self.walls.reader(tx, project_id)
        version = (await projects.project(tx, project_id)).schema_version
        schema = read_schema(await reader.schema(version))
        said = (await reader.answers([one.id]))[one.id]
        content = (await reader.items([one.item_id]))[one.item_id].content
        reading = as_today(schema, await reader.lift(), one.schema_version, said, content)
        if reading.fits == "unfit":
            first = reading.problems[0]
            details = {"problems": msgspec.to_builtins(reading.problems[:100])}
            raise AnswerUnfit(f"It does not fit the questions of today: {first.message}", field=first.path,
                              details=details)  # fmt: skip
        if reading.fits == "migrates" and not given.migrate:
            raise NeedsMigration(
                f"It was given under version {one.schema_version} of the label schema; version {version} means"
                " something else. It can be put back as it reads today.",
                field="migrate", details={"from": one.schema_version, "to": version},
            )  # fmt: skip
        return reading.answers, version, reading.fits == "migrates"

    async def _receipt(
        self, tx: Tx, project_id: UUID, rows: list[_Row], restored: UUID, migrated: bool
    ) -> AnswerRestored:
        number = next(number for number, row in enumerate(rows, 1) if row["id"] == restored)
        of = rows[number - 1]
        releases = (await self.released(tx, project_id, of["item_id"])).get(of["supersedes"], [])
        return AnswerRestored(restored, number, migrated, releases)

    async def _verdict(
        self, tx: Tx, project_id: UUID, row: asyncpg.Record, names: Mapping[UUID, str]
    ) -> VersionVerdict:  # fmt: skip
        return VersionVerdict(
            stage=row["stage"], verdict=row["verdict"], after_reject=row["after_reject"],
            comment=await self._comment(tx, project_id, row), at=row["decided_at"], overturned=row["overturned"],
            reviewer=_named(row["reviewer_id"], names),
        )  # fmt: skip

    async def _comment(self, tx: Tx, project_id: UUID, row: asyncpg.Record) -> str:
        return await self._plain(tx, project_id, row["sealed"], str(row["id"])) or ""

    async def _plain(self, tx: Tx, project_id: UUID, sealed: bytes | None, object_id: str) -> str | None:
        if sealed is None:
            return None
        return (await self.walls.unseal(tx, project_id, sealed, kind="comment", object_id=object_id)).decode()


def _held(stands: Standing | None, place: asyncpg.Record, one: Annotation, given: RestoreAnswer) -> Standing:
    """What stands, if another version may take its place. Raises NotRestorable, AnswerMoved."""
    if place["gold"]:
        raise NotRestorable("This item is gold: what people said of it is kept as they said it.")
    if stands is None:
        raise NotRestorable("No version of this answer stands any more: its place went to somebody else.")
    if stands.annotation_id != given.stands:
        raise AnswerMoved(
            "Another version stands by now. Look at it before you put one back.", field="stands",
            details={"stands": str(stands.annotation_id)},
        )  # fmt: skip
    if stands.annotation_id == one.id and stands.verdict not in ("rejected", "outdated", "disputed"):
        raise NotRestorable("This version stands already.")
    return stands


def _in_hand(state: State, lease_until: datetime | None, now: datetime) -> bool:
    return state == "rework" or (state == "leased" and lease_until is not None and lease_until > now)


def _usable(row: _Row, mine: Assignment, actor: Actor) -> None:
    why = barred(row, actor.person_id, mine.schema_version, actor.tier)
    if why == "questions":
        raise OtherQuestions(
            f"That version answers version {row['schema_version']} of the label schema; you are asked under version"
            f" {mine.schema_version}.",
            field="version", details={"from": row["schema_version"], "to": mine.schema_version},
        )  # fmt: skip
    if why == "form":
        raise OtherForm("That version was given on another form of this item than you are shown now.", field="version")


async def _rows(tx: Tx, assignment_id: UUID) -> list[_Row]:
    return [dict(row) for row in await annotated.versions(tx, assignment_id)]


def _before(rows: Iterable[_Row], row: _Row) -> _Row | None:
    return next((each for each in rows if each["id"] == row["supersedes"]), None)


def _decided(row: asyncpg.Record, names: Mapping[UUID, str]) -> DecidedBetween:
    return DecidedBetween(_named(row["person_id"], names), row["outcome"], row["decided_at"])


def _named(person_id: UUID, names: Mapping[UUID, str]) -> Named:
    return Named(person_id, names.get(person_id, ""))
