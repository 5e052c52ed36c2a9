"""What lists refuses.

ViewNotFound     404   no such view here, or another person's own
NotYours         403   a shared view is changed by whose it is, or by who configures the project
NameTaken        409   one already has a view of this name
TooManyViews     409
"""

from armslength.kit.errors import Conflict, Forbidden, NotFound


class ViewNotFound(NotFound):
    """No such view."""

    code = "lists.view_not_found"


class NotYours(Forbidden):
    """Sharing, and changing what others share, takes the right to configure the project."""

    code = "lists.not_yours"


class NameTaken(Conflict):
    """The name of a view is its person's handle on it."""

    code = "lists.name_taken"


class TooManyViews(Conflict):
    """So many that nobody finds one."""

    code = "lists.too_many_views"
