"""The final form of an entry: canonical JSON (RFC 8785) without anything that a stranger could read or guess.

    {"action", "actor_ref", "decision", "object_ref", "payload_sha256", "reason_code", "tenant_ref", "ts", "v"}

References are HMACs under the tenant's key, the payload is sealed and stands beside the leaf: destroying the key leaves
the entry whole and unreadable. Every value is printable ASCII, for which canonical JSON is sorted keys and no spaces.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
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
    detail: msgspec.Raw
    object: str
    project: UUID | None


def leaves(decisions: Sequence[Decision], keys: References, tenant_ref: str) -> list[Leaf]:
    """The decisions as they will stand in the log for ever. What many of them share is put into words once."""
    moments: dict[datetime, str] = {}
    actors: dict[UUID | None, str] = {None: "platform"}
    details: dict[int, msgspec.Raw] = {}  # by identity: the decisions hold them while we are here
    made = []
    for each in decisions:
        if each.at not in moments:
            moments[each.at] = moment(each.at)
        if each.actor not in actors:
            actors[each.actor] = keys.reference(f"person:{each.actor}")
        if id(each.detail) not in details:
            details[id(each.detail)] = msgspec.Raw(_encode(dict(each.detail)))
        plain = _encode(_Payload(each.actor, details[id(each.detail)], each.object, each.project_id))
        payload = keys.seal(plain, each.id)
        said = _Said(
            _plain(each.action), actors[each.actor], each.verdict, keys.reference(each.object),
            hashlib.sha256(payload).hexdigest(), _plain(each.reason), tenant_ref, moments[each.at],
        )  # fmt: skip
        made.append(Leaf(each.id, _encode(said), payload))
    return made


def moment(at: datetime) -> str:
    """UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(text: str) -> str:
    """Actions and reasons are words of ours; anything else would need escapes, which have more than one form."""
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"not a word of the ledger: {text!r}")
    return text
