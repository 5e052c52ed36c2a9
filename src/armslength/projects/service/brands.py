"""Brand words: what vendors read of a project is looked through before they are let in, and before it changes.

Who finds one may write it differently, or accept it in this project and say why. No vendor is ever told of any of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from armslength.projects.errors import BadBrief, NamesTheCustomer, NoSuchAcceptance, NoSuchBrandWord
from armslength.projects.repository import brands as repository
from armslength.projects.rules.brands import Search, Word, mark, names_of_firm, texts
from armslength.projects.schemas.brands import (
    AcceptBrandWords,
    BrandAcceptance,
    BrandHit,
    BrandReport,
    BrandScan,
    BrandWord,
    BrandWords,
)
from armslength.questions.model import LabelSchema
from armslength.vendors import views as grants
from armslength.vendors.service import VendorsService
from armslength.walls.service import WallsService

Part = Literal["name", "description", "schema", "guideline", "offer", "traits"]
Said = tuple[Part, str, str]
"""One text that vendors read: its part of the project, its place there, itself."""

MOST_HITS: Final = 100
_INSTEAD: Final = "Write it differently, or accept it in this project and say why."
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
            if fresh := await repository.accept(tx, project_id, marks, actor.person_id, now):
                await record(
                    tx, actor.person_id, "projects.brand_words_accepted", f"project:{project_id}", at=now,
                    project_id=project_id, detail={"accepted": [str(row_id) for row_id in fresh]},
                )  # fmt: skip
            return await self._scan(tx, project_id)

    async def withdraw(self, actor: Actor, project_id: UUID, acceptance_id: UUID) -> None:
        """End an acceptance; what vendors have read by then they have read. Raises NoSuchAcceptance."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await repository.withdraw(tx, project_id, acceptance_id, actor.person_id, now):
                raise NoSuchAcceptance("No such acceptance is in force here.")
            await record(
                tx, actor.person_id, "projects.brand_word_withdrawn", f"project:{project_id}", at=now,
                project_id=project_id, detail={"withdrawn": str(acceptance_id)},
            )  # fmt: skip

    async def before_opening(self, tx: Tx, project_id: UUID) -> None:
        """Before a vendor is let in: return, or raise NamesTheCustomer. The project does not change meanwhile."""
        await repository.share(tx, project_id)
        stopping = await self._stopping(tx, project_id, await self._said(tx, project_id))
        if stopping.hits:
            raise _refusal(stopping)

    async def before_offering(self, tx: Tx, project_id: UUID, skills: Sequence[str]) -> LabelSchema | None:
        """Before the project is offered in these words: the same, of all that the vendor would read, and the label
        schema whose kinds are told; None where there is none yet."""
        await repository.share(tx, project_id)
        stopping = await self._stopping(tx, project_id, [*await self._said(tx, project_id), *offer_said(skills)])
        if stopping.hits:
            raise _refusal(stopping)
        version, reader = (await views.project(tx, project_id)).schema_version, self.walls.reader(tx, project_id)
        if not version:
            return None
        return msgspec.convert(await reader.schema(version), LabelSchema)

    async def before_asking(self, tx: Tx, asked: Mapping[str, str]) -> None:
        """Before every vendor's people are asked something of themselves, text by place, in no project: the same."""
        stopping = await self._stopping(tx, None, [("traits", place, text) for place, text in asked.items()])
        if stopping.hits:
            raise _refusal(stopping, "Write it differently.")

    async def held_by(self, tx: Tx, things: Sequence[Sequence[str]]) -> list[list[str]]:
        """Of things in no project, each with its texts, the words that these hold now, some of them listed after those
        were written; each word once a thing."""
        search = Search(await self.words(tx))
        return [sorted({found.word.text for text in texts for found in search.find(text, "")}) for texts in things]

    async def before_saying(self, tx: Tx, actor: Actor, project_id: UUID, said: Iterable[Said]) -> None:
        """Before vendors who are there read something new: the same. The caller holds the project's row."""
        new = list(said)
        if not new or not await _vendors_there(tx, project_id):
            return
        stopping, now = await self._stopping(tx, project_id, new), self.clock.now()
        if not stopping.hits:
            return
        parts = sorted({hit.part for hit in stopping.hits})

        async def write(after: Tx) -> None:
            await record(
                after, actor.person_id, "projects.saying_refused", f"project:{project_id}", at=now,
                project_id=project_id, detail={"parts": parts}, verdict="refused", reason=NamesTheCustomer.code,
            )  # fmt: skip

        tx.afterwards(write)
        raise _refusal(stopping)

    async def foreseen(self, tx: Tx, project_id: UUID | None, new: Sequence[Said], *, opens: bool) -> BrandReport:
        """What would stop a brief that says `new`, and lets a vendor in or not; None is a project yet to be made."""
        if project_id and opens:
            changed = {part for part, _, _ in new}
            new = [each for each in await self._said(tx, project_id) if each[0] not in changed] + [*new]
        elif not opens and not (project_id and await _vendors_there(tx, project_id)):
            return BrandReport(hits=[], more=0)
        return await self._stopping(tx, project_id, new)

    async def _stopping(self, tx: Tx, project_id: UUID | None, said: Sequence[Said]) -> BrandReport:
        """What is found and not accepted."""
        found = await self._hits(tx, project_id, said, await self.words(tx)) if said else []
        hits = [hit for hit in found if not hit.accepted]
        return BrandReport(hits=hits[:MOST_HITS], more=max(0, len(hits) - MOST_HITS))

    async def _scan(self, tx: Tx, project_id: UUID) -> BrandScan:
        said, words = await self._said(tx, project_id), await self.words(tx)
        hits, ever = await self._hits(tx, project_id, said, words), await self._acceptances(tx, project_id)
        return BrandScan(
            clear=all(hit.accepted for hit in hits), words=len(words), hits=hits[:MOST_HITS],
            more=max(0, len(hits) - MOST_HITS), accepted=[each for each in ever if each.withdrawn_by is None],
            withdrawn=[each for each in ever if each.withdrawn_by is not None],
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
        self, tx: Tx, project_id: UUID | None, said: Iterable[Said], words: Iterable[Word]
    ) -> list[BrandHit]:  # fmt: skip
        search = Search(words)
        sealer = await self.keys.word_sealer(tx)
        accepted = await repository.accepted(tx, project_id) if project_id else frozenset()
        return [
            BrandHit(
                word=found.word.text, source=found.word.source, part=part, place=found.place, excerpt=found.excerpt,
                start=found.start, end=found.end, accepted=sealer.reference(mark(found.word.text)) in accepted,
            )
            for part, place, text in said
            for found in search.find(text, place)
        ]  # fmt: skip

    async def search(self, tx: Tx) -> Callable[[str], list[tuple[int, int]]]:
        """Finds the words in a text: where each starts, and before which character it ends."""
        return Search(await self.words(tx)).spans

    async def words(self, tx: Tx) -> list[Word]:
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

    async def _acceptances(self, tx: Tx, project_id: UUID) -> list[BrandAcceptance]:
        sealer, rows = await self.keys.word_sealer(tx), await repository.acceptances(tx, project_id)
        people = {row[who] for row in rows for who in ("accepted_by", "withdrawn_by")} - {None}
        names = await identity.names(tx, people)

        def named(person_id: UUID) -> Named:
            return Named(person_id, names.get(person_id, ""))

        return [
            BrandAcceptance(
                **msgspec.json.decode(sealer.open(row["sealed"], row["id"])), id=row["id"],
                accepted_by=named(row["accepted_by"]), accepted_at=row["accepted_at"],
                withdrawn_by=named(row["withdrawn_by"]) if row["withdrawn_by"] else None,
                withdrawn_at=row["withdrawn_at"],
            )
            for row in rows
        ]  # fmt: skip


async def _vendors_there(tx: Tx, project_id: UUID) -> bool:
    return bool(set((await grants.grant_states(tx, project_id)).values()) - {"severed"})


def _refusal(stopping: BrandReport, instead: str = _INSTEAD) -> NamesTheCustomer:
    first, others = stopping.hits[0], len(stopping.hits) - 1 + stopping.more
    return NamesTheCustomer(
        f"Vendors would read '{first.word}' in {first.place}: it tells who you are, or what is secret."
        f"{f' ({others} more.)' if others else ''} {instead}",
        details=msgspec.to_builtins(stopping),
    )


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


def offer_said(skills: Sequence[str]) -> list[Said]:
    """What an offer says in words."""
    return [("offer", f"skill {place + 1} of the offer", text) for place, text in enumerate(skills)]
