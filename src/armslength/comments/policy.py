"""Who may read the comments on an answer, and say something there.

The gateway knows no leases of reviews, so they are asked for here: the review, its epoch, and the reviewer's firm.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from armslength.annotation import views as annotated
from armslength.annotation.model import Annotation
from armslength.assignment import views as assignments
from armslength.assignment.model import Assignment
from armslength.comments.errors import NoComments
from armslength.comments.model import Standpoint
from armslength.identity.model import Actor
from armslength.kit.db import Tx
from armslength.kit.ids import NIL
from armslength.review import views as reviews


async def standpoint(tx: Tx, actor: Actor, project_id: UUID, assignment_id: UUID, now: datetime) -> Standpoint:
    """The answer's author, whoever holds it in review, or the customer's people who run the project.

    Raises NoComments: to everybody else there is no such answer.
    """
    asked = await assignments.one(tx, project_id, assignment_id)
    if asked is None:
        raise missing()
    if asked.person_id == actor.person_id:
        return await _as_author(tx, actor, asked)
    held = await reviews.held_on(tx, assignment_id, actor.person_id, actor.epoch, actor.vendor_id, now)
    if held is not None and actor.may("work.review"):
        said = await annotated.get(tx, project_id, held["annotation_id"])
        return Standpoint(asked, said, "reviewer", "review", held["id"], may_begin=said is not None, may_reply=True)
    if runs(actor):
        said = await _standing(tx, asked)
        may_begin = said is not None and said.person_id == asked.person_id
        return Standpoint(asked, said, "reviewer", "browse", NIL, may_begin=may_begin, may_reply=True)
    raise missing()


def runs(actor: Actor) -> bool:
    """Whether they run the project, and so read all that is said in it, with names."""
    return actor.side == "customer" and actor.may("comment.manage")


async def _as_author(tx: Tx, actor: Actor, asked: Assignment) -> Standpoint:
    """Under the firm for which they answered, and not on what an earlier epoch of its grant left in their hands."""
    if asked.organization_id != actor.organization_id or asked.dead(actor.epoch):
        raise missing()
    may_reply = asked.state in ("rework", "submitted")
    said = await _standing(tx, asked)
    return Standpoint(asked, said, "author", "annotate", asked.id, may_begin=False, may_reply=may_reply)


async def _standing(tx: Tx, asked: Assignment) -> Annotation | None:
    stands = await annotated.standing(tx, asked.id)
    return await annotated.get(tx, asked.project_id, stands.annotation_id) if stands else None


def missing() -> NoComments:
    """What is missing and what is refused look the same."""
    return NoComments("There is nothing here.")
