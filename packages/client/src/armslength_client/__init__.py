"""Python client of Armslength, sync and async."""

from armslength_client._async.client import AsyncArmslength
from armslength_client._sync.client import Armslength
from armslength_client.errors import (
    ApiError,
    ArmslengthClientError,
    Conflict,
    ConnectionFailed,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    TooMany,
)
from armslength_client.types import NoWork, Review, Work
from armslength_client.types_review import AdjudicationWork
from armslength_client.webhooks import BadSignature, WebhookEvent, verify_webhook

__all__ = [
    "AdjudicationWork",
    "ApiError",
    "Armslength",
    "ArmslengthClientError",
    "AsyncArmslength",
    "BadSignature",
    "Conflict",
    "ConnectionFailed",
    "Forbidden",
    "Invalid",
    "NoWork",
    "NotFound",
    "NotSignedIn",
    "Review",
    "TooMany",
    "WebhookEvent",
    "Work",
    "verify_webhook",
]
