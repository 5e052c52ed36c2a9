"""The job that looks through a project's answers, nightly where answers have come, or when somebody asks.

After a crash it starts again; what it finds again is the same concern, and an older run never overwrites a newer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from importlib.metadata import version
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.annotation.events import WRITING_FORGOTTEN
from armslength.annotation.views import writing_flags
from armslength.assignment import views as assignments
from armslength.assignment.service import needs
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import JobContext, Sweep
from armslength.kit.outbox import Subscription
from armslength.projects import views as projects
from armslength.truth.repository import concerns as repository
from armslength.truth.rules.looking import Said
from armslength.truth.rules.watching import Watch
from armslength.truth.service.believing import Believing
from armslength.truth.service.computing import computed
from armslength.truth.service.words import Words

DETECT_JOB: Final = "truth.detect"
ITEMS_AT_ONCE: Final = 200
_NIGHTLY: Final = timedelta(hours=20)
_SWEEP_SECONDS: Final = 1800


class Detecting:
    """One run of one project, and who asks for it."""

    def __init__(self, believing: Believing) -> None:
        self.believing = believing

    def sweeps(self) -> list[Sweep]:
        """Once a day, where answers have come."""
        return [Sweep(DETECT_JOB, _SWEEP_SECONDS, self._ask_where_due)]

    def subscriptions(self) -> list[Subscription]:
        """What is forgotten elsewhere is forgotten here."""
        return [Subscription(WRITING_FORGOTTEN, self._on_forgotten)]

    async def _on_forgotten(self, tx: Tx, payload: dict[str, Any]) -> None:
        project_id = UUID(payload["project_id"])
        await repository.forget_writing(tx, project_id, UUID(payload["person_id"]), self.believing.clock.now())
        await look_closer(tx, project_id)

    async def ask(self, tx: Tx, project_id: UUID, by: UUID | None = None) -> UUID:
        """Ask for a run."""
        now = self.believing.clock.now()
        await repository.note_asked(tx, project_id, now)
        return await jobs.enqueue(tx, DETECT_JOB, {}, at=now, project_id=project_id, created_by=by)

    async def _ask_where_due(self, db: Database, clock: Clock) -> None:
        before = clock.now() - _NIGHTLY
        for tenant_id in await jobs.tenants(db):
            async with db.tenant(tenant_id) as tx:
                for project_id in await repository.due(tx, before):
                    await self.ask(tx, project_id)

    async def run(self, context: JobContext) -> None:
        """Read every answer, look, keep what was seen."""
        project_id = context.job.project_id
        assert project_id is not None  # `ask` always names one
        through, after, done = context.clock.now(), 0, 0
        watch: Watch | None = None
        firms: dict[UUID, UUID] = {}
        while True:
            async with context.db.tenant(context.job.tenant_id) as tx:
                items = await repository.watched_items(tx, project_id, after, ITEMS_AT_ONCE)
                if not items:
                    break
                words = await self.believing.words(tx, await projects.project(tx, project_id))
                watch = watch or Watch(words.schema)
                await _add(tx, watch, words, items, firms)
            after, done = items[-1]["ord"], done + len(items)
            await context.tick(done=done)
        seen = await computed(context, watch.seen) if watch else []
        at = context.clock.now()
        async with context.db.tenant(context.job.tenant_id) as tx:
            if await repository.begin(tx, project_id, through):
                sealer = await self.believing.keys.sealer(tx, project_id)
                for each in seen:
                    subject, about = each.subject(sealer.digest), None
                    if each.labels is not None:
                        plain = msgspec.json.encode(each.labels)
                        about = sealer.seal(plain, kind="truth", object_id=about_id(each.kind, each.question, subject))
                    await repository.put(tx, project_id, each, subject, about, firms, _package(), at)
                answers = watch.answers if watch else 0
                await repository.finish(tx, project_id, through, answers, _package(), at)
                await look_closer(tx, project_id)
            await context.tick(done=done, total=done, tx=tx)


async def look_closer(tx: Tx, project_id: UUID) -> None:
    """Who is met by a concern that is still found, and was not dismissed, is asked more gold: how they do on it is the
    best evidence for or against. Nothing else follows."""
    await tx.lock("watched", project_id)  # else what somebody decides meanwhile would be undone by what was read before
    await needs.watch(tx, project_id, await repository.concerned(tx, project_id))


async def _add(
    tx: Tx, watch: Watch, words: Words, items: Sequence[asyncpg.Record], firms: dict[UUID, UUID]
) -> None:  # fmt: skip
    """Add the answers to some items, in the words of today's questions."""
    rows = await repository.said(tx, [item["id"] for item in items])
    answers = await words.reader.answers([row["annotation_id"] for row in rows])
    of_item: dict[UUID, dict[UUID, Said]] = defaultdict(dict)
    written = await writing_flags(tx, [row["annotation_id"] for row in rows])
    shown = await assignments.displays(tx, [row["assignment_id"] for row in rows])
    for row in rows:
        read = await words.read(tx, row["schema_version"], answers[row["annotation_id"]])
        at, seconds = row["submitted_at"].timestamp(), row["active_ms"] / 1000
        of_item[row["item_id"]][row["person_id"]] = Said(
            read,
            at,
            seconds,
            row["schema_version"],
            row["guideline_version"],
            written.get(row["annotation_id"]),
            shown[row["assignment_id"]].get("orders", {}),
        )
        firms[row["person_id"]] = row["organization_id"]
    gold = {item["id"]: item["gold_schema"] for item in items if item["gold_schema"] is not None}
    keys = await words.reader.gold(list(gold))
    contents = await words.reader.items([item_id for item_id, each in of_item.items() if watch.wrote(each.values())])
    for item in items:
        item_id = item["id"]
        right = await words.read(tx, gold[item_id], keys[item_id]["answers"]) if item_id in gold else None
        said_there = contents[item_id].content if item_id in contents else None
        watch.add(item_id, of_item[item_id], right, said_there)


def about_id(kind: str, question: str, subject: str) -> str:
    """By which what a concern about labels names is sealed: the same whenever it is found."""
    return f"concern:{kind}:{question}:{subject}"


def _package() -> str:
    return f"armslength-quality {version('armslength-quality')}"
