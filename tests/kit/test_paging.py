"""Cursors survive the round trip and refuse what we did not make."""

from uuid import UUID

import pytest

from armslength.kit.ids import new_id
from armslength.kit.paging import BadCursor, decode_cursor, encode_cursor


def test_a_cursor_comes_back_with_its_types() -> None:
    key = new_id()
    assert decode_cursor(encode_cursor(7, key), int, UUID) == (7, key)


@pytest.mark.parametrize("text", ["", "!!!", "bm90IGpzb24", encode_cursor(1), encode_cursor("x", "y")])
def test_a_foreign_cursor_is_refused_and_names_the_field(text: str) -> None:
    with pytest.raises(BadCursor) as refused:
        decode_cursor(text, int, int)
    assert refused.value.field == "cursor"
