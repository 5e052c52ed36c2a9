"""What can go wrong with comments.

NoComments   404  comments.not_found     no such thread or answer, or not for whoever asks: nobody can tell which
NotNow       409  comments.not_now       it can be read, and nothing can be said there now
Full         409  comments.full          as many threads, or messages, as there may be
WrongPlace   422  comments.wrong_place   the item or the answer has no such place; the field is named
AnotherForm  422  comments.another_form  whoever asks reads the field in other words than the author
"""

from armslength.kit.errors import Conflict, Invalid, NotFound


class NoComments(NotFound):
    """No such thread or answer, or not one on which this person may read or write comments."""

    code = "comments.not_found"


class NotNow(Conflict):
    """Nothing can be said there now: no answer stands, or it is out of its author's hands."""

    code = "comments.not_now"


class Full(Conflict):
    """As many threads on an answer, or messages in a thread, as there may be."""

    code = "comments.full"


class WrongPlace(Invalid):
    """The item or the answer has no such place; `field` says which part of it is wrong."""

    code = "comments.wrong_place"


class AnotherForm(Invalid):
    """Whoever asks reads this field in other words than the author did; a comment on the whole field is possible."""

    code = "comments.another_form"
