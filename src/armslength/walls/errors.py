"""What the gateway answers when it opens nothing.

ContentMissing    404   no such content, or not for whoever asks: nobody can tell which
BehindWall        404   the person wall: as if there were no such project
Refused           403   a customer's own person whose role does not allow this
RangeWrong        416   a byte range beyond the end
SeveranceMissing  404
NothingToSever    409   no grant of the vendor is left to cut
SecondPerson      403   who asked cannot also approve
SeveranceOver     409   withdrawn, cut or undone already
NoSuchSubject     422   not a vendor with a grant here, nor an owner of one
BadSubject        422   the question names nobody, or more than one
SubjectUnknown    404   no such person, vendor or owner here
ItemUnknown       404   no such item in the project
NoSuchPerson      422
BadWaiver         422   a waiver of a person without an end, or with one too far
PersonWaiverMissing 404
PersonWaiverOver  409   approved, expired or ended already
CoolOffShorter    422   what was seen is not forgotten sooner than was said
IncidentMissing   404
IncidentClosed    409   somebody has closed it already
BadDrill          422   a drill's result whose head does not say what its parts say
DrillKnown        409   this very result is recorded already
DrillMissing      404
"""

from armslength.identity.errors import OutOfReach
from armslength.kit.errors import ArmslengthError, Conflict, Forbidden, Invalid, NotFound


class ContentMissing(NotFound):
    """Missing, another tenant's, or behind a wall."""

    code = "walls.not_found"


class BehindWall(ContentMissing, OutOfReach):
    """Kept out by the person wall: word for word what is said of a project that does not exist."""

    code = OutOfReach.code


class Refused(Forbidden):
    """Signed in on the customer's side, but without the permission that this purpose needs."""

    code = "walls.refused"


class RangeWrong(ArmslengthError):
    """The requested byte range is not part of the file."""

    code = "walls.bad_range"
    status = 416


class SeveranceMissing(NotFound):
    """No such severance here."""

    code = "walls.severance_not_found"


class NothingToSever(Conflict):
    """The vendor has no grant there that could be cut."""

    code = "walls.nothing_to_sever"


class SecondPerson(Forbidden):
    """It takes a second person: whoever asked cannot also approve."""

    code = "walls.second_person"


class SeveranceOver(Conflict):
    """It is not in a state in which this can be done."""

    code = "walls.severance_over"


class NoSuchSubject(Invalid):
    """Neither a vendor with a grant on the project nor somebody who owns one."""

    code = "walls.no_such_subject"


class BadSubject(Invalid):
    """What somebody has seen is asked of one person, one vendor or one owner."""

    code = "walls.bad_subject"


class SubjectUnknown(NotFound):
    """No such person, vendor or owner is known to the tenant."""

    code = "walls.subject_not_found"


class ItemUnknown(NotFound):
    """The project has no such item."""

    code = "walls.item_not_found"


class NoSuchPerson(Invalid):
    """Nobody who ever had a seat here."""

    code = "walls.no_such_person"


class BadWaiver(Invalid):
    """A waiver of a person ends, and within a year."""

    code = "walls.bad_waiver"


class PersonWaiverMissing(NotFound):
    """No such waiver of a person here."""

    code = "walls.no_such_person_waiver"


class PersonWaiverOver(Conflict):
    """The waiver has been approved, has expired or has ended."""

    code = "walls.person_waiver_over"


class CoolOffShorter(Invalid):
    """A cool-off may be made longer, not shorter."""

    code = "walls.cool_off_shorter"


class IncidentMissing(NotFound):
    """No such incident here."""

    code = "walls.incident_not_found"


class IncidentClosed(Conflict):
    """Somebody has closed it already, and said why."""

    code = "walls.incident_closed"


class BadDrill(Invalid):
    """The head of a drill's result does not say what its parts say."""

    code = "walls.bad_drill"


class DrillKnown(Conflict):
    """This very result is recorded already; what was recorded is not changed."""

    code = "walls.drill_known"


class DrillMissing(NotFound):
    """No such drill was recorded here."""

    code = "walls.drill_not_found"
