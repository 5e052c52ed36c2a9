# Generated from _async by generate_sync.py: edit there.
"""The client: every operation in one class."""

from __future__ import annotations

from armslength_client._sync.traits import Traits


class Armslength(Traits):
    """A client of one Armslength server.

    With an API key: `Armslength(url, api_key="al_…")`; as a person: `client.sign_in(email, password)`.
    """
