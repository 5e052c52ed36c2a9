# Generated from _async by generate_sync.py: edit there.
"""Who: sign-in, people, invitations, keys, vendors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from armslength_client._sync.transport import Transport
from armslength_client.types import ApiKey, Invitation, Me, Member, Role, Shortcuts, Vendor


class Identity(Transport):
    """Operations on who is who."""

    def set_up(self, *, token: str, organization: str, name: str, email: str, password: str) -> Me:
        """Make the first organization and its owner, with the one-time token printed at start."""
        body = {"token": token, "organization": organization, "name": name, "email": email, "password": password}
        return self.call("POST", "/setup", Me, body=body)

    def sign_in(self, email: str, password: str) -> Me:
        """Start a session; its cookie stays with this client."""
        return self.call("POST", "/sessions", Me, body={"email": email, "password": password})

    def sign_out(self) -> None:
        """End the session."""
        self.call("DELETE", "/sessions/current", type(None))

    def get_me(self) -> Me:
        """Who is signed in."""
        return self.call("GET", "/me", Me)

    def switch_tenant(self, tenant_id: UUID) -> Me:
        """Work in another tenant in which this person has a seat."""
        return self.call("POST", "/me/tenant", Me, body={"tenant_id": tenant_id}, repeatable=True)

    def enter_project(self, project_id: UUID) -> Me:
        """Work in this project. A vendor's person works in one at a time: what is in any other raises Conflict
        (`identity.works_elsewhere`) until it is entered. Of the customer's own people nothing changes."""
        return self.call("POST", f"/projects/{project_id}/enter", Me, repeatable=True)

    def get_my_shortcuts(self) -> Shortcuts:
        """The keys one has chosen for commands of the web app."""
        return self.call("GET", "/me/shortcuts", Shortcuts)

    def put_my_shortcuts(self, keys: Mapping[str, Sequence[str]]) -> Shortcuts:
        """Choose keys, e.g. {"bench.skip": ["Alt+KeyX"]}; what is left out has the shipped ones again."""
        return self.call("PUT", "/me/shortcuts", Shortcuts, body={"keys": {k: list(v) for k, v in keys.items()}})

    def list_people(self) -> Iterator[Member]:
        """Everybody with a seat in the tenant."""
        return self.pages("/people", Member)

    def update_member(self, person_id: UUID, *, role: Role) -> Member:
        """Change a person's role."""
        return self.call("PATCH", f"/people/{person_id}", Member, body={"role": role})

    def remove_member(self, person_id: UUID) -> None:
        """End a person's seat: sessions, keys and leases end with it."""
        self.call("DELETE", f"/people/{person_id}", type(None))

    def list_invitations(self) -> Iterator[Invitation]:
        """Invitations, newest first."""
        return self.pages("/invitations", Invitation)

    def create_invitation(
        self, email: str, role: Role, *, organization_id: UUID | None = None,
        projects: Sequence[tuple[UUID, Role]] = (),
    ) -> Invitation:  # fmt: skip
        """Invite a person; the answer's `url` is shown only now."""
        body: dict[str, Any] = {"email": email, "role": role}
        if organization_id is not None:
            body["organization_id"] = organization_id
        body["projects"] = [{"id": project_id, "role": given} for project_id, given in projects]
        return self.call("POST", "/invitations", Invitation, body=body)

    def revoke_invitation(self, invitation_id: UUID) -> None:
        """Take an open invitation back."""
        self.call("DELETE", f"/invitations/{invitation_id}", type(None))

    def accept_invitation(self, *, token: str, password: str, name: str | None = None) -> Me:
        """Accept; a new person gives a name and a new password, an existing one their own password."""
        body = {"token": token, "password": password, **({"name": name} if name is not None else {})}
        return self.call("POST", "/invitations/accept", Me, body=body)

    def list_api_keys(self) -> Iterator[ApiKey]:
        """API keys of the tenant."""
        return self.pages("/api-keys", ApiKey)

    def create_api_key(
        self, name: str, *, scopes: Sequence[str] | None = None, expires_in_days: int | None = None
    ) -> ApiKey:
        """Make a key for this person; the answer's `secret` is shown only now."""
        given = {"scopes": list(scopes) if scopes is not None else None, "expires_in_days": expires_in_days}
        body = {"name": name, **{key: value for key, value in given.items() if value is not None}}
        return self.call("POST", "/api-keys", ApiKey, body=body)

    def revoke_api_key(self, key_id: UUID) -> None:
        """End a key now."""
        self.call("DELETE", f"/api-keys/{key_id}", type(None))

    def list_vendors(self) -> Iterator[Vendor]:
        """The tenant's vendors."""
        return self.pages("/vendors", Vendor)

    def create_vendor(self, name: str) -> Vendor:
        """Add a vendor."""
        return self.call("POST", "/vendors", Vendor, body={"name": name})
