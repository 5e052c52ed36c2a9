"""Verifier keys as the C2SP signed-note format writes them: `name+key id+base64(type ‖ public key)`."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from armslength_verify.errors import BadKey

ED25519: Final = b"\x01"
_PUBLIC_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Who is believed: a name and an Ed25519 public key. `id` is what signatures name it by."""

    name: str
    id: str
    public: bytes

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Whether this key signed this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def read_key(text: str) -> VerifierKey:
    """The key that a line of text writes. Raises BadKey, also where its parts do not belong together."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not parts[0] or any(letter.isspace() for letter in text.strip()):
        raise BadKey("A verifier key reads name+key id+base64, in one line.")
    name, id, encoded = parts
    try:
        typed = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise BadKey("The last part of a verifier key is base64.") from None
    if typed[:1] != ED25519 or len(typed) != 1 + _PUBLIC_BYTES:
        raise BadKey("Only Ed25519 keys are known here.")
    if id != hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8]:
        raise BadKey("The key's id does not belong to its name and bytes: a letter was changed or lost.")
    return VerifierKey(name, id, typed[1:])
