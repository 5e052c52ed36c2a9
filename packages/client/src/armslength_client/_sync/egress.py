# Generated from _async by generate_sync.py: edit there.
"""Which outbound hosts the server may call for this organization."""

from __future__ import annotations

from uuid import UUID

from armslength_client._sync.identity import Identity
from armslength_client.types import Egress, EgressHost


class Outbound(Identity):
    """Operations on outbound hosts."""

    def get_egress(self) -> Egress:
        """Which hosts may be called, and whether the operator lets anything out at all."""
        return self.call("GET", "/egress", Egress)

    def add_egress_host(self, pattern: str) -> EgressHost:
        """Allow a host (`hooks.example.com`, or `*.example.com` for all below it); again changes nothing."""
        return self.call("POST", "/egress/hosts", EgressHost, body={"pattern": pattern}, repeatable=True)

    def remove_egress_host(self, host_id: UUID) -> None:
        """Allow it no longer."""
        self.call("DELETE", f"/egress/hosts/{host_id}", type(None))
