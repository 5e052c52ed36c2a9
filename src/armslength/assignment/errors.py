"""What assignment refuses.

NoSuchAssignment   404   unknown, somebody else's, or another tenant's
LeaseLost          409   the lease has ended; what was written is kept as a draft
NoRoom             409   the lease had ended and the item has its answers from others
NoSuchFlag         404
FlagResolved       409
"""

from armslength.kit.errors import Conflict, NotFound


class NoSuchAssignment(NotFound):
    """Not an assignment of whoever asks."""

    code = "assignment.not_found"


class LeaseLost(Conflict):
    """The lease ended: it ran out, was given back, or was taken away."""

    code = "assignment.lease_lost"


class NoRoom(Conflict):
    """A late answer found no free place on its item."""

    code = "assignment.no_room"


class NoSuchFlag(NotFound):
    """Not a flag of this project."""

    code = "assignment.flag_not_found"


class FlagResolved(Conflict):
    """Somebody resolved it already."""

    code = "assignment.flag_resolved"
