"""Random ids, so that nothing outward can be counted or guessed."""

from collections.abc import Iterator
from os import urandom
from typing import Final
from uuid import UUID, uuid4

from asyncpg.pgproto.pgproto import UUID as DriverUUID

NIL: Final = UUID(int=0)
"""The id that means "none" where a key column may not be null."""
_BYTES: Final = 16
_AHEAD: Final = 100
_VERSION_4: Final = bytes(byte & 0x0F | 0x40 for byte in range(256))
_RFC_4122: Final = bytes(byte & 0x3F | 0x80 for byte in range(256))


def new_id() -> UUID:
    """A fresh random id (UUIDv4)."""
    return uuid4()


def new_ids(count: int) -> list[UUID]:
    """So many of them at once, of one draw; as rows of the database hold them, which are UUIDs too and made sooner."""
    drawn = bytearray(urandom(_BYTES * count))
    drawn[6::_BYTES] = drawn[6::_BYTES].translate(_VERSION_4)
    drawn[8::_BYTES] = drawn[8::_BYTES].translate(_RFC_4122)
    raw = bytes(drawn)
    return [DriverUUID(raw[start : start + _BYTES]) for start in range(0, len(raw), _BYTES)]


def fresh_ids() -> Iterator[UUID]:
    """One after the other without end, a few drawn ahead: not for two threads at once."""
    while True:
        yield from new_ids(_AHEAD)
