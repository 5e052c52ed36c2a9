"""Reading a frozen release back, record by record."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec

from armslength.release.model import Glance, Header, Record

record = msgspec.json.Decoder(Record).decode
glance = msgspec.json.Decoder(Glance).decode
_header = msgspec.json.Decoder(Header).decode


async def lines(data: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Lines without their ends, however the bytes were cut."""
    held: list[bytes] = []
    async for piece in data:
        *whole, rest = piece.split(b"\n")
        for line in whole:
            held.append(line)
            yield b"".join(held)
            held = []
        held.append(rest)
    if last := b"".join(held):
        yield last


async def read(data: AsyncIterator[bytes], at_once: int) -> AsyncIterator[Header | list[bytes]]:
    """The header first, then the lines of the records, some at a time."""
    batch: list[bytes] = []
    header = True
    async for line in lines(data):
        if header:
            yield _header(line)
            header = False
            continue
        batch.append(line)
        if len(batch) == at_once:
            yield batch
            batch = []
    if batch:
        yield batch
