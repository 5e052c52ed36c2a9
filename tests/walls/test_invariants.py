"""The checks of I1 to I12: silent on what the product did, and loud about what was done behind its back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.conftest import TestPostgres
from tests.content import NOW
from tests.walls.ground import OWNER, Ground, make_ground

from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.ledger.service import record
from armslength.vendors.rules.conflicts import Found
from armslength.vendors.service import picture
from armslength.walls.schemas.exposures import SetCaps
from armslength.walls.schemas.severances import Sever
from armslength.walls.service.exposures import Exposures
from armslength.walls.service.invariants import SAYS

Behind = Callable[..., Awaitable[Any]]


@pytest.fixture
async def ground(db: Database, tmp_path: Path) -> Ground:
    return await make_ground(db, tmp_path)


@pytest.fixture
async def behind(postgres: TestPostgres, database_name: str) -> Any:
    """A statement of the superuser, whom no wall holds."""
    connection = await asyncpg.connect(postgres.owner_url(database_name))
    yield connection.execute
    await connection.close()


async def works(ground: Ground, who: Actor, lab: int = 0) -> UUID:
    ground.tick()
    work, _ = await ground.labs[lab].answer(who)
    return await ground.labs[lab].item_of(work.assignment.id)


COPY = """insert into exposure (tenant_id, project_id, kind, object, item_id, item_ord, person_id, organization_id,
    purpose, lease_id, at, last_at, epoch) select tenant_id, project_id, kind, object, item_id, item_ord,
    person_id, organization_id, purpose, gen_random_uuid(), {at}, {at}, epoch from exposure where kind = 'item'
    {where} order by at desc limit 1"""


async def test_a_whole_story_breaks_nothing_and_i12_is_said_to_be_elsewhere(ground: Ground) -> None:
    vera, vik = await ground.person("Vera"), await ground.person("Vik", firm_at=1)
    for who in (vera, vik):
        await works(ground, who)
    await ground.rival(0, OWNER)
    assert await ground.labs[1].status(await ground.seat(vera, 1, 0)) == "none"  # she knows the rival's work
    await ground.state((OWNER, "Fairlabel", 49, "announced"))
    await ground.state((OWNER, "Fairlabel", 49, "closed"))
    assert await ground.labs[0].status(vera) == "none"
    ground.tick()
    await ground.severances.sever(ground.bosses[0][0], Sever(ground.firms[0]))
    await ground.labs[0].hear()
    await works(ground, vik)
    (found, _) = await ground.invariants.of_all()
    assert found.broken == [] and [each.number for each in found.invariants] == list(SAYS)
    (last,) = [each for each in found.invariants if each.state == "not_applicable"]
    assert last.number == "I12" and "HTTP" in (last.reason or "")
    assert await ground.broken() == {}


async def test_i1_who_knows_both_is_named(ground: Ground, behind: Behind) -> None:
    vera = await ground.person("Vera")
    await works(ground, vera)
    await ground.rival(0, OWNER)
    at_b = await ground.seat(vera, 1, 0)
    assert await ground.labs[1].status(at_b) == "none"
    await works(ground, await ground.person("Bea", 1, 0), 1)
    assert await ground.broken() == {}
    ground.tick(60)
    at = ground.labs[1].place.clock.now().isoformat()
    await behind(COPY.format(at=f"'{at}'", where=f"and tenant_id = '{ground.labs[1].tenant_id}'"))
    await behind(
        f"update exposure set person_id = '{vera.person_id}' where tenant_id = '{ground.labs[1].tenant_id}'"
        f" and last_at = '{at}'"
    )
    found = await ground.broken()
    assert len(found["I1"]) == 1 and str(vera.person_id) in found["I1"][0]


async def test_i1_who_knew_both_before_is_listed(ground: Ground) -> None:
    vera = await ground.person("Vera")
    await works(ground, vera)
    await works(ground, await ground.seat(vera, 1, 0), 1)
    await ground.rival(0, OWNER)
    assert await ground.broken() == {}
    listed = (await ground.invariants.of_tenant(ground.labs[0].tenant_id)).invariants[0].listed
    assert len(listed) == 1 and str(vera.person_id) in listed[0]


async def test_i2_deliveries_and_grants_of_a_vendor_that_leads_to_a_rival(ground: Ground, behind: Behind) -> None:
    await works(ground, await ground.person("Vera"))
    await ground.rival(0, OWNER)
    await ground.state((OWNER, "Fairlabel", 49, "closed"))
    await ground.labs[0].hear()
    assert await ground.broken() == {}
    tenant, firm = ground.labs[0].tenant_id, ground.firms[0]
    await behind(f"update vendor_grant set state = 'active' where tenant_id = '{tenant}' and vendor_id = '{firm}'")
    assert str(firm) in (await ground.broken())["I2"][0]
    ground.tick(3600)
    at = ground.labs[0].place.clock.now().isoformat()
    await behind(COPY.format(at=f"'{at}'", where=f"and organization_id = '{firm}'"))
    assert len((await ground.broken())["I2"]) == 2
    await behind("update vendor_conflict set until = now() - interval '20 years', since = now() - interval '30 years'")
    assert len((await ground.broken())["I2"]) == 1  # it follows from ownership whatever is stored


async def test_i3_what_stands_in_another_compartment(ground: Ground, behind: Behind) -> None:
    item = await works(ground, await ground.person("Vera"))
    other = new_id()
    await behind(
        "insert into project (tenant_id, id, slug, name, description, state, overlap, review_share, lease_seconds,"
        f" seed, created_by, created_at, updated_at) select tenant_id, '{other}', 'q', 'Q', '', 'active', 2, 0, 600,"
        f" seed, created_by, created_at, updated_at from project where id = '{ground.labs[0].project_id}'"
    )
    await behind(f"update annotation set project_id = '{other}' where item_id = '{item}'")
    assert ["annotation" in each for each in (await ground.broken())["I3"]] == [True]
    await behind(f"update annotation set project_id = '{ground.labs[0].project_id}'")
    await behind(
        "insert into canary (tenant_id, item_id, project_id, vendor_id, planted_by, planted_at)"
        f" select m.tenant_id, '{item}', '{ground.labs[0].project_id}', '{new_id()}', m.person_id, now()"
        f" from membership m where m.tenant_id = '{ground.labs[0].tenant_id}' limit 1"
    )
    assert ["shown to vendor" in each for each in (await ground.broken())["I3"]] == [True]
    await behind("delete from canary")
    marks = await ground.labs[0].read("select distinct session from exposure where tenant_id = $1")
    async with ground.db.tenant(ground.labs[0].tenant_id) as tx:
        await record(
            tx, None, "identity.project_entered", f"project:{other}", at=NOW - timedelta(days=1), project_id=other,
            detail={"session": marks[0]["session"].hex()},
        )  # fmt: skip
    assert all(f"a session that works in project {other}" in each for each in (await ground.broken())["I3"])


async def test_i4_after_a_cut_a_pause_or_the_end_of_a_place(ground: Ground, behind: Behind) -> None:
    vera = await ground.person("Vera")
    await works(ground, vera)
    here = ground.labs[0]
    ground.tick()
    await ground.vendors.grants.set_state(ground.bosses[0][0], here.project_id, ground.firms[0], "paused")
    late = (here.place.clock.now() + timedelta(seconds=5)).isoformat()
    assert await ground.broken() == {}
    await behind(f"update exposure set last_at = '{late}' where kind = 'item'")
    assert ["paused" in each for each in (await ground.broken())["I4"]] == [True]
    await behind("update vendor_grant set state = 'active'")
    await behind(f"update membership set ended_at = '{here.place.clock.now()}' where person_id = '{vera.person_id}'")
    assert any("no place" in each for each in (await ground.broken())["I4"])
    await ground.vendors.grants.set_state(ground.bosses[0][0], here.project_id, ground.firms[0], "frozen")
    await behind("update vendor_grant set state = 'active'")
    assert any("epoch" in each for each in (await ground.broken())["I4"])


async def test_i5_a_delivery_without_its_leaf_twice_or_never(ground: Ground, behind: Behind) -> None:
    await works(ground, await ground.person("Vera"))
    await behind("delete from ledger_outbox where id in (select id from exposure where kind = 'item')")
    assert ["no leaf" in each for each in (await ground.broken())["I5"]] == [True]
    await behind(COPY.format(at="at", where=""))
    await behind("update exposure set id = (select id from exposure where kind = 'item' limit 1) where kind = 'item'")
    assert any("share the id" in each for each in (await ground.broken())["I5"])
    await behind("delete from exposure where kind = 'item'")
    assert any("never shown" in each for each in (await ground.broken())["I5"])


async def test_i6_what_was_seen_and_is_forgotten(ground: Ground, behind: Behind) -> None:
    await works(ground, await ground.person("Vera"))
    await behind("update person_history set until = last_at + interval '1 month'")
    assert all("history" in each for each in (await ground.broken())["I6"])
    await behind("update person_history set until = last_at + interval '30 months'")
    await behind("delete from sighting")
    assert ["0 are counted" in each for each in (await ground.broken())["I6"]] == [True]
    await behind("delete from exposure where kind = 'item'")
    assert any("not there any more" in each for each in (await ground.broken())["I6"])


async def test_i7_a_rule_by_which_more_allows_more(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    await ground.rival(0, OWNER)
    await ground.state((OWNER, "Fairlabel", 49, "closed"))
    meetings = picture.meetings

    def too_much_is_nothing(*args: Any) -> Iterator[Found]:
        return (each for each in meetings(*args) if each.share_bp < 9000)

    assert await ground.broken() == {}
    monkeypatch.setattr(picture, "meetings", too_much_is_nothing)
    assert ["to the whole" in each for each in (await ground.broken())["I7"]] == [True]


async def test_i8_a_cap_that_was_passed(ground: Ground, behind: Behind) -> None:
    here = ground.labs[0]
    caps = Exposures(here.db, ground.vendors, here.place.keys, here.place.clock).shares
    vera = await ground.person("Vera")
    await works(ground, vera)
    ground.tick()
    await caps.set_caps(ground.bosses[0][0], here.project_id, SetCaps(each_vendor=0.4))
    await works(ground, vera)
    assert await here.status(vera) in ("none", "done", "wait")
    assert await ground.broken() == {}
    await behind("update exposure_cap set cap_bp = 1000 where subject = 'vendor'")
    assert ["10 %" in each for each in (await ground.broken())["I8"]] == [True]
    await behind("update exposure_cap set cap_bp = 10000, seen = 0 where subject = 'vendor'")
    assert any("counts 0" in each for each in (await ground.broken())["I8"])


async def test_i9_a_conflict_that_nobody_said_or_that_is_missing(ground: Ground, behind: Behind) -> None:
    low, high = sorted(here.tenant_id for here in ground.labs)
    await behind(f"insert into conflict_edge values (gen_random_uuid(), '{low}', '{high}', true, false, now())")
    assert ["never said" in each for each in (await ground.broken())["I9"]] == [True]
    await behind("update conflict_edge set until = now()")
    assert await ground.broken() == {}
    await ground.rival(0, OWNER)
    assert await ground.broken() == {}
    await behind("update conflict_edge set until = now()")
    assert ["not kept apart" in each for each in (await ground.broken())["I9"]] == [True]


async def test_i10_what_outlives_its_epoch(ground: Ground, behind: Behind) -> None:
    vera = await ground.person("Vera")
    await ground.labs[0].work(vera)
    ground.tick()
    await ground.severances.sever(ground.bosses[0][0], Sever(ground.firms[0]))
    assert await ground.broken() == {}
    listed = {each.number: each.listed for each in
              (await ground.invariants.of_tenant(ground.labs[0].tenant_id)).invariants}["I10"]  # fmt: skip
    assert len(listed) == 1  # being taken back
    await ground.labs[0].hear()
    assert await ground.broken() == {}
    await behind("update assignment set state = 'leased', lease_until = now()")
    await behind(
        f"insert into session values ('\\x01', '{vera.person_id}', '{vera.tenant_id}',"
        f" '2020-01-01', '2020-01-01', '2030-01-01', '')"
    )
    await behind("update project_member set since = '2020-01-01'")
    found = (await ground.broken())["I10"]
    assert any("assignment" in each for each in found) and any("a session" in each for each in found)


async def test_i11_a_log_that_does_not_say_what_is(ground: Ground, behind: Behind) -> None:
    await works(ground, await ground.person("Vera"))
    await behind("update ledger_outbox set payload = '\\x00' where id = (select id from ledger_outbox limit 1)")
    assert ["does not match" in each for each in (await ground.broken())["I11"]] == [True]
    await behind("update ledger_outbox set leaf = 'nonsense'")
    assert len((await ground.broken())["I11"]) > 1
    await behind("delete from ledger_entry where id = (select id from ledger_entry limit 1)")
    assert any("not there" in each for each in (await ground.broken())["I11"])
    await behind("update vendor_grant set state = 'paused'")
    assert any("the log ends with active" in each for each in (await ground.broken())["I11"])
