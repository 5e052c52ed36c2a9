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

__all__ = [
    "ApiError",
    "Armslength",
    "ArmslengthClientError",
    "AsyncArmslength",
    "Conflict",
    "ConnectionFailed",
    "Forbidden",
    "Invalid",
    "NoWork",
    "NotFound",
    "NotSignedIn",
    "Review",
    "TooMany",
    "Work",
]
