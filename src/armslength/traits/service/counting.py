"""What groups say of a project's items: counted after a fit, told only where it gives nobody away, kept till then."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from armslength.identity.model import Actor
from armslength.keys.service import KeyService, TenantSealer
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import JobContext
from armslength.kit.wire import Named
from armslength.projects import views as projects
from armslength.questions.model import LabelSchema
from armslength.traits import repository
from armslength.traits.model import QuestionSheet, marked
from armslength.traits.rules.figures import Roll
from armslength.traits.rules.lots import counted_to
from armslength.traits.rules.sheets import sheet
from armslength.traits.rules.telling import Mark, due
from armslength.traits.schemas import GroupQuestion, Groups, GroupSheet
from armslength.traits.service.asking import LOCK, by_lot
from armslength.truth import views as truth
from armslength.truth.service import Asked, Given, asked, inferred, labels_of
from armslength.truth.service.believing import Believing

COUNT_JOB: Final = "traits.count"
ITEMS_AT_ONCE: Final = 200
_LOT: Final = 1 << 64
_decoder = msgspec.json.Decoder(list[QuestionSheet])


class Rolls:
    """Everything that people answered in a project, question by question, ready to be counted by any trait. Memory: a
    few numbers a person, and some 200 bytes an answer of those who said something of themselves (`tellers`)."""

    def __init__(self, schema: LabelSchema, tellers: frozenset[str]) -> None:
        self.tellers = tellers
        self.labels = inferred(schema)
        self.numbers = {name: each for name, each in asked(schema).items() if _is_number(each)}
        self.of: dict[str, Roll] = {name: Roll() for name in [*self.labels, *self.numbers]}
        self._said: dict[str, Any] = defaultdict(hashlib.sha256)
        self._units: dict[tuple[str, UUID, str, str], int] = {}

    def add(self, item_id: UUID, given: Given) -> None:
        """One item more."""
        for who, answers in sorted(given.said.items()):
            for name, question in (self.labels | self.numbers).items():
                roll = self.of[name]
                for target, value in question.values(answers):
                    said: list[tuple[str, Any]]
                    if name in self.numbers:
                        said = [("", question.measure.numbers(value)[""])]
                    else:
                        said = list(labels_of(question, value).items())
                    if not said:
                        continue
                    roll.answers[who] += 1
                    if name in self.numbers:
                        roll.sums[who] = roll.sums.get(who, 0.0) + said[0][1]
                    else:
                        self._add_labels(roll, question, who, (name, item_id, target), said)
                    if who in self.tellers:
                        self._said[who].update(msgspec.json.encode((name, item_id, target, said)))

    @property
    def people(self) -> set[str]:
        """Everybody who answered something, and said something of themselves."""
        return set(self._said)

    def said(self, who: str) -> str:
        """A digest of everything that one of these answered."""
        return str(self._said[who].hexdigest())

    def _add_labels(
        self, roll: Roll, question: Asked, who: str, place: tuple[str, UUID, str], said: list[tuple[str, str]]
    ) -> None:  # fmt: skip
        """Of several options each may be given or not: their shares may add up to more than one."""
        several = question.apart is not None and not question.apart.labels
        for part, label in said:
            if who in self.tellers:
                unit = self._units.setdefault((*place, part), len(self._units))
                roll.same.append((who, unit, label))
            if not several:
                roll.gave[who, label] += 1
            elif label != _NOT_GIVEN:
                roll.gave[who, part if label == _GIVEN else f"{part}: {label}"] += 1
        roll.chances[who] += 1 if several else len(said)


class _Asked(NamedTuple):
    """A trait, and what people said: the place of the group."""

    id: UUID
    options: list[str]
    at_least: int
    said: Mapping[str, int]


class _Counted(NamedTuple):
    """All that a sheet stands on. `groups`: by person, the place of the group they are counted to. `first`: nothing was
    told before."""

    options: list[str]
    at_least: int
    groups: Mapping[str, int]
    marks: Mapping[str, Mark]
    first: bool


class Counting:
    """The job, and the page."""

    def __init__(self, db: Database, keys: KeyService, clock: Clock, believing: Believing) -> None:
        self.db = db
        self.keys = keys
        self.clock = clock
        self.believing = believing

    async def on_fitted(self, tx: Tx, payload: dict[str, Any]) -> None:
        """Groups are counted where a trait is asked for; whether anybody said anything shows in no job."""
        if await repository.traits(tx):
            await jobs.enqueue(tx, COUNT_JOB, {}, at=self.clock.now(), project_id=UUID(payload["project_id"]))

    async def groups(self, actor: Actor, project_id: UUID) -> Groups:
        """What was last told, trait by trait."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            project = await projects.project(tx, project_id)
            titles: dict[str, str] = {}
            if project.schema_version:
                schema = (await self.believing.words(tx, project)).schema
                titles = {each.name: each.title for each in schema.questions}
            sheets = await repository.sheets(tx, project_id)
            found = []
            for row in await repository.traits(tx):
                last = sheets.get(row["id"])
                questions = await self._open(tx, project_id, row["id"], last["sealed"]) if last else []
                found.append(_told(row, last, questions, titles))
        return Groups(found)

    async def run(self, context: JobContext) -> None:
        """Read every standing answer, then count by one trait after the other. After a crash it starts again."""
        project_id, through = context.job.project_id, self.clock.now()
        assert project_id is not None  # on_fitted always names one
        async with context.db.tenant(context.job.tenant_id) as tx:
            project = await projects.project(tx, project_id)
            if project.schema_version == 0:
                return
            schema = (await self.believing.words(tx, project)).schema
            rolls = Rolls(schema, frozenset(map(str, await repository.tellers(tx))))
        after = done = 0
        while True:
            async with context.db.tenant(context.job.tenant_id) as tx:
                rows = await truth.answered(tx, project_id, after, ITEMS_AT_ONCE)
                words = await self.believing.words(tx, await projects.project(tx, project_id))
                for item_id, given in (await words.given(tx, [row["id"] for row in rows])).items():
                    rolls.add(item_id, given)
            if not rows:
                break
            after, done = rows[-1]["ord"], done + len(rows)
            await context.tick(done=done)
        async with context.db.tenant(context.job.tenant_id) as tx:
            trait_ids = sorted(row["id"] for row in await repository.traits(tx))
        for trait_id in trait_ids:
            await self._count(context, project_id, trait_id, rolls, through)
        await context.tick(done=done, total=done)

    async def _count(
        self, context: JobContext, project_id: UUID, trait_id: UUID, rolls: Rolls, through: datetime
    ) -> None:  # fmt: skip
        """Tell what groups of one trait say, unless it must not be told, or not yet. Counted while nobody waits for it:
        told only of what still holds then, else counted anew."""
        counted: _Counted | None = None
        found: list[QuestionSheet] = []
        while True:
            async with context.db.tenant(context.job.tenant_id) as tx:
                await tx.lock(LOCK, trait_id)
                now = await self._due(tx, project_id, trait_id, rolls, through)
                if now is None:
                    return
                if now == counted:
                    if not now.first or any(each.groups for each in found):
                        await self._tell(tx, project_id, trait_id, found, now.marks, through)
                    return
            counted = now
            found = await asyncio.to_thread(sheet, rolls.of, now.options, now.groups, now.at_least)

    async def _due(
        self, tx: Tx, project_id: UUID, trait_id: UUID, rolls: Rolls, through: datetime
    ) -> _Counted | None:  # fmt: skip
        """Of what the groups are to be counted; None: it must not be told, or not yet."""
        last = (await repository.sheets(tx, project_id)).get(trait_id)
        sealer = await self.keys.trait_sealer(tx)
        trait = await self._said(tx, trait_id, sealer)
        if trait is None or (last is not None and last["through"] > through):
            return None
        counted = {
            who: counted_to(said, len(trait.options), lot_of(sealer, trait_id, who, said))
            for who, said in trait.said.items() if who in rolls.tellers
        }  # fmt: skip
        marks = {
            sealer.reference(marked(project_id, trait_id, who)): Mark(
                sealer.reference(marked(project_id, trait_id, who, str(counted[who]))),
                sealer.reference(marked(project_id, trait_id, who, rolls.said(who))),
            )
            for who in counted.keys() & rolls.people
        }
        before = await repository.marks(tx, project_id, trait_id) if last is not None else None
        if not due(before, marks, trait.at_least):
            return None
        return _Counted(trait.options, trait.at_least, counted, marks, last is None)

    async def _tell(
        self, tx: Tx, project_id: UUID, trait_id: UUID, found: list[QuestionSheet], marks: Mapping[str, Mark],
        through: datetime,
    ) -> None:  # fmt: skip
        project_sealer = await self.keys.sealer(tx, project_id)
        sealed = project_sealer.seal(msgspec.json.encode(found), kind="truth", object_id=_place(project_id, trait_id))
        await repository.tell(tx, project_id, trait_id, sealed, marks, through, self.clock.now())

    async def _said(self, tx: Tx, trait_id: UUID, sealer: TenantSealer) -> _Asked | None:
        """None: it is asked for no more."""
        row = next((row for row in await repository.traits(tx) if row["id"] == trait_id), None)
        if row is None:
            return None
        said = {
            str(each["person_id"]): sealer.open(each["sealed"], each["id"])[0]
            for each in await repository.said(tx, trait_id)
        }
        return _Asked(trait_id, row["options"], row["at_least"], said)

    async def _open(self, tx: Tx, project_id: UUID, trait_id: UUID, sealed: bytes) -> list[QuestionSheet]:
        plain = await self.believing.walls.unseal(
            tx, project_id, sealed, kind="truth", object_id=_place(project_id, trait_id)
        )
        return _decoder.decode(plain)


