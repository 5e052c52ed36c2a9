"""The client: every operation in one class."""

from __future__ import annotations

from armslength_client._async.traits import AsyncTraits


class AsyncArmslength(AsyncTraits):
    """A client of one Armslength server.

    With an API key: `AsyncArmslength(url, api_key="al_…")`; as a person: `await client.sign_in(email, password)`.
    """
