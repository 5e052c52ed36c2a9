"""Pure decisions of review: what a reviewer may know of the author, what a verdict needs."""

import hmac
from uuid import UUID

from armslength.identity.model import Actor
from armslength.review.errors import CommentNeeded, FixNeeded
from armslength.review.schemas import Decide


def alias(seed: bytes, author_id: UUID) -> tuple[UUID, str]:
    """Another id and a name for an author: the same within a project, telling nothing outside it."""
    digest = hmac.digest(seed, b"author:" + author_id.bytes, "sha256")
    return UUID(bytes=digest[:16], version=4), f"Annotator {digest[16:18].hex().upper()}"


def own_firm(actor: Actor) -> UUID | None:
    """The one firm whose annotations the actor may see; None = all of the project's."""
    return actor.organization_id if actor.side == "vendor" else None


def check(decision: Decide) -> None:
    """A rejection says why, a fix brings answers. Raises CommentNeeded, FixNeeded."""
    if decision.verdict == "reject" and not decision.comment.strip():
        raise CommentNeeded("Say why: the author sees it.", field="comment")
    if decision.verdict == "fix" and decision.answers is None:
        raise FixNeeded("A fix brings the answers as they should be.", field="answers")
