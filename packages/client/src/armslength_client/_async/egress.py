"""Which outbound hosts the server may call for this organization."""

from __future__ import annotations

from uuid import UUID

from armslength_client._async.identity import AsyncIdentity
from armslength_client.types import Egress, EgressHost


class AsyncOutbound(AsyncIdentity):
    """Operations on outbound hosts."""

    async def get_egress(self) -> Egress:
        """Which hosts may be called, and whether the operator lets anything out at all."""
        return await self.call("GET", "/egress", Egress)

    async def add_egress_host(self, pattern: str) -> EgressHost:
        """Allow a host (`hooks.example.com`, or `*.example.com` for all below it); again changes nothing."""
        return await self.call("POST", "/egress/hosts", EgressHost, body={"pattern": pattern}, repeatable=True)

    async def remove_egress_host(self, host_id: UUID) -> None:
        """Allow it no longer."""
        await self.call("DELETE", f"/egress/hosts/{host_id}", type(None))
