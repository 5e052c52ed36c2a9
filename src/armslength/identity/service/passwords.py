"""Passwords: argon2id, computed beside the event loop, few at a time."""

import asyncio

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from armslength.identity.settings import IdentitySettings


class Passwords:
    """Hash and verify; an unknown e-mail costs what a known one costs."""

    def __init__(self, settings: IdentitySettings) -> None:
        self._hasher = PasswordHasher(
            time_cost=settings.argon2_passes, memory_cost=settings.argon2_memory_kib, parallelism=1, type=Type.ID
        )
        self._at_once = asyncio.Semaphore(settings.argon2_at_once)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to store."""
        async with self._at_once:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether the password belongs to the stored hash; with None it computes as long and answers False."""
        if stored is None and self._nobody is None:
            self._nobody = await self.hash("nobody has this password")
        async with self._at_once:
            same = await asyncio.to_thread(self._verify, stored or self._nobody or "", password)
        return same and stored is not None

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with other settings than today's."""
        return self._hasher.check_needs_rehash(stored)
