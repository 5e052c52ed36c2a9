"""What revision refuses.

BadPlan              422   a step that leads nowhere, or a difference that no step explains; `field` is its path
StalePlan            409   another version of the label schema is in force than the plan begins at
NotCounted           409   the dry run is not done yet, or failed
MigrationNotFound    404   no such migration in this project
AnswerNotFound       404   no such answer in this project, or none of one's own
AnswerMoved          409   another version stands by now; `details` has its id
NotRestorable        409   it stands already, nothing stands in its place, or the item is gold
NeedsMigration       409   it can be put back as it reads today, if that is wanted (`migrate`)
NotInHand            409   it is not with its author now: there is no draft to put a version into
OtherQuestions       409   it was given under another version of the label schema than the assignment has now
OtherForm            409   it was given on another form of the item than is shown now
AnswerUnfit          422   it does not fit the label schema in force; `field` is the question's path
"""

from armslength.kit.errors import Conflict, Invalid, NotFound


class BadPlan(Invalid):
    """A plan that cannot be carried out."""

    code = "revision.bad_plan"


class StalePlan(Conflict):
    """The label schema has moved on since."""

    code = "revision.stale"


class NotCounted(Conflict):
    """Nobody knows yet what it would change."""

    code = "revision.not_counted"


class MigrationNotFound(NotFound):
    """No such migration here."""

    code = "revision.migration_not_found"


class AnswerNotFound(NotFound):
    """No such answer here."""

    code = "revision.answer_not_found"


class AnswerMoved(Conflict):
    """Another version stands than the one that was looked at; `details` names it."""

    code = "revision.answer_moved"


class NotRestorable(Conflict):
    """Nothing can be put back here; the message says why."""

    code = "revision.not_restorable"


class NeedsMigration(Conflict):
    """It was given before the label schema changed its meaning: it can be put back as it reads today."""

    code = "revision.answer_needs_migration"


class NotInHand(Conflict):
    """Submitted, skipped or gone: nothing is being written."""

    code = "revision.not_in_hand"


class OtherQuestions(Conflict):
    """One's version is no answer to the questions that the assignment has now."""

    code = "revision.version_other_questions"


class OtherForm(Conflict):
    """One's version was given on another form of the item."""

    code = "revision.version_other_form"


class AnswerUnfit(Invalid):
    """It is no complete answer under the label schema in force; `field` is the first place, `details` has them all."""

    code = "revision.answer_unfit"
