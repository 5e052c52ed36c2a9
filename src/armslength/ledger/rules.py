"""The final form of an entry: canonical JSON (RFC 8785) without anything that a stranger could read or guess.

    {"action", "actor_ref", "decision", "object_ref", "payload_sha256", "reason_code", "tenant_ref", "ts", "v"}

References are HMACs under the tenant's key, the payload is sealed and stands beside the leaf: destroying the key leaves
the entry whole and unreadable. Every value is printable ASCII, for which canonical JSON is sorted keys and no spaces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from armslength.ledger.model import Decision, Leaf, References

VERSION: Final = 1
_PLAIN = re.compile(r"[ -!#-\[\]-~]*")
_encode = msgspec.json.Encoder(order="sorted").encode


class _Said(msgspec.Struct):
    """A leaf; its keys stand in the order of the alphabet."""

    action: str
    actor_ref: str
    decision: str
    object_ref: str
    payload_sha256: str
    reason_code: str
    tenant_ref: str
    ts: str
    v: int = VERSION


class _Payload(msgspec.Struct):
    actor: UUID | None
    detail: Mapping[str, object]
    object: str
    project: UUID | None


def leaves(
    decided: Decision, objects: Sequence[str], ids: Sequence[UUID], keys: References, tenant_ref: str
) -> list[Leaf]:
    """The decision about each of these things, e.g. `grant:<id>`, as it will stand in the log for ever. What they have
    in common is put into words once: everything but the thing, its payload and the payload's hash."""
    opening, closing = _around(_Payload(decided.actor, dict(decided.detail), "", decided.project_id), b'"object":""')
    payloads = keys.seal_each([opening + b'"object":' + _encode(each) + closing for each in objects], ids)
    actor = "platform" if decided.actor is None else keys.reference(f"person:{decided.actor}")
    said = _Said(
        _plain(decided.action), actor, decided.verdict, "", "", _plain(decided.reason), tenant_ref, moment(decided.at)
    )
    opening, closing = _around(said, b'"object_ref":"","payload_sha256":""')
    return [
        Leaf(
            entry_id,
            b'%b"object_ref":"%b","payload_sha256":"%b"%b'
            % (opening, keys.reference(each).encode(), sha256(payload).hexdigest().encode(), closing),
            payload,
        )
        for entry_id, each, payload in zip(ids, objects, payloads, strict=True)
    ]


def _around(shared: _Said | _Payload, gap: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the part that is not shared: the last such part, a detail may look like one."""
    opening, _, closing = _encode(shared).rpartition(gap)
    return opening, closing


def moment(at: datetime) -> str:
    """UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(text: str) -> str:
    """Actions and reasons are words of ours; anything else would need escapes, which have more than one form."""
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"not a word of the ledger: {text!r}")
    return text
