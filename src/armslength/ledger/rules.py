"""The final form of an entry: canonical JSON (RFC 8785) without anything that a stranger could read or guess.

    {"action", "actor_ref", "decision", "object_ref", "payload_sha256", "reason_code", "tenant_ref", "ts", "v"}

References are HMACs under the tenant's key, the payload is sealed and stands beside the leaf: destroying the key leaves
the entry whole and unreadable. Every value is printable ASCII, for which canonical JSON is sorted keys and no spaces.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Final

import msgspec

from armslength.ledger.model import Decision, Leaf, References

VERSION: Final = 1
_PLAIN = re.compile(r"[ -!#-\[\]-~]*")
_encode = msgspec.json.Encoder(order="sorted").encode


def leaf(decision: Decision, keys: References, tenant_ref: str) -> Leaf:
    """The decision as it will stand in the log for ever."""
    payload = keys.seal(_payload(decision), decision.id)
    said = {
        "v": VERSION,
        "ts": moment(decision.at),
        "tenant_ref": tenant_ref,
        "actor_ref": keys.reference(f"person:{decision.actor}") if decision.actor else "platform",
        "action": _plain(decision.action),
        "object_ref": keys.reference(decision.object),
        "decision": decision.verdict,
        "reason_code": _plain(decision.reason),
        "payload_sha256": hashlib.sha256(payload).hexdigest(),
    }
    return Leaf(decision.id, _encode(said), payload)


def moment(at: datetime) -> str:
    """UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _payload(decision: Decision) -> bytes:
    return _encode(
        {
            "actor": str(decision.actor) if decision.actor else None,
            "object": decision.object,
            "project": str(decision.project_id) if decision.project_id else None,
            "detail": dict(decision.detail),
        }
    )


def _plain(text: str) -> str:
    """Actions and reasons are words of ours; anything else would need escapes, which have more than one form."""
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"not a word of the ledger: {text!r}")
    return text
