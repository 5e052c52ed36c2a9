"""What branches refuses.

BadBranches       422   a plan that leaves something out, asks it twice, or that its people could not answer; `field`
BranchesChanged   409   somebody changed the plan meanwhile
NotSplit          404   the project's question is not split
NotSplittable     409   people work in the project already, vendors are let in, or it is itself a branch
WholeStays        409   nobody works in the whole: it does not start, and no vendor is let in
NotComplete       409   not every branch has its answers yet
"""

from armslength.kit.errors import Conflict, Invalid, NotFound


class BadBranches(Invalid):
    """A plan that cannot be."""

    code = "branches.invalid"


class BranchesChanged(Conflict):
    """Not the plan that was looked at."""

    code = "branches.changed"


class NotSplit(NotFound):
    """There is no plan."""

    code = "branches.not_split"


class NotSplittable(Conflict):
    """The whole must be nobody's work yet."""

    code = "branches.not_splittable"


class WholeStays(Conflict):
    """The whole is for nobody to work in."""

    code = "branches.whole_stays"


class NotComplete(Conflict):
    """Answers are still to come."""

    code = "branches.not_complete"
