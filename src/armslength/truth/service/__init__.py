"""The verbs of truth: compute agreement, show progress, show an item's answers with their majority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
import numpy as np

from armslength.assignment.service import mean_score
from armslength.assignment.views import FOR_EVERY_FIRM
from armslength.identity import views as identity
from armslength.identity.model import Actor, PersonRef
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import JobContext, Loop, Sweep, TenantSweep
from armslength.kit.outbox import Subscription
from armslength.kit.wire import Named
from armslength.projects import views as projects
from armslength.projects.model import Progress
from armslength.questions import service as questions
from armslength.questions.model import LabelSchema
from armslength.truth import repository, views
from armslength.truth.errors import ItemNotFound
from armslength.truth.repository import beliefs as beliefs_of
from armslength.truth.repository import working
from armslength.truth.rules.consensus import consensus, methods
from armslength.truth.rules.enough import how_sure
from armslength.truth.rules.inference import Evidence, Fitted, Given, beliefs, inferred, labels_of
from armslength.truth.rules.orders import pair_believed
from armslength.truth.rules.reaching import answer_cost, goal
from armslength.truth.rules.reading import Asked, asked
from armslength.truth.rules.tally import Tally
from armslength.truth.rules.working import Work, work_of
from armslength.truth.schemas import (
    Agreement,
    AgreementResult,
    Day,
    Decision,
    Divided,
    DividedItem,
    Estimate,
    ItemAnswer,
    ItemAnswers,
    MyDay,
    MyRecord,
    Overlap,
    PersonProgress,
    PersonSkill,
    ProjectProgress,
    QuestionFit,
    Refreshing,
    Sure,
    Truth,
    UnsureItem,
)
from armslength.truth.service.believing import FIT_JOB, Believing
from armslength.truth.service.cluster import Cluster
from armslength.truth.service.computing import computed
from armslength.truth.service.concerns import Concerns
from armslength.truth.service.counting import WorkCounter
from armslength.truth.service.detecting import DETECT_JOB, Detecting
from armslength.truth.service.disagreements import Disagreements
from armslength.truth.service.fitting import Fitting
from armslength.truth.service.judging import JUDGES_JOB, Judging
from armslength.truth.service.own import OwnRecords
from armslength.truth.service.records import Records
from armslength.truth.service.scorecard import AGREEMENT_JOB, Scorecards
from armslength.truth.service.statements import Statements
from armslength.truth.service.unsure import UnsureFirst
from armslength.truth.settings import TruthSettings
from armslength.walls.service import ContentReader, WallsService

__all__ = [
    "Asked", "Evidence", "Fitted", "Given", "Tally", "TruthService", "asked", "beliefs", "consensus", "how_sure",
    "inferred", "labels_of", "methods", "pair_believed",
]  # fmt: skip

SEED: Final = 20260101
"""Of the resamples behind the intervals: the same answers give the same numbers."""
ITEMS_AT_ONCE: Final = 200
DAYS_SHOWN: Final = 30
SURE_EDGES: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
UNSURE_SHOWN: Final = 20
MOST_CHANGED: Final = 10_000


class TruthService:
    """Reads what was said; writes only what it computed from it."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, clock: Clock, settings: TruthSettings | None = None
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.cluster = Cluster(settings or TruthSettings())
        self.work_counter = WorkCounter()
        self.clock = clock
        self.believing = Believing(db, walls, keys, clock)
        self.statements = Statements(db, keys, clock)
        self.scorecards = Scorecards(db, self.statements, clock)
        self.detecting = Detecting(self.believing)
        self.concerns = Concerns(db, walls, keys, clock, self.detecting)
        self.records = Records(db, self.believing)
        self.own_records = OwnRecords(db)
        self.disagreements = Disagreements(self.believing)
        self.judging = Judging(self.believing)

    def handlers(self) -> dict[str, jobs.Handler]:
        """Background work, by kind."""
        return {
            AGREEMENT_JOB: self.compute_agreement, FIT_JOB: self.fit, DETECT_JOB: self.detecting.run,
            JUDGES_JOB: self.judging.run,
        }  # fmt: skip

    def subscriptions(self) -> list[Subscription]:
        """What truth hears."""
        return [*self.believing.subscriptions(), *self.detecting.subscriptions()]

    def loops(self) -> list[Loop]:
        """Believing, all the time."""
        return self.believing.loops()

    def sweeps(self) -> list[Sweep]:
        """Now and then: fits, looking through what was answered, judges beside it."""
        return [*self.believing.sweeps(), *self.detecting.sweeps(), *self.judging.sweeps()]

    def tenant_sweeps(self) -> list[TenantSweep]:
        """More people for the least sure."""
        return UnsureFirst(self.db, self.clock).tenant_sweeps()

    async def get_agreement(self, actor: Actor, project_id: UUID) -> Agreement:
        """The last computed agreement, and whether answers have come since."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            job = await jobs.last(tx, project_id, AGREEMENT_JOB)
            row = await repository.agreement(tx, project_id)
            stale = await repository.answered_since(tx, project_id, row["through"] if row else None)
            if row is None:
                return Agreement(computed_at=None, stale=stale, job=job, guideline_version=None, questions=[])
            result = msgspec.convert(row["result"], AgreementResult)
            ids = {each.item_id for items in result.divided.values() for each in items}
            names = await repository.external_ids(tx, project_id, ids)
        return Agreement(
            computed_at=row["computed_at"], stale=stale, job=job, guideline_version=result.guideline_version,
            questions=result.questions,
            divided={question: _named(items, names) for question, items in result.divided.items()},
        )  # fmt: skip

    async def refresh_agreement(self, actor: Actor, project_id: UUID) -> Refreshing:
        """Ask for agreement to be computed anew."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            job_id = await jobs.enqueue(
                tx, AGREEMENT_JOB, {}, at=self.clock.now(), project_id=project_id, created_by=actor.person_id
            )
        return Refreshing(job_id)

    async def compute_agreement(self, context: JobContext) -> None:
        """The job: read every standing answer, item by item, then measure. After a crash it starts again."""
        project_id = context.job.project_id
        assert project_id is not None  # refresh_agreement always names one
        through, count, after, done = context.clock.now(), _Count(), 0, 0
        while True:
            async with context.db.tenant(context.job.tenant_id) as tx:
                items = await repository.answered_items(tx, project_id, after, ITEMS_AT_ONCE)
                await count.add(tx, self.walls.reader(tx, project_id), items)
            if not items:
                break
            after, done = items[-1]["ord"], done + len(items)
            await context.tick(done=done)
        result = await computed(context, count.result)
        async with context.db.tenant(context.job.tenant_id) as tx:
            await repository.save_agreement(tx, project_id, result, at=context.clock.now(), through=through)
            await context.tick(done=done, total=done, tx=tx)

    async def fit(self, context: JobContext) -> None:
        """The job behind refresh_truth."""
        await Fitting(context, self.believing, self.cluster).run()

    async def refresh_truth(self, actor: Actor, project_id: UUID) -> Refreshing:
        """Ask for all answers to be fitted anew."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return Refreshing(await self.believing.ask(tx, project_id, actor.person_id))

    async def get_truth(self, actor: Actor, project_id: UUID) -> Truth:
        """What is believed of the project's items, and what the last fit knows of people."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            job = await jobs.last(tx, project_id, FIT_JOB)
            version, fits = await self.believing.fits(tx, project_id)
            row = await beliefs_of.fit(tx, project_id)
            through = row["through"] if row else None
            changed = await beliefs_of.changed_since(tx, project_id, through, MOST_CHANGED)
            counts = await beliefs_of.how_sure(tx, project_id, SURE_EDGES)
            unsure = await beliefs_of.least_sure(tx, project_id, UNSURE_SHOWN)
            project = (await projects.projects(tx, [project_id])).get(project_id)
            adaptive = project is not None and project.overlap_max is not None
            overlap = Overlap(**dict(await beliefs_of.overlap(tx, project_id))) if adaptive else None
            known = await identity.people(tx, {UUID(person) for fitted in fits.values() for person in fitted.skill})
            prices = {
                row["organization_id"]: (row["micros"], row["currency"]) for row in await views.prices(tx, project_id)
            }
        return Truth(
            fit=version, fitted_at=row["fitted_at"] if row else None, through=through, changed=changed,
            questions=[_question_fit(name, fitted, known, prices) for name, fitted in sorted(fits.items())],
            sure=[
                Sure(least, most, items)
                for least, most, items in zip((0.0, *SURE_EDGES), (*SURE_EDGES, 1.0), counts, strict=True)
            ],
            least_sure=[
                UnsureItem(each["item_id"], each["external_id"], each["answers"], each["sure"]) for each in unsure
            ],
            overlap=overlap, job=job,
        )  # fmt: skip

    async def progress_of(self, tx: Tx, project_ids: Sequence[UUID]) -> dict[UUID, Progress]:
        """How far projects are, for those who may see all of it."""
        rows = [dict(row) for row in await repository.progress_of(tx, project_ids)]
        return {row.pop("id"): Progress(**row) for row in rows}

    async def get_progress(self, actor: Actor, project_id: UUID) -> ProjectProgress:
        """How far the project is, and who does what. A vendor's people see their own firm and nothing else."""
        firm = actor.organization_id if actor.side == "vendor" else None
        since = (self.clock.now() - timedelta(days=DAYS_SHOWN)).date()
        async with self.db.tenant(actor.tenant_id, actor.person_id, one_moment=True) as tx:
            work = work_of(await working.work(tx, project_id, firm))
            counts = _of_firm(work) if firm else dict(await repository.item_counts(tx, project_id))
            known = await identity.people(tx, work.people)
            last_at = await working.last_answers(tx, project_id, [*work.people])
            agreement = await _agreement_with_others(tx, project_id)
        people = [
            _person(known[person_id], worked.told() | {"last_at": last_at.get(person_id)}, agreement)
            for person_id, worked in work.people.items() if person_id in known and worked.counts.keys() - {"asked"}
        ]  # fmt: skip
        people.sort(key=lambda each: (-each.submitted, each.person.id))
        progress = Progress(
            **counts, skipped=sum(person.skipped for person in people),
            annotations=sum(person.submitted for person in people) if firm else work.firms.get("labels", 0),
            people=sum(person.submitted > 0 for person in people),
        )  # fmt: skip
        days = [Day(day, *counted) for day, counted in sorted(work.days.items()) if day >= since]
        return ProjectProgress(progress, days, people)

    async def get_my_record(self, actor: Actor, project_id: UUID) -> MyRecord:
        """One's own work: what became of it, how long it took, day by day."""
        since = (self.clock.now() - timedelta(days=DAYS_SHOWN)).replace(hour=0, minute=0, second=0, microsecond=0)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await repository.own_record(tx, project_id, actor.person_id)
            days = await repository.own_days(tx, project_id, actor.person_id, since)
            label = await self.statements.label(tx, actor.organization_id, project_id)
        judged = row["accepted"] + row["fixed"] + row["rejected"]
        return MyRecord(
            review=mean_score(judged, row["accepted"]), days=[MyDay(**dict(day)) for day in days], label=label,
            **dict(row),
        )  # fmt: skip

    async def get_item_answers(self, actor: Actor, project_id: UUID, item_id: UUID) -> ItemAnswers:
        """Everybody's answers to one item, opened for the actor, and their majority."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await repository.item_exists(tx, project_id, item_id):
                raise ItemNotFound("There is no such item in this project.")
            rows = await repository.item_answers(tx, project_id, item_id)
            decided = await repository.item_decision(tx, item_id)
            ids = [row["annotation_id"] for row in rows] + ([decided["result_id"]] if decided else [])
            opened = await self.walls.open_answers(tx, actor, project_id, ids, purpose="browse") if ids else {}
            known = await identity.people(tx, {row["person_id"] for row in [*rows, *([decided] if decided else [])]})
            comment = await self._comment(tx, project_id, decided) if decided else ""
            majority = {}
            if rows:
                reader = self.walls.reader(tx, project_id)
                lift = await reader.lift()
                version = max(lift.version(row["schema_version"]) for row in rows)
                opened |= {
                    row["annotation_id"]: lift.read(row["schema_version"], opened[row["annotation_id"]]).answers
                    for row in rows
                }
                schema = await _schema(reader, version, {})
                stands = [
                    row
                    for row in rows
                    if row["verdict"] not in ("rejected", "disputed", "outdated")
                    and lift.version(row["schema_version"]) == version
                ]
                majority = consensus(asked(schema), [opened[row["annotation_id"]] for row in stands])
            beliefs = await self.believing.of_item(tx, project_id, item_id) if opened else {}
        told = _decision(decided, known, opened, comment) if decided else None
        return ItemAnswers([_item_answer(row, known, opened) for row in rows], majority, told, beliefs)

    async def _comment(self, tx: Tx, project_id: UUID, decided: asyncpg.Record) -> str:
        if decided["sealed"] is None:
            return ""
        plain = await self.walls.unseal(
            tx, project_id, decided["sealed"], kind="comment", object_id=str(decided["id"])
        )  # fmt: skip
        return plain.decode()


def _question_fit(
    name: str, fitted: Fitted, known: Mapping[UUID, PersonRef], prices: Mapping[UUID, tuple[int, str]]
) -> QuestionFit:
    people = [
        PersonSkill(
            Named(person.id, person.name), Named(person.organization_id, person.organization_name),
            Estimate(value, low, high, n),
        )
        for person_id, (value, low, high, n) in fitted.skill.items()
        if (person := known.get(UUID(person_id))) is not None
    ]  # fmt: skip
    people.sort(key=lambda each: (-(each.skill.value or 0.0), str(each.person.id)))
    did: Counter[UUID] = Counter()
    for each in people:
        did[each.organization.id] += each.skill.n
    found = goal(fitted.findings, fitted.facts.people, answer_cost(prices, did))
    return QuestionFit(name, fitted.facts, people, fitted.findings, found)


class _Count:
    """What the job has read so far. `shared`: first answers to items that several firms were asked, to compare the
    firms; under a routing plan that is its calibration, and an item that went from one to another is not among them."""

    def __init__(self) -> None:
        self.firms: dict[UUID, UUID] = {}
        self.tally, self.shared = Tally(), Tally(self.firms)
        self.known: dict[int, LabelSchema] = {}

    async def add(self, tx: Tx, reader: ContentReader, items: Sequence[asyncpg.Record]) -> None:
        """Add the answers to some items."""
        ids = [item["id"] for item in items]
        rows = await repository.authors_answers(tx, ids)
        first = _of_several(items, await repository.first_answers(tx, ids))
        lift = await reader.lift()
        for version in sorted({lift.version(row["schema_version"]) for row in [*rows, *first]} - self.known.keys()):
            await _schema(reader, version, self.known)
        for version in sorted(self.known):
            self.tally.know(version, self.known[version])
            self.shared.know(version, self.known[version])
        self.firms |= {row["person_id"]: row["organization_id"] for row in first}
        answers = await reader.answers([*{row["annotation_id"] for row in [*rows, *first]}])
        contents = await reader.items(ids) if self.tally.needs_content() else {}
        for tally, said in ((self.tally, rows), (self.shared, first)):
            for row in said:
                item = contents.get(row["item_id"])
                tally.add(
                    row["item_id"], row["person_id"], lift.version(row["schema_version"]), row["guideline_version"],
                    lift.read(row["schema_version"], answers[row["annotation_id"]]).answers,
                    item.content if item else None,
                )  # fmt: skip

    def result(self) -> AgreementResult:
        """All that is measured."""
        firms = self.shared.between(np.random.default_rng(SEED))
        return msgspec.structs.replace(self.tally.result(SEED), firms=firms)


def _of_several(items: Sequence[asyncpg.Record], rows: Sequence[asyncpg.Record]) -> list[asyncpg.Record]:
    lanes = {item["id"]: item["lane"] for item in items}
    firms: dict[UUID, set[UUID]] = {}
    for row in rows:
        if lanes[row["item_id"]] in FOR_EVERY_FIRM:
            firms.setdefault(row["item_id"], set()).add(row["organization_id"])
    return [row for row in rows if len(firms.get(row["item_id"], ())) > 1]


async def _schema(reader: ContentReader, version: int, known: dict[int, LabelSchema]) -> LabelSchema:
    if version not in known:
        known[version] = questions.read_schema(await reader.schema(version))
    return known[version]


async def _agreement_with_others(tx: Tx, project_id: UUID) -> dict[str, Estimate] | None:
    row = await repository.agreement(tx, project_id)
    return msgspec.convert(row["result"], AgreementResult).people if row else None


def _named(items: Sequence[Divided], names: Mapping[UUID, str | None]) -> list[DividedItem]:
    """Those that are still there."""
    return [
        DividedItem(each.item_id, names[each.item_id], each.answers, each.agreeing)
        for each in items if each.item_id in names
    ]  # fmt: skip


def _of_firm(work: Work) -> dict[str, int]:
    """Items as one vendor may know them: only those that its own people were asked about, and only their own work."""
    of = {name: work.firms.get(name, 0) for name in ("items", "in_work", "answered")}
    return of | {"open": 0, "in_review": 0, "done": of["answered"]}


def _person(person: PersonRef, told: Mapping[str, Any], agreement: Mapping[str, Estimate] | None) -> PersonProgress:
    why = "Not computed yet." if agreement is None else "Nothing to compare with others yet."
    unknown = Estimate(None, None, None, 0, why)
    return PersonProgress(
        person=Named(person.id, person.name), organization=Named(person.organization_id, person.organization_name),
        agreement=(agreement or {}).get(str(person.id), unknown), **told,
    )  # fmt: skip


def _item_answer(
    row: asyncpg.Record, known: Mapping[UUID, PersonRef], opened: Mapping[UUID, dict[str, Any]]
) -> ItemAnswer:
    person = known[row["person_id"]]
    state: Any = "rework" if row["state"] == "rework" else row["verdict"]
    return ItemAnswer(
        annotation_id=row["annotation_id"], person=Named(person.id, person.name),
        organization=Named(person.organization_id, person.organization_name), submitted_at=row["submitted_at"],
        state=state if state in ("rework", "accepted", "fixed", "rejected", "disputed") else "submitted",
        answers=opened[row["annotation_id"]], display=row["display"], active_ms=row["active_ms"],
    )  # fmt: skip


def _decision(
    row: asyncpg.Record, known: Mapping[UUID, PersonRef], opened: Mapping[UUID, dict[str, Any]], comment: str
) -> Decision:
    person = known[row["person_id"]]
    return Decision(
        annotation_id=row["result_id"], person=Named(person.id, person.name),
        organization=Named(person.organization_id, person.organization_name), decided_at=row["decided_at"],
        outcome=row["outcome"], comment=comment, answers=opened[row["result_id"]],
    )  # fmt: skip
