"""Brand words: what vendors read of a project is looked through before they are let in, and before it changes.

Who finds one may write it differently, or accept it in this project and say why. No vendor is ever told of any of it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.projects import views
from armslength.projects.errors import BadBrief, NamesTheCustomer, NoSuchBrandWord
from armslength.projects.repository import brands as repository
from armslength.projects.rules.brands import Search, Word, mark, names_of_firm, texts
from armslength.projects.schemas.brands import (
    AcceptBrandWords,
    BrandAcceptance,
    BrandHit,
    BrandScan,
    BrandWord,
    BrandWords,
)
from armslength.vendors import views as grants
from armslength.vendors.service import VendorsService
from armslength.walls.service import WallsService

Part = Literal["name", "description", "schema", "guideline"]
Said = tuple[Part, str, str]
"""One text that vendors read: its part of the project, its place there, itself."""

MOST_HITS: Final = 100
_ANYBODYS: Final = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "me.com",
    "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "aol.com", "qq.com", "163.com", "mail.ru",
    "yandex.ru",
))  # fmt: skip
"""Where everybody may have an e-mail address."""


class Brands:
    """The list of a tenant, and the look through what its vendors read."""

    def __init__(
        self, db: Database, keys: KeyService, walls: WallsService, vendors: VendorsService, clock: Clock
    ) -> None:
        self.db = db
        self.keys = keys
        self.walls = walls
        self.vendors = vendors
        self.clock = clock

    async def all(self, actor: Actor) -> BrandWords:
        """What is looked for."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._all(tx)

    async def add(self, actor: Actor, words: Sequence[str]) -> BrandWords:
        """Put words on the list; those that are there stay as they are. Raises BadBrief."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            sealer = await self.keys.word_sealer(tx)
            for index, word in enumerate(words):
                tidy = " ".join(word.split())
                if not tidy.isprintable() or len(mark(tidy)) < 2:
                    raise BadBrief("A word has at least two letters or digits.", field=f"words[{index}]")
                word_id = new_id()
                sealed = sealer.seal(tidy.encode(), word_id)
                if await repository.add(tx, word_id, sealer.reference(mark(tidy)), sealed, actor.person_id, now):
                    await record(tx, actor.person_id, "projects.brand_word_added", f"brand_word:{word_id}", at=now)
            return await self._all(tx)

    async def remove(self, actor: Actor, word_id: UUID) -> None:
        """Take a word off the list. Raises NoSuchBrandWord."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await repository.remove(tx, word_id):
                raise NoSuchBrandWord("This word is not on your list.")
            now = self.clock.now()
            await record(tx, actor.person_id, "projects.brand_word_removed", f"brand_word:{word_id}", at=now)

    async def scan(self, actor: Actor, project_id: UUID) -> BrandScan:
        """What is found in what the project tells vendors now."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._scan(tx, project_id)

    async def accept(self, actor: Actor, project_id: UUID, wanted: AcceptBrandWords) -> BrandScan:
        """Let vendors read these words here, for a reason. Raises BadBrief."""
        reason, now = wanted.reason.strip(), self.clock.now()
        if not reason:
            raise BadBrief("Say why.", field="reason")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await views.project(tx, project_id)
            sealer = await self.keys.word_sealer(tx)
            rows = {}
            for word in wanted.words:
                row_id = new_id()
                sealed = sealer.seal(msgspec.json.encode({"word": word, "reason": reason}), row_id)
                rows[sealer.reference(mark(word))] = (row_id, sealed)
            marks = [(each, row_id, sealed) for each, (row_id, sealed) in rows.items()]
            await repository.accept(tx, project_id, marks, actor.person_id, now)
            await record(
                tx, actor.person_id, "projects.brand_words_accepted", f"project:{project_id}", at=now,
                project_id=project_id, detail={"accepted": [str(row_id) for _, row_id, _ in marks]},
            )  # fmt: skip
            return await self._scan(tx, project_id)

    async def before_opening(self, tx: Tx, project_id: UUID) -> None:
        """Before a vendor is let in: return, or raise NamesTheCustomer. The project does not change meanwhile."""
        await repository.share(tx, project_id)
        await self._refuse(tx, project_id, await self._said(tx, project_id))

    async def before_saying(self, tx: Tx, project_id: UUID, said: Iterable[Said]) -> None:
        """Before vendors who are there read something new: the same. The caller holds the project's row."""
        if not (new := list(said)):
            return
        states = await grants.grant_states(tx, project_id)
        if set(states.values()) - {"severed"}:
            await self._refuse(tx, project_id, new)

    async def _refuse(self, tx: Tx, project_id: UUID, said: Sequence[Said]) -> None:
        hits = [hit for hit in await self._hits(tx, project_id, said, await self._words(tx)) if not hit.accepted]
        if not hits:
            return
        first, rest = hits[0], f" ({len(hits) - 1} more.)" if len(hits) > 1 else ""
        raise NamesTheCustomer(
            f"Vendors would read '{first.word}' in {first.place}: it tells who you are, or what is secret.{rest}"
            " Write it differently, or accept it in this project and say why.",
            details={"hits": msgspec.to_builtins(hits[:MOST_HITS]), "more": max(0, len(hits) - MOST_HITS)},
        )

    async def _scan(self, tx: Tx, project_id: UUID) -> BrandScan:
        said, words = await self._said(tx, project_id), await self._words(tx)
        hits = await self._hits(tx, project_id, said, words)
        return BrandScan(
            clear=all(hit.accepted for hit in hits), words=len(words), hits=hits[:MOST_HITS],
            more=max(0, len(hits) - MOST_HITS), accepted=await self._accepted(tx, project_id),
        )  # fmt: skip

    async def _said(self, tx: Tx, project_id: UUID) -> list[Said]:
        """Everything that a vendor's people read before their first item."""
        row, reader = await views.project(tx, project_id), self.walls.reader(tx, project_id)
        said = told(name=row.name, description=row.description)
        if row.schema_version:
            said += schema_said(await reader.schema(row.schema_version))
        if row.guideline_version:
            said += told(guideline=await reader.guideline(row.guideline_version))
        return said

    async def _hits(
        self, tx: Tx, project_id: UUID, said: Iterable[Said], words: Iterable[Word]
    ) -> list[BrandHit]:  # fmt: skip
        search = Search(words)
        sealer, accepted = await self.keys.word_sealer(tx), await repository.accepted(tx, project_id)
        return [
            BrandHit(
                word=found.word.text, source=found.word.source, part=part, place=found.place, excerpt=found.excerpt,
                start=found.start, end=found.end, accepted=sealer.reference(mark(found.word.text)) in accepted,
            )
            for part, place, text in said
            for found in search.find(text, place)
        ]  # fmt: skip

    async def _words(self, tx: Tx) -> list[Word]:
        """The list, then what follows from who the tenant is; each once."""
        sealer = await self.keys.word_sealer(tx)
        words = [
            Word(sealer.open(row["sealed"], row["id"]).decode(), "list") for row in await repository.words(tx)
        ] + await self._own(tx)
        return _each_once(words)

    async def _own(self, tx: Tx) -> list[Word]:
        name = await identity.organization_name(tx, tx.tenant_id)
        words = names_of_firm(name, "name") if name else []
        for owner in await self.vendors.kin(tx):
            words += names_of_firm(owner, "owner")
        domains = await identity.email_domains(tx)
        return _each_once(words + [Word(domain, "domain") for domain in sorted(domains - _ANYBODYS)])

    async def _all(self, tx: Tx) -> BrandWords:
        sealer, rows = await self.keys.word_sealer(tx), await repository.words(tx)
        names = await identity.names(tx, {row["added_by"] for row in rows})
        listed = [
            BrandWord(
                word=sealer.open(row["sealed"], row["id"]).decode(), source="list", proper=False, id=row["id"],
                added_by=Named(row["added_by"], names.get(row["added_by"], "")), added_at=row["added_at"],
            )
            for row in rows
        ]  # fmt: skip
        return BrandWords(
            listed
            + [
                BrandWord(word=w.text, source=w.source, proper=w.proper, id=None, added_by=None, added_at=None)
                for w in await self._own(tx)
            ]
        )

    async def _accepted(self, tx: Tx, project_id: UUID) -> list[BrandAcceptance]:
        sealer, rows = await self.keys.word_sealer(tx), await repository.accepted(tx, project_id)
        names = await identity.names(tx, {row["accepted_by"] for row in rows.values()})
        found = []
        for row in sorted(rows.values(), key=lambda row: (row["accepted_at"], row["id"])):
            plain = msgspec.json.decode(sealer.open(row["sealed"], row["id"]))
            by = Named(row["accepted_by"], names.get(row["accepted_by"], ""))
            found.append(BrandAcceptance(**plain, accepted_by=by, accepted_at=row["accepted_at"]))
        return found


def _each_once(words: Sequence[Word]) -> list[Word]:
    """The first of those that are written alike, in their order."""
    return list({(mark(word.text), word.proper): word for word in reversed(words)}.values())[::-1]


def told(**parts: Any) -> list[Said]:
    """Parts of a project that are one text, by their names."""
    places = {"name": "the name", "description": "the description", "guideline": "the guideline"}
    return [(part, places[part], text) for part, text in parts.items() if part in places]  # type: ignore[misc]


def schema_said(label_schema: Any) -> list[Said]:
    """Every text of a label schema, as JSON."""
    return [("schema", place, text) for place, text in texts(label_schema, "schema")]
