"""Two forms of an item: brought in or made, before any vendor has been shown it, and never changed afterwards."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.ingest import views as ingest
from armslength.ingest.model import Problem
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema, wording_of
from armslength.tracing.errors import VariantField, VariantMissing, VariantShown
from armslength.tracing.model import Rewording
from armslength.tracing.repository import variants
from armslength.tracing.rules import forms
from armslength.tracing.rules.rewording import reworded
from armslength.tracing.schemas import (
    FieldForms,
    FormGiven,
    ItemForms,
    ItemsLeft,
    MadeVariants,
    MakeVariants,
    SuppliedVariants,
    SupplyVariants,
    Variant,
    VariantExample,
    VariantOverview,
    VariantRow,
)
from armslength.tracing.schemas import VariantField as FieldTold
from armslength.walls import views as walls
from armslength.walls.service import WallsService

EXAMPLES: Final = 10
MADE_AT_ONCE: Final = 500
_WHY_NOT: Final[Mapping[str, str]] = {
    "gold": "Gold keeps its wording: its right answers are about exactly this.",
    "canary": "A canary is one vendor's alone already.",
    "cancelled": "Nobody is asked about this item.",
}


class Unfit(Exception):
    """Why an item cannot have this other form, and of which field."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


@dataclass(slots=True)
class Chosen:
    """Items that will have two forms: what is stored of each, and by what they are recognised."""

    rows: list[variants.Row] = field(default_factory=list)
    marks: list[tuple[int, UUID, int]] = field(default_factory=list)
    examples: list[VariantExample] = field(default_factory=list)


