"""Signatures after the Standard Webhooks specification: HMAC-SHA256 over id, timestamp and body.

webhook-id: evt_…            the same for every try and every replay of an event
webhook-timestamp: 1767268800
webhook-signature: v1,<base64> [v1,<base64>]     one for each secret that signs now
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

_PREFIX: Final = "whsec_"


def secret_text(secret: bytes) -> str:
    """The secret as it is shown to whoever receives."""
    return _PREFIX + base64.b64encode(secret).decode()


def signed_headers(secrets: Sequence[bytes], event_id: UUID, at: datetime, body: bytes) -> dict[str, str]:
    """What proves where a body comes from and when it was sent."""
    name, moment = f"evt_{event_id.hex}", str(int(at.timestamp()))
    content = b"%b.%b.%b" % (name.encode(), moment.encode(), body)
    signatures = (base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode() for secret in secrets)
    return {
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
