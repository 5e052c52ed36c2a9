"""What renditions refuse.

CannotMask  422   a field that is unknown, or that nothing here can mask
BeingMade   409   the redactor is at work in this project
"""

from armslength.kit.errors import Conflict, Invalid


class CannotMask(Invalid):
    """A field that is not there, or that nothing here can mask."""

    code = "renditions.cannot_mask"


class BeingMade(Conflict):
    """The redactor is at work here already."""

    code = "renditions.being_made"
