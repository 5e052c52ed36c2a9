"""One person's work over time, as their own firm's managers may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from math import ceil, floor
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.wire import Named
from armslength.truth.errors import PersonNotFound
from armslength.truth.repository import own as repository
from armslength.truth.repository.guidelines import own_guideline_scores
from armslength.truth.repository.records import BY_BOTH, BY_WEEK
from armslength.truth.rules import scoring
from armslength.truth.rules.weeks import NO_ANSWER
from armslength.truth.schemas.records import (
    FirmPersonRecord,
    GuidelineMark,
    OwnGuidelineScore,
    OwnPoint,
    OwnRight,
    OwnScore,
    OwnWeek,
    OwnWork,
)

_NO_REVIEW: Final = "None judged by the customer's reviewers yet."


class OwnRecords:
    """Reads only, of the actor's own firm."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def person(self, actor: Actor, project_id: UUID, person_id: UUID) -> FirmPersonRecord:
        """One of one's own firm's people. Raises PersonNotFound, the same for who is another's and who is nobody."""
        firm = actor.organization_id
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            names = await identity.names(tx, {person_id})
            marks = await repository.guideline_since(tx, project_id, person_id, firm)
            by = BY_BOTH if len(marks) > 1 else BY_WEEK
            answers = await repository.answers(tx, project_id, person_id, firm, by)
            if person_id not in names or not answers:
                raise PersonNotFound("Nobody with this id answered anything in this project for you.")
            judged = await repository.judged(tx, project_id, person_id, firm, by)
            scores, right = list[asyncpg.Record](), list[asyncpg.Record]()
            if not await repository.for_others(tx, project_id, person_id, firm):
                mondays = [row["week"] for row in answers if row["week"]]
                scores = await repository.skills(tx, project_id, person_id, mondays, scoring.LEAST)
                right = await own_guideline_scores(tx, project_id, person_id, mondays, scoring.LEAST)
        by_week, verdicts = _slots(answers, "week"), _slots(judged, "week")
        return FirmPersonRecord(
            person=Named(person_id, names[person_id]), least=scoring.LEAST,
            all=_work(dict(answers[-1]), dict(judged[-1]) if judged else None),
            weeks=[
                OwnWeek(monday, _work(by_week.get(monday), verdicts.get(monday)))
                for monday in sorted(by_week.keys() | verdicts.keys())
            ],
            questions=_scores(scores, by_week),
            guideline=[GuidelineMark(row["version"], row["at"]) for row in marks],
            by_guideline=_by_guideline(_slots(answers, "guideline"), _slots(judged, "guideline"), right),
        )  # fmt: skip


def _slots(rows: Sequence[asyncpg.Record], by: str) -> dict[Any, dict[str, Any]]:
    return {row[by]: dict(row) for row in rows if row[by] is not None}


def _work(answers: Mapping[str, Any] | None, judged: Mapping[str, Any] | None) -> OwnWork:
    n = answers["n"] if answers else 0
    seen, accepted, reworked = (judged[name] if judged else 0 for name in ("judged", "accepted", "reworked"))
    seconds = (
        scoring.median_time(n, answers["median"], answers["low"], answers["high"])
        if answers else scoring.nothing(NO_ANSWER)
    )  # fmt: skip
    return OwnWork(
        answers=n, seconds=seconds, accepted=scoring.share(accepted, seen, _NO_REVIEW),
        reworked=scoring.share(reworked, seen, _NO_REVIEW),
    )  # fmt: skip


def _by_guideline(
    given: Mapping[int, Mapping[str, Any]], verdicts: Mapping[int, Mapping[str, Any]], right: Sequence[asyncpg.Record]
) -> list[OwnGuidelineScore]:
    """Of versions under which they gave anything; as in weeks, in hundredths and of enough answers only."""
    return [
        OwnGuidelineScore(
            version, _work(given[version], verdicts.get(version)),
            [
                OwnRight(row["question"], *_hundredths(row)) for row in right
                if row["guideline_version"] == version and given[version]["n"] >= scoring.LEAST
            ],
        )
        for version in sorted(given)
    ]  # fmt: skip


def _hundredths(row: asyncpg.Record) -> tuple[float, float, float]:
    """Value and interval, which is rounded outwards."""
    return round(row["value"], 2), floor(row["low"] * 100) / 100, ceil(row["high"] * 100) / 100


def _scores(rows: Sequence[asyncpg.Record], by_week: Mapping[date, Mapping[str, Any]]) -> list[OwnScore]:
    """In hundredths: from the exact ends of an interval one could reckon how many answers are behind it, and from that
    how many were gold or canaries."""
    given: dict[date, int] = {}
    total = 0
    for monday in sorted(by_week):
        total += by_week[monday]["n"]
        given[monday] = total
    return [
        OwnScore(
            question,
            [
                OwnPoint(row["monday"], *_hundredths(row), given[row["monday"]])
                for row in of_one if given[row["monday"]] >= scoring.LEAST
            ],
        )
        for question, of_one in groupby(rows, itemgetter("question"))
    ]  # fmt: skip
