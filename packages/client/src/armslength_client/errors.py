"""What can go wrong.

ArmslengthClientError
├── ConnectionFailed       the server could not be reached after all tries
├── BadSignature           a webhook that is not ours (webhooks.py)
└── ApiError               the server said no: status, code, message, field, details
    ├── NotSignedIn 401
    ├── Forbidden   403
    ├── NotFound    404
    ├── Conflict    409
    ├── Invalid     422
    └── TooMany     429
"""

from __future__ import annotations

import msgspec


class ArmslengthClientError(Exception):
    """Base of everything this package raises."""


class ConnectionFailed(ArmslengthClientError):
    """The server could not be reached."""


class ApiError(ArmslengthClientError):
    """The server refused; `code` is stable, `message` is for people, `field` names the offending value."""

    def __init__(self, status: int, code: str, message: str, field: str | None, details: object) -> None:
        super().__init__(f"{message} ({code}{f', field {field}' if field else ''})")
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.details = details


class NotSignedIn(ApiError):
    """No session or key, or it has ended."""


class Forbidden(ApiError):
    """The role or the key's scopes do not carry this permission."""


class NotFound(ApiError):
    """Missing, or not yours to see."""


class Conflict(ApiError):
    """The state of things does not allow it now."""


class Invalid(ApiError):
    """The request is malformed; `field` says where."""


class TooMany(ApiError):
    """Too many requests of this kind."""


_KINDS: dict[int, type[ApiError]] = {
    401: NotSignedIn,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Invalid,
    429: TooMany,
}


class _Failed(msgspec.Struct):
    code: str = "http.error"
    message: str = "The server answered with an error."
    field: str | None = None
    details: object = None


class _Failure(msgspec.Struct):
    error: _Failed


def from_response(status: int, body: bytes) -> ApiError:
    """The error behind a response that is not a success, whatever its body looks like."""
    try:
        failed = msgspec.json.decode(body, type=_Failure).error
    except msgspec.MsgspecError:
        failed = _Failed(message=f"The server answered {status}: {body[:200].decode(errors='replace')}")
    kind = _KINDS.get(status, ApiError)
    return kind(status, failed.code, failed.message, failed.field, failed.details)
