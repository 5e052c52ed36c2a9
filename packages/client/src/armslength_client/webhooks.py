"""For whoever receives webhooks: is this really from our Armslength, and from just now?

    event = verify_webhook(secret, request.headers, request.body)
    if event.type == "release.release_ended" and not seen_before(event.id): ...

Signatures follow the Standard Webhooks specification (HMAC-SHA256 over id, timestamp and body).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from armslength_client.errors import ArmslengthClientError

_PREFIX = "whsec_"


class BadSignature(ArmslengthClientError):
    """Not signed with our secret, or too old, or from the future: do not believe it."""


class WebhookEvent(msgspec.Struct, frozen=True):
    """What happened. `id` is the same for every try and every replay: handle each id once."""

    id: str
    type: str
    timestamp: datetime
    organization_id: str
    data: dict[str, Any]


class _Body(msgspec.Struct):
    type: str
    timestamp: datetime
    organization_id: str
    data: dict[str, Any]


def verify_webhook(
    secret: str | Sequence[str], headers: Mapping[str, str], body: bytes, *, tolerance_seconds: float = 300,
    now: float | None = None,
) -> WebhookEvent:  # fmt: skip
    """The event, if `body` (the raw bytes of the request) was signed with `secret` (or one of several) just now.

    `headers` may be in any case; `now` is a Unix time in seconds, the machine's clock if not given. Raises
    BadSignature.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        event_id, moment, signatures = (given[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        sent_at = int(moment)
    except (KeyError, ValueError):
        raise BadSignature("webhook-id, webhook-timestamp and webhook-signature are not all in the headers.") from None
    if abs((time.time() if now is None else now) - sent_at) > tolerance_seconds:
        raise BadSignature("This was sent too long ago, or the clocks disagree.")
    secrets = [secret] if isinstance(secret, str) else list(secret)
    content = b"%b.%b.%b" % (event_id.encode(), moment.encode(), body)
    offered = [each.partition(",")[2] for each in signatures.split() if each.startswith("v1,")]
    if not any(_same(_sign(each, content), one) for each in secrets for one in offered):
        raise BadSignature("The signature does not fit: another secret, or the body was changed on the way.")
    read = msgspec.json.decode(body, type=_Body)
    return WebhookEvent(event_id, read.type, read.timestamp, read.organization_id, read.data)


def _same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.encode())


def _sign(secret: str, content: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise BadSignature("The secret is not one that Armslength has shown (whsec_…).") from None
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
