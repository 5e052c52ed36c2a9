"""What the gateway answers when it opens nothing.

ContentMissing    404   no such content, or not for whoever asks: nobody can tell which
Refused           403   a customer's own person whose role does not allow this
RangeWrong        416   a byte range beyond the end
"""

from armslength.kit.errors import ArmslengthError, Forbidden, NotFound


class ContentMissing(NotFound):
    """Missing, another tenant's, or behind a wall."""

    code = "walls.not_found"


class Refused(Forbidden):
    """Signed in on the customer's side, but without the permission that this purpose needs."""

    code = "walls.refused"


class RangeWrong(ArmslengthError):
    """The requested byte range is not part of the file."""

    code = "walls.bad_range"
    status = 416
