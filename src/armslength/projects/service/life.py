"""A project's life: made, changed, started, paused, archived."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from armslength.identity.model import Actor, Role
from armslength.keys.service import KeyService
from armslength.kit import outbox
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.paging import MAX_LIMIT, Page, decode_cursor, encode_cursor
from armslength.ledger.service import record
from armslength.projects import repository, views
from armslength.projects.errors import BadBrief, BadOverlap, PresetNotFound, ProjectNotFound, SlugTaken, WrongState
from armslength.projects.events import OVERLAP_CHANGED, STATE_CHANGED
from armslength.projects.model import MOVES, PermissionsOf, Progress, ProgressOf, ProjectRow, State
from armslength.projects.rules.names import free_slug, moment_for, slug_for, slug_of
from armslength.projects.rules.presets import presets
from armslength.projects.schemas import NewProject, Preset, Project, ProjectChanges
from armslength.projects.service.brands import told
from armslength.projects.service.naming import name_texts
from armslength.projects.service.versions import Versions
from armslength.projects.settings import ProjectsSettings
from armslength.vendors.service.judging import Judging
from armslength.walls.service.people import raise_wall

_SEED_BYTES = 32
_OF_VENDORS = frozenset({"exclusivity", "restricted"})
_OVERLAP = frozenset({"overlap", "overlap_max", "overlap_risk", "overlap_last", "overlap_tolerance"})


Starting = Callable[[Tx, UUID], Awaitable[None]]


class Life:
    """Projects themselves. `starting`: what a later room asks before a project starts; set by the wiring."""

    def __init__(
        self, db: Database, keys: KeyService, versions: Versions, clock: Clock, settings: ProjectsSettings,
        permissions_of: PermissionsOf, progress: ProgressOf | None, random_bytes: Callable[[int], bytes],
        judging: Judging,
    ) -> None:  # fmt: skip
        self.judging = judging
        self.db = db
        self.keys = keys
        self.versions = versions
        self.clock = clock
        self.settings = settings
        self.permissions_of = permissions_of
        self.progress = progress
        self.random_bytes = random_bytes
        self.starting: Starting | None = None

    async def page(self, actor: Actor, *, cursor: str | None, limit: int) -> Page[Project]:
        """Projects the actor has a role in, newest first. A vendor's people get theirs on one page: a cursor would be
        an id that two firms have in common."""
        if actor.side == "vendor":
            cursor, limit = None, MAX_LIMIT
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.page(
                tx, actor.person_id, actor.organization_id, actor.side, actor.role, before, limit + 1, self.clock.now()
            )
            shown = rows[:limit]
            told = await self._progress(tx, actor, [(row["id"], row["my_role"]) for row in shown])
            names = [text for row in shown for text in name_texts(row["id"], row["name"], row["description"])]
            await self.versions.naming.shown(tx, actor, names)
        items = [self._present(actor, views.row_of(row), row["my_role"], told.get(row["id"])) for row in shown]
        again = len(rows) > limit and actor.side == "customer"
        more = encode_cursor(shown[-1]["created_at"], shown[-1]["id"]) if again else None
        return Page(items, more)

    async def get(self, actor: Actor, project_id: UUID) -> Project:
        """One project, seen with the actor's role in it."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self.shown(tx, actor, project_id, actor.project_role)

    async def shown(self, tx: Tx, actor: Actor, project_id: UUID, role: Role | None) -> Project:
        """The project as somebody with that role sees it."""
        row = await views.project(tx, project_id)
        await self.versions.naming.shown(tx, actor, name_texts(project_id, row.name, row.description))
        told = await self._progress(tx, actor, [(project_id, role)])
        return self._present(actor, row, role, told.get(project_id))

    async def create(self, actor: Actor, wanted: NewProject) -> Project:
        """Make a project with its own key; schema and guideline come with it, or from the preset."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            project_id = await self.make(tx, actor, wanted)
            return await self.shown(tx, actor, project_id, actor.role)

    async def make(self, tx: Tx, actor: Actor, wanted: NewProject) -> UUID:
        """Make the project in this transaction. Raises SlugTaken, PresetNotFound, BadSchema."""
        preset = preset_of(wanted.preset)
        schema, guideline = wanted.schema, wanted.guideline
        if preset is not None:
            schema = schema if schema is not None else msgspec.to_builtins(preset.schema)
            guideline = guideline if guideline is not None else preset.guideline
        await tx.lock("projects.slug", actor.tenant_id)
        row = self._new_row(wanted, preset, await self._slug(tx, wanted))
        await repository.insert(tx, row, actor.person_id)
        await self.keys.create_project_key(tx, row.id)
        if schema is not None:
            await self.versions.add_schema(tx, actor, row.id, schema, "")
        if guideline:
            await self.versions.add_guideline(tx, actor, row.id, guideline, "")
        await record(
            tx, actor.person_id, "projects.created", f"project:{row.id}", at=row.created_at, project_id=row.id,
            detail={"preset": row.preset, "overlap": row.overlap, "review_share": row.review_share},
        )  # fmt: skip
        return row.id

    async def update(self, actor: Actor, project_id: UUID, changes: ProjectChanges) -> Project:
        """Change what is said, keep the rest."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.change(tx, actor, project_id, said(changes))
            return await self.shown(tx, actor, project_id, actor.project_role)

    async def change(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Set those columns that differ, write it down, and tell a new overlap to whoever counts answers.

        What a project asks of vendors is followed by its grants in the same transaction. Raises NamesTheCustomer.
        """
        if not _OF_VENDORS.isdisjoint(wanted):
            await self.judging.changing(tx)
        before = await held(tx, project_id)
        tidy = {**wanted, "name": _clean(wanted["name"])} if "name" in wanted else wanted
        changes = {name: value for name, value in tidy.items() if getattr(before, name) != value}
        if not changes:
            return
        _check_overlap(changes.get("overlap", before.overlap), changes.get("overlap_max", before.overlap_max))
        now = self.clock.now()
        await self.versions.brands.before_saying(tx, actor, project_id, told(**changes))
        await repository.update(tx, project_id, changes, now)
        detail = {name: value for name, value in changes.items() if name not in ("name", "description")}
        await record(
            tx, actor.person_id, "projects.changed", f"project:{project_id}", at=now, project_id=project_id,
            detail={"changed": sorted(changes), **detail},
        )  # fmt: skip
        if not _OF_VENDORS.isdisjoint(changes):
            await self.judging.judge(tx)
        if before.exclusivity == "none" and "exclusivity" in changes:
            await raise_wall(tx, project_id)
        if not _OVERLAP.isdisjoint(changes):
            to = changes.get("overlap", before.overlap)
            payload = {"project_id": str(project_id), "from": before.overlap, "to": to}
            await outbox.emit(tx, OVERLAP_CHANGED, payload, at=now)

    async def set_state(self, actor: Actor, project_id: UUID, state: State) -> Project:
        """Start, pause, archive. Raises WrongState, e.g. for a start without a label schema."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            before = await held(tx, project_id)
            if before.state != state:
                _check_move(before, state)
                if state == "active" and self.starting:
                    await self.starting(tx, project_id)
                now = self.clock.now()
                await repository.update(tx, project_id, {"state": state}, now)
                detail = {"from": before.state, "to": state}
                await record(
                    tx, actor.person_id, "projects.state_changed", f"project:{project_id}", at=now,
                    project_id=project_id, detail=detail,
                )  # fmt: skip
                await outbox.emit(
                    tx, STATE_CHANGED, {"project_id": str(project_id), "by": str(actor.person_id), **detail}, at=now
                )
            return await self.shown(tx, actor, project_id, actor.project_role)

    def _new_row(self, wanted: NewProject, preset: Preset | None, slug: str) -> ProjectRow:
        base = preset or self.settings
        overlap = base.overlap if wanted.overlap is None else wanted.overlap
        _check_overlap(overlap, wanted.overlap_max)
        return ProjectRow(
            id=new_id(), slug=slug, name=_clean(wanted.name), description=wanted.description, state="draft",
            preset=preset.id if preset else None,
            overlap=overlap, overlap_max=wanted.overlap_max,
            overlap_risk=self.settings.overlap_risk if wanted.overlap_risk is None else wanted.overlap_risk,
            overlap_last=wanted.overlap_last,
            overlap_tolerance=wanted.overlap_tolerance or self.settings.overlap_tolerance,
            review_share=base.review_share if wanted.review_share is None else wanted.review_share,
            lease_seconds=wanted.lease_seconds or self.settings.lease_seconds, person_cap=wanted.person_cap,
            exclusivity=wanted.exclusivity, restricted=wanted.restricted,
            seed=self.random_bytes(_SEED_BYTES), schema_version=0, guideline_version=0, created_at=self.clock.now(),
        )  # fmt: skip

    async def _slug(self, tx: Tx, wanted: NewProject) -> str:
        slug = wanted.slug or slug_of(wanted.name)
        taken = await repository.slugs_like(tx, slug if wanted.slug else slug[:70])
        if wanted.slug and slug in taken:
            raise SlugTaken(f"You have a project called '{slug}' already.", field="slug")
        return free_slug(slug, taken)

    async def _progress(self, tx: Tx, actor: Actor, seen: list[tuple[UUID, Role | None]]) -> dict[UUID, Progress]:
        """Of the projects whose whole progress the actor may see: a vendor's people see only their own work."""
        if self.progress is None or actor.side == "vendor":
            return {}
        wanted = [project for project, role in seen if role and "progress.read" in self._carried(actor, role)]
        return await self.progress(tx, wanted) if wanted else {}

    def _carried(self, actor: Actor, role: Role) -> frozenset[str]:
        carried = self.permissions_of(actor.side, role)
        return carried if actor.api_key_id is None else carried & actor.permissions

    def _present(self, actor: Actor, row: ProjectRow, role: Role | None, progress: Progress | None) -> Project:
        ours = actor.side == "customer"
        return Project(
            id=row.id, slug=row.slug if ours else slug_for(dict(actor.codes).get(row.id, row.id)), name=row.name,
            description=row.description, state=row.state, preset=row.preset,
            overlap=row.overlap, overlap_max=row.overlap_max if ours else msgspec.UNSET,
            overlap_risk=row.overlap_risk if ours else msgspec.UNSET,
            overlap_last=row.overlap_last if ours else msgspec.UNSET,
            overlap_tolerance=row.overlap_tolerance if ours else msgspec.UNSET,
            review_share=row.review_share, lease_seconds=row.lease_seconds,
            person_cap=row.person_cap, exclusivity=row.exclusivity if ours else msgspec.UNSET,
            restricted=row.restricted if ours else msgspec.UNSET, schema_version=row.schema_version,
            guideline_version=row.guideline_version,
            created_at=moment_for(actor.side, row.created_at),
            permissions=sorted(self._carried(actor, role)) if role else [], my_role=role,
            progress=progress or msgspec.UNSET,
        )  # fmt: skip


def _check_overlap(least: int, most: int | None) -> None:
    if most is not None and most <= least:
        raise BadOverlap(
            f"Everything is asked of {least} people; the most must be more than that, or none.", field="overlap_max"
        )


async def held(tx: Tx, project_id: UUID) -> ProjectRow:
    """The project, locked until the transaction ends; raises ProjectNotFound."""
    row = await repository.hold(tx, project_id)
    if row is None:
        raise ProjectNotFound("There is no such project.")
    return row


def said(changes: msgspec.Struct) -> dict[str, Any]:
    """The fields of a struct that were given."""
    given = {name: getattr(changes, name) for name in changes.__struct_fields__}
    return {name: value for name, value in given.items() if value is not msgspec.UNSET}


def preset_of(name: str | None) -> Preset | None:
    """The preset of that id; raises PresetNotFound."""
    if name is None:
        return None
    found = presets().get(name)
    if found is None:
        raise PresetNotFound(f"There is no preset '{name}'. There are: {', '.join(presets())}.", field="preset")
    return found


def _clean(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise BadBrief("Give a name.", field="name")
    return tidy


def _check_move(before: ProjectRow, state: State) -> None:
    if state not in MOVES[before.state]:
        allowed = " or ".join(MOVES[before.state])
        raise WrongState(f"This project is {before.state}; from there it can become {allowed}.", field="state")
    if state == "active" and before.schema_version == 0:
        raise WrongState("Give the project a label schema before it starts.", field="state")
