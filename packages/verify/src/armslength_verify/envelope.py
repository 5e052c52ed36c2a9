"""DSSE envelopes: a payload, its type, and signatures over both (github.com/secure-systems-lab/dsse)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from armslength_verify.errors import NotVerified
from armslength_verify.key import VerifierKey


@dataclass(frozen=True, slots=True)
class Envelope:
    """What was signed, to the byte, and by which keys it says it was."""

    payload_type: str
    payload: bytes
    signatures: tuple[tuple[str, bytes], ...]

    def message(self) -> bytes:
        """What a signature is over: the type cannot be exchanged, and no other bytes read the same."""
        kind = self.payload_type.encode()
        return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(self.payload), self.payload)

    def opened(self, key: VerifierKey) -> bytes:
        """The payload, when this key signed it. Raises NotVerified."""
        of_key = [signature for id, signature in self.signatures if id == key.id]
        if not of_key:
            named = ", ".join(id for id, _ in self.signatures) or "nobody"
            raise NotVerified(f"It is not signed by {key.name} (key {key.id}), but by {named}.")
        if not any(key.signed(self.message(), signature) for signature in of_key):
            raise NotVerified(f"The signature of {key.name} does not fit: this is not what was signed.")
        return self.payload


def read_envelope(text: bytes) -> Envelope:
    """The envelope in a file. Raises NotVerified when it is none."""
    said = read_json(text)
    try:
        kind, signatures = said["payloadType"], said["signatures"]
        if set(said) != {"payloadType", "payload", "signatures"} or not isinstance(kind, str):
            raise NotVerified("This is no signed envelope: it has other parts than payloadType, payload, signatures.")
        return Envelope(
            kind, _bytes(said["payload"]), tuple((each["keyid"], _bytes(each["sig"])) for each in signatures)
        )
    except (KeyError, TypeError, AttributeError):
        raise NotVerified("This is no signed envelope: it needs payloadType, payload and signatures.") from None


def read_json(text: bytes) -> Mapping[str, Any]:
    """A JSON object in which no name stands twice, so that it says the same to every reader. Raises NotVerified."""
    try:
        said = json.loads(text.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise NotVerified("This is not JSON.") from None
    if not isinstance(said, dict):
        raise NotVerified("This is not a JSON object.")
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise NotVerified("A name stands twice in one object.")
    return said


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotVerified("Payload and signatures are base64.") from None


def opened(signed: bytes, key: VerifierKey, kind: str, version: int, name: str) -> Mapping[str, Any]:
    """What a signed file of this kind and version says. Raises NotVerified."""
    envelope = read_envelope(signed)
    payload = envelope.opened(key)
    if envelope.payload_type != kind:
        raise NotVerified(f"It is signed, but it is no {name}: {envelope.payload_type}.")
    said = read_json(payload)
    if said.get("v") != version:
        raise NotVerified(f"Version {said.get('v')!r} of the {name} is not known here; a newer verifier is needed.")
    return said
