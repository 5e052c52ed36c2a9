"""The gateway: authorise, write the exposure in the same transaction, and only then open."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from armslength.identity import views as identity
from armslength.identity.model import Actor, Tier
from armslength.keys.errors import KeyMissing, SealBroken
from armslength.keys.model import Kind
from armslength.keys.service import KeyService, Sealer
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import NIL
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.storage.service import Storage
from armslength.walls import policy, rules
from armslength.walls.model import ContentKind, Knowledge, MediaClaims, OpenedItem, OpenedMedia, Purpose
from armslength.walls.repository import deliveries
from armslength.walls.repository.deliveries import Visit
from armslength.walls.schemas.exposures import Exposure
from armslength.walls.service import recording
from armslength.walls.service.reader import ContentReader, opened_form, stored_media
from armslength.walls.settings import WallsSettings

__all__ = ["ContentReader", "OpenedItem", "OpenedMedia", "Purpose", "WallsService"]

_UNRECORDED: frozenset[Kind] = frozenset({
    "draft", "comment", "truth", "belief", "release", "export", "branches", "decision",
})  # fmt: skip


class WallsService:
    """Opens content for people. Every `open_*` takes the caller's transaction: bytes leave after it has committed."""

    def __init__(
        self, db: Database, keys: KeyService, storage: Storage, clock: Clock, settings: WallsSettings | None = None
    ) -> None:
        self.db = db
        self.keys = keys
        self.storage = storage
        self.clock = clock
        self.settings = settings or WallsSettings()

    async def let_in(self, actor: Actor, project_id: UUID, knows: Knowledge = "metadata") -> None:
        """Return where this person may know of the project; raises BehindWall."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.let_in_here(tx, actor, project_id, knows)

    async def let_in_here(self, tx: Tx, actor: Actor, project_id: UUID, knows: Knowledge) -> None:
        """The same in this transaction: asked first where the answer would tell something before content is opened."""
        await recording.keep_from(tx, self._visit(actor, project_id, "annotate", NIL), knows)

    async def open_item(
        self, tx: Tx, actor: Actor, project_id: UUID, item_id: UUID, *, purpose: Purpose, lease_id: UUID = NIL
    ) -> OpenedItem:
        """One item as it is delivered. Raises ContentMissing or Refused; then nothing was recorded."""
        found = await self.open_items(tx, actor, project_id, [item_id], purpose=purpose, lease_id=lease_id)
        if not found:
            raise policy.missing()
        return found[0]

    async def open_items(
        self, tx: Tx, actor: Actor, project_id: UUID, item_ids: Sequence[UUID], *, purpose: Purpose,
        lease_id: UUID = NIL, tier: Tier | None = None, as_of: datetime | None = None,
    ) -> list[OpenedItem]:  # fmt: skip
        """Items in the order asked for; those that are missing are left out.

        They leave in the form of the actor's tier. `tier`: in another form, as it was at a moment; to a vendor's people
        nothing is there in any but their own.
        """
        policy.check(actor, "item", purpose)
        visit = self._visit(actor, project_id, purpose, lease_id)
        visit = replace(visit, tier=tier or actor.tier, as_of=as_of)
        keys = [str(item_id) for item_id in item_ids]
        forms = await self._forms(tx, visit, keys)
        rows = await recording.deliver(tx, visit, "item", keys, forms)
        if not rows:
            return []
        sealer = await self.keys.sealer(tx, project_id)
        stored = {row["item_id"]: opened_form(sealer, row, visit.tier) for row in rows}
        form = await self._delivered_form(tx, sealer, actor, visit, stored.values())
        return [form(stored[item_id]) for item_id in item_ids if item_id in stored]

    async def open_leased(
        self, tx: Tx, project_id: UUID, given: Sequence[tuple[Actor, UUID, UUID]], *, purpose: Purpose
    ) -> list[OpenedItem]:
        """Items as they are delivered, each to somebody under a lease of theirs: (who, item, lease). All of one firm,
        under one grant. Raises ContentMissing where one of them may not be seen; then nothing may stay."""
        for actor, *_ in given:
            policy.check(actor, "item", purpose)
        visits = []
        for actor, item_id, lease_id in given:
            visit, key = self._visit(actor, project_id, purpose, lease_id), str(item_id)
            visits.append((visit, key, await self._forms(tx, visit, [key])))
        rows = await recording.deliver_each(tx, visits)
        if len(rows) < len(visits):
            raise policy.missing()
        sealer = await self.keys.sealer(tx, project_id)
        delivered = []
        for (actor, *_), (visit, *_) in zip(given, visits, strict=True):
            stored = opened_form(sealer, rows[visit.lease_id], visit.tier)
            form = await self._delivered_form(tx, sealer, actor, visit, [stored])
            delivered.append(form(stored))
        return delivered

    async def open_answers(
        self, tx: Tx, actor: Actor, project_id: UUID, annotation_ids: Sequence[UUID], *, purpose: Purpose,
        lease_id: UUID = NIL,
    ) -> dict[UUID, dict[str, Any]]:  # fmt: skip
        """Answers by annotation id; missing ones are left out. For `annotate`: of the actor's own assignments only."""
        found = await self._open(tx, actor, project_id, "answers", map(str, annotation_ids), purpose, lease_id)
        if not found:
            return {}
        sealer = await self.keys.sealer(tx, project_id)
        return {
            UUID(object): msgspec.json.decode(sealer.open(sealed, kind="answers", object_id=object))["answers"]
            for object, sealed in found.items()
        }

    async def open_gold(
        self, tx: Tx, actor: Actor, project_id: UUID, item_ids: Sequence[UUID], *, purpose: Purpose,
        lease_id: UUID = NIL,
    ) -> dict[UUID, dict[str, Any]]:  # fmt: skip
        """Right answers of gold items, with their explanation. For `annotate`: of training that the actor answered."""
        found = await self._open(tx, actor, project_id, "gold", map(str, item_ids), purpose, lease_id)
        sealer = await self.keys.sealer(tx, project_id)
        return {
            UUID(object): msgspec.json.decode(sealer.open(sealed, kind="gold", object_id=object))
            for object, sealed in found.items()
        }

    async def open_suggestions(
        self, tx: Tx, actor: Actor, project_id: UUID, suggestion_ids: Sequence[UUID], *, purpose: Purpose,
        lease_id: UUID = NIL,
    ) -> dict[UUID, dict[str, Any]]:  # fmt: skip
        """What models propose, by id. For `annotate`: what was picked for the actor's own turn and is not held out."""
        found = await self._open(tx, actor, project_id, "suggestion", map(str, suggestion_ids), purpose, lease_id)
        sealer = await self.keys.sealer(tx, project_id)
        return {
            UUID(object): msgspec.json.decode(sealer.open(sealed, kind="suggestion", object_id=object))["answers"]
            for object, sealed in found.items()
        }

    async def open_schema(
        self, tx: Tx, actor: Actor, project_id: UUID, version: int, *, purpose: Purpose, lease_id: UUID = NIL
    ) -> dict[str, Any]:
        """A version of the label schema."""
        plain = await self._open_version(tx, actor, project_id, "schema", version, purpose, lease_id)
        schema: dict[str, Any] = msgspec.json.decode(plain)
        return schema

    async def open_schema_migration(
        self, tx: Tx, actor: Actor, project_id: UUID, migration_id: UUID, *, version: int
    ) -> dict[str, Any]:
        """A planned change of the label schema: seen by whoever may see the version that it begins at, as that."""
        await self.open_schema(tx, actor, project_id, version, purpose="configure")
        return await self.reader(tx, project_id).schema_migration(migration_id)

    async def open_guideline(
        self, tx: Tx, actor: Actor, project_id: UUID, version: int, *, purpose: Purpose, lease_id: UUID = NIL
    ) -> str:
        """A version of the guideline, Markdown."""
        return (await self._open_version(tx, actor, project_id, "guideline", version, purpose, lease_id)).decode()

    async def open_media(
        self, tx: Tx, actor: Actor, project_id: UUID, digest: str, *, purpose: Purpose, item_id: UUID | None = None,
        lease_id: UUID = NIL,
    ) -> OpenedMedia:  # fmt: skip
        """A file by its sha256; its bytes may be read once the transaction has committed."""
        policy.check(actor, "media", purpose)
        stored = (await deliveries.media(tx, project_id, [digest])).get(digest)
        visit = self._visit(actor, project_id, purpose, lease_id)
        if stored is None or not await recording.record(tx, visit, "media", {digest: item_id}):
            raise policy.missing()
        return stored_media(await self.keys.sealer(tx, project_id), self.storage, stored)

    async def open_media_token(self, actor: Actor, project_id: UUID, token: str) -> OpenedMedia:
        """The file behind an address in delivered content: every request is checked and recorded anew."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            claims = _read_token(await self.keys.sealer(tx, project_id), token)
            now = self.clock.now()
            mine = claims.person_id == actor.person_id and claims.session == actor.mark
            under = (claims.epoch, claims.tier) == (actor.epoch, actor.tier)
            if not mine or not under or now.timestamp() >= claims.until:
                raise policy.missing()
            if claims.lease_id != NIL and not await deliveries.lease_holds(
                tx, claims.lease_id, actor.person_id, actor.epoch, now
            ):
                raise policy.missing()
            return await self.open_media(
                tx, actor, project_id, claims.digest,
                purpose=claims.purpose, item_id=claims.item_id, lease_id=claims.lease_id,
            )  # fmt: skip

    async def note(
        self, tx: Tx, actor: Actor, project_id: UUID, kind: ContentKind, object: str, *, item_id: UUID | None = None,
        purpose: Purpose, lease_id: UUID = NIL,
    ) -> None:  # fmt: skip
        """Record a delivery that opens nothing here (e.g. of bytes that are already at hand). Raises like `open_*`."""
        policy.check(actor, kind, purpose)
        visit = self._visit(actor, project_id, purpose, lease_id)
        if not await recording.record(tx, visit, kind, {object: item_id}):
            raise policy.missing()

    async def note_export(
        self, tx: Tx, project_id: UUID, person_id: UUID, shown: Mapping[str, Sequence[str]], *, lease_id: UUID = NIL
    ) -> None:
        """Record what an export job hands to the person who asked for it: by the ids of items, those of annotations.

        `lease_id` may be the export's own id, so that each export leaves its own rows.
        """
        seat = await deliveries.employer(tx, person_id)
        if seat is None:
            raise policy.missing()
        visit = Visit(
            project_id,
            person_id,
            seat["organization_id"],
            seat["side"],
            "export",
            lease_id,
            self.clock.now(),
            None,
            None,
        )
        await recording.record(tx, visit, "item", {item_id: item_id for item_id in shown})
        answers = {annotation_id: item_id for item_id, said in shown.items() for annotation_id in said}
        await recording.record(tx, visit, "answers", answers)

    def reader(self, tx: Tx, project_id: UUID) -> ContentReader:
        """Opens content for the platform's own jobs, which show it to nobody."""
        return ContentReader(tx, project_id, self.keys, self.storage)

    async def unseal(
        self, tx: Tx, project_id: UUID, sealed: bytes, *, kind: Kind, object_id: str, version: int = 1
    ) -> bytes:
        """Open what is not content of items, answers or the brief: a person's own draft, a comment, what is inferred.

        A belief or decision tells what answers say, a plan of branches what the label schema does: show it only to who
        has been shown those, in the same transaction.
        """
        if kind not in _UNRECORDED:
            raise ValueError(f"{kind} leaves with an exposure only")
        sealer = await self.keys.sealer(tx, project_id)
        return sealer.open(sealed, kind=kind, object_id=object_id, version=version)

    async def unseal_stream(
        self, tx: Tx, project_id: UUID, blob: str, *, kind: Kind, version: int = 1
    ) -> AsyncIterator[bytes]:
        """The plain bytes of a sealed release or export blob, checked frame by frame."""
        if kind not in _UNRECORDED:
            raise ValueError(f"{kind} leaves with an exposure only")
        sealer = await self.keys.sealer(tx, project_id)
        return sealer.open_stream(self.storage.get(blob), kind=kind, object_id=blob, version=version)

    async def list_exposures(
        self, actor: Actor, project_id: UUID, *, person_id: UUID | None, item_id: UUID | None,
        cursor: str | None, limit: int, organization_id: UUID | None = None,
    ) -> Page[Exposure]:  # fmt: skip
        """Who was shown what, newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await deliveries.exposures(tx, project_id, person_id, item_id, organization_id, before, limit + 1)
            people = await identity.names(tx, {row["person_id"] for row in rows})
            firms = await identity.organization_names(tx, {row["organization_id"] for row in rows})
        items = [
            Exposure(
                person=Named(row["person_id"], people.get(row["person_id"], "")),
                organization=Named(row["organization_id"], firms.get(row["organization_id"], "")),
                **{
                    name: row[name]
                    for name in ("at", "last_at", "kind", "object", "item_id", "purpose", "views", "rendition")
                },
            )
            for row in rows[:limit]
        ]
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(items, encode_cursor(last["at"], last["id"]) if last else None)

    def _visit(self, actor: Actor, project_id: UUID, purpose: Purpose, lease_id: UUID) -> Visit:
        now = self.clock.now()
        return Visit(
            project_id,
            actor.person_id,
            actor.organization_id,
            actor.side,
            purpose,
            lease_id,
            now,
            actor.epoch,
            actor.mark,
            actor.tier,
        )

    async def _forms(self, tx: Tx, visit: Visit, items: Sequence[str]) -> dict[str, int]:
        """Which form of each a vendor's people are given, where the original has two. The customer's own see the
        first."""
        if visit.side == "customer" or visit.tier != "original":
            return {}
        try:
            sealer = await self.keys.sealer(tx, visit.project_id)
        except KeyMissing:
            return {}  # there is no such project: the delivery finds nothing, and says so as it always does
        return {item: sealer.form(visit.organization_id, item) for item in items}

    async def _open(
        self, tx: Tx, actor: Actor, project_id: UUID, kind: ContentKind, keys: Iterable[str], purpose: Purpose,
        lease_id: UUID,
    ) -> dict[str, bytes]:  # fmt: skip
        policy.check(actor, kind, purpose)
        visit = self._visit(actor, project_id, purpose, lease_id)
        return {row["object"]: row["sealed"] for row in await recording.deliver(tx, visit, kind, list(keys))}

    async def _open_version(
        self, tx: Tx, actor: Actor, project_id: UUID, kind: ContentKind, version: int, purpose: Purpose, lease_id: UUID
    ) -> bytes:
        found = await self._open(tx, actor, project_id, kind, [str(version)], purpose, lease_id)
        if not found:
            raise policy.missing()
        sealer = await self.keys.sealer(tx, project_id)
        sealed_kind: Kind = "schema" if kind == "schema" else "guideline"
        return sealer.open(found[str(version)], kind=sealed_kind, object_id=str(project_id), version=version)

    async def _delivered_form(
        self, tx: Tx, sealer: Sealer, actor: Actor, visit: Visit, stored: Iterable[OpenedItem]
    ) -> Any:
        digests = {digest for item in stored for digest in rules.media_digests(item.content)}
        media = await deliveries.media(tx, visit.project_id, list(digests)) if digests else {}
        origin = policy.sees_origin(actor, visit.purpose)
        until = int(visit.at.timestamp()) + self.settings.token_seconds

        def form(item: OpenedItem) -> OpenedItem:
            def image(value: Any) -> dict[str, Any]:
                file = media.get(value["media"])
                claims = MediaClaims(
                    value["media"], item.item_id, actor.person_id, actor.mark, visit.lease_id, visit.purpose,
                    until, actor.epoch, actor.tier,
                )  # fmt: skip
                url = rules.media_url(visit.project_id, _make_token(sealer, claims))
                size = {"width": file and file["width"], "height": file and file["height"]}
                return {"url": url, **size, "alt": value.get("alt", "")}

            content = rules.deliver(item.content, with_source=origin, image=image)
            return OpenedItem(item.item_id, content, item.metadata if origin else {})

        return form


def _make_token(sealer: Sealer, claims: MediaClaims) -> str:
    sealed = sealer.seal(msgspec.msgpack.encode(claims), kind="token", object_id="media")
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _read_token(sealer: Sealer, token: str) -> MediaClaims:
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = sealer.open(sealed, kind="token", object_id="media")
        return msgspec.msgpack.decode(plain, type=MediaClaims)
    except (ValueError, SealBroken, msgspec.MsgspecError):
        raise policy.missing() from None
