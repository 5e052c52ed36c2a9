"""Keys of a tenant rather than of a project: for the entries of its log, and for signing in its name."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from os import urandom
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from armslength.keys import rules
from armslength.keys.model import EnvelopeSignature, SignedEnvelope, TenantUse


class TenantSealer:
    """References and sealed texts of a tenant, for one use: entries of its log, or words that it keeps to itself.

    Without the key a reference tells nothing, not even whether two tenants speak of the same thing; with the key
    destroyed the rows stay and nobody can say what they were about.
    """

    __slots__ = ("_aead", "_place_of", "_references")

    def __init__(self, tenant_id: UUID, key: bytes, use: TenantUse) -> None:
        self._place_of = f"{tenant_id}|{use}"
        self._references = rules.Keyed(rules.derive(key, f"armslength {use} reference".encode()))
        self._aead = AESGCM(rules.derive(key, f"armslength {use} payload".encode()))

    def reference(self, text: str) -> str:
        """What stands for `text`: HMAC-SHA256 under the tenant's key, in hex."""
        return self._references.digest(text.encode()).hex()

    def seal(self, plain: bytes, entry_id: UUID) -> bytes:
        """Sealed for its place: the entry or the row of that id."""
        return self.seal_each([plain], [entry_id])[0]

    def seal_each(self, plains: Sequence[bytes], entry_ids: Sequence[UUID]) -> list[bytes]:
        """Each sealed for its own place, under a nonce of its own; these are drawn together."""
        nonces, size = urandom(rules.NONCE_BYTES * len(plains)), rules.NONCE_BYTES
        return [
            (nonce := nonces[at * size : (at + 1) * size]) + self._aead.encrypt(nonce, plain, self._place(entry_id))
            for at, (plain, entry_id) in enumerate(zip(plains, entry_ids, strict=True))
        ]

    def open(self, sealed: bytes, entry_id: UUID) -> bytes:
        """The same again. Raises SealBroken."""
        return rules.unseal(self._aead, b"\0" * rules.HEAD.size + sealed, self._place(entry_id))

    def _place(self, entry_id: UUID) -> bytes:
        return f"{self._place_of}|{entry_id}".encode()


class Signer:
    """Signs what leaves under the tenant's name, e.g. a report of exposures: Ed25519, RFC 8032."""

    __slots__ = ("_key", "_name")

    def __init__(self, tenant_id: UUID, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._name = f"tenant-{tenant_id}"

    @property
    def public_key(self) -> bytes:
        """32 bytes, to be given to whoever should be able to check."""
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def verifier_key(self) -> str:
        """The same as a line of text that names whose it is (C2SP signed-note): for whoever verifies."""
        return rules.verifier_key(self._name, self.public_key)

    def sign(self, message: bytes) -> bytes:
        """64 bytes; the same message gives the same signature."""
        return self._key.sign(message)

    def envelope(self, payload_type: str, payload: bytes) -> SignedEnvelope:
        """The payload signed together with what it is, as a DSSE envelope."""
        signature = self.sign(rules.signed_bytes(payload_type, payload))
        named = EnvelopeSignature(rules.key_id(self._name, self.public_key), b64encode(signature).decode())
        return SignedEnvelope(payload_type, b64encode(payload).decode(), [named])
