"""What a text that turned up elsewhere says of who leaked it: which canaries it contains, and who was shown them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final
from uuid import UUID

import asyncpg

from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.tracing import repository, rules
from armslength.tracing.errors import SuspectShort
from armslength.tracing.rules import Gram, Likeness, Suspect
from armslength.tracing.schemas import TracedVendor, TraceMatch, TracePassage, TraceReport, TraceText
from armslength.tracing.service.form_traces import FormTracer
from armslength.walls.service import WallsService
from armslength.walls.service.explorer import Explorer

LOOKED_AT: Final = 20_000
"""Ordinary items of a project whose wording is looked at, the latest first."""
_AT_ONCE: Final = 500
_PASSAGES: Final = 20


class Tracer:
    """Compares a text with every canary there ever was. It shows the suspect text's own words and no canary's, so
    nothing is an exposure; that somebody traced is a decision of the log."""

    def __init__(self, db: Database, walls: WallsService, forms: FormTracer, clock: Clock) -> None:
        self.db = db
        self.walls = walls
        self.forms = forms
        self.clock = clock
        self.explorer = Explorer(db)

    async def trace(self, actor: Actor, asked: TraceText) -> TraceReport:
        """Which canaries the text contains, how sure that is, and who was shown them. Raises SuspectShort."""
        suspect, now = Suspect(asked.text), self.clock.now()
        if len(suspect.read.words) < rules.LEAST_WORDS:
            raise SuspectShort(f"Give at least {rules.LEAST_WORDS} words: fewer prove nothing.", field="text")
        digest = hashlib.sha256(asked.text.encode()).hexdigest()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.every(tx, asked.project_id)
            likely, looked = await self._compared(tx, suspect, rows)
            matches = [await self._match(tx, actor, suspect, *each) for each in likely]
            convincing = [match for match in matches if match.chance < rules.CONVINCING]
            await repository.trip(tx, [match.item_id for match in convincing], now)
            forms = await self.forms.read(tx, suspect.read, asked.project_id)
            named = [str(each.vendor.id) for each in forms.vendors if each.named] if forms else []
            await record(
                tx, actor.person_id, "tracing.traced", f"text:{digest}", at=now, project_id=asked.project_id,
                detail={"canaries": len(rows), "found": [str(match.item_id) for match in convincing]}
                | ({"forms": forms.read, "named": named} if forms else {}),
            )  # fmt: skip
        return TraceReport(
            at=now, digest=digest, words=len(suspect.read.words), canaries=len(rows), items=looked,
            convincing=rules.CONVINCING, vendors=_vendors(convincing), matches=matches, forms=forms,
        )  # fmt: skip

    async def _compared(
        self, tx: Tx, suspect: Suspect, rows: Sequence[asyncpg.Record]
    ) -> tuple[list[tuple[asyncpg.Record, Likeness, float]], int]:
        """What agrees more than by accident, the surest first, and how many other items were looked at.

        Wording that two canaries share proves nothing, nor does what stands in an ordinary item: whoever was given that
        could have leaked it. The items are read only where something agrees.
        """
        said = {row["item_id"]: list[list[str]]() for row in rows}
        projects: dict[UUID, list[UUID]] = defaultdict(list)
        for row in rows:
            projects[row["project_id"]].append(row["item_id"])
        for project_id, items in projects.items():
            for item_id, opened in (await self.walls.reader(tx, project_id).items(items)).items():
                said[item_id] = [rules.words(text).words for text in rules.texts(opened.content)]
        common = rules.shared(_grams(texts) for texts in said.values())
        likely = _likely(suspect, rows, said, common)
        looked = 0
        if likely:
            doubted = set().union(*(_grams(said[row["item_id"]]) for row, _, _ in likely)) - common
            for project_id in {row["project_id"] for row, _, _ in likely}:
                found, items_read = await self._ordinary(tx, project_id, doubted)
                common, looked = common | found, looked + items_read
            likely = _likely(suspect, [row for row, _, _ in likely], said, common, len(rows))
        return sorted(likely, key=lambda each: (each[2], -each[1].words, each[0]["item_id"])), looked

    async def _ordinary(self, tx: Tx, project_id: UUID, doubted: set[Gram]) -> tuple[set[Gram], int]:
        """Which of this wording stands in items that others are given too, and how many items were read."""
        items, found, reader = await repository.others(tx, project_id, LOOKED_AT), set[Gram](), None
        for first in range(0, len(items), _AT_ONCE):
            reader = reader or self.walls.reader(tx, project_id)
            for opened in (await reader.items(items[first : first + _AT_ONCE])).values():
                for text in rules.texts(opened.content, rules.RUN):
                    found |= rules.grams(rules.words(text).words) & doubted
        return found, len(items)

    async def _match(
        self, tx: Tx, actor: Actor, suspect: Suspect, row: asyncpg.Record, likeness: Likeness, chance: float
    ) -> TraceMatch:
        vendor = Named(row["vendor_id"], row["vendor_name"])
        seen = await self.explorer.item_in(tx, row["project_id"], row["item_id"])
        theirs = [each for each in seen.viewers if each.organization.id == vendor.id]
        return TraceMatch(
            project=Named(row["project_id"], row["project_name"]), item_id=row["item_id"],
            external_id=row["external_id"], vendor=vendor, how="whole" if likeness.whole else "parts",
            words=likeness.words, of=likeness.of, longest=max(run.length for run in likeness.runs), chance=chance,
            passages=_passages(suspect, likeness), planted_at=row["planted_at"], retired_at=row["retired_at"],
            first_at=min((each.first_at for each in theirs), default=None),
            last_at=max((each.last_at for each in theirs), default=None), people=len(theirs),
            others=len(seen.viewers) - len(theirs),
            owners=[owner for owner in seen.owners if vendor.id in {each.id for each in owner.vendors}],
            viewers=seen.viewers if actor.may("trace.people") else None,
        )  # fmt: skip


def _grams(texts: Iterable[Sequence[str]]) -> set[Gram]:
    return set().union(*(rules.grams(words) for words in texts))


def _likely(
    suspect: Suspect, rows: Sequence[asyncpg.Record], said: Mapping[UUID, Sequence[Sequence[str]]],
    common: Set[Gram], compared: int | None = None,
) -> list[tuple[asyncpg.Record, Likeness, float]]:  # fmt: skip
    """Canaries of which one text agrees by more than accident; several texts of one are not counted together."""
    likely, of = [], compared or len(rows)
    for row in rows:
        for words in said[row["item_id"]]:
            found = suspect.likeness(words, common)
            likely.append((row, found, suspect.chance(found, of)))
    best: dict[UUID, tuple[asyncpg.Record, Likeness, float]] = {}
    for each in sorted(likely, key=lambda each: each[2]):
        if each[2] < rules.SHOWN:
            best.setdefault(each[0]["item_id"], each)
    return list(best.values())


def _passages(suspect: Suspect, likeness: Likeness) -> list[TracePassage]:
    longest = sorted(likeness.runs, key=lambda run: -run.length)[:_PASSAGES]
    return [TracePassage(*_shown(suspect, run)) for run in longest]


def _shown(suspect: Suspect, run: rules.Run) -> tuple[str, int, int]:
    text, at = suspect.passage(run)
    return text, run.length, at


def _vendors(convincing: Iterable[TraceMatch]) -> list[TracedVendor]:
    by_vendor: dict[UUID, TracedVendor] = {}
    for match in convincing:
        known = by_vendor.setdefault(match.vendor.id, TracedVendor(match.vendor, 0, match.chance))
        known.canaries += 1
        known.chance = min(known.chance, match.chance)
    return sorted(by_vendor.values(), key=lambda each: (-each.canaries, each.chance))
