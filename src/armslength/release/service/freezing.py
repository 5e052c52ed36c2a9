"""The first step of a release: what stands is written down, as of one moment, in the background."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import msgspec

from armslength.branches import views as branches
from armslength.kit.apart import unless_stopped
from armslength.kit.db import Tx
from armslength.kit.jobs import JobContext
from armslength.ledger.service import record as ledger
from armslength.projects import views as projects
from armslength.questions import service as questions
from armslength.questions.model import LabelSchema
from armslength.release import repository
from armslength.release.errors import BadRecipe
from armslength.release.model import Recipe
from armslength.release.repository import Narrowed
from armslength.release.rules.freezing import check_recipe
from armslength.release.service.choosing import narrowed
from armslength.walls.service import WallsService


async def schema_of(tx: Tx, walls: WallsService, project_id: UUID, version: int) -> LabelSchema | None:
    """A version of the project's label schema; None before the first, 0."""
    return questions.read_schema(await walls.reader(tx, project_id).schema(version)) if version else None


async def checked(tx: Tx, walls: WallsService, project_id: UUID, recipe: Recipe, *, split: bool) -> Narrowed:
    """What of the project the recipe freezes. Raises BadRecipe or Invalid, naming the field, where it cannot be
    followed in a project as it is now."""
    schema = await schema_of(tx, walls, project_id, (await projects.project(tx, project_id)).schema_version)
    check_recipe(recipe, schema)
    only = await narrowed(tx, project_id, recipe, schema, split=split)
    if recipe.batch_ids and await repository.unknown_batches(tx, project_id, recipe.batch_ids):
        raise BadRecipe("There is no such batch in this project.", field="recipe.batch_ids")
    if split and recipe.truth == "inferred":
        raise BadRecipe("A question that is split is put together by vote.", field="recipe.truth")
    return only


async def freeze(context: JobContext, release: asyncpg.Record, walls: WallsService, project_id: UUID) -> None:
    """Write down which answers stand. It commits whole, with the moment, or leaves nothing: a release that has its
    snapshot keeps it, however often its job begins anew. Raises BadRecipe or Invalid where the project has changed
    since the order so that the recipe cannot be followed any more."""
    await unless_stopped(context, _write(context, release, walls, project_id))


async def _write(context: JobContext, release: asyncpg.Record, walls: WallsService, project_id: UUID) -> None:
    recipe, release_id = msgspec.convert(release["recipe"], Recipe), release["id"]
    async with context.db.tenant(context.job.tenant_id) as tx:
        split = await branches.hold(tx, project_id)
        only = await checked(tx, walls, project_id, recipe, split=split)
        now = context.clock.now()  # after what was waited for: what was decided until then is in
        answers = await repository.freeze(tx, release_id, project_id, recipe, only, at=now)
        await ledger(
            tx, release["created_by"], "release.frozen", f"release:{release_id}", at=now, project_id=project_id,
            detail={"answers": answers},
        )  # fmt: skip
        await context.tick(tx=tx)
