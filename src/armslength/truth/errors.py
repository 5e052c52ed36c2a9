"""What can go wrong in truth."""

from armslength.kit.errors import Conflict, Invalid, NotFound, Unavailable


class ItemNotFound(NotFound):
    """No such item in this project."""

    code = "truth.item_not_found"


class FirmNotFound(NotFound):
    """No such firm works in this project."""

    code = "truth.firm_not_found"


class ConcernNotFound(NotFound):
    """No such concern in this project, or none that concerns this person."""

    code = "truth.concern_not_found"


class ConcernDecided(Conflict):
    """Decided already, or nothing is there to be decided."""

    code = "truth.concern_decided"


class OwnConcern(Conflict):
    """Nobody decides about themselves, nor an appeal against their own decision."""

    code = "truth.own_concern"


class ReasonNeeded(Invalid):
    """Nothing is upheld or dismissed without a reason."""

    code = "truth.reason_needed"


class PersonNotFound(NotFound):
    """Nobody with this id was asked about anything in this project."""

    code = "truth.person_not_found"


class DisagreementNotFound(NotFound):
    """No such item in this project, or nobody disagrees about that question of it."""

    code = "truth.disagreement_not_found"


class NotYetAnswered(Conflict):
    """Nothing to do now: answers that were asked for are still to come, or a decision was made over these."""

    code = "truth.not_yet_answered"


class TextNeeded(Invalid):
    """A note says something."""

    code = "truth.text_needed"


class NothingToFilter(Invalid):
    """Two labels belong to one question."""

    code = "truth.nothing_to_filter"


class JudgeNotFound(NotFound):
    """No such judge in this project, or no such question to compare it on."""

    code = "truth.judge_not_found"


class NothingToDraw(Conflict):
    """People have been asked about everything that the judge gave a verdict on."""

    code = "truth.nothing_to_draw"


class ClusterDown(Unavailable):
    """The cluster that works on large fits does not do its work."""

    code = "truth.cluster_down"
