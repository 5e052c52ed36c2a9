"""What deserves a second look, and what human beings decide about it. Nothing follows from a concern by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.identity import views as identity
from armslength.identity.model import Actor, PersonRef
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.outbox import emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.truth import repository as items_of
from armslength.truth.errors import ConcernDecided, ConcernNotFound, OwnConcern, ReasonNeeded
from armslength.truth.events import CONCERN_APPEAL_DECIDED, CONCERN_APPEALED, CONCERN_UPHELD
from armslength.truth.repository import concerns as repository
from armslength.truth.rules.concerns import told
from armslength.truth.schemas import Refreshing
from armslength.truth.schemas.concerns import (
    Concern,
    ConcernItem,
    ConcernPerson,
    DecideConcern,
    DecideConcernAppeal,
    Detection,
    FirmConcern,
    FirmConcerns,
    Listed,
    MyConcern,
    MyConcerns,
)
from armslength.truth.service.detecting import DETECT_JOB, Detecting, about_id, look_closer
from armslength.walls.service import WallsService

_UNDECIDED: Final = ("open", "looking")
_DECIDED: Final = ("upheld", "dismissed")
_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "undecided": _UNDECIDED, "appealed": _DECIDED, "all": (*_UNDECIDED, *_DECIDED)
}  # fmt: skip


class Concerns:
    """Listing, deciding, appealing."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, clock: Clock, detecting: Detecting
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.keys = keys
        self.clock = clock
        self.detecting = detecting

    # Looking

    async def detection(self, actor: Actor, project_id: UUID) -> Detection:
        """When answers were last looked through, and what waits."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._detection(tx, project_id)

    async def share(self, actor: Actor, project_id: UUID, shared: bool) -> Detection:
        """Whether vendors' managers are told what was upheld about their own people."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await repository.share(tx, project_id, shared)
            await record(
                tx, actor.person_id, "truth.concerns_shared", f"project:{project_id}", at=self.clock.now(),
                project_id=project_id, detail={"shared": shared},
            )  # fmt: skip
            return await self._detection(tx, project_id)

    async def detect(self, actor: Actor, project_id: UUID) -> Refreshing:
        """Ask for the answers to be looked through now."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return Refreshing(await self.detecting.ask(tx, project_id, actor.person_id))

    async def _detection(self, tx: Tx, project_id: UUID) -> Detection:
        job = await jobs.last(tx, project_id, DETECT_JOB)
        row = await repository.detection(tx, project_id)
        counts = dict(await repository.counts(tx, project_id))
        if row is None:
            return Detection(ran_at=None, through=None, answers=0, package="", shared=False, job=job, **counts)
        return Detection(**dict(row), job=job, **counts)

    # Reading, by those who run the project

    async def page(
        self, actor: Actor, project_id: UUID, *, state: Listed, kind: str | None, person_id: UUID | None, stale: bool,
        cursor: str | None, limit: int,
    ) -> Page[Concern]:  # fmt: skip
        """Concerns, those about people first, then the newest; what is found no more only when wanted, or decided."""
        before = decode_cursor(cursor, bool, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.page(
                tx, project_id, _STATES.get(state, (state,)), kind, person_id, before, limit + 1, stale=stale,
                appealed=state == "appealed",
            )  # fmt: skip
            shown = await self._shown(tx, project_id, rows[:limit])
        if len(rows) <= limit:
            return Page(shown, None)
        return Page(shown, encode_cursor(shown[-1].item is not None, shown[-1].found_at, shown[-1].id))

    async def get(self, actor: Actor, project_id: UUID, concern_id: UUID) -> Concern:
        """One concern. Raises ConcernNotFound."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._one(tx, project_id, concern_id)

    async def _one(self, tx: Tx, project_id: UUID, concern_id: UUID) -> Concern:
        row = await repository.one(tx, project_id, concern_id)
        if row is None:
            raise ConcernNotFound("There is no such concern.")
        (shown,) = await self._shown(tx, project_id, [row])
        return shown

    async def _shown(self, tx: Tx, project_id: UUID, rows: Sequence[asyncpg.Record]) -> list[Concern]:
        about: dict[UUID, list[asyncpg.Record]] = defaultdict(list)
        for person in await repository.people(tx, [row["id"] for row in rows]):
            about[person["concern_id"]].append(person)
        everybody = [each for people in about.values() for each in people]
        known = await identity.people(tx, {each["person_id"] for each in everybody})
        deciders = {each[who] for each in [*rows, *everybody] for who in ("decided_by",) if each[who]}
        names = await identity.names(tx, deciders | {row["looked_by"] for row in rows if row["looked_by"]})
        wanted = {item for row in rows for item in (*row["items"], row["item_id"]) if item}
        external = await items_of.external_ids(tx, project_id, wanted)
        shown = []
        for row in rows:
            people = [await self._person(tx, project_id, each, known, names) for each in about[row["id"]]]
            decision = await self._opened(tx, project_id, row["sealed"], str(row["id"]))
            labels = await self._labels(tx, project_id, row)
            shown.append(_concern(row, people, labels, external, names, decision))
        return shown

    async def _labels(self, tx: Tx, project_id: UUID, row: asyncpg.Record) -> list[str]:
        if row["about"] is None:
            return []
        object_id = about_id(row["kind"], row["question"], row["subject"])
        plain = await self.walls.unseal(tx, project_id, row["about"], kind="truth", object_id=object_id)
        return msgspec.json.decode(plain, type=list[str])

    async def _person(
        self, tx: Tx, project_id: UUID, row: asyncpg.Record, known: Mapping[UUID, PersonRef], names: Mapping[UUID, str]
    ) -> ConcernPerson:
        person = known.get(row["person_id"])
        object_id = _said_by(row["concern_id"], row["person_id"])
        return ConcernPerson(
            person=Named(row["person_id"], person.name if person else ""),
            organization=Named(row["organization_id"], person.organization_name if person else ""),
            appeal=row["appeal"], text=await self._text(tx, project_id, row["sealed"], object_id),
            appealed_at=row["appealed_at"], reply=await self._text(tx, project_id, row["reply"], f"{object_id}:reply"),
            decided_by=_named(row["decided_by"], names), decided_at=row["decided_at"],
        )  # fmt: skip

    # Deciding

    async def decide(self, actor: Actor, project_id: UUID, concern_id: UUID, given: DecideConcern) -> Concern:
        """Look into it, uphold or dismiss it. Upheld, the people concerned are told; nothing else follows by itself.

        Raises ConcernNotFound, ConcernDecided, OwnConcern, ReasonNeeded.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await repository.hold(tx, project_id, concern_id)
            if row is None:
                raise ConcernNotFound("There is no such concern.")
            people = [each["person_id"] for each in await repository.people(tx, [concern_id])]
            if actor.person_id in people:
                raise OwnConcern("This is about yourself: somebody else decides.")
            if row["decided_at"] is not None:
                raise ConcernDecided("This was decided before.")
            if given.state == "looking":
                await repository.look(tx, concern_id, actor.person_id)
            else:
                await self._decide(tx, actor, project_id, row, given, people, now)
            return await self._one(tx, project_id, concern_id)

    async def _decide(
        self, tx: Tx, actor: Actor, project_id: UUID, row: asyncpg.Record, given: DecideConcern,
        people: Sequence[UUID], now: datetime,
    ) -> None:  # fmt: skip
        if not given.reason.strip():
            raise ReasonNeeded("Say why: whoever looks at this later needs to know.", field="reason")
        sealed = await self._sealed(
            tx, project_id, {"reason": given.reason.strip(), "word": given.word.strip()}, str(row["id"])
        )
        await repository.decide(tx, row["id"], given.state, sealed, actor.person_id, now)
        await look_closer(tx, project_id)
        ids = {"project_id": str(project_id), "concern_id": str(row["id"]), "by": str(actor.person_id)}
        if given.state == "upheld":
            for person_id in people:
                await emit(tx, CONCERN_UPHELD, {**ids, "person_id": str(person_id)}, at=now)
        await record(
            tx, actor.person_id, f"truth.concern_{given.state}", f"concern:{row['id']}", at=now, project_id=project_id,
            detail={"kind": row["kind"], "people": [str(person_id) for person_id in people]},
        )  # fmt: skip

    async def decide_appeal(
        self, actor: Actor, project_id: UUID, concern_id: UUID, person_id: UUID, given: DecideConcernAppeal
    ) -> Concern:
        """Grant or decline an appeal; granted, the concern counts against that person no more.

        Raises ConcernNotFound, ConcernDecided, OwnConcern.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await repository.hold(tx, project_id, concern_id)
            people = [each["person_id"] for each in await repository.people(tx, [concern_id])]
            if row is None or person_id not in people:
                raise ConcernNotFound("There is no such appeal.")
            if actor.person_id == row["decided_by"] or actor.person_id in people:
                raise OwnConcern("Whoever upheld it, or whom it is about, does not decide about the appeal.")
            object_id = f"{_said_by(concern_id, person_id)}:reply"
            reply = await self._sealed(tx, project_id, given.reply.strip(), object_id)
            by = actor.person_id
            if not await repository.decide_appeal(tx, concern_id, person_id, given.decision, reply, by, now):
                raise ConcernDecided("No appeal of theirs waits here.")
            await look_closer(tx, project_id)
            ids = {"project_id": str(project_id), "concern_id": str(concern_id), "person_id": str(person_id)}
            await emit(tx, CONCERN_APPEAL_DECIDED, {**ids, "decision": given.decision, "by": str(by)}, at=now)
            await record(
                tx, by, CONCERN_APPEAL_DECIDED, f"concern:{concern_id}", at=now, project_id=project_id,
                detail={"person_id": str(person_id), "decision": given.decision},
            )  # fmt: skip
            return await self._one(tx, project_id, concern_id)

    # Those concerned

    async def mine(self, actor: Actor, project_id: UUID) -> MyConcerns:
        """What was upheld about one's own answers."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.of_person(tx, project_id, actor.person_id)
            return MyConcerns([await self._mine(tx, project_id, row) for row in rows])

    async def appeal(self, actor: Actor, project_id: UUID, own_id: UUID, text: str) -> MyConcern:
        """Against what was upheld about oneself, by the id under which one knows it. Asked twice is asked once.

        Raises ConcernNotFound.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await repository.own(tx, project_id, actor.person_id, own_id)
            if row is None:
                raise ConcernNotFound("Nothing of that kind was upheld about you.")
            concern_id = row["concern_id"]
            sealed = await self._sealed(tx, project_id, text.strip(), _said_by(concern_id, actor.person_id))
            if await repository.appeal(tx, own_id, sealed, now):
                ids = {"project_id": str(project_id), "concern_id": str(concern_id)}
                await emit(tx, CONCERN_APPEALED, {**ids, "by": str(actor.person_id)}, at=now)
                await record(
                    tx, actor.person_id, CONCERN_APPEALED, f"concern:{concern_id}", at=now, project_id=project_id
                )
            row = await repository.own(tx, project_id, actor.person_id, own_id)
            assert row is not None  # found above
            return await self._mine(tx, project_id, row)

    async def _mine(self, tx: Tx, project_id: UUID, row: asyncpg.Record) -> MyConcern:
        decision = await self._opened(tx, project_id, row["decision"], str(row["concern_id"]))
        object_id = _said_by(row["concern_id"], row["person_id"])
        return MyConcern(
            id=row["id"], kind=row["kind"], question=row["question"],
            told=told(row["kind"], row["question"], row["evidence"]), word=decision["word"],
            upheld_at=row["upheld_at"], appeal=row["appeal"],
            text=await self._text(tx, project_id, row["sealed"], object_id),
            reply=await self._text(tx, project_id, row["reply"], f"{object_id}:reply"),
        )  # fmt: skip

    async def of_firm(self, actor: Actor, project_id: UUID) -> FirmConcerns:
        """What was upheld about one's own firm's people, where the customer shares it. Whom a pair is made with, and
        what else the customer knows, is not theirs to know."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.of_firm(tx, project_id, actor.organization_id)
            names = await identity.names(tx, {row["person_id"] for row in rows})
        return FirmConcerns([
            FirmConcern(
                id=row["id"], kind=row["kind"], question=row["question"],
                person=Named(row["person_id"], names.get(row["person_id"], "")),
                told=told(row["kind"], row["question"], row["evidence"]), upheld_at=row["upheld_at"],
                appeal=row["appeal"],
            )
            for row in rows
        ])  # fmt: skip

    async def _sealed(self, tx: Tx, project_id: UUID, words: object, object_id: str) -> bytes:
        sealer = await self.keys.sealer(tx, project_id)
        return sealer.seal(msgspec.json.encode(words), kind="comment", object_id=object_id)

    async def _text(self, tx: Tx, project_id: UUID, sealed: bytes | None, object_id: str) -> str:
        if sealed is None:
            return ""
        plain = await self.walls.unseal(tx, project_id, sealed, kind="comment", object_id=object_id)
        return msgspec.json.decode(plain, type=str)

    async def _opened(self, tx: Tx, project_id: UUID, sealed: bytes | None, object_id: str) -> dict[str, str]:
        if sealed is None:
            return {"reason": "", "word": ""}
        plain = await self.walls.unseal(tx, project_id, sealed, kind="comment", object_id=object_id)
        return msgspec.json.decode(plain, type=dict[str, str])


def _said_by(concern_id: UUID, person_id: UUID) -> str:
    return f"{concern_id}:{person_id}"


def _named(person_id: UUID | None, names: Mapping[UUID, str]) -> Named | None:
    return Named(person_id, names.get(person_id, "")) if person_id else None


def _concern(
    row: asyncpg.Record, people: list[ConcernPerson], labels: list[str], external: Mapping[UUID, str | None],
    names: Mapping[UUID, str], decision: Mapping[str, str],
) -> Concern:  # fmt: skip
    plain: dict[str, Any] = {
        name: row[name]
        for name in ("id", "kind", "question", "p", "evidence", "package", "state", "found_at", "seen_at", "decided_at")
    }
    item_id = row["item_id"]
    return Concern(
        people=people, labels=labels, item=ConcernItem(item_id, external.get(item_id)) if item_id else None,
        items=[ConcernItem(each, external[each]) for each in row["items"] if each in external],
        stale=row["stale_at"] is not None,
        told=told(row["kind"], row["question"], row["evidence"]) if people else "",
        looked_by=_named(row["looked_by"], names), decided_by=_named(row["decided_by"], names),
        reason=decision["reason"], word=decision["word"], **plain,
    )  # fmt: skip
