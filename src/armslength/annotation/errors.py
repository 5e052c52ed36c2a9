"""What annotation refuses.

AnswersWrong       422   `field` is the path of the first problem, `details` has them all
DraftConflict      409   somebody (another tab) saved since; `details` is the server's copy
AlreadySubmitted   409   there is an annotation already, under another key
NotYours           409   the assignment is not in this person's hands any more
SchemaMoved        409   the answers were made under another version than the assignment's
"""

from armslength.kit.errors import Conflict, Invalid, NotFound


class AnswersWrong(Invalid):
    """Answers that do not fit the label schema, or are not complete."""

    code = "annotation.invalid"


class DraftConflict(Conflict):
    """A newer draft is stored."""

    code = "annotation.draft_conflict"


class AlreadySubmitted(Conflict):
    """Submitted before, under another key."""

    code = "annotation.already_submitted"


class NotYours(Conflict):
    """Skipped, or taken away."""

    code = "annotation.not_in_hand"


class SchemaMoved(Conflict):
    """Answers of another version of the label schema."""

    code = "annotation.schema_version"


class NoSuchAnnotation(NotFound):
    """Not an annotation of whoever asks."""

    code = "annotation.not_found"
