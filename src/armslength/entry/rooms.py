"""Every room's routes: the one list of what the API offers."""

from collections.abc import Sequence
from typing import Any

from armslength.identity.routes import routes as identity
from armslength.ledger.routes import routes as ledger
from armslength.vendors.routes import routes as vendors
from armslength.walls.routes import routes as walls


def routes() -> Sequence[Any]:
    """Handlers in the order a label lives."""
    return [*identity, *vendors, *walls, *ledger]
