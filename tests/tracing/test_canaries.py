"""Canaries: one vendor's alone, to it like other items, in nothing that counts; and what turns up is traced."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import msgspec
import pytest
from tests.tracing.conftest import Planted

from armslength.assignment.schemas import Work
from armslength.ingest.errors import IsCanary
from armslength.ingest.schemas import AddItems
from armslength.kit.jobs import run_one
from armslength.release.schemas import CreateRelease
from armslength.release.service import ReleaseService
from armslength.review.schemas import ReviewWork
from armslength.tracing.errors import CanaryRetired, CanaryVendor, SuspectShort
from armslength.tracing.schemas import CanaryPolicy, TraceText
from armslength.truth.repository import answered_items, firms, judged
from armslength.truth.repository.records import BY_WEEK, Who, answers_by, judged_by

WORDS = "ferry lantern copper gravel violin harbour meadow quartz velvet thunder orchard pebble saffron"
WORDS += " anchor willow ember glacier basket candle falcon marble thistle compass harvest ribbon cobalt drizzle"


def invented(n: int) -> dict[str, Any]:
    """A row like any other, of words in an order that nobody else puts them in."""
    said = sorted(WORDS.split(), key=lambda word: uuid5(NAMESPACE_DNS, f"{word}{n}"))
    return {"prompt": f"Why would the {' '.join(said)} matter to number {n}?", "responses": ["One.", "Two."]}


async def test_a_canary_is_one_vendors_alone_and_names_it(planted: Planted) -> None:
    here, olga = planted.here, planted.olga
    await here.project(review_share=0.5)
    fit = [invented(n) for n in range(8)]
    short = {"prompt": "Too short?", "responses": ["a", "b"]}
    made = await planted.plant(planted.fairlabel, *fit, short, fit[0], "no row")
    assert made.planted == 8 and [each.line for each in made.problems] == [9, 10, 11]
    assert (await planted.plant(planted.hilltop, fit[3], *(invented(n) for n in range(20, 25)))).planted == 5
    with pytest.raises(CanaryVendor):
        await planted.plant(here.tenant_id, invented(99))
    ours, theirs = await planted.of(planted.fairlabel), await planted.of(planted.hilltop)
    vera, vik = await planted.annotator("Vera", planted.fairlabel), await planted.annotator("Vik", planted.fairlabel)
    hana, ada = await planted.annotator("Hana", planted.hilltop), await here.annotator("Ada")
    assert isinstance(await here.next(vera), Work)  # without a policy nobody meets any
    await planted.tracing.canaries.set_policy(olga, here.project_id, CanaryPolicy(0.2))

    team, met = [vera, vik, hana, ada], dict[UUID, set[UUID]]()
    await here.submit(vera, await here.work(vera))
    asking = list(team)
    while asking:  # in turns
        for who in list(asking):
            found = await here.next(who)
            if isinstance(found, Work):
                await here.submit(who, found)
            else:
                assert found.status == ("done" if who is ada else "none")  # nobody waits for somebody else's canary
                asking.remove(who)
    for who in team:
        rows = await here.read("select item_id from assignment where tenant_id = $1 and person_id = $2", who.person_id)
        met[who.person_id] = {row["item_id"] for row in rows}
    assert met[vera.person_id] & ours and met[hana.person_id] & theirs
    assert not (met[vera.person_id] | met[vik.person_id]) & theirs
    assert not met[hana.person_id] & ours and not met[ada.person_id] & (ours | theirs)
    # Everything else is answered as if there were none, and of a canary one person is asked where nothing is routed.
    await here.check()
    states = await here.read("select state, count(*) as n from item where tenant_id = $1 and answers > 0 group by 1")
    assert {row["state"]: row["n"] for row in states}["active"] == 80

    await in_nothing_that_counts(planted, ours | theirs)

    # What leaked: a canary in a file of other things, and half of another in other words' company.
    leaked = next(iter(met[vera.person_id] & ours))
    (sealed,) = (await read(planted, [leaked])).values()
    text = json.dumps([{"q": "Nothing to do with it."}, {"q": f"«{sealed['prompt'].upper()}»\n\t“More”."}])
    report = await planted.tracing.tracer.trace(olga, TraceText(text))
    (match,) = report.matches
    assert (match.item_id, match.vendor.name, match.how) == (leaked, "Fairlabel", "whole")
    assert match.chance < report.convincing and [each.vendor.name for each in report.vendors] == ["Fairlabel"]
    assert match.viewers and [each.person.id for each in match.viewers if each.organization.id == planted.fairlabel] \
        == [vera.person_id]  # fmt: skip
    assert {each.owner.name for each in match.owners} == {"Holding"} and match.first_at is not None
    half = " ".join(sealed["prompt"].split()[:9])
    weak = await planted.tracing.tracer.trace(olga, TraceText(f"As I always say: {half}. {'And so on and on. ' * 5}"))
    assert weak.vendors == []
    (managed,) = (await planted.tracing.tracer.trace(planted.manu, TraceText(text))).matches
    assert managed.people == 1 and managed.viewers is None  # persons are for the owner
    innocent = await planted.tracing.tracer.trace(olga, TraceText("Question 7 about the usual things? " * 20))
    assert innocent.matches == [] and innocent.canaries == 13
    with pytest.raises(SuspectShort):
        await planted.tracing.tracer.trace(olga, TraceText("Too few words."))

    # Out of use it is asked of nobody, and still found.
    await planted.tracing.canaries.retire(olga, here.project_id, leaked)
    with pytest.raises(CanaryRetired):
        await planted.tracing.canaries.retire(olga, here.project_id, leaked)
    again = await planted.tracing.tracer.trace(olga, TraceText(text, here.project_id))
    with pytest.raises(IsCanary):  # for ever
        await planted.ingest.items.set_state(olga, here.project_id, leaked, "open")
    assert [each.item_id for each in again.matches] == [leaked] and again.matches[0].retired_at is not None
    page = await planted.tracing.canaries.page(olga, here.project_id, cursor=None, limit=50)
    assert len(page.items) == 13 and {each.item_id: each.people for each in page.items}[leaked] == 1
    assert [each.item_id for each in page.items if each.tripped_at] == [leaked], "found elsewhere, for ever"

    # Wording that an ordinary item has too, which any vendor could have leaked, counts against nobody.
    first = await here.batch("first")
    copied = [{"prompt": f"Once more: {sealed['prompt']}", "responses": ["One.", "Two."]}]
    await planted.ingest.items.add(olga, here.project_id, first, AddItems(rows=copied))
    doubtful = await planted.tracing.tracer.trace(olga, TraceText(text))
    assert doubtful.matches == [] and doubtful.items == 81


async def test_firms_that_answer_at_once_meet_their_own_canaries_once(planted: Planted) -> None:
    """Answers of one firm go together: what is planted for it is given to one of them, and to nobody of another."""
    here, people = planted.here, [await planted.here.annotator(f"Own{n}") for n in range(2)]
    for firm, first in ((planted.fairlabel, 0), (planted.hilltop, 20)):
        await planted.plant(firm, *(invented(first + n) for n in range(4)))
        people += [await planted.annotator(f"{firm} {n}", firm) for n in range(5)]
    await planted.tracing.canaries.set_policy(planted.olga, here.project_id, CanaryPolicy(0.2))
    works = [await here.work(who) for who in people]
    for _ in range(3):
        told = await asyncio.gather(*(here.submit(who, work, have=[]) for who, work in zip(people, works, strict=True)))
        works = [receipt.next for receipt in told if receipt.next is not None]
    assert len(works) == len(people)
    met = await here.read(
        "select c.vendor_id, a.organization_id, count(*) as times from canary c join assignment a on a.tenant_id = $1"
        " and a.item_id = c.item_id where c.tenant_id = $1 group by c.item_id, 1, 2"
    )
    assert met and all((each["organization_id"], each["times"]) == (each["vendor_id"], 1) for each in met)
    await here.check()


async def read(planted: Planted, items: list[UUID]) -> dict[UUID, dict[str, Any]]:
    async with planted.here.db.tenant(planted.here.tenant_id) as tx:
        found = await planted.here.walls.reader(tx, planted.here.project_id).items(items)
    return {item_id: dict(item.content) for item_id, item in found.items()}


async def in_nothing_that_counts(planted: Planted, canaries: set[UUID]) -> None:
    """No release, no agreement, no scorecard has them; they are gold to nobody and reopened by nobody."""
    here, olga, one = planted.here, planted.olga, next(iter(canaries))
    releases = ReleaseService(here.db, here.walls, here.place.keys, here.place.storage, here.place.clock)
    await releases.create_release(olga, here.project_id, CreateRelease(name="all"))
    assert await run_one(here.db, releases.handlers(), here.place.clock)
    frozen = {row["item_id"] for row in await here.read("select item_id from release_row where tenant_id = $1")}
    assert frozen and not frozen & canaries
    async with here.db.tenant(here.tenant_id) as tx:
        assert not {row["id"] for row in await answered_items(tx, here.project_id, 0, 1000)} & canaries
        assert sum(row["answers"] for row in await firms(tx, here.project_id)) == 80
        assert sum(row["judged"] for row in await judged(tx, here.project_id)) == 0
        by_week = await answers_by(tx, here.project_id, Who(None, None), BY_WEEK)
        assert [row["n"] for row in by_week if row["week"] is None] == [80]
        assert await judged_by(tx, here.project_id, Who(None, None), BY_WEEK) == []
    with pytest.raises(IsCanary):
        await planted.ingest.items.set_state(olga, here.project_id, one, "open")


async def test_a_vendor_cannot_tell_a_canary(planted: Planted) -> None:
    here = planted.here
    await here.project(review_share=0.5)
    await planted.plant(planted.fairlabel, *(invented(n) for n in range(12)))
    await planted.tracing.canaries.set_policy(planted.olga, here.project_id, CanaryPolicy(0.2))
    vera = await planted.annotator("Vera", planted.fairlabel)
    done = await planted.everything(vera)
    canaries = await planted.of(planted.fairlabel)
    of = {work.assignment.id: await here.item_of(work.assignment.id) in canaries for work, _ in done}
    assert 4 < sum(of.values()) <= 12

    def kinds(value: Any) -> Any:
        """A value's form: what is there, and what of it could differ by being a canary."""
        if isinstance(value, dict):
            return {name: kinds(each) for name, each in value.items()}
        if isinstance(value, list):
            return sorted({str(kinds(each)) for each in value})
        return value if isinstance(value, bool | int) or value is None else type(value).__name__

    forms: dict[bool, set[str]] = {True: set(), False: set()}
    receipts: dict[bool, set[str]] = {True: set(), False: set()}
    for work, receipt in done:
        canary = of[work.assignment.id]
        forms[canary].add(str(kinds(msgspec.to_builtins(work))))
        receipts[canary].add(str(kinds(msgspec.to_builtins(receipt))))
        assert work.assignment.item_id not in canaries and work.assignment.item_id.version == 4
    assert forms[True] == forms[False] and receipts[True] == receipts[False]

    # Afterwards: what became of answers, what is listed, and how much it is, for them, their firm, and their reviewer.
    mine = (await here.annotation.list_mine(vera, here.project_id, cursor=None, limit=200)).items
    assert len(mine) == len(done) and {m.assignment_id for m in mine} == of.keys()
    assert {m.verdict for m in mine if of[m.assignment_id]} == {m.verdict for m in mine if not of[m.assignment_id]}
    (load,) = await here.read("select answered from workload where tenant_id = $1 and person_id = $2", vera.person_id)
    assert load["answered"] == len(done)
    rae = await planted.annotator("Rae", planted.fairlabel, "reviewer")
    seen, reviews = {True: set[str](), False: set[str]()}, 0
    while isinstance(found := await here.review.next_review(rae, here.project_id, ()), ReviewWork):
        (row,) = await here.read("select item_id from review where tenant_id = $1 and id = $2", found.review.id)
        seen[row["item_id"] in canaries].add(str(kinds(msgspec.to_builtins(found) | {"answers": {}})))
        await here.decide(rae, found, "accept")
        reviews += 1
    assert 0 < reviews < len(done) and seen[True] <= seen[False] and seen[True]
    # Where in the order: neither first nor last, nor side by side as they were planted.
    places = [n for n, (work, _) in enumerate(done) if of[work.assignment.id]]
    assert max(places) - min(places) > len(places) * 2


async def test_asking_looks_at_no_more_because_the_queue_is_long(planted: Planted) -> None:
    """The draw reads the firm's canaries by their index up to the first with room, never the items of the queue."""
    await planted.plant(planted.fairlabel, *(invented(n) for n in range(12)))
    here = planted.here
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("set local enable_seqscan = off")
        plan = await tx.rows(
            "explain select i.id from canary c join item i on i.tenant_id = $1 and i.id = c.item_id"
            " where c.tenant_id = $1 and c.project_id = $2 and c.vendor_id = $3 and c.retired_at is null"
            " and c.item_id >= $1 and i.state = 'canary' and i.taken < i.wanted order by c.item_id limit 1",
            here.tenant_id, here.project_id, planted.fairlabel,
        )  # fmt: skip
    told = "\n".join(row[0] for row in plan)
    assert "Seq Scan" not in told and "Sort" not in told and "canary_turn" in told
