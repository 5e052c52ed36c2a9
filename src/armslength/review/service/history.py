"""Everything that happened to an item, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.annotation import views as annotated
from armslength.annotation.model import Annotation
from armslength.assignment import views as assignment
from armslength.identity import views as identity
from armslength.identity.model import Actor, PersonRef
from armslength.kit.db import Tx
from armslength.kit.wire import Named
from armslength.review.errors import ReviewNotFound
from armslength.review.repository import adjudications, reviews
from armslength.review.schemas import Happened, History
from armslength.walls.service import WallsService

_VERDICTS = {"accept": "accepted it", "fix": "fixed it", "reject": "rejected it"}
_AUDITS = {"accept": "audited it: right", "reject": "audited it: wrong"}
_AFTER = {
    "rework": ", back to its author",
    "someone_else": ", for somebody else",
    "adjudicate": ", sent back too often, for somebody to decide",
}
_OUTCOMES = {
    "took": "decided: took one of the answers",
    "merged": "decided: put several answers together",
    "wrote": "decided: wrote another answer",
}
_ENDS = {
    "skipped": "skipped it",
    "released": "had it taken away",
    "expired": "let the lease run out",
    "returned": "gave it back",
}
_DID = {"restored": "put an earlier version back"}

Who = Callable[[UUID], tuple[Named | None, Named | None]]


async def item_history(tx: Tx, walls: WallsService, actor: Actor, project_id: UUID, item_id: UUID) -> History:
    """Oldest first. What was said is opened for the actor, and that is recorded."""
    created = await reviews.item_created(tx, project_id, item_id)
    if created is None:
        raise ReviewNotFound("There is no such item.")
    asked = await assignment.assignments_of_item(tx, project_id, item_id)
    said = await annotated.of_item(tx, project_id, item_id)
    judged = await reviews.reviews_of_item(tx, item_id)
    decided = await adjudications.of_item(tx, item_id)
    put_back = await annotated.restorations(tx, [one.id for one in said if one.stage == "restore"])
    flagged = await assignment.flags_of_item(tx, project_id, item_id)
    people = await identity.people(
        tx,
        {row["person_id"] for row in [*asked, *flagged]}
        | {one.person_id for one in said}
        | {row["reviewer_id"] for row in judged}
        | {row["person_id"] for row in decided}
        | {*put_back.values()},
    )
    answers = await walls.open_answers(tx, actor, project_id, [one.id for one in said], purpose="browse")
    comments = {
        row["id"]: (
            await walls.unseal(tx, project_id, row["sealed"], kind="comment", object_id=str(row["id"]))
        ).decode()
        for row in [*judged, *decided]
        if row["sealed"] is not None
    }

    def who(person_id: UUID) -> tuple[Named | None, Named | None]:
        return _who(people.get(person_id))

    events = [Happened(created["created_at"], "imported", f"Came in with batch “{created['name']}”")]
    events += _asked(asked, who)
    events += _said(said, answers, put_back, who)
    events += _judged(judged, comments, who)
    events += _decided(decided, comments, answers, who)
    events += _flagged(flagged, who)
    return History(sorted(events, key=lambda event: event.at))


def _who(person: PersonRef | None) -> tuple[Named | None, Named | None]:
    if person is None:
        return None, None
    return Named(person.id, person.name), Named(person.organization_id, person.organization_name)


def _asked(rows: list[asyncpg.Record], who: Who) -> Iterator[Happened]:
    for row in rows:
        if row["reason"] == "barred":  # somebody who reviewed it and so is never asked
            continue
        person, organization = who(row["person_id"])
        yield Happened(row["leased_at"], "asked", "was asked", person, organization)
        if row["ended_at"] is not None:
            reason = f" ({row['reason']})" if row["state"] == "skipped" and row["reason"] else ""
            yield Happened(row["ended_at"], row["state"], _ENDS[row["state"]] + reason, person, organization)


def _said(
    said: list[Annotation], answers: dict[UUID, dict[str, object]], put_back: dict[UUID, UUID], who: Who
) -> Iterator[Happened]:
    for one in said:
        person, organization = who(put_back.get(one.id, one.person_id))
        if one.stage == "adjudicate":  # told with the decision
            continue
        kind = {"review": "fixed", "restore": "restored"}.get(one.stage, "answered")
        text = "answered again" if kind == "answered" and one.supersedes else _DID.get(kind, kind)
        yield Happened(
            one.submitted_at, kind, text, person, organization, annotation_id=one.id, answers=answers.get(one.id)
        )  # fmt: skip


def _judged(rows: list[asyncpg.Record], comments: dict[UUID, str], who: Who) -> Iterator[Happened]:
    for row in rows:
        person, organization = who(row["reviewer_id"])
        comment = f": {comments[row['id']]}" if row["id"] in comments else ""
        verdicts = _AUDITS if row["stage"] == "audit" else _VERDICTS
        text = verdicts[row["verdict"]] + _AFTER.get(row["after_reject"] or "", "") + comment
        yield Happened(row["decided_at"], "reviewed", text, person, organization, annotation_id=row["annotation_id"])


def _decided(
    rows: list[asyncpg.Record], comments: dict[UUID, str], answers: dict[UUID, dict[str, object]], who: Who
) -> Iterator[Happened]:
    for row in rows:
        person, organization = who(row["person_id"])
        comment = f": {comments[row['id']]}" if row["id"] in comments else ""
        text = _OUTCOMES[row["outcome"]] + comment
        result: UUID = row["result_id"]
        yield Happened(
            row["decided_at"], "adjudicated", text, person, organization, annotation_id=result, answers=answers[result]
        )  # fmt: skip


def _flagged(rows: list[asyncpg.Record], who: Who) -> Iterator[Happened]:
    for row in rows:
        person, organization = who(row["person_id"])
        yield Happened(row["created_at"], "flagged", f"flagged it ({row['reason']})", person, organization)
        resolved: datetime | None = row["resolved_at"]
        if resolved is not None:
            person, organization = who(row["resolved_by"])
            yield Happened(resolved, "flag_resolved", "resolved the flag", person, organization)
