"""Every decision in the final form of the log: canonical, unreadable to strangers, sealed with the tenant's key."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.content import NOW, Place, make_place

from armslength.keys.errors import KeyDestroyed, SealBroken
from armslength.keys.service import FileProvider, KeyService
from armslength.kit.db import Database
from armslength.kit.ids import NIL, new_id
from armslength.ledger.model import Decision
from armslength.ledger.rules import leaves as written_as
from armslength.ledger.service import record
from armslength.walls.service import WallsService

KEYS = {"action", "actor_ref", "decision", "object_ref", "payload_sha256", "reason_code", "tenant_ref", "ts", "v"}


@pytest.fixture
async def place(db: Database, tmp_path: Path) -> Place:
    return await make_place(db, tmp_path)


async def leaves(place: Place) -> list[dict[str, Any]]:
    async with place.db.tenant(place.tenant_id) as tx:
        rows = await tx.rows("select * from ledger_outbox where tenant_id = $1 order by at, id", place.tenant_id)
    return [dict(row) for row in rows]


async def test_a_decision_and_its_leaf_are_written_together(place: Place) -> None:
    maya, thing = await place.person("Maya", "manager"), new_id()
    async with place.db.tenant(place.tenant_id) as tx:
        await record(
            tx, maya.person_id, "tests.decided", f"thing:{thing}", at=NOW, project_id=place.project_id,
            detail={"of": "it"}, verdict="refused", reason="person_wall",
        )  # fmt: skip
        await record(tx, None, "tests.decided", f"thing:{thing}", at=NOW + timedelta(microseconds=7))
    first, second = await leaves(place)
    said = json.loads(bytes(first["leaf"]))
    assert said.keys() == KEYS
    assert (said["v"], said["action"], said["ts"]) == (1, "tests.decided", "2026-03-01T12:00:00.000000Z")
    assert (said["decision"], said["reason_code"]) == ("refused", "person_wall")
    assert said["payload_sha256"] == hashlib.sha256(bytes(first["payload"])).hexdigest()
    again = json.loads(bytes(second["leaf"]))
    assert again["ts"] == "2026-03-01T12:00:00.000007Z"
    assert (again["actor_ref"], again["object_ref"], again["tenant_ref"]) == (
        "platform", said["object_ref"], said["tenant_ref"])  # fmt: skip
    async with place.db.tenant(place.tenant_id) as tx:
        entry = await tx.row("select * from ledger_entry where tenant_id = $1 and id = $2", tx.tenant_id, first["id"])
        sealer = await place.keys.ledger_sealer(tx)
    assert entry is not None and entry["detail"] == {"of": "it"}
    payload = json.loads(sealer.open(bytes(first["payload"]), UUID(str(first["id"]))))
    assert payload == {
        "actor": str(maya.person_id), "object": f"thing:{thing}", "project": str(place.project_id),
        "detail": {"of": "it"},
    }  # fmt: skip
    with pytest.raises(SealBroken):
        sealer.open(bytes(first["payload"]), new_id())


async def test_a_leaf_tells_a_stranger_nothing(place: Place) -> None:
    maya, thing = await place.person("Maya", "manager"), new_id()
    async with place.db.tenant(place.tenant_id) as tx:
        await record(tx, maya.person_id, "tests.decided", f"thing:{thing}", at=NOW, project_id=place.project_id)
    (row,) = await leaves(place)
    written = bytes(row["leaf"]) + bytes(row["payload"])
    for secret in (place.tenant_id, place.project_id, maya.person_id, thing):
        assert str(secret).encode() not in written and secret.bytes not in written
        for guess in (str(secret), f"person:{secret}", f"thing:{secret}", f"tenant:{secret}"):
            assert hashlib.sha256(guess.encode()).hexdigest().encode() not in written


async def test_two_tenants_speak_of_the_same_thing_in_different_words(place: Place, db: Database) -> None:
    other = new_id()
    async with db.door() as tx:
        await tx.run("insert into organization values ($1, 'customer', 'Contoso', $2)", other, NOW)
    references = []
    for tenant_id in (place.tenant_id, other):
        async with db.tenant(tenant_id) as tx:
            references.append((await place.keys.ledger_sealer(tx)).reference("person:1"))
    assert len(set(references)) == 2


async def test_the_form_is_canonical_and_always_the_same(place: Place) -> None:
    async with place.db.tenant(place.tenant_id) as tx:
        keys = await place.keys.ledger_sealer(tx)

    def written(action: str) -> dict[str, Any]:
        detail = {"object": "", "so": '"object":""', "project": '"object_ref":"","payload_sha256":""'}
        decided, ids = Decision(NOW, None, action, place.project_id, detail), [new_id(), new_id()]
        objects = ["thing:1", 'thing:"ä"\\']
        first, second = written_as(decided, objects, ids, keys, "ref")
        for leaf, object in ((first, objects[0]), (second, objects[1])):
            said, payload = json.loads(leaf.leaf), json.loads(keys.open(leaf.payload, leaf.id))
            assert leaf.leaf == json.dumps(said, sort_keys=True, separators=(",", ":")).encode() and said.keys() == KEYS
            assert said["payload_sha256"] == hashlib.sha256(leaf.payload).hexdigest()
            assert said["object_ref"] == keys.reference(object)
            assert payload == {"actor": None, "detail": detail, "object": object, "project": str(place.project_id)}
        return json.loads(first.leaf) | {"payload_sha256": 0}

    assert written("tests.decided") == written("tests.decided")
    for bad in ('say "so"', "tab\t", "é", "back\\slash"):
        with pytest.raises(ValueError, match="not a word"):
            written(bad)


async def test_each_exposure_has_its_leaf_and_a_repeat_has_none(place: Place) -> None:
    walls = WallsService(place.db, place.keys, place.storage, place.clock)
    vera, item_id = await place.person("Vera", "annotator", "vendor"), await place.item({"prompt": "x"})
    await place.grant("active")
    for lease in (new_id(), NIL, NIL):
        async with place.db.tenant(place.tenant_id) as tx:
            await walls.open_item(tx, vera, place.project_id, item_id, purpose="annotate", lease_id=lease)
    exposures = await place.exposures()
    written = await leaves(place)
    assert {row["id"] for row in exposures} == {row["id"] for row in written} and len(written) == 2
    assert {json.loads(bytes(row["leaf"]))["reason_code"] for row in written} == {"annotate"}
    assert {row["action"] for row in written} == {"walls.exposed"}
    assert {row["item_ord"] for row in exposures} == {1} and all(row["session"] for row in exposures)


async def test_a_refused_delivery_leaves_no_leaf(place: Place) -> None:
    walls = WallsService(place.db, place.keys, place.storage, place.clock)
    vera, item_id = await place.person("Vera", "annotator", "vendor"), await place.item({"prompt": "x"})
    async with place.db.tenant(place.tenant_id) as tx:
        assert await walls.open_items(tx, vera, place.project_id, [item_id], purpose="annotate") == []
    assert await leaves(place) == []


async def test_the_key_is_made_once_and_known_after_a_restart(place: Place) -> None:
    async with place.db.tenant(place.tenant_id) as tx:
        first = (await place.keys.ledger_sealer(tx)).reference("x")
        signer = await place.keys.signer(tx)
    other = KeyService(FileProvider.open(place.folder / "keys", place.clock), place.clock)
    async with place.db.tenant(place.tenant_id) as tx:
        assert (await other.ledger_sealer(tx)).reference("x") == first
        assert (await other.signer(tx)).public_key == signer.public_key
        assert (await other.signer(tx)).sign(b"m") == signer.sign(b"m")


async def test_with_the_key_destroyed_the_leaves_stay_and_say_nothing(place: Place) -> None:
    async with place.db.tenant(place.tenant_id) as tx:
        await record(tx, None, "tests.decided", "thing:1", at=NOW)
    async with place.db.tenant(place.tenant_id) as tx:
        await place.keys.destroy(tx, not_before=place.clock.now())
    assert len(await leaves(place)) == 1
    with pytest.raises(KeyDestroyed):
        async with place.db.tenant(place.tenant_id) as tx:
            await place.keys.ledger_sealer(tx)


async def test_rewrapping_takes_the_tenants_own_keys_along(place: Place) -> None:
    async with place.db.tenant(place.tenant_id) as tx:
        before = (await place.keys.ledger_sealer(tx)).reference("x")
        await place.keys.signer(tx)
    async with place.db.tenant(place.tenant_id) as tx:
        assert await place.keys.rewrap(tx, "another-kek") == 3
    place.keys.forget(place.tenant_id)
    async with place.db.tenant(place.tenant_id) as tx:
        assert (await place.keys.ledger_sealer(tx)).reference("x") == before


async def test_without_a_notary_nothing_is_decided(place: Place) -> None:
    place.db.notary = None
    with pytest.raises(RuntimeError, match="notary"):
        async with place.db.tenant(place.tenant_id) as tx:
            await record(tx, None, "tests.decided", "thing:1", at=NOW)
