"""Key-set pages: the next page starts after the last row's key, so page 10,000 costs what page 1 costs."""

import base64
from typing import Generic, TypeVar

import msgspec

from armslength.kit.errors import Invalid

T = TypeVar("T")

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


class Page(msgspec.Struct, Generic[T]):
    """One page: its `items`, and the cursor of the `next` page or None at the end."""

    items: list[T]
    next: str | None = None


class BadCursor(Invalid):
    """A cursor that we did not hand out."""

    code = "kit.bad_cursor"


def encode_cursor(*values: object) -> str:
    """The opaque form of a row's key."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def decode_cursor(text: str, *types: type) -> tuple[object, ...]:
    """The key behind a cursor, its parts converted to `types`; raises BadCursor naming the field."""
    wanted = tuple[types]  # type: ignore[valid-type]  # built at run time from the caller's types
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.json.decode(raw, type=wanted)  # type: ignore[no-any-return]
    except (ValueError, msgspec.MsgspecError):
        raise BadCursor("This cursor is not one that a page returned.", field="cursor") from None


def check_limit(limit: int) -> int:
    """`limit` itself when it is within 1..MAX_LIMIT."""
    if not 1 <= limit <= MAX_LIMIT:
        raise Invalid(f"The limit must be between 1 and {MAX_LIMIT}.", field="limit")
    return limit
