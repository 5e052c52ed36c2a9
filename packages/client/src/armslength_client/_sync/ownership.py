# Generated from _async by generate_sync.py: edit there.
"""Who stands behind vendors: edges, rivals, conflicts, waivers, suppositions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from armslength_client._sync.egress import Outbound
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


class Owners(Outbound):
    """Operations on ownership and what follows from it."""

    def list_grants(self, project_id: UUID) -> list[Grant]:
        """Which vendors are let into a project."""
        answer = self.call("GET", f"/projects/{project_id}/grants", dict[str, list[Grant]])
        return answer["items"]

    def list_vendor_grants(self, vendor_id: UUID) -> list[VendorGrant]:
        """Where a vendor is let in, or was."""
        return (self.call("GET", f"/vendors/{vendor_id}/grants", dict[str, list[VendorGrant]]))["items"]

    def set_grant(
        self, project_id: UUID, vendor_id: UUID, state: Literal["active", "paused", "frozen"],
        tier: Literal["original", "redacted", "synthetic"] | None = None,
    ) -> Grant:  # fmt: skip
        """Let a vendor in, keep it out for now, or freeze it. `tier`: in which form its people are shown items."""
        path = f"/projects/{project_id}/grants/{vendor_id}"
        return self.call("PUT", path, Grant, body={"state": state, "tier": tier})

    def offer_grant(
        self, project_id: UUID, vendor_id: UUID, *, languages: Sequence[str] = (), skills: Sequence[str] = (),
        volume: Volume | None = None, due: date | None = None, pay: OfferPay | None = None,
    ) -> Grant:  # fmt: skip
        """Offer the project to a vendor, in words that say nothing of whose it is; its managers accept or decline."""
        path = f"/projects/{project_id}/grants/{vendor_id}/offer"
        terms = {"languages": list(languages), "skills": list(skills), "volume": volume, "due": due, "pay": pay}
        return self.call("POST", path, Grant, body=terms)

    def list_offers(self) -> list[Offer]:
        """Work that is offered to one's own firm: open offers first."""
        return (self.call("GET", "/offers", dict[str, list[Offer]]))["items"]

    def answer_offer(self, offer_id: UUID, answer: Literal["accept", "decline"]) -> Offer:
        """Accept work for one's firm, or decline it."""
        return self.call("POST", f"/offers/{offer_id}/answer", Offer, body={"answer": answer})

    def get_ownership(self, *, vendor_id: UUID | None = None) -> Ownership:
        """The graph around all vendors and rivals, or around one vendor."""
        return self.call("GET", "/ownership", Ownership, params={"vendor_id": vendor_id})

    def list_parties(self, words: str = "") -> Iterator[Party]:
        """Parties whose name holds these words, by name."""
        return self.pages("/ownership/parties", Party, params={"words": words})

    def record_party(
        self, name: str, *, kind: Literal["organization", "person"] = "organization", jurisdiction: str | None = None
    ) -> Party:
        """Record a party that is not in the register."""
        body = {"name": name, "kind": kind, "jurisdiction": jurisdiction}
        return self.call("POST", "/ownership/parties", Party, body=body)

    def list_edges(self, party_id: UUID) -> list[OwnershipEdge]:
        """What a party holds, and who holds it."""
        path = f"/ownership/parties/{party_id}/edges"
        return (self.call("GET", path, dict[str, list[OwnershipEdge]]))["items"]

    def record_edge(
        self, holder: UUID, held: UUID, *, type: str = "shareholding", min_bp: int, max_bp: int,
        state: EdgeState = "closed", **more: Any,
    ) -> OwnershipEdge:  # fmt: skip
        """Record who holds what of whom; more: valid_from, valid_until, source, details, attested_at."""
        body = {
            "holder": holder, "held": held, "type": type, "min_bp": min_bp, "max_bp": max_bp, "state": state, **more,
        }  # fmt: skip
        return self.call("POST", "/ownership/edges", OwnershipEdge, body=body)

    def change_edge(
        self, edge_id: UUID, *, min_bp: int, max_bp: int, state: EdgeState, **more: Any
    ) -> OwnershipEdge:
        """Say anew what one of the tenant's own edges says."""
        body = {"min_bp": min_bp, "max_bp": max_bp, "state": state, **more}
        return self.call("PUT", f"/ownership/edges/{edge_id}", OwnershipEdge, body=body)

    def import_statements(self, statements: Sequence[Any]) -> Imported:
        """Take ownership statements (BODS 0.4) into the tenant's own records; the same again changes nothing."""
        body = {"statements": list(statements)}
        return self.call("POST", "/ownership/statements", Imported, body=body, repeatable=True)

    def export_statements(self, of: Literal["own", "register"] = "own") -> list[Any]:
        """The tenant's own records or the register as ownership statements (BODS 0.4)."""
        answer = self.call("GET", "/ownership/statements", dict[str, list[Any]], params={"of": of})
        return answer["statements"]

    def get_ownership_settings(self) -> OwnershipSettings:
        """How strict the tenant is."""
        return self.call("GET", "/ownership/settings", OwnershipSettings)

    def put_ownership_settings(self, settings: OwnershipSettings) -> OwnershipSettings:
        """Say how strict the tenant is."""
        return self.call("PUT", "/ownership/settings", OwnershipSettings, body=settings)

    def link_vendor(self, vendor_id: UUID, party_id: UUID | None) -> None:
        """Say which party of the register a vendor is."""
        self.call("PUT", f"/vendors/{vendor_id}/party", type(None), body={"party_id": party_id})

    def list_rivals(self) -> list[Rival]:
        """Whom the tenant keeps apart from."""
        return (self.call("GET", "/rivals", dict[str, list[Rival]]))["items"]

    def name_rival(self, party_id: UUID, *, note: str = "") -> None:
        """Name a rival; grants that may no longer be active are frozen at once."""
        self.call("PUT", f"/rivals/{party_id}", type(None), body={"note": note})

    def remove_rival(self, party_id: UUID) -> None:
        """Take a rival off the list."""
        self.call("DELETE", f"/rivals/{party_id}", type(None))

    def list_conflicts(self) -> list[Conflict]:
        """Where a vendor leads to a rival, and what that closes."""
        return (self.call("GET", "/conflicts", dict[str, list[Conflict]]))["items"]

    def list_waivers(self) -> list[Waiver]:
        """Waivers, newest first."""
        return (self.call("GET", "/waivers", dict[str, list[Waiver]]))["items"]

    def ask_waiver(self, conflict_id: UUID, *, reason: str, expires_at: datetime) -> Waiver:
        """Ask to accept one conflict for a time."""
        body = {"conflict_id": conflict_id, "reason": reason, "expires_at": expires_at}
        return self.call("POST", "/waivers", Waiver, body=body)

    def approve_waiver(self, waiver_id: UUID) -> Waiver:
        """The second key."""
        return self.call("POST", f"/waivers/{waiver_id}/approval", Waiver)

    def end_waiver(self, waiver_id: UUID) -> None:
        """End a waiver, or take it back."""
        self.call("DELETE", f"/waivers/{waiver_id}", type(None))

    def what_if(
        self, vendor_id: UUID, share_bp: int, *, owner_id: UUID | None = None, owner_name: str | None = None
    ) -> Supposed:
        """What would follow from a stake that might be; nothing is changed."""
        body = {"vendor_id": vendor_id, "share_bp": share_bp, "owner_id": owner_id, "owner_name": owner_name}
        return self.call("POST", "/ownership/what-if", Supposed, body=body, repeatable=True)
