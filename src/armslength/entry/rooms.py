"""Every room's routes: the one list of what the API offers."""

from collections.abc import Sequence
from typing import Any

from armslength.annotation.routes import routes as annotation
from armslength.assignment.routes import routes as assignment
from armslength.branches.routes import routes as branches
from armslength.comments.routes import routes as comments
from armslength.egress.routes import routes as egress
from armslength.figures.routes import routes as figures
from armslength.identity.routes import routes as identity
from armslength.ingest.routes import routes as ingest
from armslength.ledger.routes import routes as ledger
from armslength.lists.routes import routes as lists
from armslength.notifications.routes import routes as notifications
from armslength.projects.routes import routes as projects
from armslength.release.routes import routes as release
from armslength.renditions.routes import routes as renditions
from armslength.review.routes import routes as review
from armslength.revision.routes import routes as revision
from armslength.suggestion.routes import routes as suggestion
from armslength.tracing.routes import routes as tracing
from armslength.traits.routes import routes as traits
from armslength.truth.routes import routes as truth
from armslength.vendors.routes import routes as vendors
from armslength.walls.routes import routes as walls
from armslength.webhooks.routes import routes as webhooks


def routes() -> Sequence[Any]:
    """Handlers in the order a label lives."""
    return [
        *identity, *vendors, *walls, *projects, *ingest, *assignment, *renditions, *tracing, *suggestion, *annotation,
        *review, *comments, *revision, *lists, *truth, *figures, *branches, *release, *ledger, *egress, *webhooks,
        *notifications, *traits,
    ]  # fmt: skip
