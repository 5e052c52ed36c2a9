"""What the forms of items in a text say of who leaked it: each vendor was given one of two, by an even draw."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from armslength.keys.service import KeyService, TenantSealer
from armslength.kit.db import Tx
from armslength.kit.wire import Named
from armslength.tracing.repository import variants
from armslength.tracing.rules import Words, forms
from armslength.tracing.schemas import FormFindings, FormFound, FormGiven, FormVendor
from armslength.tracing.service.variants import given_form, mark_of
from armslength.tracing.settings import TracingSettings
from armslength.walls import views as walls

MOST_READ: Final = 5_000
"""Items that are counted; no vendor needs so many to be named."""
_TOLD: Final = 200


class FormTracer:
    """Looks a text's runs of words up among the marks of all items. It shows the suspect text's own words only."""

    def __init__(self, keys: KeyService, settings: TracingSettings) -> None:
        self.keys = keys
        self.settings = settings

    async def read(self, tx: Tx, said: Words, project_id: UUID | None) -> FormFindings | None:
        """What the forms say; None where no item has two."""
        if not await variants.any_there(tx, project_id):
            return None
        digests = await asyncio.to_thread(_digests, await self.keys.mark_sealer(tx), said.words)
        found: dict[UUID, dict[int, int]] = defaultdict(dict)
        for row in await variants.recognised(tx, list(digests), project_id):
            found[row["item_id"]].setdefault(row["form"], row["mark"])
        read = {item: next(iter(form.items())) for item, form in sorted(found.items()) if len(form) == 1}
        counted = dict(list(read.items())[:MOST_READ])
        given: dict[UUID, list[FormGiven]] = defaultdict(list)
        for row in await walls.forms_shown(tx, list(counted)):
            given[row["item_id"]].append(given_form(row))
        vendors = self._vendors({item: form for item, (form, _) in counted.items()}, given)
        return FormFindings(
            read=len(counted), original=sum(form == 0 for form, _ in counted.values()),
            mixed=len(found) - len(read), convincing=self.settings.false_accusation, vendors=vendors,
            items=await self._told(tx, said, digests, counted, given, vendors),
        )  # fmt: skip

    def _vendors(self, read: Mapping[UUID, int], given: Mapping[UUID, Sequence[FormGiven]]) -> list[FormVendor]:
        """Every vendor that was shown one of them, the likeliest first."""
        shown: dict[UUID, list[tuple[FormGiven, bool]]] = defaultdict(list)
        for item, form in read.items():
            for each in given.get(item, ()):
                shown[each.vendor.id].append((each, each.form == form))
        compared = [self._vendor(each, len(shown)) for each in shown.values()]
        return sorted(compared, key=lambda each: (each.chance, -each.bits, each.vendor.name))

    def _vendor(self, shown: Sequence[tuple[FormGiven, bool]], compared: int) -> FormVendor:
        agree, convincing = sum(same for _, same in shown), self.settings.false_accusation
        chance = forms.by_accident(len(shown), agree, compared)
        return FormVendor(
            vendor=shown[0][0].vendor, shown=len(shown), agree=agree, bits=forms.in_favour(len(shown), agree),
            chance=chance, named=chance < convincing, needed=forms.wanting(len(shown), agree, compared, convincing),
            first_at=min(each.first_at for each, _ in shown), last_at=max(each.last_at for each, _ in shown),
        )  # fmt: skip

    async def _told(
        self, tx: Tx, said: Words, digests: Mapping[int, int], read: Mapping[UUID, tuple[int, int]],
        given: Mapping[UUID, Sequence[FormGiven]], vendors: Sequence[FormVendor],
    ) -> list[FormFound]:  # fmt: skip
        """The evidence: items that the likeliest vendor was shown first, each with the words that tell its form."""
        first = vendors[0].vendor.id if vendors else None
        order = sorted(read, key=lambda item: (all(each.vendor.id != first for each in given.get(item, ())), item))
        items = order[:_TOLD]
        named: Mapping[UUID, Any] = await variants.named(tx, items)
        return [
            FormFound(
                project=Named(named[item]["project_id"], named[item]["project_name"]), item_id=item,
                external_id=named[item]["external_id"], form=1 if read[item][0] else 0,
words=_passage(said, digests[read[item][1]]),
                given=list(given.get(item, ())),
            )
            for item in items
        ]  # fmt: skip


def _passage(said: Words, at: int) -> str:
    """The suspect's own characters of a mark, on one line."""
    return " ".join(said.text[said.spans[at][0] : said.spans[at + forms.MARK - 1][1]].split())


def _digests(marker: TenantSealer, said: Sequence[str]) -> dict[int, int]:
    """Every run of words of a text by its mark, and where it stands first."""
    known: dict[int, int] = {}
    seen = set[forms.Mark]()
    for at, run in enumerate(forms.in_a_row(said)):
        if run not in seen:
            seen.add(run)
            known[mark_of(marker.reference(" ".join(run)))] = at
    return known
