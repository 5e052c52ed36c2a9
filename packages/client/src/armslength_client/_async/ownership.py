"""Who stands behind vendors: edges, rivals, conflicts, waivers, suppositions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from armslength_client._async.egress import AsyncOutbound
from armslength_client.types_offers import Offer, OfferPay, Volume
from armslength_client.types_ownership import (
    Conflict,
    EdgeState,
    Grant,
    Imported,
    Ownership,
    OwnershipEdge,
    OwnershipSettings,
    Party,
    Rival,
    Supposed,
    VendorGrant,
    Waiver,
)


class AsyncOwners(AsyncOutbound):
    """Operations on ownership and what follows from it."""

    async def list_grants(self, project_id: UUID) -> list[Grant]:
        """Which vendors are let into a project."""
        answer = await self.call("GET", f"/projects/{project_id}/grants", dict[str, list[Grant]])
        return answer["items"]

    async def list_vendor_grants(self, vendor_id: UUID) -> list[VendorGrant]:
        """Where a vendor is let in, or was."""
        return (await self.call("GET", f"/vendors/{vendor_id}/grants", dict[str, list[VendorGrant]]))["items"]

    async def set_grant(
        self, project_id: UUID, vendor_id: UUID, state: Literal["active", "paused", "frozen"],
        tier: Literal["original", "redacted", "synthetic"] | None = None,
    ) -> Grant:  # fmt: skip
        """Let a vendor in, keep it out for now, or freeze it. `tier`: in which form its people are shown items."""
        path = f"/projects/{project_id}/grants/{vendor_id}"
        return await self.call("PUT", path, Grant, body={"state": state, "tier": tier})

    async def offer_grant(
        self, project_id: UUID, vendor_id: UUID, *, languages: Sequence[str] = (), skills: Sequence[str] = (),
        volume: Volume | None = None, due: date | None = None, pay: OfferPay | None = None,
    ) -> Grant:  # fmt: skip
        """Offer the project to a vendor, in words that say nothing of whose it is; its managers accept or decline."""
        path = f"/projects/{project_id}/grants/{vendor_id}/offer"
        terms = {"languages": list(languages), "skills": list(skills), "volume": volume, "due": due, "pay": pay}
        return await self.call("POST", path, Grant, body=terms)

    async def list_offers(self) -> list[Offer]:
        """Work that is offered to one's own firm: open offers first."""
        return (await self.call("GET", "/offers", dict[str, list[Offer]]))["items"]

    async def answer_offer(self, offer_id: UUID, answer: Literal["accept", "decline"]) -> Offer:
        """Accept work for one's firm, or decline it."""
        return await self.call("POST", f"/offers/{offer_id}/answer", Offer, body={"answer": answer})

    async def get_ownership(self, *, vendor_id: UUID | None = None) -> Ownership:
        """The graph around all vendors and rivals, or around one vendor."""
        return await self.call("GET", "/ownership", Ownership, params={"vendor_id": vendor_id})

    def list_parties(self, words: str = "") -> AsyncIterator[Party]:
        """Parties whose name holds these words, by name."""
        return self.pages("/ownership/parties", Party, params={"words": words})

    async def record_party(
        self, name: str, *, kind: Literal["organization", "person"] = "organization", jurisdiction: str | None = None
    ) -> Party:
        """Record a party that is not in the register."""
        body = {"name": name, "kind": kind, "jurisdiction": jurisdiction}
        return await self.call("POST", "/ownership/parties", Party, body=body)

    async def list_edges(self, party_id: UUID) -> list[OwnershipEdge]:
        """What a party holds, and who holds it."""
        path = f"/ownership/parties/{party_id}/edges"
        return (await self.call("GET", path, dict[str, list[OwnershipEdge]]))["items"]

    async def record_edge(
        self, holder: UUID, held: UUID, *, type: str = "shareholding", min_bp: int, max_bp: int,
        state: EdgeState = "closed", **more: Any,
    ) -> OwnershipEdge:  # fmt: skip
        """Record who holds what of whom; more: valid_from, valid_until, source, details, attested_at."""
        body = {
            "holder": holder, "held": held, "type": type, "min_bp": min_bp, "max_bp": max_bp, "state": state, **more,
        }  # fmt: skip
        return await self.call("POST", "/ownership/edges", OwnershipEdge, body=body)

    async def change_edge(
        self, edge_id: UUID, *, min_bp: int, max_bp: int, state: EdgeState, **more: Any
    ) -> OwnershipEdge:
        """Say anew what one of the tenant's own edges says."""
        body = {"min_bp": min_bp, "max_bp": max_bp, "state": state, **more}
        return await self.call("PUT", f"/ownership/edges/{edge_id}", OwnershipEdge, body=body)

    async def import_statements(self, statements: Sequence[Any]) -> Imported:
        """Take ownership statements (BODS 0.4) into the tenant's own records; the same again changes nothing."""
        body = {"statements": list(statements)}
        return await self.call("POST", "/ownership/statements", Imported, body=body, repeatable=True)

    async def export_statements(self, of: Literal["own", "register"] = "own") -> list[Any]:
        """The tenant's own records or the register as ownership statements (BODS 0.4)."""
        answer = await self.call("GET", "/ownership/statements", dict[str, list[Any]], params={"of": of})
        return answer["statements"]

    async def get_ownership_settings(self) -> OwnershipSettings:
        """How strict the tenant is."""
        return await self.call("GET", "/ownership/settings", OwnershipSettings)

    async def put_ownership_settings(self, settings: OwnershipSettings) -> OwnershipSettings:
        """Say how strict the tenant is."""
        return await self.call("PUT", "/ownership/settings", OwnershipSettings, body=settings)

    async def link_vendor(self, vendor_id: UUID, party_id: UUID | None) -> None:
        """Say which party of the register a vendor is."""
        await self.call("PUT", f"/vendors/{vendor_id}/party", type(None), body={"party_id": party_id})

    async def list_rivals(self) -> list[Rival]:
        """Whom the tenant keeps apart from."""
        return (await self.call("GET", "/rivals", dict[str, list[Rival]]))["items"]

    async def name_rival(self, party_id: UUID, *, note: str = "") -> None:
        """Name a rival; grants that may no longer be active are frozen at once."""
        await self.call("PUT", f"/rivals/{party_id}", type(None), body={"note": note})

    async def remove_rival(self, party_id: UUID) -> None:
        """Take a rival off the list."""
        await self.call("DELETE", f"/rivals/{party_id}", type(None))

    async def list_conflicts(self) -> list[Conflict]:
        """Where a vendor leads to a rival, and what that closes."""
        return (await self.call("GET", "/conflicts", dict[str, list[Conflict]]))["items"]

    async def list_waivers(self) -> list[Waiver]:
        """Waivers, newest first."""
        return (await self.call("GET", "/waivers", dict[str, list[Waiver]]))["items"]

    async def ask_waiver(self, conflict_id: UUID, *, reason: str, expires_at: datetime) -> Waiver:
        """Ask to accept one conflict for a time."""
        body = {"conflict_id": conflict_id, "reason": reason, "expires_at": expires_at}
        return await self.call("POST", "/waivers", Waiver, body=body)

    async def approve_waiver(self, waiver_id: UUID) -> Waiver:
        """The second key."""
        return await self.call("POST", f"/waivers/{waiver_id}/approval", Waiver)

    async def end_waiver(self, waiver_id: UUID) -> None:
        """End a waiver, or take it back."""
        await self.call("DELETE", f"/waivers/{waiver_id}", type(None))

    async def what_if(
        self, vendor_id: UUID, share_bp: int, *, owner_id: UUID | None = None, owner_name: str | None = None
    ) -> Supposed:
        """What would follow from a stake that might be; nothing is changed."""
        body = {"vendor_id": vendor_id, "share_bp": share_bp, "owner_id": owner_id, "owner_name": owner_name}
        return await self.call("POST", "/ownership/what-if", Supposed, body=body, repeatable=True)
