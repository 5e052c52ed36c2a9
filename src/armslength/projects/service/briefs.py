"""The project as one file: apply it (again and again without harm), see what it would change, write it out."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET

from armslength.identity import views as identity
from armslength.identity.model import Actor, Seat
from armslength.kit.db import Database, Tx
from armslength.projects import repository, views
from armslength.projects.errors import MemberNotFound, WrongState
from armslength.projects.model import HARMS, GoldOf, PartOf, ProjectRow, RoutingOf
from armslength.projects.schemas import Applied, ApplyBrief, Brief, BriefMember, Change, NewProject
from armslength.projects.schemas.brands import BrandReport
from armslength.projects.service.brands import Said, schema_said, told
from armslength.projects.service.life import Life, preset_of, said
from armslength.projects.service.members import Members
from armslength.projects.service.versions import Versions, good_schema
from armslength.questions.service import encode_schema, read_schema
from armslength.vendors import views as grants

_PLAIN = (
    "name", "description", "overlap", "overlap_max", "overlap_risk", "overlap_last", "overlap_tolerance",
    "review_share", "lease_seconds", "person_cap", "exclusivity", "restricted",
)  # fmt: skip

_NOTHING: Final = BrandReport(hits=[], more=0)


class Briefs:
    """Briefs in and out."""

    def __init__(
        self, db: Database, life: Life, versions: Versions, members: Members, gold: GoldOf | None,
        routing: RoutingOf | None, parts: Mapping[str, PartOf],
    ) -> None:  # fmt: skip
        self.db = db
        self.life = life
        self.versions = versions
        self.members = members
        self.gold = gold
        self.routing = routing
        self.parts = parts

    async def apply(self, actor: Actor, wanted: ApplyBrief) -> Applied:
        """Make the project as the brief says; with `dry_run` only say what would change. All of it or nothing."""
        brief = wanted.brief
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if brief.members:  # a member may bring a vendor's grant: its lock comes before the project's row
                await self.life.judging.changing(tx)
            await tx.lock("projects.slug", actor.tenant_id)
            found = await repository.by_slug(tx, brief.slug)
            seats = await self._seats(tx, brief.members)
            if found is None:
                return await self._make(tx, actor, brief, seats, dry_run=wanted.dry_run)
            return await self._change(tx, actor, found, brief, seats, dry_run=wanted.dry_run)

    async def _make(
        self, tx: Tx, actor: Actor, brief: Brief, seats: dict[str, tuple[Seat, BriefMember]], *, dry_run: bool
    ) -> Applied:
        new = _new_project(brief)
        if new.schema is not None:
            good_schema(new.schema)
        preset_of(new.preset)
        if self.gold:
            await self.gold.check(tx, None, _gold(brief))
        routing = await self._routing_changes(tx, None, brief)
        changes = [Change("project", None, brief.slug), *routing]
        changes += [Change(f"gold.{name}", None, value) for name, value in _gold(brief).items()]
        changes += [
            Change(f"{part}.{name}", None, value) for part in self.parts for name, value in _part(brief, part).items()
        ]
        changes += [Change(f"members.{email}", None, member.role) for email, (_, member) in seats.items()]
        if dry_run:
            opens = any(seat.side == "vendor" for seat, _ in seats.values())
            plain = {"name": new.name, "description": new.description}
            said = _said(plain, *_parts(brief))
            return Applied(None, changes, await self.versions.brands.foreseen(tx, None, said, opens=opens))
        project_id = await self.life.make(tx, actor, new)
        await self._set_gold(tx, actor, project_id, _gold(brief))
        await self._set_routing(tx, actor, project_id, routing)
        for seat, member in seats.values():
            await self.members.add(tx, actor, project_id, seat, member.role)
        for part, settings in self.parts.items():
            if wanted := _part(brief, part):
                await settings.set(tx, actor, project_id, wanted)
        return Applied(await self.life.shown(tx, actor, project_id, actor.role), changes, _NOTHING)

    async def _change(
        self, tx: Tx, actor: Actor, found: ProjectRow, brief: Brief, seats: dict[str, tuple[Seat, BriefMember]], *,
        dry_run: bool,
    ) -> Applied:  # fmt: skip
        plain = {name: value for name, value in said(brief).items() if name in _PLAIN}
        plain |= {"preset": brief.preset} if brief.preset else {}
        changes = [
            Change(name, getattr(found, name), value) for name, value in plain.items() if getattr(found, name) != value
        ]
        schema, guideline = _parts(brief)
        changes += await self._version_changes(tx, found, schema, guideline)
        gold = await self._gold_changes(tx, found.id, brief)
        routing = await self._routing_changes(tx, found.id, brief)
        parts = {part: await self._part_changes(tx, found.id, brief, part) for part in self.parts}
        changes += [*gold, *routing, *(change for part in parts.values() for change in part)]
        roles = {row["id"]: row["role"] for row in await repository.members(tx, found.id)}
        joining = [(seat, member) for seat, member in seats.values() if roles.get(seat.person_id) != member.role]
        changes += [Change(f"members.{m.email}", roles.get(seat.person_id), m.role) for seat, m in joining]
        stopping = await self._foreseen(tx, found, brief, changes, joining) if dry_run else _NOTHING
        if changes and found.state == "archived":
            raise WrongState("This project is archived; bring it back before you change it.")
        if not dry_run:
            await self._write(tx, actor, found.id, plain, schema, guideline)
            await self._set_gold(tx, actor, found.id, _gold(brief) if gold else {})
            await self._set_routing(tx, actor, found.id, routing)
            for seat, member in joining:
                await self.members.add(tx, actor, found.id, seat, member.role)
            for part in (part for part, changed in parts.items() if changed):
                await self.parts[part].set(tx, actor, found.id, _part(brief, part))
        return Applied(await self.life.shown(tx, actor, found.id, actor.role), changes, stopping)

    async def _foreseen(
        self, tx: Tx, found: ProjectRow, brief: Brief, changes: Sequence[Change],
        joining: Sequence[tuple[Seat, BriefMember]],
    ) -> BrandReport:  # fmt: skip
        """The brand words for which these changes would be refused."""
        changed = {change.what for change in changes}
        schema, guideline = _parts(brief)
        plain: dict[str, Any] = {part: getattr(brief, part) for part in ("name", "description") if part in changed}
        new = _said(plain, schema if "schema" in changed else None, guideline if "guideline" in changed else None)
        firms = {seat.organization_id for seat, _ in joining if seat.side == "vendor"}
        opens = bool(firms - set(await grants.grant_states(tx, found.id)))
        return await self.versions.brands.foreseen(tx, found.id, new, opens=opens)

    async def _write(
        self, tx: Tx, actor: Actor, project_id: UUID, plain: Mapping[str, Any], schema: Any, guideline: str | None
    ) -> None:
        await self.life.change(tx, actor, project_id, plain)
        if schema is not None:
            await self.versions.add_schema(tx, actor, project_id, schema, "from a brief")
        if guideline:
            await self.versions.add_guideline(tx, actor, project_id, guideline, "from a brief")

    async def _gold_changes(self, tx: Tx, project_id: UUID, brief: Brief) -> list[Change]:
        wanted = _gold(brief)
        if self.gold is None or not wanted:
            return []
        await self.gold.check(tx, project_id, wanted)
        now = await self.gold.told(tx, project_id) or {}
        return [Change(f"gold.{name}", now.get(name), v) for name, v in wanted.items() if now.get(name) != v]

    async def _set_gold(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        if self.gold and wanted:
            await self.gold.set(tx, actor, project_id, wanted)

    async def _routing_changes(self, tx: Tx, project_id: UUID | None, brief: Brief) -> list[Change]:
        """The plan as a whole, if it is another one. Shares are the same in any order."""
        if self.routing is None or brief.routing is UNSET:
            return []
        wanted = msgspec.to_builtins(brief.routing)
        await self.routing.check(tx, project_id, wanted)
        now = await self.routing.told(tx, project_id) if project_id else None
        if _in_order(now or {"shares": [], "calibration": 0}) == _in_order(wanted):
            return []
        return [Change("routing", now, wanted)]

    async def _set_routing(self, tx: Tx, actor: Actor, project_id: UUID, changes: list[Change]) -> None:
        for change in changes:
            if self.routing is not None:
                await self.routing.apply(tx, actor, project_id, change.to)

    async def _part_changes(self, tx: Tx, project_id: UUID, brief: Brief, part: str) -> list[Change]:
        wanted = _part(brief, part)
        now = await self.parts[part].told(tx, project_id) or {} if wanted else {}
        return [
            Change(f"{part}.{name}", now.get(name), v) for name, v in wanted.items() if now.get(name, type(v)()) != v
        ]

    async def _version_changes(self, tx: Tx, found: ProjectRow, schema: Any, guideline: str | None) -> list[Change]:
        """Versions that would be made. Told by number: what is inside is the walls' to show."""
        changes: list[Change] = []
        reader = self.versions.walls.reader(tx, found.id)
        if schema is not None:
            new, number = good_schema(schema), found.schema_version
            if not number or encode_schema(read_schema(await reader.schema(number))) != encode_schema(new):
                await self.versions.check_compatible(tx, found, new)
                changes.append(Change("schema", number or None, number + 1))
        if guideline:
            number = found.guideline_version
            if not number or await reader.guideline(number) != guideline:
                changes.append(Change("guideline", number or None, number + 1))
        return changes

    async def _seats(self, tx: Tx, members: list[BriefMember]) -> dict[str, tuple[Seat, BriefMember]]:
        found: dict[str, tuple[Seat, BriefMember]] = {}
        for index, member in enumerate(members):
            seat = await identity.seat_by_email(tx, member.email)
            if seat is None:
                hint = f"Nobody here signs in as {member.email}; invite them first."
                raise MemberNotFound(hint, field=f"brief.members[{index}].email")
            found[member.email.lower()] = (seat, member)
        return found

    async def export(self, actor: Actor, project_id: UUID) -> dict[str, Any]:
        """The brief that would make this project; schema and guideline are recorded as shown."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await views.project(tx, project_id)
            walls = self.versions.walls
            brief: dict[str, Any] = {"slug": row.slug, **{name: getattr(row, name) for name in _PLAIN}}
            if row.preset:
                brief["preset"] = row.preset
            if row.schema_version:
                schema = await walls.open_schema(tx, actor, project_id, row.schema_version, purpose="configure")
                brief["schema"] = msgspec.to_builtins(read_schema(schema))
            if row.guideline_version:
                number = row.guideline_version
                brief["guideline"] = await walls.open_guideline(tx, actor, project_id, number, purpose="configure")
            if self.gold and (gold := await self.gold.told(tx, project_id)):
                brief["gold"] = gold
            if self.routing and (routing := await self.routing.told(tx, project_id)):
                brief["routing"] = routing
            for part, settings in self.parts.items():
                if told := await settings.told(tx, project_id):
                    brief[part] = told
            members = await repository.members(tx, project_id)
        brief["members"] = [{"email": member["email"], "role": member["role"]} for member in members]
        return brief


def _parts(brief: Brief) -> tuple[Any, str | None]:
    """The schema and guideline that the brief wants; from its preset what it does not say itself."""
    preset = preset_of(brief.preset)
    schema, guideline = brief.schema, brief.guideline
    if preset is not None:
        schema = schema if schema is not None else msgspec.to_builtins(preset.schema)
        guideline = guideline if guideline is not None else preset.guideline
    return schema, guideline


def _said(plain: Mapping[str, Any], schema: Any, guideline: str | None) -> list[Said]:
    """What vendors would read of it."""
    parts = {**plain, "guideline": guideline} if guideline else plain
    texts = schema_said(msgspec.json.decode(encode_schema(good_schema(schema)))) if schema is not None else []
    return told(**parts) + texts


def _gold(brief: Brief) -> dict[str, Any]:
    """What the brief says of gold."""
    return {} if brief.gold is UNSET else said(brief.gold)


def _part(brief: Brief, part: str) -> dict[str, Any]:
    """What the brief says under this key; what has no order in the order in which it is told, each once."""
    given = getattr(brief, part)
    told: dict[str, Any] = {} if given is UNSET else msgspec.to_builtins(said(given))
    if "warnings" in told:
        told["warnings"] = [harm for harm in HARMS if harm in told["warnings"]]
    if "required" in told:
        told["required"] = sorted(set(told["required"]))
    if "people" in told:
        told["people"] = sorted({email.lower() for email in told["people"]})
    if "questions" in told:
        told["questions"] = sorted(set(told["questions"]))
    return told


def _in_order(plan: Mapping[str, Any]) -> tuple[Any, ...]:
    return plan["calibration"], sorted((each["organization"].casefold(), each["share"]) for each in plan["shares"])


def _new_project(brief: Brief) -> NewProject:
    own = {each.name for each in msgspec.structs.fields(NewProject)}
    return NewProject(**{name: value for name, value in said(brief).items() if name in own})
