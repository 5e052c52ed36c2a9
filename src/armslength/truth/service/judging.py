"""Judges beside people: the job that reads verdicts and answers, the page, and the items that people answer blind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
import numpy as np

import armslength_quality as quality
from armslength.assignment.service.overlap import ask_those_first
from armslength.identity.model import Actor
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import JobContext, Sweep
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.suggestion import views as suggestions
from armslength.truth import repository as answers_of
from armslength.truth.errors import JudgeNotFound, NothingToDraw
from armslength.truth.repository import judges as repository
from armslength.truth.rules.inference import Given
from armslength.truth.rules.judging import Bench, Kin, Verdict, judged, stratum_of
from armslength.truth.rules.numbers import is_number
from armslength.truth.schemas import Refreshing
from armslength.truth.schemas.judges import (
    Judge,
    JudgedBy,
    JudgedQuestion,
    Judges,
    JudgeSample,
    SampledItem,
    SampleJudge,
    Stratum,
)
from armslength.truth.service.believing import Believing
from armslength.truth.service.computing import computed
from armslength.truth.service.words import Words

JUDGES_JOB: Final = "truth.judges"
ITEMS_AT_ONCE: Final = 200
SEED: Final = 20260101
"""Of the resamples behind the intervals: the same answers give the same numbers."""
_AGAIN: Final = timedelta(hours=20)
_SWEEP_SECONDS: Final = 1800
MOST_DRAWN_FROM: Final = 5_000
"""Their verdicts are opened while somebody waits."""
_NO_VERDICTS: Final = "The judge said nothing on this question about an item that nobody has answered yet."
_NO_SCORES: Final = "The judge gave no score on this question for an item that nobody has answered yet."
_decoder = msgspec.json.Decoder(list[JudgedBy])


class Judging:
    """What judges say is read by the platform alone; what is told are figures."""

    def __init__(self, believing: Believing) -> None:
        self.believing = believing
        self.db, self.walls, self.keys, self.clock = believing.db, believing.walls, believing.keys, believing.clock

    async def get(self, actor: Actor, project_id: UUID) -> Judges:
        """Every judge with what was last computed about it."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            known = await suggestions.judges(tx, project_id)
            schema = (await self.believing.words(tx, await projects.project(tx, project_id))).schema
            job = await jobs.last(tx, project_id, JUDGES_JOB)
            row = await repository.report(tx, project_id)
            stale = bool(known) and await _stale(tx, project_id, row)
            found: dict[tuple[str, str], list[JudgedQuestion]] = {}
            if row is not None:
                plain = await self.walls.unseal(
                    tx, project_id, row["sealed"], kind="truth", object_id=f"judges:{project_id}"
                )
                found = {(each.source, each.version): each.questions for each in _decoder.decode(plain)}
        return Judges(
            computed_at=row["computed_at"] if row else None, stale=stale,
            job=job, compared_on=[*judged(schema)],
            judges=[Judge(**dict(each), questions=found.get((each["source"], each["version"]), [])) for each in known],
        )  # fmt: skip

    def sweeps(self) -> list[Sweep]:
        """Twenty hours after the last time at the soonest, where verdicts have come, or answers beside them."""
        return [Sweep(JUDGES_JOB, _SWEEP_SECONDS, self._ask_where_due)]

    async def _ask_where_due(self, db: Database, clock: Clock) -> None:
        now = clock.now()
        for tenant_id in await jobs.tenants(db):
            async with db.tenant(tenant_id) as tx:
                for project_id in await suggestions.judged_projects(tx):
                    await tx.lock("judges", project_id)  # another worker looks at the same time
                    last = await jobs.last(tx, project_id, JUDGES_JOB)
                    asked = last is not None and last.asked_at > now - _AGAIN
                    if not asked and await _stale(tx, project_id, await repository.report(tx, project_id)):
                        await jobs.enqueue(tx, JUDGES_JOB, {}, at=now, project_id=project_id)

    async def refresh(self, actor: Actor, project_id: UUID) -> Refreshing:
        """Ask for the figures to be computed anew."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            job_id = await jobs.enqueue(
                tx, JUDGES_JOB, {}, at=self.clock.now(), project_id=project_id, created_by=actor.person_id
            )
        return Refreshing(job_id)

    async def run(self, context: JobContext) -> None:
        """The job: read every item that a judge gave a verdict on, then measure. After a crash it starts again."""
        project_id = context.job.project_id
        assert project_id is not None  # `refresh` always names one
        through, after, done = context.clock.now(), -1, 0
        bench: Bench | None = None
        while True:
            async with context.db.tenant(context.job.tenant_id) as tx:
                rows = await suggestions.judged_items(tx, project_id, after, ITEMS_AT_ONCE)
                if not rows:
                    kin = {
                        (each["source"], each["version"]): Kin(each["family"], each["models"])
                        for each in await suggestions.judges(tx, project_id)
                    }
                    break
                words = await self.believing.words(tx, await projects.project(tx, project_id))
                bench = bench or Bench(words.schema)
                await self._add(tx, bench, words, [row["id"] for row in rows])
            after, done = rows[-1]["ord"], done + len(rows)
            await context.tick(done=done)
        found = await computed(context, partial(bench.measure, kin, SEED)) if bench else {}
        told = [JudgedBy(*judge, questions) for judge, questions in sorted(found.items())]
        async with context.db.tenant(context.job.tenant_id) as tx:
            sealer = await self.keys.sealer(tx, project_id)
            sealed = sealer.seal(msgspec.json.encode(told), kind="truth", object_id=f"judges:{project_id}")
            await repository.save_report(tx, project_id, sealed, at=context.clock.now(), through=through)
            await context.tick(done=done, total=done, tx=tx)

    async def _add(self, tx: Tx, bench: Bench, words: Words, item_ids: Sequence[UUID]) -> None:
        """Verdicts, answers and texts of some items, in the words of today's questions."""
        project_id = words.project_id
        _, fits = await self.believing.fits(tx, project_id)
        given = await words.given(tx, item_ids)
        shown = await repository.orders(tx, item_ids)
        contents = await words.reader.items(item_ids)
        rows = await suggestions.judgements(tx, project_id, item_ids)
        opened = await words.reader.suggestions([row["id"] for row in rows])
        verdicts: defaultdict[UUID, dict[tuple[str, str], Verdict]] = defaultdict(dict)
        for row in rows:
            read = await words.read(tx, row["schema_version"], opened[row["id"]])
            verdicts[row["item_id"]][row["source"], row["version"]] = Verdict(read, row["scores"], row["shown_first"])
        for item_id in item_ids:
            bench.add(
                item_id, contents[item_id].content, given.get(item_id, Given({})), verdicts[item_id],
                shown.get(item_id, {}), fits,
            )  # fmt: skip

    async def sample(self, actor: Actor, project_id: UUID, wanted: SampleJudge) -> JudgeSample:
        """Draw items that nobody has answered, of every verdict or band of scores, and ask people about them first if
        that is wanted. Raises JudgeNotFound, NothingToDraw."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await suggestions.is_judge(tx, project_id, wanted.source, wanted.version):
                raise JudgeNotFound("There is no such judge in this project.")
            rows = await repository.unanswered(
                tx, project_id, wanted.source, wanted.version, wanted.seed, MOST_DRAWN_FROM
            )
            strata = await self._strata(tx, project_id, rows, wanted)
            if not strata:
                raise NothingToDraw(_NO_SCORES if wanted.by == "score" else _NO_VERDICTS)
            drawn = _draw(strata, wanted)
            first = drawn if wanted.ask_first else []
            asked = await ask_those_first(tx, actor.person_id, project_id, first, self.clock.now())
            await record(
                tx, actor.person_id, "judge.sampled", f"project:{project_id}", at=self.clock.now(),
                project_id=project_id, detail={**msgspec.to_builtins(wanted), "drawn": len(drawn), "asked": asked},
            )  # fmt: skip
        names = {row["item_id"]: row["external_id"] for row in rows}
        there, taken = Counter(strata.values()), Counter(strata[item_id] for item_id in drawn)
        return JudgeSample(
            [SampledItem(item_id, names[item_id]) for item_id in sorted(drawn)],
            [Stratum(str(name), there[name], taken[name]) for name in sorted(there, key=str)],
            asked,
        )  # fmt: skip

    async def _strata(
        self, tx: Tx, project_id: UUID, rows: Sequence[asyncpg.Record], wanted: SampleJudge
    ) -> Mapping[UUID, Hashable]:
        """What the draw goes by, of each item; items without it are left out."""
        words = await self.believing.words(tx, await projects.project(tx, project_id))
        question = judged(words.schema).get(wanted.question)
        if question is None:
            raise JudgeNotFound("The project asks no such question, or judges are not compared on it.")
        if wanted.by == "score":
            scores = {row["item_id"]: row["scores"].get(wanted.question) for row in rows}
            return quality.bands({item: score for item, score in scores.items() if score is not None}, wanted.bands)
        found: dict[UUID, Hashable] = {}
        numbers: dict[UUID, float] = {}
        for start in range(0, len(rows), ITEMS_AT_ONCE):
            some = rows[start : start + ITEMS_AT_ONCE]
            opened = await words.reader.suggestions([row["id"] for row in some])
            for row in some:
                read = await words.read(tx, row["schema_version"], opened[row["id"]])
                strata = [stratum_of(question, value) for _, value in question.values(read)]
                if strata and is_number(question):
                    numbers[row["item_id"]] = sum(float(str(each)) for each in strata) / len(strata)
                elif strata:
                    found[row["item_id"]] = ", ".join(map(str, strata))
        return quality.bands(numbers, wanted.bands) if numbers else found


async def _stale(tx: Tx, project_id: UUID, report: asyncpg.Record | None) -> bool:
    """Whether verdicts or answers have come since the last run."""
    through = report["through"] if report else None
    return await suggestions.judged_since(tx, project_id, through) or await answers_of.answered_since(
        tx, project_id, through
    )


def _draw(strata: Mapping[UUID, Hashable], wanted: SampleJudge) -> list[UUID]:
    """As many as are wanted, or all there are; fewer of each stratum than `least` where that would be more."""
    size = min(wanted.size, len(strata))
    least = min(wanted.least, size // len(set(strata.values())))
    drawn = set(quality.stratified_sample(strata, size, np.random.default_rng(wanted.seed), least=least))
    return [item for item in strata if item in drawn]
