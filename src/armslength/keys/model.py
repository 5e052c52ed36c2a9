"""The provider's four calls, what may be sealed, and what is signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

import msgspec

Kind = Literal[
    "item",
    "rendition",
    "variant",
    "media",
    "schema",
    "guideline",
    "schema_migration",
    "branches",
    "decision",
    "answers",
    "gold",
    "truth",
    "belief",
    "suggestion",
    "draft",
    "comment",
    "release",
    "export",
    "upload",
    "token",
]
"""What a sealed object is. Part of its seal: one kind can never be passed off as another."""

TenantUse = Literal["ledger", "signing", "words", "marks", "statements", "traits"]
"""What a tenant's own keys are for: its log entries, signing what leaves in its name, words it keeps to itself, what
the forms of its items are recognised by, and what people say of themselves."""

Context = Mapping[str, str]
"""What a data key is for, e.g. {"tenant": …, "project": …}. Bound to the wrapped key; not secret."""


class EnvelopeSignature(msgspec.Struct, frozen=True):
    """Which key signed (its id in the verifier key), and the signature in base64."""

    keyid: str
    sig: str


class SignedEnvelope(msgspec.Struct, frozen=True, rename="camel"):
    """A DSSE envelope: what was signed (base64), what kind of thing it is, and who signed both."""

    payload_type: str
    payload: str
    signatures: list[EnvelopeSignature]


class Provider(Protocol):
    """Keeps the keys that wrap our data keys: a file, a KMS, an HSM. These four calls and nothing more.

    A *KEK* (key-encrypting key) is named by a text such as `tenant-<uuid>`; a provider makes it at the first
    `generate_data_key`. A wrapped key is opaque, names its own KEK, and is worthless without the provider.
    """

    async def generate_data_key(self, kek: str, context: Context) -> tuple[bytes, bytes]:
        """A fresh 256-bit data key: (plain, wrapped)."""
        ...

    async def unwrap(self, wrapped: bytes, context: Context) -> bytes:
        """The plain data key. SealBroken if the context differs, KeyDestroyed if the KEK is gone."""
        ...

    async def rewrap(self, wrapped: bytes, new_kek: str) -> bytes:
        """The same data key and context under another KEK."""
        ...

    async def destroy(self, kek: str, not_before: datetime) -> None:
        """Destroy the KEK for ever, as soon as `not_before` has come."""
        ...
