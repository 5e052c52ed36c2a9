"""What can go wrong on the way out. No sentence here holds anything that the other side said."""

from armslength.kit.errors import ArmslengthError, Conflict, Forbidden, Invalid, NotFound


class BadUrl(Invalid):
    """Not an address that may be written down: scheme, host or port."""

    code = "egress.bad_url"


class BadPattern(Invalid):
    """Neither a host nor `*.` and a domain."""

    code = "egress.bad_pattern"


class HostNotFound(NotFound):
    """This host is not on the list."""

    code = "egress.host_not_found"


class TooManyHosts(Conflict):
    """The list is full."""

    code = "egress.too_many_hosts"


class Refused(Forbidden):
    """This server may not call there. `reason` is a word for logs."""

    code = "egress.refused"

    def __init__(self, message: str, reason: str, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.reason = reason


class Unanswered(ArmslengthError):
    """It was called and did not answer as it should. `reason` is a word for logs."""

    code = "egress.unanswered"
    status = 502

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason
