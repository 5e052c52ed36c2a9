"""A signed report says what the record says, is checked by somebody who has nothing but it and a key, and is logged."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.walls.severing import Cutting, make_cutting
from tests.walls.test_shares import answers, owned

from armslength.keys.service import Signer
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.walls.errors import BadSubject, ItemUnknown, SubjectUnknown
from armslength.walls.schemas.reports import AskReport, SignedReport
from armslength.walls.service.exposures import Exposures
from armslength_verify import NotVerified, read_key, verify_exposure_report


@pytest.fixture
async def cutting(db: Database, tmp_path: Path) -> Cutting:
    return await make_cutting(db, tmp_path)


@pytest.fixture
def book(cutting: Cutting) -> Exposures:
    return Exposures(cutting.here.db, cutting.vendors, cutting.here.place.keys, cutting.here.place.clock)


def verified(made: SignedReport, key: str | None = None) -> dict[str, object]:
    return dict(verify_exposure_report(msgspec.json.encode(made.envelope), read_key(key or made.verifier_key)).said)


async def test_a_report_about_a_vendor(cutting: Cutting, book: Exposures) -> None:
    here, ask = cutting.here, book.reports.make
    await here.items(5)
    owner = await owned(cutting, cutting.vendor_id)
    vera = await here.annotator("Vera", side="vendor")
    assert await answers(cutting, vera, 3) == 3
    with cutting.request(cutting.olga):
        made = await ask(cutting.olga, AskReport(vendor_id=cutting.vendor_id))
    assert made.verifier_key == await book.reports.verifier_key(cutting.maya)
    said = verified(made)
    assert (said["asked"], said["subject"], said["made_by"]) == (
        "vendor",
        {"id": str(cutting.vendor_id), "name": "Fairlabel"},
        {"id": str(cutting.olga.person_id), "name": "Olga"},
    )
    [project] = said["projects"]  # type: ignore[misc]
    assert {name: project[name] for name in ("items", "of", "people", "leased")} == {
        "items": 3, "of": 5, "people": 1, "leased": 0,
    }  # fmt: skip
    rows = await here.read(
        "select l.leaf from exposure x join ledger_outbox l using (tenant_id, id) where x.tenant_id = $1"
        " and x.person_id = $2 order by x.id",
        vera.person_id,
    )
    hashes = b"".join(hashlib.sha256(b"\x00" + row["leaf"]).digest() for row in rows)
    assert said["deliveries"] == {
        "rows": len(rows), "unlogged": 0, "leaves": hashlib.sha256(hashes).hexdigest(),
    }  # fmt: skip
    assert made.verifier_key in made.page
    assert "3</td>" in made.page

    about = {"person": AskReport(person_id=vera.person_id), "owner": AskReport(owner_id=owner)}
    for kind, asked in about.items():
        other = verified(await ask(cutting.olga, asked))
        assert (other["asked"], other["projects"]) == (kind, said["projects"])

    [entry] = await here.read(
        "select * from ledger_entry where tenant_id = $1 and action = 'walls.exposure_reported' and object like 'ven%'"
    )
    assert entry["detail"]["report"] == str(made.id)
    assert entry["detail"]["sha256"] in made.page


async def test_what_is_leased_and_not_delivered_stands_apart(
    cutting: Cutting, book: Exposures, postgres: Any, database_name: str
) -> None:
    here = cutting.here
    await here.items(1)
    vera = await here.annotator("Vera", side="vendor")
    await here.next(vera)
    asked = AskReport(vendor_id=cutting.vendor_id)
    [project] = verified(await book.reports.make(cutting.olga, asked))["projects"]  # type: ignore[misc]
    assert (project["items"], project["leased"]) == (1, 0)
    postgres.run(f"delete from exposure where person_id = '{vera.person_id}'", database_name)
    said = verified(await book.reports.make(cutting.olga, asked))
    [project] = said["projects"]  # type: ignore[misc]
    assert (project["items"], project["leased"], project["first_at"]) == (0, 1, None)


async def test_a_report_about_an_item(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    await here.items(1)
    await answers(cutting, await here.annotator("<Vera>", side="vendor"))
    [item] = await here.read("select id, external_id from item where tenant_id = $1")
    made = await book.reports.make(cutting.olga, AskReport(project_id=here.project_id, item_id=item["id"]))
    said = verified(made)
    assert [viewer["person"]["name"] for viewer in said["viewers"]] == ["<Vera>"]  # type: ignore[attr-defined]
    assert said["subject"] == {"id": str(item["id"]), "name": item["external_id"]}
    assert "&lt;Vera&gt;" in made.page
    assert "<Vera>" not in made.page
    with pytest.raises(NotVerified):
        verified(made, Signer(new_id(), b"another customer's own secret 32").verifier_key)


async def test_a_report_is_about_one(cutting: Cutting, book: Exposures) -> None:
    nobody, project = new_id(), cutting.here.project_id
    for asked in (
        AskReport(), AskReport(person_id=nobody, vendor_id=nobody), AskReport(item_id=nobody),
        AskReport(vendor_id=nobody, project_id=project),
    ):  # fmt: skip
        with pytest.raises(BadSubject):
            await book.reports.make(cutting.olga, asked)
    for asked in (AskReport(person_id=nobody), AskReport(vendor_id=nobody), AskReport(owner_id=nobody)):
        with pytest.raises(SubjectUnknown):
            await book.reports.make(cutting.olga, asked)
    with pytest.raises(ItemUnknown):
        await book.reports.make(cutting.olga, AskReport(project_id=project, item_id=nobody))
