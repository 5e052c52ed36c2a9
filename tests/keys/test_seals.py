"""A seal opens in its own place, whole and unchanged, or not at all."""

import hmac
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength.keys import rules
from armslength.keys.errors import SealBroken
from armslength.keys.service import Sealer

TENANT, PROJECT = UUID(int=1), UUID(int=2)
SEALER = Sealer(TENANT, PROJECT, {1: b"k" * 32, 2: b"l" * 32}, active=2)
FRAME = rules.SEALED_FRAME_BYTES


async def flow(data: bytes, step: int = 50_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), step):
        yield data[start : start + step]


async def sealed_file(data: bytes, sealer: Sealer = SEALER) -> bytes:
    return b"".join([part async for part in sealer.seal_stream(flow(data), kind="media", object_id="m")])


async def opened_file(sealed: bytes, object_id: str = "m", step: int = 70_001) -> bytes:
    return b"".join([part async for part in SEALER.open_stream(flow(sealed, step), kind="media", object_id=object_id)])


@given(st.binary(max_size=2000))
def test_what_was_sealed_opens(plain: bytes) -> None:
    sealed = SEALER.seal(plain, kind="item", object_id="i", version=3)
    assert SEALER.open(sealed, kind="item", object_id="i", version=3) == plain
    assert plain not in sealed or len(plain) < 4


@settings(max_examples=300)
@given(st.binary(max_size=60), st.data())
def test_any_flipped_bit_fails(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(SEALER.seal(plain, kind="item", object_id="i"))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        SEALER.open(bytes(sealed), kind="item", object_id="i")


@given(st.integers(0, 40))
def test_any_cut_fails(keep: int) -> None:
    sealed = SEALER.seal(b"twelve bytes", kind="item", object_id="i")
    assert keep < len(sealed)
    with pytest.raises(SealBroken):
        SEALER.open(sealed[:keep], kind="item", object_id="i")


@pytest.mark.parametrize(
    ("tenant", "project", "object_id", "version", "kind"),
    [
        (UUID(int=9), PROJECT, "i", 1, "item"),
        (TENANT, UUID(int=9), "i", 1, "item"),
        (TENANT, PROJECT, "j", 1, "item"),
        (TENANT, PROJECT, "i", 2, "item"),
        (TENANT, PROJECT, "i", 1, "answers"),
        (TENANT, PROJECT, "i|1", 1, "item"),
    ],
)
def test_another_place_fails(tenant: UUID, project: UUID, object_id: str, version: int, kind: str) -> None:
    elsewhere = Sealer(tenant, project, {1: b"k" * 32, 2: b"l" * 32}, active=1)
    sealed = SEALER.seal(b"plain", kind="item", object_id="i")
    with pytest.raises(SealBroken):
        elsewhere.open(sealed, kind=kind, object_id=object_id, version=version)  # type: ignore[arg-type]


def test_an_older_key_still_opens_and_digests_survive_rotation() -> None:
    old = Sealer(TENANT, PROJECT, {1: b"k" * 32}, active=1)
    assert SEALER.open(old.seal(b"x", kind="item", object_id="i"), kind="item", object_id="i") == b"x"
    assert old.digest(b"x") == SEALER.digest(b"x") != SEALER.digest(b"y")
    with pytest.raises(SealBroken):
        old.open(SEALER.seal(b"x", kind="item", object_id="i"), kind="item", object_id="i")


def test_two_seals_of_the_same_bytes_differ() -> None:
    assert SEALER.seal(b"x", kind="item", object_id="i") != SEALER.seal(b"x", kind="item", object_id="i")


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])
async def test_files_of_every_size_come_back(size: int) -> None:
    plain = bytes(index % 251 for index in range(size))
    sealed = await sealed_file(plain)
    assert len(sealed) == rules.sealed_bytes(size)
    assert await opened_file(sealed) == plain
    assert await opened_file(sealed, step=1 + size // 3) == plain


@pytest.mark.parametrize("keep", [0, 4, 36, 37, 37 + 10, 37 + FRAME, 37 + 2 * FRAME, -1, -17])
async def test_a_truncated_file_fails(keep: int) -> None:
    sealed = await sealed_file(b"z" * 150_000)
    with pytest.raises(SealBroken):
        await opened_file(sealed[:keep])


async def test_a_file_cut_at_a_frame_border_fails_even_when_frames_are_whole() -> None:
    sealed = await sealed_file(b"z" * 131_072)
    with pytest.raises(SealBroken):
        await opened_file(sealed[: 37 + FRAME])


async def test_reordered_doubled_and_dropped_frames_fail() -> None:
    sealed = await sealed_file(b"z" * 250_000)
    head, a, b, rest = (
        sealed[:37],
        sealed[37 : 37 + FRAME],
        sealed[37 + FRAME : 37 + 2 * FRAME],
        sealed[37 + 2 * FRAME :],
    )
    for wrong in (head + b + a + rest, head + a + a + b + rest, head + b + rest, sealed + a):
        with pytest.raises(SealBroken):
            await opened_file(wrong)


@settings(max_examples=60)
@given(st.data())
async def test_any_flipped_bit_in_a_file_fails(data: st.DataObject) -> None:
    sealed = bytearray(await sealed_file(b"z" * 100))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        await opened_file(bytes(sealed))


async def test_frames_of_another_file_do_not_fit() -> None:
    one, two = await sealed_file(b"1" * 100_000), await sealed_file(b"2" * 100_000)
    with pytest.raises(SealBroken):
        await opened_file(one[: 37 + FRAME] + two[37 + FRAME :])
    with pytest.raises(SealBroken):
        await opened_file(one, object_id="other")


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 200_000), st.data())
async def test_a_range_is_that_part_of_the_file(size: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, size - 1))
    stop = data.draw(st.integers(start + 1, size))
    plain = (b"0123456789abcdef!" * (size // 17 + 1))[:size]
    sealed = await sealed_file(plain)

    def read(begin: int, end: int) -> AsyncIterator[bytes]:
        return flow(sealed[begin:end])

    parts = SEALER.open_range(read, size=size, start=start, stop=stop, kind="media", object_id="m")
    assert b"".join([part async for part in parts]) == plain[start:stop]


async def test_a_range_of_a_cut_file_fails() -> None:
    sealed = (await sealed_file(b"z" * 200_000))[: 37 + FRAME + 5]

    def read(begin: int, end: int) -> AsyncIterator[bytes]:
        return flow(sealed[begin:end])

    with pytest.raises(SealBroken):
        async for _ in SEALER.open_range(read, size=200_000, start=100_000, stop=150_000, kind="media", object_id="m"):
            pass


@given(st.binary(max_size=200), st.binary(max_size=500))
def test_a_key_worked_out_once_gives_the_hmac_it_always_gave(key: bytes, text: bytes) -> None:
    keyed = rules.Keyed(key)
    assert keyed.digest(text) == keyed.digest(text) == hmac.digest(key, text, "sha256")
