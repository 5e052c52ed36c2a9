"""Keys of projects: made, cached for minutes, rotated, destroyed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import asyncpg

from armslength.keys import repository
from armslength.keys.errors import KeyMissing
from armslength.keys.model import Context, Kind, Provider, TenantUse
from armslength.keys.service.file_provider import FileProvider
from armslength.keys.service.sealer import Sealer
from armslength.keys.service.tenant import Signer, TenantSealer
from armslength.keys.settings import KeysSettings
from armslength.kit.clock import Clock
from armslength.kit.db import Tx
from armslength.kit.ids import new_id

__all__ = ["FileProvider", "KeyService", "Kind", "Provider", "Sealer", "Signer", "TenantSealer", "tenant_kek"]

T = TypeVar("T")


def tenant_kek(tenant_id: UUID) -> str:
    """The name of a tenant's key-encrypting key."""
    return f"tenant-{tenant_id}"


def _context(tx: Tx, project_id: UUID, number: int) -> Context:
    return {"tenant": str(tx.tenant_id), "project": str(project_id), "number": str(number)}


def _secret_context(tx: Tx, secret_id: UUID, purpose: str) -> Context:
    return {"tenant": str(tx.tenant_id), "secret": str(secret_id), "purpose": purpose}


@dataclass(frozen=True, slots=True)
class _Cached:
    sealer: Sealer
    until: datetime


