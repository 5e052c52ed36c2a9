"""Ids that are drawn together are as random, and the same thing, as those drawn one by one."""

from __future__ import annotations

from uuid import RFC_4122, UUID

import msgspec

from armslength.kit.ids import new_id, new_ids


def test_many_ids_at_once_are_ids() -> None:
    many = new_ids(2_000)
    assert len(set(many)) == 2_000 and new_ids(0) == []
    for each in many:
        again = UUID(str(each))
        assert (again, again.version, again.variant) == (each, 4, RFC_4122)
        assert hash(again) == hash(each) and again.bytes == each.bytes
    assert msgspec.json.encode(many[:1]) == msgspec.json.encode([UUID(str(many[0]))])
    drawn = [0, 0]
    for each in (*many, new_id()):
        drawn = [drawn[0] | each.int, drawn[1] | ~each.int]
    fixed = (0xF << 76) | (0x3 << 62)
    assert (
        drawn[0] & ~fixed == drawn[1] & ~fixed & (1 << 128) - 1 == (1 << 128) - 1 & ~fixed
    )  # no other bit stands still
