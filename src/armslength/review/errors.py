"""What can go wrong in review.

ReviewNotFound   404  review.not_found
ReviewLost       409  review.lease_lost      the lease ran out and somebody else may have it now
ReviewDecided    409  review.decided         decided before, under another key
ReviewWithdrawn  409  review.withdrawn       the annotation was superseded meanwhile
ReviewInHand     409  review.in_hand         somebody else holds it
NotForYou        409  review.not_for_you     whoever answered the item does not review answers to it
NoReviewing      409  review.no_reviewing    not now: the project is not active, or the guideline not read
CommentNeeded    422  review.comment_needed  nobody is sent back without a reason
FixNeeded        422  review.fix_needed
NothingToAppeal  404  review.nothing_to_appeal
AppealDecided    409  review.appeal_decided
OwnVerdict       409  review.own_verdict     whoever gave the verdict does not decide the appeal against it
BadAdjudication  422  review.bad_adjudication  a policy that names what is not there, or a decision that says two things
"""

from armslength.kit.errors import Conflict, Invalid, NotFound


class ReviewNotFound(NotFound):
    """No such review in this person's hands."""

    code = "review.not_found"


class ReviewLost(Conflict):
    """The lease is over."""

    code = "review.lease_lost"


class ReviewDecided(Conflict):
    """Decided already."""

    code = "review.decided"


class ReviewWithdrawn(Conflict):
    """What was to be reviewed no longer stands."""

    code = "review.withdrawn"


class ReviewInHand(Conflict):
    """A reviewer has it in hand."""

    code = "review.in_hand"


class NotForYou(Conflict):
    """Nobody reviews themselves, nor an item that they answer or answered."""

    code = "review.not_for_you"


class NoReviewing(Conflict):
    """Nothing is reviewed in this project now, or not by whoever has not read its guideline."""

    code = "review.no_reviewing"


class CommentNeeded(Invalid):
    """A rejection says why."""

    code = "review.comment_needed"


class FixNeeded(Invalid):
    """A fix brings answers."""

    code = "review.fix_needed"


class BadAdjudication(Invalid):
    """It cannot be followed; the field is named."""

    code = "review.bad_adjudication"


class NothingToAppeal(NotFound):
    """No verdict against this person's answer, or no such appeal."""

    code = "review.nothing_to_appeal"


class AppealDecided(Conflict):
    """Decided already."""

    code = "review.appeal_decided"


class OwnVerdict(Conflict):
    """A second person decides."""

    code = "review.own_verdict"
