"""A simulation: people are invited, join, read the guideline, and work at once until nothing is left."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from armslength.entry.simulate.minds import Mind, Truth
from armslength.questions import service as questions
from armslength.questions.model import LabelSchema
from armslength_client import AsyncArmslength, NoWork, Review
from armslength_client.types import Role

NAMES = (
    "Ada", "Bruno", "Chidi", "Dalia", "Emre", "Freya", "Goran", "Hana", "Ivo", "Jun", "Kofi", "Lena", "Mateo", "Nadia",
    "Otis", "Priya", "Quinn", "Rosa", "Sami", "Tove", "Uma", "Viktor", "Wren", "Ximena", "Yusuf", "Zora",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What to simulate. The same seed on the same items gives the same answers."""

    annotators: int = 3
    reviewers: int = 1
    accuracy: tuple[float, float] = (0.75, 0.95)
    """Annotators' accuracies are spread evenly between these."""
    fix_share: float = 0.05
    reject_share: float = 0.05
    limit: int | None = None
    """At most this many annotations in all."""
    seed: int = 1
    vendor: str | None = None
    truth: Truth | None = None


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    annotations: int = 0
    reviews: dict[str, int] = field(default_factory=lambda: {"accept": 0, "fix": 0, "reject": 0})
    people: list[str] = field(default_factory=list)


Watcher = Callable[[Outcome], None]


async def simulate(
    owner: AsyncArmslength, url: str, project_id: UUID, plan: Plan, *, on_progress: Watcher | None = None
) -> Outcome:
    """Run a plan on an active project; `owner` may invite people. Returns when no work is left or the limit is met.

    Raises what the client raises: when one of the people is refused, all stop.
    """
    stage = _Stage(owner, url, project_id, plan, on_progress or (lambda _: None))
    try:
        async with AsyncExitStack() as stack:
            return await stage.play(stack)
    except ExceptionGroup as group:
        raise first_of(group) from group


def first_of(group: ExceptionGroup[Exception]) -> Exception:
    """What went wrong first among people who work at once; the others were only stopped."""
    first = group.exceptions[0]
    return first_of(first) if isinstance(first, ExceptionGroup) else first


class _Stage:
    def __init__(self, owner: AsyncArmslength, url: str, project_id: UUID, plan: Plan, on_progress: Watcher) -> None:
        self.owner, self.url, self.project_id, self.plan = owner, url, project_id, plan
        self.on_progress = on_progress
        self.outcome = Outcome()
        self.run = secrets.token_hex(3)
        self.labelled = asyncio.Event()

    async def play(self, stack: AsyncExitStack) -> Outcome:
        firm = await self._vendor()
        annotators = [await self._join(stack, n, "annotator", firm) for n in range(self.plan.annotators)]
        reviewers = [
            await self._join(stack, self.plan.annotators + n, "reviewer", None) for n in range(self.plan.reviewers)
        ]
        low, high = self.plan.accuracy
        step = (high - low) / max(1, len(annotators) - 1)
        minds = [
            Mind(f"annotator {n}", low + n * step, str(self.plan.seed), self.plan.truth) for n in range(len(annotators))
        ]
        async with asyncio.TaskGroup() as group:
            for n, client in enumerate(reviewers):
                group.create_task(self._review(client, n))
            async with asyncio.TaskGroup() as labelling:
                for client, mind in zip(annotators, minds, strict=True):
                    labelling.create_task(self._annotate(client, mind))
            self.labelled.set()
        return self.outcome

    async def _vendor(self) -> UUID | None:
        if self.plan.vendor is None:
            return None
        async for firm in self.owner.list_vendors():
            if firm.name == self.plan.vendor:
                return firm.id
        return (await self.owner.create_vendor(self.plan.vendor)).id

    async def _join(self, stack: AsyncExitStack, number: int, role: Role, firm: UUID | None) -> AsyncArmslength:
        """A new person, through the same invitation as everybody; the password is thrown away."""
        name = NAMES[number % len(NAMES)] + (f" {number // len(NAMES) + 1}" if number >= len(NAMES) else "")
        email = f"{name.lower().replace(' ', '-')}-{self.run}@simulated.invalid"
        invitation = await self.owner.create_invitation(
            email, role, organization_id=firm, projects=[(self.project_id, role)]
        )
        token = (invitation.url or "").partition("#token=")[2]
        client = await stack.enter_async_context(AsyncArmslength(self.url))
        await client.accept_invitation(token=token, name=f"{name} (simulated)", password=secrets.token_urlsafe(24))
        self.outcome.people.append(name)
        return client

    async def _brief(self, client: AsyncArmslength) -> LabelSchema:
        brief = await client.get_brief(self.project_id)
        if brief["guideline"] and brief["guideline"]["version"]:
            await client.read_guideline(self.project_id, brief["guideline"]["version"])
        return questions.read_schema(brief["schema"])

    async def _annotate(self, client: AsyncArmslength, mind: Mind) -> None:
        schema = await self._brief(client)
        patience = 3
        while patience and not self._enough():
            work = await client.next_assignment(self.project_id)
            if isinstance(work, NoWork):
                patience -= 1
                await asyncio.sleep(0.2 if work.status == "wait" else 0.05)
                continue
            answers = mind.answer(schema, work.content)
            await client.submit_annotation(
                self.project_id, work.assignment.id, answers, schema_version=work.schema_version,
                active_ms=random.Random(f"{mind.name}{work.assignment.item_id}").randint(4_000, 60_000),
            )  # fmt: skip
            self.outcome.annotations += 1
            self.on_progress(self.outcome)

    def _enough(self) -> bool:
        return self.plan.limit is not None and self.outcome.annotations >= self.plan.limit

    async def _review(self, client: AsyncArmslength, number: int) -> None:
        schema = await self._brief(client)
        dice = random.Random(f"{self.plan.seed}:reviewer {number}")
        mind = Mind(f"reviewer {number}", 1.0, str(self.plan.seed), self.plan.truth)
        while True:
            last_look = self.labelled.is_set()
            review = await client.next_review(self.project_id)
            if isinstance(review, Review):
                await self._decide(client, review, schema, mind, dice)
            elif last_look:
                return
            else:
                await asyncio.sleep(0.1)

    async def _decide(
        self, client: AsyncArmslength, review: Review, schema: LabelSchema, mind: Mind, dice: random.Random
    ) -> None:
        throw, rejected = dice.random(), self.plan.reject_share
        said: dict[str, Any] = {}
        verdict: Any = "accept"
        if throw < rejected:
            # Someone else, not rework: a simulated author who has gone home would never come back to it.
            verdict, said = "reject", {"comment": "This does not follow the guideline.", "after_reject": "someone_else"}
        elif throw < rejected + self.plan.fix_share:
            answers = mind.answer(schema, review.content)
            verdict, said = ("fix", {"answers": answers}) if answers != review.answers else ("accept", {})
        await client.decide_review(self.project_id, review.review["id"], verdict, **said)
        self.outcome.reviews[verdict] += 1
        self.on_progress(self.outcome)
