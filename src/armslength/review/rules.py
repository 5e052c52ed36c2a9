"""Pure decisions of review: what a reviewer may know of the author, what a verdict needs, what is a disagreement."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from armslength.assignment.schemas import NoWork
from armslength.identity.model import Actor
from armslength.kit.errors import ArmslengthError
from armslength.questions.model import LabelSchema
from armslength.questions.service import mean_agreements
from armslength.review.errors import (
    BadAdjudication,
    CommentNeeded,
    FixNeeded,
    NotForYou,
    ReviewDecided,
    ReviewInHand,
    ReviewWithdrawn,
)
from armslength.review.schemas import Adjudicate, Decide, Outcome
from armslength.review.settings import ReviewSettings


def alias(seed: bytes, author_id: UUID) -> tuple[UUID, str]:
    """Another id and a name for an author: the same within a project, telling nothing outside it."""
    digest = hmac.digest(seed, b"author:" + author_id.bytes, "sha256")
    return UUID(bytes=digest[:16], version=4), f"Annotator {digest[16:18].hex().upper()}"


def own_firm(actor: Actor) -> UUID | None:
    """The one firm whose annotations the actor may see; None = all of the project's."""
    return actor.organization_id if actor.side == "vendor" else None


Idle = Literal["wait", "done", "paused", "resting", "spared"]


def nothing(actor: Actor, why: Idle, settings: ReviewSettings) -> NoWork:
    """A vendor's people learn no reason, but what is of their own doing."""
    own = why in ("resting", "spared")
    return NoWork("none" if actor.side == "vendor" and not own else why, settings.wait_seconds)


def kept_back(harms: int, reached: int, declined: int) -> Literal["resting", "spared"] | None:
    """Why work that carries these harms is not given to this person: their day has had enough, or they declined it."""
    if harms & reached:
        return "resting"
    return "spared" if harms & declined else None


def check(decision: Decide) -> None:
    """A rejection says why, a fix brings answers. Raises CommentNeeded, FixNeeded."""
    if decision.verdict == "reject" and not decision.comment.strip():
        raise CommentNeeded("Say why: the author sees it.", field="comment")
    if decision.verdict == "fix" and decision.answers is None:
        raise FixNeeded("A fix brings the answers as they should be.", field="answers")


def not_taken(state: str | None) -> ArmslengthError:
    """Why a review that was to be taken and decided was not, by the state it is in."""
    if state == "waiting":
        return NotForYou("Nobody reviews themselves, nor an item that they answer or answered.")
    return elsewhere(state)


def elsewhere(state: str | None) -> ArmslengthError:
    """Why somebody cannot decide what they had in hand before, by the state it is in now."""
    if state == "leased":
        return ReviewInHand("Somebody else has it in hand now.")
    if state == "done":
        return ReviewDecided("Somebody else decided it meanwhile.")
    return ReviewWithdrawn("What was to be decided does not stand any more.")


def may_know(actor: Actor, firm: UUID | None, author: UUID | None = None) -> bool:
    """Whether they may be told what became of a review or a dispute: it may have been theirs to decide, going by the
    firm whose answers alone it is about (None: of several) and by who gave the answer."""
    return author != actor.person_id and own_firm(actor) in (None, firm)


def drawn_for_audit(project_seed: bytes, annotation_id: UUID) -> float:
    """A keyed draw in [0, 1) that nobody can foresee and whoever has the seed can repeat."""
    drawn = hmac.digest(project_seed, b"audit|" + annotation_id.bytes, "sha256")
    return int.from_bytes(drawn[:6], "big") / 2**48


def check_audit(decision: Decide) -> None:
    """An audit says right or wrong, and why it is wrong; it changes nothing. Raises FixNeeded."""
    if decision.verdict == "fix":
        raise FixNeeded("An audit accepts or rejects; it does not change answers.", field="verdict")


def agreements(schema: LabelSchema, answers: Sequence[Mapping[str, Any]], questions: Sequence[str]) -> dict[str, float]:
    """By question, how far the answers say the same, 0 … 1. Of `questions`, or of all (none given); those that cannot
    be compared, or of which no two speak, are left out. What counts as the same: questions/rules/scoring.py."""
    found = mean_agreements(schema, answers)
    return {name: value for name, value in found.items() if not questions or name in questions}


def disputed(agreement: Mapping[str, float], below: float) -> list[str]:
    """The questions on which people agree less than that; a hair's breadth of rounding is no dispute."""
    return [name for name, value in agreement.items() if value < below - 1e-9]


def adjudication_seed(project_seed: bytes, adjudication_id: UUID) -> bytes:
    """What draws the orders of one adjudication."""
    return hmac.digest(project_seed, b"adjudicate|" + adjudication_id.bytes, "sha256")[:16]


def shuffled(seed: bytes, annotation_ids: Iterable[UUID]) -> list[UUID]:
    """In an order that tells nothing of who answered or when, and that whoever has the seed can draw again."""
    return sorted(annotation_ids, key=lambda each: hmac.digest(seed, b"answer|" + each.bytes, "sha256"))


def outcome(given: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]) -> tuple[Outcome, int | None]:
    """What somebody did who decided so: took one whole (which), merged what several said, or wrote something else."""
    for place, each in enumerate(answers):
        if each == given:
            return "took", place
    pieces = ((question, target, said) for question, by in given.items() for target, said in by.items())
    merged = all(
        any(each.get(question, {}).get(target) == said for each in answers) for question, target, said in pieces
    )
    return ("merged" if merged else "wrote"), None


def check_choice(decision: Adjudicate, answers: int) -> None:
    """One answer is taken, or answers are given. Raises BadAdjudication."""
    if (decision.take is None) == (decision.answers is None):
        raise BadAdjudication("Take one of the answers, or give answers: one of the two.", field="take")
    if decision.take is not None and decision.take > answers:
        raise BadAdjudication(f"There are {answers} answers.", field="take")
