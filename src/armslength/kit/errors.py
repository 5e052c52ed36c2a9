"""The error base.

    ArmslengthError            every failure we mean: a stable code, a status, a sentence for people
    ├── Invalid          422   the request is malformed; `field` names the place
    ├── NotSignedIn      401
    ├── Forbidden        403   signed in, but this role may not
    ├── NotFound         404   missing, or another tenant's: nobody can tell which
    ├── Conflict         409   well-formed, but not now
    ├── TooLarge         413
    ├── TooMany          429
    └── Unavailable      503   something that this needs does not answer; a job is tried again

A room subclasses these in its `errors.py` and sets `code = "<room>.<what>"`.
"""

from typing import ClassVar


class ArmslengthError(Exception):
    """A failure with a stable `code`, an HTTP `status`, and a `message` that says what to do."""

    code: ClassVar[str] = "kit.error"
    status: ClassVar[int] = 500

    def __init__(self, message: str, *, field: str | None = None, details: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.details = details


class Invalid(ArmslengthError):
    """The request is malformed; `field` is the path of the offending value, e.g. `answers.preference.item`."""

    code = "kit.invalid"
    status = 422


class NotSignedIn(ArmslengthError):
    """Nobody is signed in, or the session or key has ended."""

    code = "kit.not_signed_in"
    status = 401


class Forbidden(ArmslengthError):
    """Signed in, but the role does not carry the permission."""

    code = "kit.forbidden"
    status = 403


class NotFound(ArmslengthError):
    """Missing, or in another tenant: the caller cannot tell which."""

    code = "kit.not_found"
    status = 404


class Conflict(ArmslengthError):
    """Well-formed, but the state of things does not allow it now."""

    code = "kit.conflict"
    status = 409


class TooLarge(ArmslengthError):
    """More bytes or rows than the setting allows."""

    code = "kit.too_large"
    status = 413


class TooMany(ArmslengthError):
    """Too many requests of this kind; `details.retry_after` and the header Retry-After say when to come back, in s."""

    code = "kit.too_many"
    status = 429

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message, details={"retry_after": retry_after})
        self.retry_after = retry_after


class Unavailable(ArmslengthError):
    """Something that this needs does not answer now. A job that meets it is tried again, and says so meanwhile."""

    code = "kit.unavailable"
    status = 503
