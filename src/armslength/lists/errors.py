"""What lists refuses.

ViewNotFound     404   no such view here, or another person's own
NotYours         403   a shared view is changed by whose it is, or by who configures the project; an unreadable list
MayNotReview     403   accepting and sending back takes work.review
MayNotReadAnswers 403  choosing by answers takes answers.read
BulkActNotFound  404
NotReady         409   it is still being written down what an act is done to
BulkActOver      409   given up, or done
NoLongerAllowed  409   whoever asked for an act lost the right to it before it was done
NameTaken        409   one already has a view of this name
TooManyViews     409
"""

from armslength.kit.errors import Conflict, Forbidden, NotFound


class ViewNotFound(NotFound):
    """No such view."""

    code = "lists.view_not_found"


class NotYours(Forbidden):
    """Sharing a view, or changing what others share, takes project.configure; who asked for a bulk act starts it."""

    code = "lists.not_yours"


class NameTaken(Conflict):
    """The name of a view is its person's handle on it."""

    code = "lists.name_taken"


class TooManyViews(Conflict):
    """So many that nobody finds one."""

    code = "lists.too_many_views"


class MayNotReview(Forbidden):
    """Accepting and sending back are a reviewer's."""

    code = "lists.may_not_review"


class MayNotReadAnswers(Forbidden):
    """What is chosen by its answers is counted by them: that takes answers.read."""

    code = "lists.may_not_read_answers"


class BulkActNotFound(NotFound):
    """No such act in this project."""

    code = "lists.bulk_act_not_found"


class NotReady(Conflict):
    """It is still being written down what the act is done to."""

    code = "lists.not_ready"


class BulkActOver(Conflict):
    """The act was given up, or is not in the state that this needs."""

    code = "lists.bulk_act_over"


class NoLongerAllowed(Conflict):
    """Whoever asked for the act lost the right to it before it was done."""

    code = "lists.no_longer_allowed"
