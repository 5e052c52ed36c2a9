"""Suggestions out, through the gateway: at the bench as the policy says, beside an item to whoever browses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from armslength.assignment import views as assignments
from armslength.assignment.model import RESUMABLE, Assignment, Held
from armslength.assignment.service import AssignmentService
from armslength.identity.model import Actor
from armslength.ingest import views as ingest
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.questions.service import check_answers
from armslength.suggestion import repository, rules
from armslength.suggestion.errors import NoFirstAnswer, NoSuchItem, TurnOver
from armslength.suggestion.model import Answers, Turn
from armslength.suggestion.schemas import (
    ItemSuggestion,
    ItemSuggestions,
    Suggested,
    SuggestionPolicy,
    Suggestions,
)
from armslength.walls.service import WallsService

_NONE = Suggestions("none", {}, [])


class Showing:
    """Decides a person's turn once: shown or held out. What was decided is told again, whatever changed since."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, assignment: AssignmentService, clock: Clock
    ) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.assignment = assignment
        self.clock = clock

    async def ask(self, actor: Actor, project_id: UUID, assignment_id: UUID, first: Answers | None) -> Suggestions:
        """What is suggested for an assignment in one's hands. Raises NoFirstAnswer, TurnOver."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            held = await self.assignment.hold(tx, actor, project_id, assignment_id)
            if held.assignment.state not in ("leased", "rework", *RESUMABLE):
                raise TurnOver("This is not in your hands any more.")
            policy = await repository.policy(tx, project_id)
            turn = await repository.turn(tx, assignment_id)
            if turn is None:
                turn = await self._decide(tx, actor, held, policy, first)
            if turn is None:
                waiting = policy.reveal == "after" and first is None
                return Suggestions("after", {}, []) if waiting else _NONE
            if turn.shown == "held_out":
                return _NONE
            return await self._show(tx, actor, held.assignment, turn, policy)

    async def _decide(
        self, tx: Tx, actor: Actor, held: Held, policy: SuggestionPolicy, first: Answers | None
    ) -> Turn | None:
        """A new turn; None where there is nothing to show, or not yet."""
        mine = held.assignment
        if policy.reveal == "never" or (policy.reveal == "after" and first is None) or mine.course is not None:
            return None
        offers = await repository.offers(tx, mine.project_id, mine.item_id, actor.tier)
        chosen = {name: offer.id for name, offer in rules.picks(offers, policy).items()}
        suggested = await self._suggested(tx, mine, chosen)
        if not suggested:
            return None
        after = policy.reveal == "after"
        shown = rules.held_out(held.seed, mine.item_id, mine.person_id, policy.held_out)
        turn = Turn(
            mine.id, mine.item_id, mine.person_id, "held_out" if shown else policy.reveal,
            {name: each for name, each in chosen.items() if name in suggested},
            await self._sealed_first(tx, mine, first or {}) if after else None,
        )  # fmt: skip
        await repository.add_turn(tx, mine.project_id, turn, self.clock.now())
        return turn

    async def _sealed_first(self, tx: Tx, mine: Assignment, first: Answers) -> bytes:
        """The person's own answer before anything was seen: as complete as one that is submitted."""
        schema = await self.assignment.schemas.get(tx, mine.project_id, mine.schema_version)
        if problems := check_answers(schema, await self._content(tx, mine), first, complete=True):
            raise NoFirstAnswer(problems[0].message, field=problems[0].path)
        sealer = await self.keys.sealer(tx, mine.project_id)
        plain = msgspec.json.encode({"answers": first}, order="deterministic")
        return sealer.seal(plain, kind="draft", object_id=f"first:{mine.id}")

    async def _suggested(self, tx: Tx, mine: Assignment, chosen: dict[str, UUID]) -> Answers:
        """The suggested answers in the words of the assignment's schema; what does not fit it is left out."""
        return await self._fitting(tx, mine, chosen, await self._opened(tx, mine.project_id, list(chosen.values())))

    async def _opened(self, tx: Tx, project_id: UUID, ids: list[UUID]) -> dict[UUID, Answers]:
        return await self.walls.reader(tx, project_id).suggestions(ids)

    async def _fitting(
        self, tx: Tx, mine: Assignment, chosen: dict[str, UUID], opened: dict[UUID, Answers]
    ) -> dict[str, Any]:
        schema = await self.assignment.schemas.get(tx, mine.project_id, mine.schema_version)
        content = await self._content(tx, mine)
        wanted = rules.merged(opened, chosen)
        return {
            name: answer
            for name, answer in wanted.items()
            if not check_answers(schema, content, {name: answer}, complete=False)
        }

    async def _content(self, tx: Tx, mine: Assignment) -> dict[str, Any]:
        """The item in the form in which it was seen."""
        tier = await assignments.shown_as(
            tx, mine.project_id, mine.item_id, mine.id, mine.person_id, mine.organization_id
        )
        return (await self.walls.reader(tx, mine.project_id).renditions(tier, [mine.item_id]))[mine.item_id].content

    async def _show(self, tx: Tx, actor: Actor, mine: Assignment, turn: Turn, policy: SuggestionPolicy) -> Suggestions:
        opened = await self.walls.open_suggestions(
            tx, actor, mine.project_id, sorted(set(turn.picks.values())), purpose="annotate", lease_id=mine.id
        )
        answers = await self._fitting(tx, mine, turn.picks, opened)
        offers = {offer.id: offer for offer in await repository.offers(tx, mine.project_id, mine.item_id)}
        told = policy.tell_source
        return Suggestions(
            "shown", answers,
            [
                Suggested(
                    name, offers[turn.picks[name]].scores.get(name),
                    offers[turn.picks[name]].source if told else None,
                    offers[turn.picks[name]].version if told else None,
                )
                for name in answers
            ],
        )  # fmt: skip

    async def answered(
        self, tx: Tx, mine: Assignment, annotation_id: UUID, answers: Answers, *, again: bool
    ) -> None:  # fmt: skip
        """An answer was submitted for an assignment that had its turn: what became of the suggestion, with it."""
        turn = await repository.turn(tx, mine.id)
        if turn is None:
            return
        suggested = await self._suggested(tx, mine, turn.picks)
        offers = {offer.id: offer for offer in await repository.offers(tx, mine.project_id, mine.item_id)}
        sources = {name: (each, offers[each].scores.get(name)) for name, each in turn.picks.items()}
        first: Answers | None = None
        if turn.first is not None:
            plain = await self.walls.unseal(tx, mine.project_id, turn.first, kind="draft", object_id=f"first:{mine.id}")
            first = msgspec.json.decode(plain)["answers"]
        schema = await self.assignment.schemas.get(tx, mine.project_id, mine.schema_version)
        outcomes = rules.became(schema, turn.shown, suggested, answers, first, sources)
        await repository.record(tx, mine.project_id, annotation_id, turn, outcomes, again=again)

    async def of_item(self, actor: Actor, project_id: UUID, item_id: UUID) -> ItemSuggestions:
        """Everything proposed for an item, opened; that it was is recorded. Raises NoSuchItem."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if item_id not in await ingest.items(tx, project_id, [item_id]):
                raise NoSuchItem("There is no such item.")
            rows = await repository.of_item(tx, project_id, item_id)
            opened = await self.walls.open_suggestions(
                tx, actor, project_id, [row["id"] for row in rows], purpose="browse"
            )
        return ItemSuggestions(
            [ItemSuggestion(answers=opened[row["id"]], **dict(row)) for row in rows if row["id"] in opened]
        )