class Variants:
    """An item gets a second form only while its row is held and no vendor has been shown it: so whoever is given it
    afterwards is given one form for ever. Both forms are opened by whoever may browse the item."""

    def __init__(self, db: Database, walls: WallsService, keys: KeyService, clock: Clock) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.clock = clock

    async def overview(self, actor: Actor, project_id: UUID) -> VariantOverview:
        """How many items have two forms, and of which fields they may."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            schema = await self._schema(tx, project_id)
            counts = await variants.counts(tx, project_id)
        told = []
        for each in schema.fields if schema else []:
            wording = wording_of(schema, each.name) if schema else None
            if wording is not None:
                told.append(FieldTold(each.name, each.title or each.name, wording.may, wording.why))
        return VariantOverview(counts["items"], counts["supplied"], counts["made"], told)

    async def supply(self, actor: Actor, project_id: UUID, given: SupplyVariants) -> SuppliedVariants:
        """Store other forms of items. Good rows are taken even when others are bad. Raises VariantField."""
        now, problems, chosen = self.clock.now(), list[Problem](), Chosen()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            wanted = sorted({name for row in given.rows for name in row.fields})
            await self._check_fields(tx, project_id, wanted, judged=given.judged)
            known = await ingest.by_external_id(tx, project_id, [row.external_id for row in given.rows])
            _, why, contents = await self._held(tx, project_id, list(known.values()), only_look=given.dry_run)
            sealers = await self._sealers(tx, project_id)
            taken = set[UUID]()
            for line, row in enumerate(given.rows, 1):
                item_id = known.get(row.external_id)
                try:
                    self._take(item_id, row, why, contents, taken, chosen, sealers)
                except Unfit as unfit:
                    problems.append(Problem(line, row.external_id, unfit.field, str(unfit)))
            if not given.dry_run:
                await self._store(tx, actor, project_id, chosen, "supplied", now, judged=given.judged)
        return SuppliedVariants(len(chosen.rows), problems, chosen.examples[:EXAMPLES])

    def _take(
        self, item_id: UUID | None, row: VariantRow, why: Mapping[UUID, str], contents: Mapping[UUID, Any],
        taken: set[UUID], chosen: Chosen, sealers: tuple[Any, Any],
    ) -> None:  # fmt: skip
        if item_id is None:
            raise Unfit("There is no item of this external id.")
        if item_id in why or item_id in taken:
            raise Unfit(why.get(item_id, "It stands here twice."))
        content, fields = contents[item_id], dict[str, Any]()
        for name, texts in row.fields.items():
            if name not in content:
                raise Unfit("The item has nothing in this field.", name)
            fields[name] = forms.with_texts(content[name], texts)
            if fields[name] is None:
                raise Unfit("Give one text, or for responses as many texts as there are.", name)
            if fields[name] == content[name]:
                raise Unfit("It is the same as the original.", name)
            if any(_invisible(two) - _invisible(one) for one, two in forms.pairs(content[name], fields[name])):
                raise Unfit("It has invisible characters, which do not survive copying and harm labels.", name)
        choose(chosen, item_id, row.external_id, content, fields, sealers)
        taken.add(item_id)

    async def make(self, actor: Actor, project_id: UUID, wanted: MakeVariants) -> MadeVariants:
        """Make second forms of the next items by rewording. Raises VariantField."""
        now, chosen, left = self.clock.now(), Chosen(), Counter[str]()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._check_fields(tx, project_id, wanted.fields, judged=wanted.judged)
            places = await variants.after(tx, project_id, wanted.after, MADE_AT_ONCE)
            ids = [row["id"] for row in places]
            rows, why, contents = await self._held(tx, project_id, ids, only_look=wanted.dry_run)
            sealers = await self._sealers(tx, project_id)
            left.update(why.values())
            for item_id, content in contents.items():
                fields = rewordings(content, wanted.fields, wanted.kinds)
                try:
                    if not fields:
                        raise Unfit("Nothing in it is said otherwise.")
                    choose(chosen, item_id, rows[item_id]["external_id"], content, fields, sealers)
                except Unfit as unfit:
                    left[str(unfit)] += 1
            if not wanted.dry_run:
                await self._store(tx, actor, project_id, chosen, "made", now, judged=wanted.judged)
        return MadeVariants(
            len(places), len(chosen.rows), [ItemsLeft(*each) for each in left.most_common()],
            chosen.examples[:EXAMPLES], places[-1]["ord"] if len(places) == MADE_AT_ONCE else None,
        )  # fmt: skip

    async def _held(
        self, tx: Tx, project_id: UUID, item_ids: Sequence[UUID], *, only_look: bool
    ) -> tuple[dict[UUID, Any], dict[UUID, str], dict[UUID, dict[str, Any]]]:
        """Hold items: their rows, why some cannot get a second form, and the content of the others."""
        await tx.lock("variants", project_id)
        rows = await variants.hold(tx, project_id, item_ids, only_look=only_look)
        shown = await walls.shown_to_vendors(tx, item_ids)  # after their rows are held: who was first has committed
        why = dict[UUID, str]()
        for item_id, row in rows.items():
            if row["state"] != "active":
                why[item_id] = _WHY_NOT.get(row["state"], "Nobody is asked about this item.")
            elif row["varied"]:
                why[item_id] = "It has two forms already."
            elif item_id in shown:
                why[item_id] = "A vendor has been shown it as it is."
        free = [item_id for item_id in rows if item_id not in why]
        opened = await self.walls.reader(tx, project_id).items(free)
        return rows, why, {item_id: dict(item.content) for item_id, item in opened.items()}

    async def _check_fields(self, tx: Tx, project_id: UUID, names: Sequence[str], *, judged: bool) -> None:
        """Return, or raise VariantField naming the field and why it keeps its wording."""
        schema = await self._schema(tx, project_id)
        for name in names:
            wording = wording_of(schema, name) if schema else None
            if wording is None or wording.may == "never":
                why = wording.why if wording else "The project has no label schema."
                raise VariantField(f"'{name}' keeps its wording. {why}", field="fields")
            if wording.may == "judged" and not judged:
                raise VariantField(
                    f"'{name}' keeps its wording unless you answer for it. {wording.why}", field="fields"
                )

    async def _store(
        self, tx: Tx, actor: Actor, project_id: UUID, chosen: Chosen, origin: Literal["supplied", "made"],
        now: datetime, *, judged: bool,
    ) -> None:  # fmt: skip
        """Give the chosen items their second form."""
        if not chosen.rows:
            return
        await variants.add(tx, project_id, chosen.rows, origin, actor.person_id, now)
        await variants.add_marks(tx, chosen.marks)
        await record(
            tx, actor.person_id, "tracing.variants_added", f"project:{project_id}", at=now, project_id=project_id,
            detail={
                "items": len(chosen.rows), "origin": origin, "judged": judged,
                "fields": sorted({name for _, fields, _ in chosen.rows for name in fields}),
            },
        )  # fmt: skip

    async def page(self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int) -> Page[Variant]:
        """Items with two forms, the last made first; that they were opened is recorded."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await variants.page(tx, project_id, before, limit + 1)
            ids = [row["item_id"] for row in rows[:limit]]
            both = await self._both(tx, actor, project_id, ids)
            given = dict.fromkeys(ids, 0)
            for shown in await walls.forms_shown(tx, ids):
                given[shown["item_id"]] += 1
            names = await identity.names(tx, {row["made_by"] for row in rows})
        items = [
            Variant(
                item_id=row["item_id"], external_id=row["external_id"], origin=row["origin"],
                differences=examples(row["external_id"], *both[row["item_id"]]), vendors=given[row["item_id"]],
                made_by=Named(row["made_by"], names.get(row["made_by"], "")), made_at=row["made_at"],
            )
            for row in rows[:limit]
        ]  # fmt: skip
        more = encode_cursor(items[-1].made_at, items[-1].item_id) if len(rows) > limit else None
        return Page(items, more)

    async def forms(self, actor: Actor, project_id: UUID, item_id: UUID) -> ItemForms:
        """Both forms of an item, and which vendor was given which. Raises VariantMissing."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if await variants.get(tx, project_id, item_id) is None:
                raise VariantMissing("This item has one form only.")
            content, fields = (await self._both(tx, actor, project_id, [item_id]))[item_id]
            given = [given_form(row) for row in await walls.forms_shown(tx, [item_id])]
        told = []
        for name, other in fields.items():
            pairs = forms.pairs(content[name], other)
            told.append(FieldForms(name, [one for one, _ in pairs], [two for _, two in pairs]))
        return ItemForms(told, given)

    async def drop(self, actor: Actor, project_id: UUID, item_id: UUID) -> None:
        """Give the item one form again, while no vendor has been shown it. Raises VariantMissing, VariantShown."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("variants", project_id)
            await variants.hold(tx, project_id, [item_id])
            if await variants.get(tx, project_id, item_id) is None:
                raise VariantMissing("This item has one form only.")
            if await walls.shown_to_vendors(tx, [item_id]):
                raise VariantShown("A vendor was given one of its forms, and is given the same for ever.")
            reader = self.walls.reader(tx, project_id)
            content = dict((await reader.items([item_id]))[item_id].content)
            fields, mark = (await reader.variants([item_id]))[item_id], (await self._sealers(tx, project_id))[1]
            known = [mark(run) for found in _marks(content, fields) for form in found.forms for run in form]
            await variants.drop(tx, item_id, known)
            await record(
                tx, actor.person_id, "tracing.variant_dropped", f"item:{item_id}", at=self.clock.now(),
                project_id=project_id,
            )  # fmt: skip

    async def _both(
        self, tx: Tx, actor: Actor, project_id: UUID, item_ids: Sequence[UUID]
    ) -> dict[UUID, tuple[dict[str, Any], dict[str, Any]]]:
        opened = await self.walls.open_items(tx, actor, project_id, item_ids, purpose="browse")
        other = await self.walls.reader(tx, project_id).variants(item_ids)
        return {item.item_id: (dict(item.content), other[item.item_id]) for item in opened}

    async def _schema(self, tx: Tx, project_id: UUID) -> LabelSchema | None:
        version = (await projects.project(tx, project_id)).schema_version
        return read_schema(await self.walls.reader(tx, project_id).schema(version)) if version else None

    async def _sealers(self, tx: Tx, project_id: UUID) -> tuple[Any, Any]:
        """What seals an item's other form, and what makes a mark of a run of words."""
        sealer, marker = await self.keys.sealer(tx, project_id), await self.keys.mark_sealer(tx)

        def seal(item_id: UUID, fields: Mapping[str, Any]) -> bytes:
            return sealer.seal(msgspec.json.encode({"fields": fields}), kind="variant", object_id=str(item_id))

        return seal, lambda run: mark_of(marker.reference(" ".join(run)))


