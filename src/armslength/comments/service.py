"""The verbs of comments: read them, begin one at a place, reply, resolve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from armslength.annotation import views as annotated
from armslength.annotation.model import Annotation
from armslength.assignment.service import KnownSchemas
from armslength.comments import policy, repository, rules
from armslength.comments.errors import AnotherForm, Full, NoComments, NotNow
from armslength.comments.events import RESOLVED, SAID
from armslength.comments.model import MOST_MESSAGES, MOST_THREADS, CommentFilter, Side, Standpoint
from armslength.comments.rules import Scene
from armslength.comments.schemas import (
    CommentedItem,
    CommentMessage,
    CommentPlace,
    Comments,
    CommentThread,
    ListedComment,
    NewComment,
    NewReply,
)
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.ingest import views as ingested
from armslength.keys.service import KeyService, Sealer
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.errors import Invalid
from armslength.kit.ids import new_id
from armslength.kit.outbox import emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.questions.model import LabelSchema
from armslength.walls.service import WallsService


class CommentsService:
    """Comments on an answer and its item. Whoever is shown one is shown the item and the answer, on record."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, schemas: KnownSchemas, clock: Clock
    ) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.schemas = schemas
        self.clock = clock

    async def threads(self, actor: Actor, project_id: UUID, assignment_id: UUID) -> Comments:
        """All comments on an assignment's answers. Raises NoComments."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            here = await self._standpoint(tx, actor, project_id, assignment_id)
            rows = await repository.of_assignment(tx, project_id, assignment_id)
            return Comments(await self._shown(tx, actor, here, rows), here.may_begin, here.may_reply)

    async def page(
        self, actor: Actor, project_id: UUID, wanted: CommentFilter, *, cursor: str | None, limit: int
    ) -> Page[ListedComment]:
        """The project's comments, those begun last first: all of them to who runs it, to everybody else those on their
        own answers. A page may be short and have a next one: what is not there for them is left out.

        Raises Invalid where somebody asks about people whose names they are not told.
        """
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        if not policy.runs(actor):
            for name in ("author_id", "begun_by"):
                if getattr(wanted, name) is not None:
                    raise Invalid("Authors and reviewers have no names to each other.", field=name)
            wanted = replace(wanted, author_id=actor.person_id)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.walls.let_in_here(tx, actor, project_id, "content")
            rows = await repository.page(tx, project_id, wanted, before, limit + 1)
            shown = await self._listed(tx, actor, project_id, rows[:limit])
        more = encode_cursor(rows[limit - 1]["created_at"], rows[limit - 1]["id"]) if len(rows) > limit else None
        return Page(shown, more)

    async def _listed(
        self, tx: Tx, actor: Actor, project_id: UUID, rows: Sequence[asyncpg.Record]
    ) -> list[ListedComment]:
        """Each as on its answer's page, answer by answer, so that each is opened once."""
        seen: dict[UUID, CommentThread] = {}
        authors: dict[UUID, UUID] = {}
        for assignment_id in dict.fromkeys(row["assignment_id"] for row in rows):
            try:
                here = await policy.standpoint(tx, actor, project_id, assignment_id, self.clock.now())
            except NoComments:
                continue
            authors[assignment_id] = here.asked.person_id
            of = [row for row in rows if row["assignment_id"] == assignment_id]
            seen |= {thread.id: thread for thread in await self._shown(tx, actor, here, of)}
        runs = policy.runs(actor)
        items = await ingested.items(tx, project_id, [row["item_id"] for row in rows]) if runs else {}
        names = await identity.names(tx, set(authors.values())) if runs else {}
        return [
            ListedComment(
                row["assignment_id"], _item(items.get(row["item_id"])),
                _named(names, authors[row["assignment_id"]]), seen[row["id"]],
            )
            for row in rows if row["id"] in seen
        ]  # fmt: skip

    async def begin(self, actor: Actor, project_id: UUID, assignment_id: UUID, given: NewComment) -> CommentThread:
        """Comment on the answer that stands, or that is reviewed. The same key again changes nothing.

        Raises NoComments, NotNow, WrongPlace, AnotherForm, Full.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            here = await self._standpoint(tx, actor, project_id, assignment_id)
            said = here.said
            if not here.may_begin or said is None:
                raise NotNow("There is no answer of its author's here that could be commented on.")
            await tx.lock("comments", assignment_id)
            known = await repository.said_before(tx, actor.person_id, given.key)
            if known is not None:
                return await self._one(tx, actor, here, known)
            if len(await repository.of_assignment(tx, project_id, assignment_id)) >= MOST_THREADS:
                raise Full(f"There are {MOST_THREADS} comments on this answer; reply to one of them.")
            place, digest = await self._checked(tx, actor, here, said, given.place)
            thread_id = new_id()
            await repository.begin(tx, thread_id, said, place, digest, now)
            await self._say(tx, actor, here, thread_id, said.id, given.key, given.text, now)
            return await self._one(tx, actor, here, thread_id)

    async def reply(self, actor: Actor, project_id: UUID, thread_id: UUID, given: NewReply) -> CommentThread:
        """Reply; a comment that was resolved is open again. The same key again changes nothing.

        Raises NoComments, NotNow, Full.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            here, thread = await self._thread(tx, actor, project_id, thread_id)
            if await repository.said_before(tx, actor.person_id, given.key) is None:
                if await repository.count_messages(tx, thread_id) >= MOST_MESSAGES:
                    raise Full(f"There are {MOST_MESSAGES} replies here; begin another comment.")
                await repository.resolve(tx, thread_id, None, now)
                await self._say(
                    tx, actor, here, thread_id, thread["annotation_id"], given.key, given.text, now
                )  # fmt: skip
            return await self._one(tx, actor, here, thread_id)

    async def resolve(self, actor: Actor, project_id: UUID, thread_id: UUID, *, resolved: bool) -> CommentThread:
        """Resolve a comment, or open it again; either side may. Done twice is done once. Raises NoComments, NotNow."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            here, thread = await self._thread(tx, actor, project_id, thread_id)
            if await repository.resolve(tx, thread_id, actor.person_id if resolved else None, now):
                told = _ids(here, thread_id, thread["annotation_id"]) | {"resolved": resolved}
                await emit(tx, RESOLVED, told | {"by": str(actor.person_id)}, at=now)
                await record(
                    tx, actor.person_id, RESOLVED, f"comment:{thread_id}", at=now, project_id=project_id, detail=told
                )
            return await self._one(tx, actor, here, thread_id)

    # Who is asking, from where

    async def _standpoint(self, tx: Tx, actor: Actor, project_id: UUID, assignment_id: UUID) -> Standpoint:
        await self.walls.let_in_here(tx, actor, project_id, "content")
        return await policy.standpoint(tx, actor, project_id, assignment_id, self.clock.now())

    async def _thread(
        self, tx: Tx, actor: Actor, project_id: UUID, thread_id: UUID
    ) -> tuple[Standpoint, asyncpg.Record]:
        """A thread in which the actor may speak; what they may not see is not there. One writer at a time."""
        row = await repository.one(tx, project_id, thread_id)
        if row is None:
            raise policy.missing()
        here = await self._standpoint(tx, actor, project_id, row["assignment_id"])
        if not await self._shown(tx, actor, here, [row]):
            raise policy.missing()
        if not here.may_reply:
            raise NotNow("This answer is not in its author's hands any more; its comments can be read.")
        await tx.lock("comments", row["assignment_id"])
        return here, row

    # Saying

    async def _checked(
        self, tx: Tx, actor: Actor, here: Standpoint, said: Annotation, place: CommentPlace
    ) -> tuple[CommentPlace, bytes | None]:
        """The place in the form on which the answer was given, and of a stretch of a field the digest of its text."""
        answers = await self.walls.open_answers(
            tx, actor, said.project_id, [said.id], purpose=here.purpose, lease_id=here.lease_id
        )
        if said.id not in answers:
            raise policy.missing()
        schema = await self.schemas.get(tx, said.project_id, said.schema_version)
        made = Scene(schema, await self._made_on(tx, said), answers[said.id])
        place = rules.checked(place, made)
        text = None if place.field is None or place.start is None else made.text(place)
        if text is None:
            return place, None
        read = Scene(schema, await self._read(tx, actor, here), answers[said.id])
        if read.text(place) != text:
            raise AnotherForm(
                "You read this field in other words than the author did: comment on the whole of it.",
                field="place.start",
            )
        sealer = await self.keys.sealer(tx, said.project_id)
        return place, sealer.digest(_digested(text))

    async def _say(
        self, tx: Tx, actor: Actor, here: Standpoint, thread_id: UUID, annotation_id: UUID, key: UUID, text: str,
        now: datetime,
    ) -> None:  # fmt: skip
        message_id = new_id()
        sealer = await self.keys.sealer(tx, here.asked.project_id)
        sealed = sealer.seal(text.strip().encode(), kind="comment", object_id=str(message_id))
        await repository.say(tx, message_id, thread_id, actor.person_id, key, sealed, now)
        told = _ids(here, thread_id, annotation_id)
        people = {"author_id": str(here.asked.person_id), "by": str(actor.person_id)}
        await emit(tx, SAID, told | people, at=now)
        await record(
            tx, actor.person_id, SAID, f"comment:{thread_id}", at=now, project_id=here.asked.project_id, detail=told
        )  # fmt: skip

    # Showing

    async def _one(self, tx: Tx, actor: Actor, here: Standpoint, thread_id: UUID) -> CommentThread:
        row = await repository.one(tx, here.asked.project_id, thread_id)
        found = await self._shown(tx, actor, here, [row] if row and row["assignment_id"] == here.asked.id else [])
        if not found:
            raise policy.missing()
        return found[0]

    async def _shown(
        self, tx: Tx, actor: Actor, here: Standpoint, rows: Sequence[asyncpg.Record]
    ) -> list[CommentThread]:
        """Threads as the actor may see them. Those on answers that are not there for them are left out: what was said
        may quote them."""
        if not rows:
            return []
        project_id = here.asked.project_id
        content = await self._read(tx, actor, here)
        answers = await self.walls.open_answers(
            tx, actor, project_id, list({row["annotation_id"] for row in rows}), purpose=here.purpose,
            lease_id=here.lease_id,
        )  # fmt: skip
        rows = [row for row in rows if row["annotation_id"] in answers and content]
        said = await repository.messages(tx, [row["id"] for row in rows])
        names = await self._names(tx, actor, said)
        messages: dict[UUID, list[CommentMessage]] = {row["id"]: [] for row in rows}
        for each in said:
            messages[each["thread_id"]].append(await self._message(tx, actor, here, each, names))
        sealer = await self.keys.sealer(tx, project_id)
        scenes = {id: Scene(await self._schema_of(tx, project_id, id), content, answers[id]) for id in answers}
        return [_as_seen(sealer, here, row, scenes[row["annotation_id"]], messages[row["id"]]) for row in rows]

    async def _schema_of(self, tx: Tx, project_id: UUID, annotation_id: UUID) -> LabelSchema:
        said = await annotated.get(tx, project_id, annotation_id)
        assert said is not None  # it was opened
        return await self.schemas.get(tx, project_id, said.schema_version)

    async def _message(
        self, tx: Tx, actor: Actor, here: Standpoint, row: asyncpg.Record, names: dict[UUID, str]
    ) -> CommentMessage:
        plain = await self.walls.unseal(
            tx, here.asked.project_id, row["sealed"], kind="comment", object_id=str(row["id"])
        )
        who = row["person_id"]
        return CommentMessage(
            row["id"], _side(here, who), who == actor.person_id, _named(names, who),
            plain.decode(), row["created_at"],
        )  # fmt: skip

    async def _names(self, tx: Tx, actor: Actor, said: Sequence[asyncpg.Record]) -> dict[UUID, str]:
        """Names for the customer's owners and managers; to everybody else the two sides have none."""
        if actor.side != "customer" or not actor.may("people.read"):
            return {}
        return await identity.names(tx, {row["person_id"] for row in said})

    async def _read(self, tx: Tx, actor: Actor, here: Standpoint) -> dict[str, Any]:
        """The item in the form in which the actor works with it, recorded; empty where it is not there in that form.

        In review that is the form on which the answer was given, as it was then.
        """
        other = here.purpose == "review" and here.said is not None and here.said.rendition != actor.tier
        opened = await self.walls.open_items(
            tx, actor, here.asked.project_id, [here.asked.item_id], purpose=here.purpose, lease_id=here.lease_id,
            tier=here.said.rendition if other and here.said else None,
            as_of=here.said.submitted_at if other and here.said else None,
        )  # fmt: skip
        return opened[0].content if opened else {}

    async def _made_on(self, tx: Tx, said: Annotation) -> dict[str, Any]:
        """The item in the form on which it was answered. Shown to nobody."""
        reader = self.walls.reader(tx, said.project_id)
        found = await reader.renditions(said.rendition, [said.item_id], by=said.submitted_at)
        if said.item_id not in found:
            raise policy.missing()
        content = found[said.item_id].content
        if said.rendition != "original" or said.organization_id == tx.tenant_id:
            return content
        sealer = await self.keys.sealer(tx, said.project_id)
        second = sealer.form(said.organization_id, str(said.item_id)) == 1
        return content | (await reader.variants([said.item_id])).get(said.item_id, {}) if second else content


