"""Simulated people at work over HTTP, who keep asking until somebody tells them to go home."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from armslength.entry.simulate import Mind
from armslength.questions import service as questions
from armslength_client import ApiError, AsyncArmslength, NotFound, NotSignedIn, NoWork

_AGAIN = 0.08


@dataclass(slots=True)
class Shift:
    """One person at one project. `hold`: whether the lab wants no more for now, so that answers are kept in hand.
    `asked`: when each item that came was asked for; `answers`: acknowledged."""

    client: AsyncArmslength
    name: str
    firm: str
    lab: str
    project_id: UUID
    pace: float
    hold: Callable[[], bool]
    asked: list[float] = field(default_factory=list)
    answers: int = 0
    refused: int = 0
    signed_out: bool = False
    home: bool = False

    async def work(self) -> None:
        """Until sent home, or signed out by a cut."""
        chance, mind = random.Random(f"{self.name}{self.project_id}"), Mind(self.name, 0.9, "drill")
        schema = None
        while not (self.home or self.signed_out):
            try:
                schema = schema or questions.read_schema((await self.client.get_brief(self.project_id))["schema"])
                began = time.monotonic()
                work = await self.client.next_assignment(self.project_id)
                if isinstance(work, NoWork):
                    await asyncio.sleep(_AGAIN)
                    continue
                self.asked.append(began)
                await asyncio.sleep(self.pace * chance.uniform(0.5, 1.5))
                while self.hold() and not self.home:
                    await asyncio.sleep(_AGAIN)
                    await self.client.get_me()  # a bench that is open notices when it is signed out
                answers = mind.answer(schema, work.content)
                await self.client.submit_annotation(
                    self.project_id, work.assignment.id, answers, schema_version=work.schema_version
                )
                self.answers += 1
            except NotSignedIn:
                self.signed_out = True
            except NotFound:
                self.refused += 1
                await asyncio.sleep(_AGAIN)
            except ApiError as problem:
                if problem.status != 409:  # a lease that was lost meanwhile is asked for anew
                    raise

    def after(self, moment: float) -> int:
        """Items that came although they were asked for after a moment."""
        return sum(asked > moment for asked in self.asked)
