"""How large one item may be. An import reports what is larger; nothing is cut."""

from armslength.kit.settings import Settings


class ContentLimits(Settings, frozen=True):
    """Limits of one item's content (ARMSLENGTH_FIELDS_<KNOB>)."""

    chars: int = 2_000_000
    """Most characters (Unicode code points) in all fields of one item together."""
    depth: int = 24
    """Deepest nesting of JSON inside a field."""
    values: int = 200_000
    """Most JSON values (strings, numbers, lists, objects) in one item."""
    messages: int = 500
    """Most messages in one conversation."""
    responses: int = 26
    """Most responses in a `many` field: they are shown as A to Z."""
    steps: int = 500
    """Most responses in an `ordered` field: they are numbered."""
    columns: int = 500
    """Most columns in a table."""
    rows: int = 20_000
    """Most rows in a table."""


DEFAULT_LIMITS = ContentLimits()
