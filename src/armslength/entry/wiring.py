"""The only file that knows everyone: builds each room's service once, with what it needs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from armslength.annotation.service import AnnotationService
from armslength.assignment.service import AssignmentService
from armslength.assignment.settings import AssignmentSettings
from armslength.branches.service import BranchesService
from armslength.comments.service import CommentsService
from armslength.egress.service import EgressService
from armslength.egress.settings import EgressSettings
from armslength.entry.settings import ServerSettings
from armslength.entry.telling import canaries_of, labels_of, seen_by, spent_on, work_of
from armslength.figures.service import FiguresService
from armslength.identity.policy import permissions_of
from armslength.identity.service import IdentityService
from armslength.identity.settings import IdentitySettings
from armslength.identity.views import names
from armslength.ingest.service import IngestService
from armslength.ingest.settings import IngestSettings
from armslength.keys.service import FileProvider, KeyService
from armslength.keys.settings import KeysSettings
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Handler, Loop, Sweep, TenantSweep
from armslength.kit.outbox import Subscription
from armslength.kit.settings import load_settings
from armslength.ledger.service import LedgerService, Notary
from armslength.lists.service import ListsService
from armslength.notifications.service import NotificationsService
from armslength.notifications.settings import NotificationsSettings
from armslength.projects.service import ProjectsService
from armslength.projects.settings import ProjectsSettings
from armslength.release.service import ReleaseService
from armslength.renditions.service import RenditionsService
from armslength.review.service import ReviewService
from armslength.review.service.desk import Desk
from armslength.review.settings import ReviewSettings
from armslength.revision.service import RevisionService
from armslength.storage.service import Storage
from armslength.storage.settings import StorageSettings
from armslength.suggestion.service import SuggestionService
from armslength.tracing.service import TracingService
from armslength.tracing.settings import TracingSettings
from armslength.traits.service import TraitsService
from armslength.truth.service import TruthService
from armslength.truth.settings import TruthSettings
from armslength.vendors.service import VendorsService
from armslength.vendors.service.offers import Kinds
from armslength.walls.service import WallsService
from armslength.walls.service.exposures import Exposures
from armslength.walls.service.severances import Severances
from armslength.walls.settings import WallsSettings
from armslength.webhooks.service import WebhooksService
from armslength.webhooks.settings import WebhooksSettings


@dataclass(frozen=True, slots=True)
class Wiring:
    """Every service, by the name of its room."""

    db: Database
    ledger: LedgerService
    egress: EgressService
    identity: IdentityService
    vendors: VendorsService
    walls: WallsService
    severances: Severances
    exposures: Exposures
    projects: ProjectsService
    ingest: IngestService
    assignment: AssignmentService
    renditions: RenditionsService
    tracing: TracingService
    suggestion: SuggestionService
    annotation: AnnotationService
    review: ReviewService
    comments: CommentsService
    revision: RevisionService
    lists: ListsService
    truth: TruthService
    figures: FiguresService
    branches: BranchesService
    release: ReleaseService
    webhooks: WebhooksService
    notifications: NotificationsService
    traits: TraitsService

    @classmethod
    def service_names(cls) -> list[str]:
        """What a handler may ask for by parameter name."""
        return [field.name for field in fields(cls)]

    def handlers(self) -> dict[str, Handler]:
        """Who does which kind of job."""
        return {kind: handler for room in self._offering("handlers") for kind, handler in room.items()}

    def subscriptions(self) -> list[Subscription]:
        """Who hears what."""
        return [subscription for room in self._offering("subscriptions") for subscription in room]

    def sweeps(self) -> list[Sweep]:
        """What is done now and then."""
        return [sweep for room in self._offering("sweeps") for sweep in room]

    def tenant_sweeps(self) -> list[TenantSweep]:
        """What is done now and then where something happens."""
        return [sweep for room in self._offering("tenant_sweeps") for sweep in room]

    def loops(self) -> list[Loop]:
        """What is done by turns."""
        return [loop for room in self._offering("loops") for loop in room]

    def _offering(self, what: str) -> list[Any]:
        services = (getattr(self, name) for name in self.service_names())
        return [getattr(service, what)() for service in services if hasattr(service, what)]


@asynccontextmanager
async def open_wiring(
    settings: ServerSettings, environ: Mapping[str, str], clock: Clock | None = None
) -> AsyncIterator[Wiring]:
    """Connect, build, and disconnect in the end."""
    db = await Database.open(settings.database_url, size=settings.connections)
    try:
        yield _build(db, settings, environ, clock or Clock())
    finally:
        await db.close()


def _build(db: Database, settings: ServerSettings, environ: Mapping[str, str], clock: Clock) -> Wiring:
    keys = KeyService(
        FileProvider.open(settings.data / "keys", clock), clock, load_settings(KeysSettings, environ, "KEYS")
    )
    db.notary = Notary(keys)
    storage = Storage.open(load_settings(StorageSettings, environ, "STORAGE"), settings.data / "objects")
    vendors = VendorsService(db, clock, work=work_of, seen=seen_by, spent=spent_on)
    identity = IdentityService(
        db, clock, vendors, load_settings(IdentitySettings, environ, "IDENTITY"), settings.public_url
    )
    wall_settings = load_settings(WallsSettings, environ, "WALLS")
    walls = WallsService(db, keys, storage, clock, wall_settings)
    egress = EgressService(db, clock, load_settings(EgressSettings, environ, "EGRESS"), names)
    desk = Desk(walls)
    assignment = AssignmentService(
        db, walls, keys, clock, desk, load_settings(AssignmentSettings, environ, "ASSIGNMENT")
    )
    annotation = AnnotationService(db, walls, keys, assignment, desk, clock)
    truth = TruthService(db, walls, keys, clock, load_settings(TruthSettings, environ, "TRUTH"))
    review = ReviewService(
        db, walls, keys, assignment, annotation, desk, clock, load_settings(ReviewSettings, environ, "REVIEW")
    )
    projects = ProjectsService(
        db, keys, walls, vendors, clock, load_settings(ProjectsSettings, environ, "PROJECTS"), permissions_of,
        progress=truth.progress_of, gold=assignment.gold, routing=assignment.routing,
        parts={
            "care": assignment.care, "skills": assignment.skills, "review": review.auditing,
            "adjudication": review.disputes,
        },
    )  # fmt: skip
    release = ReleaseService(db, walls, keys, storage, clock)
    ingest = IngestService(
        db, keys, storage, walls, clock, load_settings(IngestSettings, environ, "INGEST"),
        also_count=(truth.work_counter,),
    )  # fmt: skip
    renditions = RenditionsService(db, walls, keys, assignment, projects.brands, clock)
    branches = BranchesService(db, walls, keys, projects, ingest, clock)
    projects.life.starting = branches.plans.before_starting

    async def before_opening(tx: Tx, project_id: UUID) -> None:
        await branches.plans.before_opening(tx, project_id)
        await projects.brands.before_opening(tx, project_id)

    async def before_offering(tx: Tx, project_id: UUID, vendor_id: UUID, skills: Sequence[str]) -> Kinds:
        await branches.plans.before_opening(tx, project_id)
        asked = await projects.brands.before_offering(tx, project_id, skills)
        await projects.naming.offered(tx, vendor_id, project_id, skills)
        if asked is None:
            return Kinds([], [])
        return Kinds(sorted({each.kind for each in asked.fields}), sorted({each.kind for each in asked.questions}))

    vendors.grants.opening = before_opening
    vendors.offers.offering, vendors.offers.agreed = before_offering, truth.scorecards.agreed
    exposures = Exposures(db, vendors, keys, clock, wall_settings)
    exposures.trust.labels, exposures.trust.canaries = labels_of, canaries_of
    return Wiring(
        db=db,
        ledger=LedgerService(db, names),
        egress=egress,
        identity=identity,
        vendors=vendors,
        walls=walls,
        severances=Severances(db, vendors, clock),
        exposures=exposures,
        projects=projects,
        ingest=ingest,
        assignment=assignment,
        renditions=renditions,
        tracing=TracingService(
            db, walls, keys, ingest, assignment, renditions, clock,
            load_settings(TracingSettings, environ, "TRACING"),
        ),
        suggestion=annotation.suggestions,
        annotation=annotation,
        review=review,
        comments=CommentsService(db, walls, keys, assignment.schemas, clock),
        revision=RevisionService(
            db, walls, keys, projects.versions, annotation, review, clock, releases=release.count_of,
            released=release.with_item,
        ),
        lists=ListsService(db, walls, keys, ingest, assignment, review, annotation.listing, clock),
        truth=truth,
        figures=FiguresService(db, clock),
        branches=branches,
        release=release,
        webhooks=WebhooksService(db, egress, keys, clock, load_settings(WebhooksSettings, environ, "WEBHOOKS")),
        notifications=NotificationsService(
            db, clock, load_settings(NotificationsSettings, environ, "NOTIFICATIONS")
        ),
        traits=TraitsService(db, keys, projects.brands, clock, truth.believing),
    )  # fmt: skip