class KeyService:
    """Hands out sealers. The only place where unwrapped keys live, and only for minutes."""

    def __init__(self, provider: Provider, clock: Clock, settings: KeysSettings | None = None) -> None:
        self._provider = provider
        self._clock = clock
        self._kept_for = timedelta(seconds=(settings or KeysSettings()).cache_seconds)
        self._cache: dict[tuple[UUID, UUID], _Cached] = {}
        self._of_tenants: dict[tuple[UUID, TenantUse], tuple[datetime, object]] = {}

    async def create_project_key(self, tx: Tx, project_id: UUID) -> None:
        """Give a new project its first key, in the transaction that makes the project."""
        await self._add_key(tx, project_id, 1, tenant_kek(tx.tenant_id))

    async def rotate(self, tx: Tx, project_id: UUID) -> int:
        """Add a key; returns its number. It seals once every cache has learnt of it; older keys go on opening."""
        await tx.lock("keys.rotate", project_id)
        found = await self._keys(tx, project_id)
        number = int(found[-1]["number"]) + 1
        await self._add_key(tx, project_id, number, found[-1]["kek_id"])
        return number

    async def sealer(self, tx: Tx, project_id: UUID) -> Sealer:
        """The project's sealer. Ask anew for each piece of work and keep none: that is how a destroyed key bites.

        Raises KeyMissing (also for another tenant's project) or KeyDestroyed.
        """
        now = self._clock.now()
        cached = self._cache.get((tx.tenant_id, project_id))
        if cached is not None and now < cached.until:
            return cached.sealer
        return await self._load(tx, project_id, now)

    async def make_secret(self, tx: Tx, purpose: str) -> tuple[UUID, bytes]:
        """256 random bits that the tenant shares with somebody outside, e.g. to sign what it sends: (id, plain).

        Only the wrapped form is stored; `open_secret` gives the plain one again, to the same purpose.
        """
        secret_id, kek = new_id(), tenant_kek(tx.tenant_id)
        plain, wrapped = await self._provider.generate_data_key(kek, _secret_context(tx, secret_id, purpose))
        await repository.add_secret(tx, secret_id, purpose, kek, wrapped, self._clock.now())
        return secret_id, plain

    async def open_secret(self, tx: Tx, secret_id: UUID, purpose: str) -> bytes:
        """The plain secret. Raises KeyMissing or KeyDestroyed."""
        wrapped = await repository.secret(tx, secret_id)
        if wrapped is None:
            raise KeyMissing("There is no such secret.")
        return await self._provider.unwrap(wrapped, _secret_context(tx, secret_id, purpose))

    async def drop_secret(self, tx: Tx, secret_id: UUID) -> None:
        """Nobody needs it any more."""
        await repository.drop_secret(tx, secret_id)

    async def ledger_sealer(self, tx: Tx) -> TenantSealer:
        """What the tenant's log entries refer by and are sealed with. Raises KeyDestroyed."""
        return await self._of_tenant(tx, "ledger", lambda key: TenantSealer(tx.tenant_id, key, "ledger"))

    async def word_sealer(self, tx: Tx) -> TenantSealer:
        """What the tenant's brand words are told apart by and sealed with. Raises KeyDestroyed."""
        return await self._of_tenant(tx, "words", lambda key: TenantSealer(tx.tenant_id, key, "words"))

    async def mark_sealer(self, tx: Tx) -> TenantSealer:
        """What runs of words in the forms of the tenant's items are told apart by. Raises KeyDestroyed."""
        return await self._of_tenant(tx, "marks", lambda key: TenantSealer(tx.tenant_id, key, "marks"))

    async def statement_sealer(self, tx: Tx) -> TenantSealer:
        """What projects are called by on the statements of those who worked in them. Raises KeyDestroyed."""
        return await self._of_tenant(tx, "statements", lambda key: TenantSealer(tx.tenant_id, key, "statements"))

    async def trait_sealer(self, tx: Tx) -> TenantSealer:
        """What people say of themselves is sealed with, and lots are drawn by. Raises KeyDestroyed."""
        return await self._of_tenant(tx, "traits", lambda key: TenantSealer(tx.tenant_id, key, "traits"))

    async def signer(self, tx: Tx) -> Signer:
        """What the tenant signs with. Raises KeyDestroyed."""
        return await self._of_tenant(tx, "signing", lambda seed: Signer(tx.tenant_id, seed))

    async def _of_tenant(self, tx: Tx, use: TenantUse, made: Callable[[bytes], T]) -> T:
        """The tenant's key for this use, made when it is first asked for, kept as long as a sealer is."""
        now = self._clock.now()
        cached = self._of_tenants.get((tx.tenant_id, use))
        if cached is not None and now < cached[0]:
            return cached[1]  # type: ignore[return-value]  # what was made for this use
        found = await repository.of_tenant(tx, use)
        context = {"tenant": str(tx.tenant_id), "use": use}
        if found is None:
            kek = tenant_kek(tx.tenant_id)
            _, wrapped = await self._provider.generate_data_key(kek, context)
            await repository.add_of_tenant(tx, use, kek, wrapped, now)
            found = await repository.of_tenant(tx, use)
            assert found is not None  # ours, or that of whoever was first
        given = made(await self._provider.unwrap(found["wrapped"], context))
        if not found["fresh"]:
            self._of_tenants[tx.tenant_id, use] = (now + self._kept_for, given)
        return given

    async def rewrap(self, tx: Tx, new_kek: str) -> int:
        """Put every key of the tenant under another KEK; no content is touched. Returns how many keys."""
        found, secrets = await repository.all_of_tenant(tx), await repository.secrets_of_tenant(tx)
        own = await repository.every_of_tenant(tx)
        for key in found:
            wrapped = await self._provider.rewrap(key["wrapped"], new_kek)
            await repository.replace(tx, key["project_id"], key["number"], new_kek, wrapped)
        for secret in secrets:
            wrapped = await self._provider.rewrap(secret["wrapped"], new_kek)
            await repository.replace_secret(tx, secret["id"], new_kek, wrapped)
        for key in own:
            wrapped = await self._provider.rewrap(key["wrapped"], new_kek)
            await repository.replace_of_tenant(tx, key["use"], new_kek, wrapped)
        return len(found) + len(secrets) + len(own)

    async def destroy(self, tx: Tx, *, not_before: datetime) -> None:
        """Crypto-shred: from `not_before` on nothing of the tenant opens, here at once and elsewhere within minutes."""
        keys = [
            *await repository.all_of_tenant(tx),
            *await repository.secrets_of_tenant(tx),
            *await repository.every_of_tenant(tx),
        ]
        for kek in {key["kek_id"] for key in keys}:
            await self._provider.destroy(kek, not_before)
        self.forget(tx.tenant_id)

    def forget(self, tenant_id: UUID) -> None:
        """Drop the tenant's keys from memory."""
        for key in [key for key in self._cache if key[0] == tenant_id]:
            del self._cache[key]
        for own in [own for own in self._of_tenants if own[0] == tenant_id]:
            del self._of_tenants[own]

    async def _add_key(self, tx: Tx, project_id: UUID, number: int, kek: str) -> None:
        _, wrapped = await self._provider.generate_data_key(kek, _context(tx, project_id, number))
        await repository.add(tx, project_id, number, kek, wrapped, self._clock.now())

    async def _keys(self, tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
        found = await repository.keys(tx, project_id)
        if not found:
            raise KeyMissing("There is no such project.")
        return found

    async def _load(self, tx: Tx, project_id: UUID, now: datetime) -> Sealer:
        found = await self._keys(tx, project_id)
        plain = {
            int(key["number"]): await self._provider.unwrap(key["wrapped"], _context(tx, project_id, key["number"]))
            for key in found
        }
        # A new key seals only when no cache that was filled before it can still be in use: else another process
        # could meet bytes whose key it has not heard of.
        settled = [key["number"] for key in found if key["created_at"] + self._kept_for <= now]
        sealer = Sealer(tx.tenant_id, project_id, plain, active=max(settled, default=min(plain)))
        if not any(key["fresh"] for key in found):  # a key that may yet be rolled back must not outlive its transaction
            self._cache[tx.tenant_id, project_id] = _Cached(sealer, now + self._kept_for)
        return sealer
