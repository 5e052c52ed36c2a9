"""Who the customer is, told to its vendors: what they are shown is looked through as it is shown, and put on record.

What may be told is for `brands`, before. Here it is written down that it was: because somebody accepted the word, or
because nobody knew yet that it is one. Then what was read before is looked through again, in the background.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from armslength.identity.model import Actor
from armslength.keys.errors import KeyDestroyed, KeyMissing
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Sweep
from armslength.projects import views
from armslength.projects.rules.brands import Search, mark
from armslength.projects.service.brands import Brands, Said, offer_said, schema_said, told
from armslength.vendors.model import BrandSource, Telling, TellingPart
from armslength.vendors.service import identities
from armslength.walls import views as walls

_SECONDS: Final = 3600.0
_AGAIN: Final = timedelta(days=1)
"""So often all is looked through even if the words are the same: somebody may have read while they changed."""
_MOST_KNOWN: Final = 10_000

Text = tuple[UUID, TellingPart, int, Sequence[Said]]
"""A project, a part of it in a version (0 where it has none), and all that it says."""


class Naming:
    """`_known`: what need not be looked through again in this process, because whatever it tells is on record."""

    def __init__(self, db: Database, brands: Brands, clock: Clock) -> None:
        self.db = db
        self.brands = brands
        self.clock = clock
        self._known: set[tuple[object, ...]] = set()

    def sweeps(self) -> list[Sweep]:
        """Words change: what was read before them is looked through again."""
        return [Sweep("projects.naming", _SECONDS, self._everywhere)]

    async def shown(self, tx: Tx, actor: Actor, texts: Iterable[Text]) -> None:
        """In the transaction that shows them to the actor: what of them tells a vendor who its customer is."""
        if actor.side == "customer":
            return
        search, now = None, self.clock.now()
        for project_id, part, version, said in texts:
            telling = Telling(actor.organization_id, project_id, part, version)
            key = (tx.tenant_id, telling, hash(tuple(said)) if not version else 0)
            if key in self._known:
                continue
            search = search or Search(await self.brands.words(tx))
            sources = _sources(search, said)
            fresh = await identities.tell_identity(
                tx, telling, sources, person_id=actor.person_id, since=now, now=now
            )  # fmt: skip
            if not fresh:  # what is fresh may yet be undone with its transaction
                self._remember(key)

    async def offered(self, tx: Tx, vendor_id: UUID, project_id: UUID, skills: Sequence[str]) -> None:
        """What an offer says is told to the firm as it is offered."""
        if skills:
            sources, now = _sources(Search(await self.brands.words(tx)), offer_said(skills)), self.clock.now()
            telling = Telling(vendor_id, project_id, "offer")
            await identities.tell_identity(tx, telling, sources, person_id=None, since=now, now=now)

    async def _everywhere(self, db: Database, _: Clock) -> None:
        for tenant_id in await jobs.tenants(db):
            await self.look_again(tenant_id)

    async def look_again(self, tenant_id: UUID) -> None:
        """Look through all that a tenant's vendors have read, where the words are others than the last time."""
        now = self.clock.now()
        async with self.db.tenant(tenant_id) as tx:
            try:
                words = await self.brands.words(tx)
                sealer = await self.brands.keys.word_sealer(tx)
            except KeyDestroyed:
                return
            digest = sealer.reference("\n".join(sorted(f"{w.source} {w.proper} {mark(w.text)}" for w in words)))
            last = await identities.looked(tx)
            if last is not None and last[0] == digest and now - last[1] < _AGAIN:
                return
            search, read = Search(words), await walls.briefs_shown_to_vendors(tx)
            await self._briefs(tx, search, read, now)
            await self._names(tx, search, {(row["organization_id"], row["project_id"]) for row in read}, now)
            await identities.put_looked(tx, digest, now)

    async def _briefs(self, tx: Tx, search: Search, read: Sequence[asyncpg.Record], now: datetime) -> None:
        """Schemas and guidelines, each version once, from the record of who was shown them."""
        found: dict[tuple[UUID, str, int], frozenset[BrandSource]] = {}
        for row in read:
            project_id, part, version = key = (row["project_id"], row["kind"], int(row["object"]))
            if key not in found:
                found[key] = _sources(search, await self._brief(tx, project_id, part, version))
            await identities.tell_identity(
                tx, Telling(row["organization_id"], project_id, part, version), found[key],
                person_id=row["person_id"], since=row["at"], now=now,
            )  # fmt: skip

    async def _brief(self, tx: Tx, project_id: UUID, part: str, version: int) -> list[Said]:
        reader = self.brands.walls.reader(tx, project_id)
        try:
            if part == "schema":
                return schema_said(await reader.schema(version))
            return told(guideline=await reader.guideline(version))
        except (KeyMissing, KeyDestroyed):
            return []  # with the key the words are gone, for everybody

    async def _names(self, tx: Tx, search: Search, there: Iterable[tuple[UUID, UUID]], now: datetime) -> None:
        """Names and descriptions as they are: what they said before is kept nowhere."""
        for vendor_id, project_id in sorted(there):
            row = await views.project(tx, project_id)
            for _, part, version, said in name_texts(project_id, row.name, row.description):
                await identities.tell_identity(
                    tx, Telling(vendor_id, project_id, part, version), _sources(search, said), person_id=None,
                    since=now, now=now,
                )  # fmt: skip

    def _remember(self, key: tuple[object, ...]) -> None:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known.add(key)


def name_texts(project_id: UUID, name: str, description: str) -> list[Text]:
    """What a project's name and description say."""
    return [(project_id, "name", 0, told(name=name)), (project_id, "description", 0, told(description=description))]


def _sources(search: Search, said: Iterable[Said]) -> frozenset[BrandSource]:
    return frozenset(found.word.source for _, place, text in said for found in search.find(text, place))
