"""What later rooms tell earlier ones: functions over views, handed down by the wiring."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from armslength.annotation.views import answers_by_firm
from armslength.ingest.views import room
from armslength.kit.db import Tx
from armslength.vendors.service import Seen, Work
from armslength.walls.views import items_shown


async def work_of(tx: Tx, projects: Sequence[UUID], since: datetime) -> Mapping[UUID, Work]:
    """Answers per firm since then, and answers still wanted, by project."""
    answers = await answers_by_firm(tx, projects, since)
    rooms = await room(tx, projects)
    return {project: Work(answers[project], rooms.get(project, (0, 0))[1]) for project in projects}


async def seen_by(tx: Tx, vendors: Sequence[UUID]) -> Mapping[UUID, Seen]:
    """Items shown to these firms together, of how many, by project."""
    shown = await items_shown(tx, vendors)
    rooms = await room(tx, list(shown))
    return {project: Seen(items, rooms.get(project, (items, 0))[0]) for project, items in shown.items()}
