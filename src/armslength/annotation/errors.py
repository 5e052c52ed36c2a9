"""What can go wrong with what people say.

    AnnotationNotFound   404  annotation.not_found
    BadAnswers           422  annotation.bad_answers       `field` is the first problem's path, `details` has all
    DraftConflict        409  annotation.draft_conflict    saved from elsewhere since; `details` has that copy
    AlreadySubmitted     409  annotation.already_submitted
    SchemaChanged        409  annotation.schema_changed

A lease that is over is assignment's to refuse (assignment.lease_lost, assignment.no_room); the draft is kept.
"""

from armslength.kit.errors import Conflict, Invalid, NotFound


class AnnotationNotFound(NotFound):
    """No such annotation of this person here."""

    code = "annotation.not_found"


class BadAnswers(Invalid):
    """The answers do not fit the questions."""

    code = "annotation.bad_answers"


class DraftConflict(Conflict):
    """The draft was saved from elsewhere since this revision."""

    code = "annotation.draft_conflict"


class AlreadySubmitted(Conflict):
    """Submitted before, under another key; an annotation never changes."""

    code = "annotation.already_submitted"


class SchemaChanged(Conflict):
    """The answers were made under another version of the label schema than the assignment's."""

    code = "annotation.schema_changed"
