"""The verbs of revision."""

from armslength.annotation.service import AnnotationService
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Handler
from armslength.projects.service.versions import Versions
from armslength.review.service import ReviewService
from armslength.revision.model import ReleasesOf, ReleasesWith
from armslength.revision.service.answers import AnswerHistory
from armslength.revision.service.migrations import COUNT, REOPEN, Migrations
from armslength.walls.service import WallsService

__all__ = ["RevisionService"]


class RevisionService:
    """What changes after it was said, without anything that was said being changed."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, versions: Versions, annotation: AnnotationService,
        review: ReviewService, clock: Clock, *, releases: ReleasesOf, released: ReleasesWith,
    ) -> None:  # fmt: skip
        self.migrations = Migrations(db, walls, keys, versions, review, clock, releases=releases)
        self.answers = AnswerHistory(db, walls, annotation, review, clock, released=released)

    def handlers(self) -> dict[str, Handler]:
        """Jobs of this room."""
        return {COUNT: self.migrations.count, REOPEN: self.migrations.ask_anew}
