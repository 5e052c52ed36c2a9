"""Statements: what people did stays theirs to read, in counts, and says nothing else: not even how a project ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from tests.people import NOW, World, make_world
from tests.walls.rivals import Labs, make_labs

from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.truth.schemas import PutAnswerPrice
from armslength.truth.schemas.statements import Pay, StatementLine
from armslength.truth.service import TruthService
from armslength.vendors.service import VendorsService
from armslength.walls.schemas.severances import Sever
from armslength.walls.service.severances import Severances

WORD = re.compile(r"[0-9]{4}-[0-9]{2}|[A-Z2-7]{4}-[A-Z2-7]{4}|[A-Z]{3}")


async def judged(labs: Labs, vera: Actor) -> None:
    """Vera answers four items: one is accepted, one fixed, one sent back, which she begins anew, and one waits."""
    here = labs.a
    await here.project(review_share=1.0)
    rita = await here.annotator("Rita", role="reviewer")
    for _ in range(4):
        await here.answer(vera)
    fix = {"answers": {"topic": {"item": {"state": "answered", "value": {"selected": ["land"]}}}}}
    for verdict, more in (("accept", {}), ("fix", fix), ("reject", {"comment": "Why?", "after_reject": "rework"})):
        await here.decide(rita, await here.to_review(rita), verdict, **more)
    await here.hear()
    await here.draft(vera, (await here.work(vera)).assignment.id)


async def test_it_stays_and_no_ending_can_be_told_from_another(db: Database, tmp_path: Path) -> None:
    labs = await make_labs(db, tmp_path, items=4)
    here, place = labs.a, labs.a.place
    truth = TruthService(db, here.walls, place.keys, place.clock)
    vendors = VendorsService(db, place.clock)
    maya = await place.person("Maya", "owner")
    vera, elsewhere = await labs.both("Vera")
    victor = await here.annotator("Victor", side="vendor", role="manager")
    await judged(labs, vera)
    await labs.b.place.answer((await labs.b.items(1))[0], elsewhere, {})
    tenants = [here.tenant_id, labs.b.tenant_id]

    untold = await truth.statements.mine(vera.person_id, tenants)
    await truth.scorecards.put_price(maya, here.project_id, place.vendor_id, PutAnswerPrice(250_000, "EUR"))
    assert await truth.statements.mine(vera.person_id, tenants) == untold  # the price is the customer's own
    await truth.scorecards.put_price(maya, here.project_id, place.vendor_id, PutAnswerPrice(250_000, "EUR", told=True))
    (price,) = [each for each in await truth.scorecards.prices(maya, here.project_id) if each.told]
    told = await truth.statements.mine(vera.person_id, tenants)
    assert [line.label for line in told.lines] == sorted({line.label for line in told.lines})
    (line,) = [line for line in told.lines if line.label == price.label]
    assert line == StatementLine(
        month="2026-03", label=price.label, answers=4, accepted=2, rejected=1, open=1, reviewed=0, active_ms=4000,
        price=Pay(250_000, "EUR"), pay=Pay(1_000_000, "EUR"), firm=line.firm,
    )  # fmt: skip
    (other,) = [line for line in told.lines if line.label != price.label]
    assert (other.answers, other.open, other.pay) == (1, 1, None)
    assert told.sums == [Pay(1_000_000, "EUR")]
    assert (await truth.get_my_record(vera, here.project_id)).label == price.label

    theirs = await truth.statements.of_firm(victor, None)
    (firm,) = theirs.lines
    assert (theirs.month, theirs.sums, firm.person.name, firm.label) == ("2026-03", told.sums, "Vera", price.label)
    assert (firm.answers, firm.accepted, firm.rejected, firm.open, firm.active_ms) == (4, 2, 1, 1, 4000)
    assert (await truth.statements.of_firm(victor, "2026-02")).lines == []

    async def seen() -> tuple[bytes, bytes]:
        await here.hear()
        mine = await truth.statements.mine(vera.person_id, tenants)
        return msgspec.json.encode(mine), msgspec.json.encode(await truth.statements.of_firm(victor, "2026-03"))

    before = await seen()
    await vendors.grants.set_state(maya, here.project_id, place.vendor_id, "paused")
    assert await seen() == before
    await here.project(state="archived")
    assert await seen() == before
    async with db.tenant(here.tenant_id) as tx:
        await tx.run("delete from project_member where person_id = $1", vera.person_id)
    assert await seen() == before
    await Severances(db, vendors, place.clock).sever(maya, Sever(place.vendor_id, drafts="discard", reason="Bought."))
    assert await seen() == before
    await here.leaves(vera)
    assert await seen() == before
    # Nothing but counts leaves: whatever is a word is a month, a name of the firm's own, a currency, or who they are.
    ours = {str(place.vendor_id), "Fairlabel", str(vera.person_id), "Vera"}
    assert all(word in ours or WORD.fullmatch(word) for text in before for word in words(msgspec.json.decode(text)))


def words(of: Any) -> Iterator[str]:
    """Every text in an answer."""
    if isinstance(of, str):
        yield of
    for each in of.values() if isinstance(of, dict) else of if isinstance(of, list) else ():
        yield from words(each)


async def test_a_session_reads_of_where_the_seat_has_ended_too_and_a_key_of_its_own_tenant(db: Database) -> None:
    world: World = await make_world(db)
    actor = replace(world.actor(world.ada), session_id=b"s")
    async with db.door() as tx:
        await tx.run(
            "insert into affiliation values ($1, $2, $3)", world.carol.organization_id, world.ada.id, NOW
        )  # fmt: skip
        await tx.run(
            "insert into membership values ($1, $2, $1, 'customer', 'annotator', $3, $3)",
            world.carol.tenant_id, world.ada.id, NOW,
        )  # fmt: skip
    seats = {world.ada.tenant_id, world.carol.tenant_id}
    assert set(await world.identity.sessions.worked_in(actor)) == seats
    assert await world.identity.sessions.worked_in(replace(actor, session_id=None)) == [world.ada.tenant_id]
