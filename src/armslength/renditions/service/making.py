"""The redactor as a job: items in the order of the queue, some at a time, each chunk with its checkpoint."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import JobContext
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.projects.service.brands import Brands
from armslength.questions.model import LabelSchema
from armslength.renditions import repository
from armslength.renditions.errors import BeingMade, CannotMask
from armslength.renditions.model import Formed
from armslength.renditions.rules.masking import Redactor, redact
from armslength.renditions.schemas import MakeRenditions, Making
from armslength.renditions.service.taking import Taking, one_at_a_time, seal
from armslength.walls.service import WallsService

MAKE = "renditions.make"
_AT_ONCE = 200


class Maker:
    """Makes redacted renditions here, on our own machine, of everything that is asked about."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, brands: Brands, taking: Taking, clock: Clock
    ) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.brands = brands
        self.taking = taking
        self.clock = clock

    async def start(self, actor: Actor, project_id: UUID, given: MakeRenditions) -> Making:
        """The job. Raises BeingMade; CannotMask for a field that is unknown, or pictures that nobody said to keep."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            version = (await projects.project(tx, project_id)).schema_version
            _check(await self.taking.assignment.schemas.get(tx, project_id, version), given)
            await tx.lock(*one_at_a_time(project_id))
            ran = await repository.making(tx, project_id, MAKE)
            if ran and ran["state"] not in jobs.ENDED:
                raise BeingMade("They are being made already; ask again when that is over.")
            payload = {"fields": dict(given.fields), "brand_words": given.brand_words}
            job_id = await jobs.enqueue(
                tx, MAKE, payload, at=now, project_id=project_id, created_by=actor.person_id,
                total=await repository.to_make(tx, project_id),
            )  # fmt: skip
            await record(
                tx, actor.person_id, "renditions.making", f"project:{project_id}", at=now, project_id=project_id,
                detail=payload,
            )  # fmt: skip
        return Making(job_id)

    async def run(self, context: JobContext) -> None:
        """What was brought in stays; what was made or planted before is made anew where it comes out otherwise."""
        job = context.job
        assert job.project_id is not None  # as `start` says
        assert job.created_by is not None
        after, done = int(job.checkpoint.get("ord", -1)), int(job.checkpoint.get("done", 0))
        while True:
            async with self.db.tenant(job.tenant_id) as tx:
                await tx.lock(*one_at_a_time(job.project_id))
                rows = await repository.items_after(tx, job.project_id, after, _AT_ONCE)
                if not rows:
                    return
                formed = await self._formed(tx, context, [row["id"] for row in rows])
                await self.taking.put(tx, job.project_id, "redacted", "made", formed, job.created_by, self.clock.now())
                after, done = rows[-1]["ord"], done + len(rows)
                await context.tick(tx=tx, done=done, checkpoint={"ord": after, "done": done})
            await context.tick()

    async def _formed(self, tx: Tx, context: JobContext, item_ids: Sequence[UUID]) -> list[Formed]:
        """Those that come out otherwise than what stands; masked in a thread."""
        project_id, told = context.job.project_id, context.job.payload
        assert project_id is not None
        await repository.share(tx, project_id)
        stands = await repository.latest(tx, item_ids, "redacted")
        wanted = [id for id in item_ids if id not in stands or stands[id]["source"] != "imported"]
        opened = await self.walls.reader(tx, project_id).items(wanted)
        sealer = await self.keys.sealer(tx, project_id)
        redactor = Redactor(await self.brands.search(tx)) if told["brand_words"] else Redactor()
        blanked, kept = ({name for name, how in told["fields"].items() if how == this} for this in ("blank", "keep"))

        def make() -> list[Formed]:
            made = ((id, redact(item.content, blanked, kept, redactor)) for id, item in opened.items())
            return [seal(sealer, "redacted", id, content, found) for id, (content, found) in made]

        made = await asyncio.to_thread(make)
        return [each for each in made if each.item_id not in stands or stands[each.item_id]["digest"] != each.digest]


def _check(schema: LabelSchema, given: MakeRenditions) -> None:
    for name, how in given.fields.items():
        field = schema.field(name)
        if field is None:
            raise CannotMask("There is no such field.", field=f"fields.{name}")
        if field.kind == "image" and how != "keep":
            raise CannotMask(
                "Nothing is masked in pictures here: keep them, or bring in others.", field=f"fields.{name}"
            )
    for field in schema.fields:
        if field.kind == "image" and field.name not in given.fields:
            hint = "Nothing is masked in pictures here: say that they are kept as they are, or bring renditions in."
            raise CannotMask(hint, field=f"fields.{field.name}")
