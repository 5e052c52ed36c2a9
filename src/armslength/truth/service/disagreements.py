"""Where people disagree, what each of them says, and what those who run the project do about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.assignment.service.overlap import ask_more
from armslength.assignment.views import skills_held
from armslength.identity import views as identity
from armslength.identity.model import Actor, PersonRef
from armslength.kit.db import Tx
from armslength.kit.ids import new_id
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.review.service.disputes import Disputes
from armslength.truth.errors import DisagreementNotFound, NothingToFilter, NotYetAnswered, TextNeeded
from armslength.truth.repository import beliefs as answered
from armslength.truth.repository import disagreements as repository
from armslength.truth.rules.dividing import Soft, pair_of, softest
from armslength.truth.rules.inference import Given, beliefs, inferred, possible
from armslength.truth.schemas.disagreements import (
    ActDone,
    ActOnDisagreement,
    Disagreement,
    DisagreementState,
    DisagreementSummary,
    DividedQuestion,
    GroupView,
    SkillView,
    SoftLabel,
    Voice,
)
from armslength.truth.service.believing import Believing

MOST_COUNTED: Final = 10_000
MOST_ANSWERS: Final = 100
"""Of one item: nobody is asked about it more often, whoever wants it."""


class Disagreements:
    """Listing, acting."""

    def __init__(self, believing: Believing) -> None:
        self.believing = believing
        self.db, self.walls, self.keys, self.clock = believing.db, believing.walls, believing.keys, believing.clock
        self.disputes = Disputes(self.db, self.walls, believing.schemas, self.clock)

    async def summary(self, actor: Actor, project_id: UUID) -> DisagreementSummary:
        """Questions with their labels and counts, and the firms whose people work here."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            project = await projects.project(tx, project_id)
            if project.schema_version == 0:
                return DisagreementSummary([], [])
            schema = (await self.believing.words(tx, project)).schema
            counts = await repository.counts(tx, project_id, [each.name for each in schema.questions], MOST_COUNTED)
            known = await identity.people(tx, await repository.workers(tx, project_id))
        labels = {name: possible(question) for name, question in inferred(schema).items()}
        firms = {each.organization_id: each.organization_name for each in known.values()}
        return DisagreementSummary(
            [
                DividedQuestion(each.name, each.title, counts[each.name], labels.get(each.name, []))
                for each in schema.questions
            ],
            [Named(*each) for each in sorted(firms.items(), key=lambda firm: firm[1])],
        )

    async def page(
        self, actor: Actor, project_id: UUID, *, question: str | None, labels: tuple[str | None, str | None],
        batch_id: UUID | None, firm_id: UUID | None, state: DisagreementState | None, cursor: str | None, limit: int,
    ) -> Page[Disagreement]:  # fmt: skip
        """The most divided first, everybody's answers to them opened for the actor. A page may be short and have a next
        one: it looks through so many places for what no index knows. Raises NothingToFilter."""
        one, other = labels
        if (one is None) != (other is None) or (one is not None and question is None):
            raise NothingToFilter("Two labels of one question: name the question and both.", field="one")
        after = decode_cursor(cursor, float, UUID, str) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            pair = None
            if one is not None and other is not None:
                pair = (await self.keys.sealer(tx, project_id)).digest(pair_of(one, other))
            wanted = repository.Wanted(question, pair, batch_id, firm_id, state)
            rows = await repository.page(tx, project_id, wanted, after, limit + 1)
            last = rows[limit - 1] if len(rows) > limit else None
            if last is None:
                last = await repository.last_looked(tx, project_id, wanted, after)
            shown = await self._shown(tx, actor, project_id, rows[:limit]) if rows else []
        return Page(shown, encode_cursor(last["divided"], last["item_id"], last["question"]) if last else None)

    async def _shown(
        self, tx: Tx, actor: Actor, project_id: UUID, rows: Sequence[asyncpg.Record]
    ) -> list[Disagreement]:  # fmt: skip
        items = list({row["item_id"] for row in rows})
        said = await answered.standing_answers(tx, items)
        opened = await self.walls.open_answers(
            tx, actor, project_id, [each["annotation_id"] for each in said], purpose="browse"
        )
        words = await self.believing.words(tx, await projects.project(tx, project_id))
        _, fits = await self.believing.fits(tx, project_id)
        acts = await repository.acts(tx, items)
        done = await self._acts(tx, project_id, acts)
        known = await identity.people(tx, {each["person_id"] for each in said})
        skills = await skills_held(tx, list(known), self.clock.now())
        by_item: dict[UUID, list[asyncpg.Record]] = defaultdict(list)
        read: dict[UUID, dict[str, Any]] = {}
        for each in said:
            if each["annotation_id"] in opened:
                by_item[each["item_id"]].append(each)
                answers = opened[each["annotation_id"]]
                read[each["annotation_id"]] = await words.read(tx, each["schema_version"], answers)
        found = {}
        for item_id, given in by_item.items():
            people = {str(each["person_id"]): read[each["annotation_id"]] for each in given if not each["decided"]}
            alone = Given(people)
            for question, soft in softest(words.schema, alone, beliefs(words.schema, alone, fits)).items():
                found[item_id, question] = soft
        return [
            _row(row, found.get((row["item_id"], row["question"])), by_item[row["item_id"]], read, known, skills,
                 done[row["item_id"], row["question"]])
            for row in rows
        ]  # fmt: skip

    async def _acts(
        self, tx: Tx, project_id: UUID, acts: Sequence[asyncpg.Record]
    ) -> Mapping[tuple[UUID, str], list[ActDone]]:
        names = await identity.names(tx, {each["by_id"] for each in acts})
        found: dict[tuple[UUID, str], list[ActDone]] = defaultdict(list)
        for each in acts:
            text = ""
            if each["sealed"] is not None:
                plain = await self.walls.unseal(
                    tx, project_id, each["sealed"], kind="comment", object_id=str(each["id"])
                )
                text = plain.decode()
            by = Named(each["by_id"], names.get(each["by_id"], ""))
            found[each["item_id"], each["question"]].append(
                ActDone(act=each["act"], by=by, at=each["at"], text=text)
            )  # fmt: skip
        return found

    async def act(self, actor: Actor, project_id: UUID, item_id: UUID, given: ActOnDisagreement) -> None:
        """Do something about it. Raises DisagreementNotFound, TextNeeded, NotYetAnswered."""
        now, text = self.clock.now(), given.text.strip()
        if given.act == "note" and not text:
            raise TextNeeded("Say what the guideline should answer.", field="text")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await repository.exists(tx, project_id, item_id, given.question):
                raise DisagreementNotFound("Nobody disagrees about this question of this item.")
            if given.act == "adjudicate" and not await self.disputes.send(tx, project_id, item_id):
                raise NotYetAnswered(
                    "Answers or reviews are still to come, or somebody has decided over these already."
                )
            if given.act == "more" and not await ask_more(tx, [item_id], MOST_ANSWERS):
                raise NotYetAnswered("An answer that was asked for is still to come.")
            act_id, sealed = new_id(), None
            if text:
                sealer = await self.keys.sealer(tx, project_id)
                sealed = sealer.seal(text.encode(), kind="comment", object_id=str(act_id))
            await repository.act(
                tx, project_id, item_id, given.question, act_id, given.act, sealed, actor.person_id, now
            )  # fmt: skip
            await record(
                tx, actor.person_id, f"truth.disagreement_{given.act}", f"item:{item_id}", at=now,
                project_id=project_id, detail={"question": given.question},
            )  # fmt: skip