def _as_seen(
    sealer: Sealer, here: Standpoint, row: asyncpg.Record, scene: Scene, messages: list[CommentMessage]
) -> CommentThread:
    """A thread at its place, if its reader is shown the words it was made on; else at the field as a whole."""
    place = CommentPlace(
        field=row["field"], message=row["message"], response=row["response"], question=row["question"],
        target=row["target"], part=row["part"], start=row["starts"], end=row["ends"],
    )  # fmt: skip
    text = None if row["digest"] is None else scene.text(place)
    same = row["digest"] is None or (text is not None and sealer.digest(_digested(text)) == row["digest"])
    shown = rules.seen(place, scene, same=same)
    return CommentThread(
        id=row["id"], annotation_id=row["annotation_id"], place=shown, quote=rules.quote(shown, scene),
        other_form=shown != place, current=_current(here, row["annotation_id"]), resolved_at=row["resolved_at"],
        resolved_by=None if row["resolved_by"] is None else _side(here, row["resolved_by"]), messages=messages,
    )  # fmt: skip


def _item(row: asyncpg.Record | None) -> CommentedItem | None:
    return CommentedItem(row["id"], row["ord"], row["external_id"]) if row else None


def _named(names: Mapping[UUID, str], person_id: UUID) -> Named | None:
    return Named(person_id, names[person_id]) if person_id in names else None


def _digested(text: str) -> bytes:
    return b"comment|" + text.encode()


def _ids(here: Standpoint, thread_id: UUID, annotation_id: UUID) -> dict[str, object]:
    asked = here.asked
    return {
        "project_id": str(asked.project_id), "item_id": str(asked.item_id), "assignment_id": str(asked.id),
        "annotation_id": str(annotation_id), "thread_id": str(thread_id),
    }  # fmt: skip


def _side(here: Standpoint, person_id: UUID) -> Side:
    return "author" if person_id == here.asked.person_id else "reviewer"


def _current(here: Standpoint, annotation_id: UUID) -> bool:
    """Whether a comment is on the author's latest answer; a reviewer's fix of it leaves it the latest of theirs."""
    said = here.said
    if said is None:
        return False
    return annotation_id == said.id or (said.stage == "review" and annotation_id == said.supersedes)
