"""One person's, one firm's or everybody's work over time and by version of the guideline."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
import numpy as np

import armslength_quality as quality
from armslength.identity import views as identity
from armslength.identity.model import Actor, PersonRef
from armslength.kit.db import Database, Tx
from armslength.kit.wire import Named
from armslength.projects.views import project
from armslength.truth import repository
from armslength.truth.errors import FirmNotFound, PersonNotFound
from armslength.truth.repository import records as over_time
from armslength.truth.repository.guidelines import guideline_scores
from armslength.truth.repository.records import BY_BOTH, BY_GUIDELINE, BY_WEEK, By, Who
from armslength.truth.rules import scoring, weeks
from armslength.truth.rules.findings import MOST_LABELS
from armslength.truth.rules.inference import Fitted
from armslength.truth.schemas import AgreementResult, Estimate
from armslength.truth.schemas.records import (
    FirmPerson,
    FirmRecord,
    GuidelineMark,
    GuidelineScore,
    GuidelineScores,
    PersonRecord,
    QuestionRight,
    QuestionScore,
    QuestionSpread,
    ScorePoint,
    SpreadPoint,
)
from armslength.truth.service.believing import Believing
from armslength.vendors import views as vendors

SEED: Final = 20260101
NO_OTHERS: Final = "Nothing to compare with others yet."


class Records:
    """Reads only."""

    def __init__(self, db: Database, believing: Believing) -> None:
        self.db = db
        self.believing = believing

    async def person(self, actor: Actor, project_id: UUID, person_id: UUID) -> PersonRecord:
        """One person's work here. Raises PersonNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            known = await identity.people(tx, [person_id])
            if person_id not in known or not await over_time.worked(tx, project_id, person_id):
                raise PersonNotFound("Nobody with this id was asked about anything in this project.")
            guideline = await _guideline(tx, project_id)
            work, right = await _work_and_right(tx, project_id, Who(person_id, None), guideline)
            scores = await over_time.scores(tx, project_id, person_id)
            _, fits = await self.believing.fits(tx, project_id)
            agreement = (await _agreement(tx, project_id)).people.get(str(person_id))
        everything, by_week = await asyncio.to_thread(weeks.over_time, work, np.random.default_rng(SEED))
        by_guideline = await asyncio.to_thread(_by_guideline, work, right)
        person = known[person_id]
        return PersonRecord(
            person=Named(person.id, person.name), organization=Named(person.organization_id, person.organization_name),
            least=scoring.LEAST, all=everything, weeks=by_week,
            questions=[
                _score(question, list(rows), fits.get(question), person_id)
                for question, rows in groupby(scores, itemgetter("question"))
            ],
            agreement=_enough(agreement), guideline=guideline, by_guideline=by_guideline,
        )  # fmt: skip

    async def firm(self, actor: Actor, project_id: UUID, alias: str, *, names: bool) -> FirmRecord:
        """A firm's work here, by its letter on the scorecard. Raises FirmNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            seed = (await project(tx, project_id)).seed
            firms = {firm["organization_id"]: firm for firm in await repository.firms(tx, project_id)}
            called = {letters: firm for firm, letters in scoring.aliases(firms, seed).items()}
            if alias not in called:
                raise FirmNotFound("No firm on this project's scorecard is called that.")
            firm_id = called[alias]
            guideline = await _guideline(tx, project_id)
            work, right = await _work_and_right(tx, project_id, Who(None, firm_id), guideline)
            points = await over_time.spreads(tx, project_id, firm_id)
            last = await over_time.last_scores(tx, project_id, firm_id)
            known = await identity.people(tx, {row["person_id"] for row in last}) if names else {}
            organization = Named(firm_id, await _name(tx, firm_id)) if names else None
            shared = (await _agreement(tx, project_id)).firms.get(str(firm_id))
        everything, by_week = await asyncio.to_thread(weeks.over_time, work, np.random.default_rng(SEED))
        by_guideline = await asyncio.to_thread(_by_guideline, work, right)
        return FirmRecord(
            alias=alias, organization=organization, blind=not names, people=firms[firm_id]["people"],
            least=scoring.LEAST, all=everything, weeks=by_week, questions=_spreads(points, last, known),
            agreement=scoring.enough(shared, "items"), guideline=guideline, by_guideline=by_guideline,
        )  # fmt: skip

    async def guidelines(self, actor: Actor, project_id: UUID) -> GuidelineScores:
        """Everybody's work here, by version of the guideline; of a project with one version nothing, for all of its
        answers would be counted to compare with nothing."""
        everybody = Who(None, None)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            guideline = await _guideline(tx, project_id)
            if not _several(guideline):
                return GuidelineScores(least=scoring.LEAST, versions=[], guideline=guideline)
            work = await _work(tx, project_id, everybody, BY_GUIDELINE)
            right = await guideline_scores(tx, project_id, everybody)
        return GuidelineScores(
            least=scoring.LEAST, versions=await asyncio.to_thread(_by_guideline, work, right), guideline=guideline
        )


def _several(guideline: Sequence[GuidelineMark]) -> bool:
    """Whether there are versions to compare."""
    return len(guideline) > 1


async def _work_and_right(
    tx: Tx, project_id: UUID, who: Who, guideline: Sequence[GuidelineMark]
) -> tuple[weeks.Work, list[asyncpg.Record]]:
    """What was done by week and, where there are several, by version of the guideline, and what the last fit found of
    the versions."""
    if not _several(guideline):
        return await _work(tx, project_id, who, BY_WEEK), []
    return await _work(tx, project_id, who, BY_BOTH), await guideline_scores(tx, project_id, who)


async def _work(tx: Tx, project_id: UUID, who: Who, by: By) -> weeks.Work:
    return weeks.Work(
        [dict(row) for row in await over_time.answers_by(tx, project_id, who, by)],
        [dict(row) for row in await over_time.gold_by(tx, project_id, who, by)],
        [dict(row) for row in await over_time.judged_by(tx, project_id, who, by)],
    )


def _by_guideline(work: weeks.Work, scores: Sequence[asyncpg.Record]) -> list[GuidelineScore]:
    right: dict[int, list[QuestionRight]] = {}
    for row in scores:
        right.setdefault(row["guideline_version"], []).append(QuestionRight(row["question"], _skill(row)))
    return [
        GuidelineScore(guideline_version=version, work=done, questions=right.get(version, []))
        for version, done in weeks.by_slot(work, "guideline", np.random.default_rng(SEED))
    ]


async def _agreement(tx: Tx, project_id: UUID) -> AgreementResult:
    row = await repository.agreement(tx, project_id)
    if row is None:
        return AgreementResult(guideline_version=None, questions=[], people={})
    return msgspec.convert(row["result"], AgreementResult)


async def _guideline(tx: Tx, project_id: UUID) -> list[GuidelineMark]:
    return [GuidelineMark(row["version"], row["at"]) for row in await over_time.guideline_changes(tx, project_id)]


async def _name(tx: Tx, firm_id: UUID) -> str:
    if firm_id == tx.tenant_id:
        return await identity.organization_name(tx, tx.tenant_id) or ""
    return (await vendors.names(tx)).get(firm_id, "")


def _enough(found: Estimate | None) -> Estimate:
    return scoring.enough(found, "items") if found else scoring.nothing(NO_OTHERS)


def _skill(row: asyncpg.Record) -> Estimate:
    if row["n"] < scoring.LEAST:
        return scoring.nothing(scoring.too_few(row["n"], "answers"), row["n"])
    return Estimate(row["value"], row["low"], row["high"], row["n"])


def _score(question: str, rows: Sequence[asyncpg.Record], fitted: Fitted | None, person_id: UUID) -> QuestionScore:
    last = rows[-1]
    labels, confusion = _confusion(fitted, str(person_id)) if last["n"] >= scoring.LEAST else ([], [])
    return QuestionScore(
        question=question, points=[ScorePoint(row["fit"], row["through"], _skill(row)) for row in rows],
        believed=scoring.share(last["agreed"], last["n"], NO_OTHERS), labels=labels, confusion=confusion,
    )  # fmt: skip


def _confusion(fitted: Fitted | None, person: str) -> tuple[list[str], list[list[float]]]:
    """What they say where which label is believed, in answers. What the model adds before it has seen any is taken off
    in proportion: a row is as long as the answers behind it."""
    tables: quality.WorkerTables | None = fitted.tables if fitted else None
    if tables is None or person not in tables.annotators or len(tables.categories) > MOST_LABELS:
        return [], []
    counts = tables.counts[tables.annotators.index(person)]
    rows = counts.sum(axis=1, keepdims=True)
    return list(map(str, tables.categories)), (counts * (1.0 - 1.0 / np.maximum(rows, 1.0))).round(3).tolist()


def _spreads(
    points: Sequence[asyncpg.Record], last: Sequence[asyncpg.Record], known: Mapping[UUID, PersonRef]
) -> list[QuestionSpread]:
    people = {question: list(rows) for question, rows in groupby(last, itemgetter("question"))}
    return [
        QuestionSpread(
            question,
            [
                SpreadPoint(row["fit"], row["through"], row["people"], row["low"], row["middle"], row["high"])
                for row in rows
            ],
            [
                FirmPerson(
                    Named(person.id, person.name) if (person := known.get(row["person_id"])) else None, _skill(row)
                )
                for row in people.get(question, [])
            ],
        )
        for question, rows in groupby(points, itemgetter("question"))
    ]  # fmt: skip
