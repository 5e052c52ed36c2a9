"""The key folder: private, whole, and forgetful when told to be."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from armslength.keys.errors import KeyDestroyed, SealBroken, UnsafeKeyFile
from armslength.keys.service import FileProvider
from armslength.kit.clock import FixedClock

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CONTEXT = {"tenant": "t", "project": "p"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def provider(tmp_path: Path, clock: FixedClock) -> FileProvider:
    return FileProvider.open(tmp_path, clock)


async def test_a_wrapped_key_comes_back_after_a_restart(
    provider: FileProvider, tmp_path: Path, clock: FixedClock
) -> None:
    plain, wrapped = await provider.generate_data_key("tenant-1", CONTEXT)
    assert len(plain) == 32 and plain not in wrapped
    assert await FileProvider.open(tmp_path, clock).unwrap(wrapped, CONTEXT) == plain


def test_every_file_is_for_its_owner_only(provider: FileProvider, tmp_path: Path) -> None:
    assert (tmp_path / "root.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "kek").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o777])
def test_a_wider_mode_is_refused(provider: FileProvider, tmp_path: Path, clock: FixedClock, mode: int) -> None:
    (tmp_path / "root.key").chmod(mode)
    with pytest.raises(UnsafeKeyFile, match="chmod 600"):
        FileProvider.open(tmp_path, clock)


async def test_a_lost_root_key_is_not_silently_replaced(
    provider: FileProvider, tmp_path: Path, clock: FixedClock
) -> None:
    await provider.generate_data_key("tenant-1", CONTEXT)
    (tmp_path / "root.key").unlink()
    with pytest.raises(UnsafeKeyFile, match="backup"):
        FileProvider.open(tmp_path, clock)


async def test_another_root_key_opens_nothing(provider: FileProvider, tmp_path: Path, clock: FixedClock) -> None:
    _, wrapped = await provider.generate_data_key("tenant-1", CONTEXT)
    (tmp_path / "root.key").write_text("ab" * 32)
    with pytest.raises(UnsafeKeyFile):
        await FileProvider.open(tmp_path, clock).unwrap(wrapped, CONTEXT)


async def test_another_context_is_refused(provider: FileProvider) -> None:
    _, wrapped = await provider.generate_data_key("tenant-1", CONTEXT)
    with pytest.raises(SealBroken):
        await provider.unwrap(wrapped, {**CONTEXT, "project": "q"})
    with pytest.raises(SealBroken):
        await provider.unwrap(wrapped.replace(b'"p"', b'"q"'), {**CONTEXT, "project": "q"})
    with pytest.raises(SealBroken):
        await provider.unwrap(b"not a wrapped key", CONTEXT)


async def test_rewrapping_changes_the_kek_and_nothing_else(provider: FileProvider, clock: FixedClock) -> None:
    plain, wrapped = await provider.generate_data_key("tenant-1", CONTEXT)
    moved = await provider.rewrap(wrapped, "tenant-1-b")
    await provider.destroy("tenant-1", clock.now())
    assert await provider.unwrap(moved, CONTEXT) == plain
    with pytest.raises(KeyDestroyed):
        await provider.unwrap(wrapped, CONTEXT)


async def test_destruction_waits_for_its_moment(provider: FileProvider, tmp_path: Path, clock: FixedClock) -> None:
    plain, wrapped = await provider.generate_data_key("tenant-1", CONTEXT)
    await provider.destroy("tenant-1", NOW + timedelta(hours=1))
    assert await provider.unwrap(wrapped, CONTEXT) == plain
    clock.advance(3600)
    with pytest.raises(KeyDestroyed):
        await provider.unwrap(wrapped, CONTEXT)
    assert not (tmp_path / "kek" / "tenant-1.key").exists()


async def test_a_destroyed_key_is_never_made_again(provider: FileProvider, tmp_path: Path, clock: FixedClock) -> None:
    await provider.generate_data_key("tenant-1", CONTEXT)
    await provider.destroy("tenant-1", NOW)
    with pytest.raises(KeyDestroyed):
        await FileProvider.open(tmp_path, clock).generate_data_key("tenant-1", CONTEXT)
    with pytest.raises(KeyDestroyed):
        await provider.destroy("tenant-1", NOW)


async def test_names_cannot_leave_the_folder(provider: FileProvider) -> None:
    for name in ("../root", "a/b", "", ".x", "A"):
        with pytest.raises(ValueError, match="not a name"):
            await provider.generate_data_key(name, CONTEXT)


async def test_two_processes_agree_on_a_new_kek(provider: FileProvider, tmp_path: Path, clock: FixedClock) -> None:
    other = FileProvider.open(tmp_path, clock)
    plain, wrapped = await provider.generate_data_key("tenant-1", CONTEXT)
    _, second = await other.generate_data_key("tenant-1", CONTEXT)
    assert await other.unwrap(wrapped, CONTEXT) == plain
    assert len(await provider.unwrap(second, CONTEXT)) == 32
