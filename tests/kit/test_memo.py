"""What is remembered, and that there is an end to it."""

from __future__ import annotations

from armslength.kit.memo import LONGEST, MOST, Memo


def test_the_same_bytes_are_worked_out_once_while_there_is_room() -> None:
    memo: Memo[list[int]] = Memo()
    first = memo.of(b"a", lambda: [1])
    assert memo.of(b"a", lambda: [2]) is first and memo.of(b"b", lambda: [2]) == [2]
    long = b"x" * (LONGEST + 1)
    assert memo.of(long, lambda: [3]) == [3] and memo.of(long, lambda: [4]) == [4]
    for number in range(MOST):
        memo.of(str(number).encode(), lambda: [5])
    assert memo.of(b"late", lambda: [6]) == [6] and memo.of(b"late", lambda: [7]) == [7]
    assert memo.of(b"a", lambda: [8]) is first
