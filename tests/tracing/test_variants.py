"""Two forms of an item: each vendor is given one, wherever it meets the item, and a leak's forms say whose it was."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace
from tests.tracing.conftest import Planted
from tests.workplace import SCHEMA

from armslength.assignment.schemas import Work
from armslength.identity.model import Tier
from armslength.ingest.schemas import AddItems
from armslength.projects.errors import Incompatible
from armslength.projects.service.brands import Brands
from armslength.projects.service.versions import Versions
from armslength.renditions.schemas import AddRenditions, RenditionRow
from armslength.tracing.errors import VariantField, VariantMissing, VariantShown
from armslength.tracing.schemas import MakeVariants, SupplyVariants, TraceText, VariantRow

ITEMS = 24


def prompt(n: int) -> str:
    return f"Number {n} on the list: we do not know why boat {n * n} came late to pier {n + 7}, and can you say it?"


def other(n: int) -> str:
    return prompt(n).replace("do not", "don't")


def supplied(*rows: VariantRow, **how: Any) -> SupplyVariants:
    return SupplyVariants(rows=list(rows), judged=True, **how)


async def test_a_vendor_is_given_one_form_for_ever_and_a_leak_names_it(planted: Planted) -> None:
    here, olga, ours = planted.here, planted.olga, planted.tracing.variants
    await here.project(review_share=1.0, overlap=2)
    first = await here.batch("forms", 9)
    rows = [{"external_id": f"x{n}", "prompt": prompt(n), "responses": ["One.", "Two."]} for n in range(ITEMS + 2)]
    await planted.ingest.items.add(olga, here.project_id, first, AddItems(rows=rows))
    known = {row["external_id"]: row["id"] for row in await here.read(
        "select id, external_id from item where tenant_id = $1 and external_id is not null")}  # fmt: skip

    # What is refused, and why; a dry run leaves nothing behind.
    fit = [VariantRow(f"x{n}", {"prompt": other(n)}) for n in range(ITEMS)]
    with pytest.raises(VariantField, match="judged"):
        await ours.supply(olga, here.project_id, SupplyVariants(rows=fit))
    with pytest.raises(VariantField, match="no field"):
        await ours.supply(olga, here.project_id, supplied(VariantRow("x1", {"nothing": "x"})))
    unfit = [
        VariantRow("nobody", {"prompt": "x"}), fit[0], VariantRow(f"x{ITEMS}", {"prompt": prompt(ITEMS)}),
        VariantRow(f"x{ITEMS}", {"prompt": prompt(ITEMS).upper()}),
        VariantRow(f"x{ITEMS}", {"prompt": other(ITEMS) + "\u200b"}), VariantRow(f"x{ITEMS}", {"responses": ["One."]}),
    ]  # fmt: skip
    dry = await ours.supply(olga, here.project_id, supplied(*fit, *unfit, dry_run=True))
    assert dry.taken == ITEMS and [each.line for each in dry.problems] == [ITEMS + n for n in range(1, 7)]
    assert "do not" in dry.examples[0].original and "don't" in dry.examples[0].other
    assert (await ours.overview(olga, here.project_id)).supplied == 0
    made = await ours.supply(olga, here.project_id, supplied(*fit, VariantRow(f"x{ITEMS}", {"prompt": other(ITEMS)})))
    assert (made.taken, made.problems) == (ITEMS + 1, [])
    await ours.drop(olga, here.project_id, known[f"x{ITEMS}"])
    await forms_are_made(planted, known)
    with pytest.raises(VariantMissing):
        await ours.drop(olga, here.project_id, known[f"x{ITEMS}"])

    # Work: each vendor's people are given one form, of about half the items the second; one's own see the first.
    vera, vik = await planted.annotator("Vera", planted.fairlabel), await planted.annotator("Vik", planted.fairlabel)
    hana, ada = await planted.annotator("Hana", planted.hilltop), await here.annotator("Ada")
    said: dict[str, dict[UUID, str]] = {}
    for who in (vera, hana):
        said[who.person_id.hex] = {}
        for _ in range(ITEMS + 2):
            work = await here.work(who)
            item_id = await here.item_of(work.assignment.id)
            said[who.person_id.hex][item_id] = work.content["prompt"]
            await here.submit(who, work)
            again = await here.annotation.get_mine(who, here.project_id, work.assignment.id)
            assert again.work.content["prompt"] == work.content["prompt"]
    veras, hanas = said[vera.person_id.hex], said[hana.person_id.hex]
    assert veras.keys() == hanas.keys() == set(known.values())
    for theirs in (veras, hanas):
        assert 4 < sum("don't" in text for text in theirs.values()) < ITEMS - 4
        assert all("do not" in theirs[known[f"x{n}"]] for n in (ITEMS, ITEMS + 1))  # these have one form
    assert sum(veras[item] != hanas[item] for item in veras) > 4
    mine = await here.annotation.list_mine(vera, here.project_id, cursor=None, limit=200)
    assert sum("don't" in each.summary for each in mine.items) == sum("don't" in text for text in veras.values())
    rae = await planted.annotator("Rae", planted.fairlabel, "reviewer")
    own = await here.annotator("Ria", role="reviewer")
    for reviewer in (rae, own):
        for _ in range(6):
            review = await here.to_review(reviewer)
            (row,) = await here.read("select item_id from review where tenant_id = $1 and id = $2", review.review.id)
            shown = veras[row["item_id"]] if reviewer is rae else (await original(planted, row["item_id"]))
            assert review.content["prompt"] == shown
            await here.decide(reviewer, review, "accept")
    assert isinstance(await here.next(ada), Work) and isinstance(await here.next(vik), Work)
    for row in await here.read(
        "select x.item_id, x.variant, x.person_id, x.organization_id from exposure x"
        " where x.tenant_id = $1 and x.kind = 'item' and x.item_id = any($2)", list(known.values())
    ):  # fmt: skip
        expected = {planted.fairlabel: veras, planted.hilltop: hanas}.get(row["organization_id"], {})
        assert row["variant"] == ("don't" in expected.get(row["item_id"], ""))

    # What was shown stays as it is.
    late = VariantRow(f"x{ITEMS + 1}", {"prompt": other(ITEMS + 1)})
    assert "shown" in (await ours.supply(olga, here.project_id, supplied(late))).problems[0].reason
    with pytest.raises(VariantShown):
        await ours.drop(olga, here.project_id, known["x3"])
    both = await ours.forms(olga, here.project_id, known["x3"])
    assert (both.fields[0].original, both.fields[0].other) == ([prompt(3)], [other(3)])
    given = {each.vendor.id: each.form for each in both.given}
    assert given[planted.fairlabel] == ("don't" in veras[known["x3"]])
    assert given[planted.hilltop] == ("don't" in hanas[known["x3"]])
    page = await ours.page(planted.manu, here.project_id, cursor=None, limit=20)
    assert len(page.items) == 20 and page.next and all(each.vendors == 2 for each in page.items)

    await traced(planted, known, veras)
    await places_in_it_are_refused(planted)


@pytest.mark.parametrize("tier", ["original", "redacted"])
async def test_who_answers_together_is_shown_the_form_of_their_firm(planted: Planted, tier: Tier) -> None:
    """Of items with two wordings the one that was drawn for the firm; at a tier that form and no other."""
    here, olga, firm = planted.here, planted.olga, planted.fairlabel
    rows = [{"external_id": f"x{n}", "prompt": prompt(n), "responses": ["One.", "Two."]} for n in range(ITEMS)]
    await planted.ingest.items.add(olga, here.project_id, await here.batch("forms", 9), AddItems(rows=rows))
    wordings = [VariantRow(f"x{n}", {"prompt": other(n)}) for n in range(ITEMS)]
    await planted.tracing.variants.supply(olga, here.project_id, supplied(*wordings))
    there = [
        RenditionRow({"prompt": prompt(n).replace("boat", "████"), "responses": ["One.", "Two."]}, external_id=f"x{n}")
        for n in range(0, ITEMS, 2)
    ]
    added = await planted.renditions.add(olga, here.project_id, AddRenditions("redacted", there))
    assert not added.problems
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("update vendor_grant set tier = $2 where tenant_id = $1", here.tenant_id, tier)
    people = [dataclasses.replace(await planted.annotator(f"V{n}", firm), tier=tier) for n in range(6)]
    works = [await here.work(who) for who in people]
    told = await asyncio.gather(*(here.submit(who, work, have=[]) for who, work in zip(people, works, strict=True)))
    assert len(await here.read("select from annotation where tenant_id = $1 group by xmin::text")) == 2
    works += [receipt.next for receipt in told if receipt.next is not None]
    recorded = {
        row["lease_id"]: (row["rendition"], row["variant"])
        for row in await here.read(
            "select x.lease_id, x.rendition, x.variant from exposure x"
            " join ledger_outbox l on l.tenant_id = $1 and l.id = x.id where x.tenant_id = $1 and x.kind = 'item'"
        )
    }
    assert len(works) == len(recorded) == 2 * len(people)
    for work in works:
        shown = work.content["prompt"]
        assert recorded[work.assignment.id] == (tier, int("don't" in shown))
        assert ("████" in shown) == (tier == "redacted")
    if tier == "original":
        assert {recorded[work.assignment.id][1] for work in works} == {0, 1}
        await here.check()


async def forms_are_made(planted: Planted, known: dict[str, UUID]) -> None:
    """By rewording, of what has one form: counted and shown first, then made, and given up again."""
    olga, project_id, ours = planted.olga, planted.here.project_id, planted.tracing.variants
    wanted = MakeVariants(fields=["prompt"], kinds=["contractions"], judged=True, dry_run=True)
    with pytest.raises(VariantField, match="judged"):
        await ours.make(olga, project_id, replace(wanted, judged=False))
    dry = await ours.make(olga, project_id, wanted)
    assert (dry.looked, dry.taken, dry.after) == (ITEMS + 2 + 80, 2, None)
    assert {each.items for each in dry.left} == {ITEMS, 80} and "don't" in dry.examples[0].other
    assert (await ours.make(olga, project_id, replace(wanted, dry_run=False))).taken == 2
    assert (await ours.overview(olga, project_id)).made == 2
    for n in (ITEMS, ITEMS + 1):
        await ours.drop(olga, project_id, known[f"x{n}"])


async def original(planted: Planted, item_id: UUID) -> str:
    async with planted.here.db.tenant(planted.here.tenant_id) as tx:
        found = await planted.here.walls.reader(tx, planted.here.project_id).items([item_id])
    return str(found[item_id].content["prompt"])


async def traced(planted: Planted, known: dict[str, UUID], veras: dict[UUID, str]) -> None:
    """A leak names its vendor, with what it rests on; a part of it says how much is missing; others name nobody."""
    olga, tracer = planted.olga, planted.tracing.tracer
    leak = [veras[known[f"x{n}"]] for n in range(ITEMS)]
    edited = "\n".join(leak[:-1]).upper() + "\n" + leak[-1].split(", and")[0]
    found = (await tracer.trace(olga, TraceText(edited))).forms
    assert found and (found.read, found.mixed) == (ITEMS, 0)
    named, cleared = found.vendors
    assert (named.vendor.id, named.named, named.agree, named.needed) == (planted.fairlabel, True, ITEMS, 0)
    assert named.chance < found.convincing and not cleared.named and cleared.bits < named.bits
    item = found.items[0]
    given = next(each for each in item.given if each.vendor.id == planted.fairlabel)
    assert given.form == item.form and item.words in edited and given.people >= 1
    logged = await planted.here.read(
        "select count(*) as n from ledger_outbox where tenant_id = $1 and id = any($2)", given.deliveries
    )
    assert logged[0]["n"] == len(given.deliveries) > 0
    part = (await tracer.trace(olga, TraceText("\n".join(leak[:12])))).forms
    assert part and part.read == 12 and not any(each.named for each in part.vendors)
    assert part.vendors[0].needed == 9  # two vendors: 21 in all
    source = (await tracer.trace(olga, TraceText("\n".join(prompt(n) for n in range(ITEMS))))).forms
    assert source and source.original == ITEMS and not any(each.named for each in source.vendors)
    merged = (await tracer.trace(olga, TraceText("\n".join(prompt(n) + other(n) for n in range(ITEMS))))).forms
    assert merged and (merged.read, merged.mixed, merged.vendors) == (0, ITEMS, [])


async def places_in_it_are_refused(planted: Planted) -> None:
    """A schema that marks places in a text of which vendors have different ones is none."""
    place, walls, vendors = planted.here.place, planted.here.walls, planted.vendors
    brands = Brands(planted.here.db, place.keys, walls, vendors, place.clock)
    versions = Versions(planted.here.db, place.keys, walls, brands, place.clock)
    marks = {"field": "prompt", "labels": [{"id": "a", "title": "A"}]}
    marking = {"name": "marks", "kind": "spans", "title": "Marks", "required": False, "settings": marks}
    with pytest.raises(Incompatible, match="marks places"):
        raw = SCHEMA | {"questions": [*SCHEMA["questions"], marking]}
        await versions.put_schema(planted.olga, planted.here.project_id, raw, "")