_GIVEN, _NOT_GIVEN = "yes", "no"


def _told(
    trait: asyncpg.Record, last: asyncpg.Record | None, questions: list[QuestionSheet], titles: Mapping[str, str]
) -> GroupSheet:  # fmt: skip
    return GroupSheet(
        trait=Named(trait["id"], trait["name"]), at_least=trait["at_least"], by_lot=by_lot(trait["options"]),
        through=last["through"] if last else None, told_at=last["told_at"] if last else None,
        questions=[
            GroupQuestion(each.question, titles.get(each.question, each.question), each.groups, each.withheld)
            for each in questions
        ],
    )  # fmt: skip


def lot_of(sealer: TenantSealer, trait_id: UUID, who: str, said: int) -> float:
    """In [0, 1): of what this person says of this trait, for ever; known to nobody without the tenant's key.

    Another word has another lot: else who is seen to move would have moved as they said.
    """
    return int(sealer.reference(f"lot\x00{trait_id}\x00{who}\x00{said}")[:16], 16) / _LOT


def _is_number(question: Asked) -> bool:
    return question.measure.scale == "interval" and question.measure.at is not None and question.question.kind != "date"


def _place(project_id: UUID, trait_id: UUID) -> str:
    return f"groups:{project_id}:{trait_id}"
