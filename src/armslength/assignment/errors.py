"""What assignment refuses.

NoSuchAssignment   404   unknown, somebody else's, or another tenant's
LeaseLost          409   the lease has ended; what was written is kept as a draft
NoRoom             409   the lease had ended and the item has its answers from others
ItemWithdrawn      409   the item was cancelled while somebody had it
NotAsked           409   the item asks for nobody
NoSuchFlag         404
FlagResolved       409
NoSuchGold         404
NoSuchWorker       404   not somebody who works in the project
BadGold            422   answers that cannot be the right ones
NoCourse           409   the gate would shut everybody out
BadRouting         422   a plan that cannot be: shares, holders
RoutingChanged     409   somebody else changed the plan meanwhile
"""

from armslength.kit.errors import Conflict, Invalid, NotFound


class NoSuchAssignment(NotFound):
    """Not an assignment of whoever asks."""

    code = "assignment.not_found"


class LeaseLost(Conflict):
    """The lease ended: it ran out, was given back, or was taken away."""

    code = "assignment.lease_lost"


class NoRoom(Conflict):
    """A late answer found no free place on its item."""

    code = "assignment.no_room"


class ItemWithdrawn(Conflict):
    """The item was cancelled while this person had it: nobody is asked about it any more."""

    code = "assignment.item_withdrawn"


class NotAsked(Conflict):
    """The item asks for nobody: it is full, retired or gold."""

    code = "assignment.not_asked"


class NoSuchFlag(NotFound):
    """Not a flag of this project."""

    code = "assignment.flag_not_found"


class FlagResolved(Conflict):
    """Somebody resolved it already."""

    code = "assignment.flag_resolved"


class NoSuchGold(NotFound):
    """Not a gold item of this project, or not an item at all."""

    code = "assignment.gold_not_found"


class NoSuchWorker(NotFound):
    """Not somebody who works in this project."""

    code = "assignment.worker_not_found"


class BadGold(Invalid):
    """These cannot be the right answers to the item."""

    code = "assignment.bad_gold"


class NoCourse(Conflict):
    """A closed gate needs a course that can be passed."""

    code = "assignment.no_course"


class BadRouting(Invalid):
    """This cannot be a routing plan."""

    code = "assignment.bad_routing"


class RoutingChanged(Conflict):
    """The plan is not the one that was looked at."""

    code = "assignment.routing_changed"


class NotPortioned(NotFound):
    """No vendor with a grant here, or none that is given work in portions."""

    code = "assignment.not_portioned"


class SkillNotFound(NotFound):
    """No such skill here."""

    code = "assignment.skill_not_found"


class BadSkill(Invalid):
    """A skill, or what asks for it, that cannot be kept."""

    code = "assignment.bad_skill"


class SkillInUse(Conflict):
    """Projects ask for the skill; it cannot be removed."""

    code = "assignment.skill_in_use"


class BadCare(Invalid):
    """Content warnings or a person's choice that cannot be kept."""

    code = "assignment.bad_care"