def rewordings(content: Mapping[str, Any], names: Sequence[str], kinds: Collection[Rewording]) -> dict[str, Any]:
    """The fields of which something can be said otherwise, so."""
    made = dict[str, Any]()
    for name in names:
        stored = content.get(name)
        if stored is None:
            continue
        texts = stored if isinstance(stored, str) else [response["value"] for response in stored]
        other = reworded(texts, kinds) if isinstance(texts, str) else [reworded(each, kinds) for each in texts]
        if other != texts:
            made[name] = forms.with_texts(stored, other)
    return made


def choose(
    chosen: Chosen, item_id: UUID, external_id: str | None, content: Mapping[str, Any], fields: Mapping[str, Any],
    sealers: tuple[Any, Any],
) -> None:  # fmt: skip
    """Add an item whose forms can be told apart; raises Unfit."""
    seal, mark = sealers
    found = _marks(content, fields)
    if not any(each.readable for each in found):
        raise Unfit(
            f"The two differ in no {forms.MARK} words in a row: they could not be told apart.", next(iter(fields))
        )
    chosen.rows.append((item_id, sorted(fields), seal(item_id, fields)))
    chosen.marks += [(mark(run), item_id, form) for each in found for form in (0, 1) for run in each.forms[form]]
    if len(chosen.examples) < EXAMPLES:
        chosen.examples += examples(external_id, content, fields)


def examples(external_id: str | None, content: Mapping[str, Any], fields: Mapping[str, Any]) -> list[VariantExample]:
    """Where each field's two forms first differ."""
    told = []
    for name, other in fields.items():
        one, two = next(pair for pair in forms.pairs(content[name], other) if pair[0] != pair[1])
        told.append(VariantExample(external_id, name, *forms.difference(one, two)))
    return told


def given_form(row: Any) -> FormGiven:
    """Which form a vendor was given."""
    return FormGiven(
        vendor=Named(row["organization_id"], row["organization_name"]), form=row["form"], people=row["people"],
        first_at=row["first_at"], last_at=row["last_at"], deliveries=list(row["deliveries"]),
    )  # fmt: skip


def mark_of(reference: str) -> int:
    """64 bits of a digest, as PostgreSQL counts."""
    return int(reference[:16], 16) - (1 << 63)


def _marks(content: Mapping[str, Any], fields: Mapping[str, Any]) -> list[forms.Marks]:
    found = list[forms.Marks]()
    for name, other in fields.items():
        found += [forms.marks(one, two) for one, two in forms.pairs(content[name], other)]
    return found


def _invisible(text: str) -> set[str]:
    return {char for char in text if unicodedata.category(char) in ("Cf", "Cc", "Co") and char not in "\n\r\t"}
