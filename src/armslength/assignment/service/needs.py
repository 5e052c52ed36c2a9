"""What is not yet known of a person, kept as one number that the draw of gold reads.

It changes where something is learnt, never where somebody asks for work: an answer to gold is scored, a fit is kept, a
concern comes or goes.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from armslength.assignment import rules
from armslength.assignment.repository import needs
from armslength.kit.db import Tx


async def scored(tx: Tx, project_id: UUID, people: Collection[UUID]) -> None:
    """Answers of these people to gold were scored."""
    await needs.hold(tx, project_id, people)
    await _judge(tx, project_id, people)


async def everybody(tx: Tx, project_id: UUID) -> None:
    """The project begins to look at it: what gold has said of people before counts."""
    await scored(tx, project_id, await needs.with_gold(tx, project_id))


async def fitted(tx: Tx, project_id: UUID, found: Mapping[UUID, tuple[float, float]]) -> None:
    """A fit has learnt how often people are right: the interval of the question of which least is known."""
    await needs.hold(tx, project_id, found)
    await needs.set_fit(tx, project_id, found)
    await _judge(tx, project_id, found)


async def watch(tx: Tx, project_id: UUID, wanted: Collection[UUID]) -> None:
    """These people are watched, and nobody else."""
    people = {*wanted, *await needs.watched(tx, project_id)}
    await needs.hold(tx, project_id, people)
    await needs.set_watched(tx, project_id, people, wanted)
    await _judge(tx, project_id, people)


async def _judge(tx: Tx, project_id: UUID, people: Collection[UUID]) -> None:
    found = []
    for row in await needs.known(tx, project_id, people):
        score = rules.mean_score(row["n"], row["total"])
        gold = (0.0, 1.0) if score.low is None or score.high is None else (score.low, score.high)
        fit = None if row["fit_low"] is None else (row["fit_low"], row["fit_high"])
        need = rules.gold_need(gold, fit, watched=row["watched"])
        found.append(needs.Need(row["person_id"], row["n"], *gold, need))
    await needs.save(tx, project_id, found)