def _row(
    row: asyncpg.Record, soft: Soft | None, said: Sequence[asyncpg.Record], read: Mapping[UUID, dict[str, Any]],
    known: Mapping[UUID, PersonRef], skills: Sequence[asyncpg.Record], acts: list[ActDone],
) -> Disagreement:  # fmt: skip
    leading = soft.leading if soft else []
    voices, decision = [], None
    for each in said:
        answers = read[each["annotation_id"]].get(row["question"])
        if answers is None or (person := known.get(each["person_id"])) is None:
            continue
        if each["decided"]:
            decision = answers
            continue
        label = soft.labels.get(str(person.id)) if soft else None
        voices.append(
            Voice(
                annotation_id=each["annotation_id"], person=Named(person.id, person.name),
                organization=Named(person.organization_id, person.organization_name), label=label,
                minority=label is not None and label != leading[0], answers=answers,
            )
        )  # fmt: skip
    voices.sort(key=lambda voice: (not voice.minority, voice.label or "", voice.person.name, str(voice.annotation_id)))
    votes = Counter(soft.labels.values()) if soft else Counter[str]()
    return Disagreement(
        item_id=row["item_id"], external_id=row["external_id"], question=row["question"], divided=row["divided"],
        state=row["state"], target=soft.target if soft else None, part=soft.part if soft else None,
        labels=[SoftLabel(label, soft.shares.get(label, 0.0), votes[label]) for label in leading] if soft else [],
        groups=_groups(voices), skills=_by_skill(voices, skills), voices=voices, decision=decision, acts=acts,
    )  # fmt: skip


def _groups(voices: Sequence[Voice]) -> list[GroupView]:
    firms: dict[UUID, list[Voice]] = defaultdict(list)
    for voice in voices:
        if voice.label is not None:
            firms[voice.organization.id].append(voice)
    return [
        GroupView(theirs[0].organization, len(theirs), dict(Counter(each.label or "" for each in theirs)))
        for theirs in sorted(firms.values(), key=lambda each: each[0].organization.name)
    ]


def _by_skill(voices: Sequence[Voice], skills: Sequence[asyncpg.Record]) -> list[SkillView]:
    """Skills that divide the people who answered; what few of either side say stands there too."""
    said = [(voice.person.id, voice.label) for voice in voices if voice.label is not None]
    found = []
    for skill in skills:
        have = Counter(label for person, label in said if person in skill["people"])
        lack = Counter(label for person, label in said if person not in skill["people"])
        if have and lack:
            found.append(SkillView(Named(skill["skill_id"], skill["name"]), dict(have), dict(lack)))
    return found
