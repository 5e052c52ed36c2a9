"""A plan of branches: checked, shown as the branches' people will read it, and put in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec

from armslength.branches import repository
from armslength.branches.errors import BadBranches, BranchesChanged, NotSplit, NotSplittable, WholeStays
from armslength.branches.model import Branch, BranchPlan
from armslength.branches.rules.planning import check_plan
from armslength.branches.schemas import BranchCoverage, Branches, BranchShown, PutBranches
from armslength.branches.service.assembling import Assembler, assembler, made
from armslength.branches.views import LOCK, hold
from armslength.identity.model import Actor
from armslength.ingest.service import IngestService
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import NIL
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.projects.errors import Incompatible
from armslength.projects.model import ProjectRow
from armslength.projects.schemas import NewProject
from armslength.projects.service import ProjectsService
from armslength.questions.model import LabelSchema
from armslength.questions.service import encode_schema, read_schema
from armslength.vendors import views as vendors
from armslength.walls import views as walls_views
from armslength.walls.service import WallsService

FILL: Final = "branches.fill"
_BATCH: Final = "items"


class Plans:
    """Each branch is a project: whoever works in it is let into that project and into nothing else."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, projects: ProjectsService, ingest: IngestService,
        clock: Clock,
    ) -> None:  # fmt: skip
        self.db, self.walls, self.keys, self.clock = db, walls, keys, clock
        self.projects, self.ingest = projects, ingest

    async def get(self, actor: Actor, project_id: UUID) -> Branches:
        """The plan in force; that its label schema was opened is recorded. Raises NotSplit."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._shown(tx, actor, project_id)

    async def put(self, actor: Actor, project_id: UUID, given: PutBranches) -> Branches:
        """Split the question so, or only show how. Raises BadBranches, BranchesChanged, NotSplittable."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock(LOCK, project_id)
            whole = await projects.project(tx, project_id)
            before = await repository.plan(tx, project_id)
            if given.version != (before["version"] if before else 0):
                raise BranchesChanged(
                    "The branches were changed meanwhile. Look at them as they are now.", field="version"
                )
            there = await repository.projects_of(tx, project_id)
            await self._check_whole(tx, whole, split=before is not None)
            raw = await self.walls.open_schema(tx, actor, project_id, whole.schema_version, purpose="configure")
            schema = read_schema(raw)
            made_ = await self._checked(tx, project_id, schema, given.branches, there)
            if given.dry_run:
                return _tried(given.version, made_)
            await self._apply(tx, actor, whole, given, made_, there)
            return await self._shown(tx, actor, project_id)

    async def _check_whole(self, tx: Tx, whole: ProjectRow, *, split: bool) -> None:
        if whole.schema_version == 0:
            raise NotSplittable("Give the project a label schema before it is split.")
        if split:
            return
        if await repository.is_branch(tx, whole.id):
            raise NotSplittable("This project is itself a branch.")
        if whole.state != "draft":
            raise NotSplittable("Only a project that was never started can be split: nobody may know the whole.")
        if any(state != "severed" for state in (await vendors.grant_states(tx, whole.id)).values()):
            raise NotSplittable("A vendor is let into this project, and would read the whole of it.")

    async def _checked(
        self, tx: Tx, project_id: UUID, schema: LabelSchema, plan: Sequence[BranchPlan], there: Mapping[str, UUID]
    ) -> list[Branch]:
        check_plan(schema, plan)
        for gone in there.keys() - {each.name for each in plan}:
            raise BadBranches(f"The branch '{gone}' is a project already; it cannot go.", field="branches")
        sealer = await self.keys.sealer(tx, project_id)
        return [made(schema, each, index, there.get(each.name, NIL), sealer) for index, each in enumerate(plan)]

    async def _apply(
        self, tx: Tx, actor: Actor, whole: ProjectRow, given: PutBranches, branches: Sequence[Branch],
        there: Mapping[str, UUID],
    ) -> None:  # fmt: skip
        now, ids = self.clock.now(), []
        for index, branch in enumerate(branches):
            if branch.plan.name in there:
                await self._change(tx, actor, branch, index)
                ids.append(branch.project_id)
            else:
                ids.append(await self._begin(tx, actor, whole, branch))
        version = given.version + 1
        sealer = await self.keys.sealer(tx, whole.id)
        plain = msgspec.json.encode(given.branches)
        sealed = sealer.seal(plain, kind="branches", object_id=str(whole.id), version=version)
        await repository.add_plan(tx, whole.id, version, whole.schema_version, sealed, actor.person_id, now)
        await record(
            tx, actor.person_id, "branches.split", f"project:{whole.id}", at=now, project_id=whole.id,
            detail={"version": version, "schema_version": whole.schema_version, "branches": [str(id) for id in ids]},
        )  # fmt: skip
        await jobs.enqueue(tx, FILL, {}, at=now, project_id=whole.id, created_by=actor.person_id)

    async def _begin(self, tx: Tx, actor: Actor, whole: ProjectRow, branch: Branch) -> UUID:
        """A project of the branch's own, as the whole is, but for what is asked."""
        project_id = await self.projects.life.make(tx, actor, NewProject(
            name=branch.plan.title, schema=_raw(branch.schema), guideline=branch.plan.guideline or None,
            overlap=whole.overlap, overlap_max=whole.overlap_max, overlap_risk=whole.overlap_risk,
            overlap_last=whole.overlap_last, overlap_tolerance=whole.overlap_tolerance,
            review_share=whole.review_share, lease_seconds=whole.lease_seconds, person_cap=whole.person_cap,
            exclusivity=whole.exclusivity, restricted=whole.restricted,
        ))  # fmt: skip
        batch_id = await self.ingest.batches.ensure(tx, project_id, _BATCH, 0)
        await repository.add_branch(tx, whole.id, project_id, branch.plan.name, batch_id, self.clock.now())
        return project_id

    async def _change(self, tx: Tx, actor: Actor, branch: Branch, index: int) -> None:
        """What is given out stays as it is; from the next lease on people are asked the new version."""
        await self.projects.life.change(tx, actor, branch.project_id, {"name": branch.plan.title})
        try:
            await self.projects.versions.add_schema(tx, actor, branch.project_id, _raw(branch.schema), "")
        except Incompatible as error:
            raise BadBranches(error.message, field=f"branches[{index}].questions") from error
        if branch.plan.guideline:
            await self.projects.versions.add_guideline(tx, actor, branch.project_id, branch.plan.guideline, "")

    async def _shown(self, tx: Tx, actor: Actor, project_id: UUID) -> Branches:
        found = await assembler(tx, self.walls, self.keys, project_id)
        if found is None:
            raise NotSplit("The question of this project is not split.")
        whole = await projects.project(tx, project_id)
        await self.walls.open_schema(tx, actor, project_id, found.schema_version, purpose="configure")
        rows = {row["name"]: row for row in await repository.branches(tx, project_id)}
        names = await projects.projects(tx, [branch.project_id for branch in found.branches])
        shown = [
            BranchShown(
                plan=branch.plan, project=Named(branch.project_id, names[branch.project_id].name), schema=branch.schema,
                options=_options(branch), items=rows[branch.plan.name]["items"], done=rows[branch.plan.name]["done"],
            )
            for branch in found.branches
        ]  # fmt: skip
        return Branches(
            version=found.version, stale=whole.schema_version != found.schema_version,
            options=sum(each.options for each in shown), branches=shown, coverage=await self._coverage(tx, found),
        )  # fmt: skip

    async def _coverage(self, tx: Tx, found: Assembler) -> list[BranchCoverage]:
        """Who has been shown how much of the taxonomy, the most first."""
        names = await vendors.names(tx)
        known = await walls_views.schema_known(tx, [each.project_id for each in found.branches], list(names))
        told = []
        for vendor_id, name in names.items():
            seen = [branch for branch in found.branches if (branch.project_id, vendor_id) in known]
            if seen:
                told.append(BranchCoverage(
                    Named(vendor_id, name), [branch.plan.name for branch in seen], sum(map(_options, seen))
                ))  # fmt: skip
        return sorted(told, key=lambda each: (-each.options, each.vendor.name))

    # What earlier rooms ask

    async def before_starting(self, tx: Tx, project_id: UUID) -> None:
        """Before a project starts. Raises WholeStays."""
        await self._refuse_whole(tx, project_id, "Work goes on in its branches: start those.")

    async def before_opening(self, tx: Tx, project_id: UUID) -> None:
        """Before a vendor is let in. Raises WholeStays."""
        await self._refuse_whole(tx, project_id, "Let vendors into its branches: here they would read the whole.")

    async def _refuse_whole(self, tx: Tx, project_id: UUID, hint: str) -> None:
        if await hold(tx, project_id):
            raise WholeStays(f"The question of this project is split. {hint}")


def _tried(version: int, branches: Sequence[Branch]) -> Branches:
    shown = [
        BranchShown(plan=each.plan, project=None, schema=each.schema, options=_options(each), items=0, done=0)
        for each in branches
    ]
    return Branches(
        version=version, stale=False, options=sum(each.options for each in shown), branches=shown, coverage=[]
    )


def _options(branch: Branch) -> int:
    """Of how many options that are split it asks; none of these is none of them."""
    return sum(option is not None for meant in branch.options.values() for option in meant.values())


def _raw(schema: LabelSchema) -> dict[str, object]:
    raw: dict[str, object] = msgspec.json.decode(encode_schema(schema))
    return raw
