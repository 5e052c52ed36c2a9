"""What revision refuses.

BadPlan              422   a step that leads nowhere, or a difference that no step explains; `field` is its path
StalePlan            409   another version of the label schema is in force than the plan begins at
NotCounted           409   the dry run is not done yet, or failed
MigrationNotFound    404   no such migration in this project
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
