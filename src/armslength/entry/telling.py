"""What later rooms tell earlier ones: functions over views, handed down by the wiring."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from armslength.annotation.views import answers_by_firm
from armslength.ingest.views import room
from armslength.kit.db import Tx
from armslength.tracing import views as tracing
from armslength.truth import views as truth
from armslength.vendors.service import Seen, Work
from armslength.walls.schemas.trust import VendorCanaries
from armslength.walls.service.trust import Labels
from armslength.walls.views import items_shown


async def work_of(tx: Tx, projects: Sequence[UUID], since: datetime) -> Mapping[UUID, Work]:
    """Answers per firm since then, and answers still wanted, by project."""
    answers = await answers_by_firm(tx, projects, since)
    rooms = await room(tx, projects)
    return {project: Work(answers[project], rooms.get(project, (0, 0))[1]) for project in projects}


async def spent_on(tx: Tx, project_id: UUID | None) -> Mapping[str, Mapping[UUID, int]]:
    """What the answers of each firm come to at its price, in millionths by currency; where no price is set, nothing."""
    prices = await truth.prices(tx, project_id)
    answers = await answers_by_firm(tx, list({row["project_id"] for row in prices}), datetime.min.replace(tzinfo=UTC))
    spent: dict[str, Counter[UUID]] = defaultdict(Counter)
    for row in prices:
        firm = row["organization_id"]
        spent[row["currency"]][firm] += answers[row["project_id"]].get(firm, 0) * row["micros"]
    return spent


async def seen_by(tx: Tx, vendors: Sequence[UUID]) -> Mapping[UUID, Seen]:
    """Items shown to these firms together, of how many, by project."""
    shown = await items_shown(tx, vendors)
    rooms = await room(tx, list(shown))
    return {project: Seen(items, rooms.get(project, (items, 0))[0]) for project, items in shown.items()}


async def labels_of(tx: Tx, project_id: UUID) -> Mapping[UUID, Labels]:
    """Answers of a project that count, by firm."""
    rows = await truth.labels(tx, project_id)
    return {row["organization_id"]: Labels(row["labels"], row["alone"]) for row in rows}


async def canaries_of(tx: Tx, project_id: UUID) -> Mapping[UUID, VendorCanaries]:
    """Canaries of a project, by vendor."""
    rows = await tracing.planted(tx, project_id)
    return {row["vendor_id"]: VendorCanaries(row["planted"], row["live"], row["tripped"]) for row in rows}
