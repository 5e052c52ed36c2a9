"""Who may open what, for which purpose. The second check: routes are guarded before, the database decides after."""

from collections.abc import Mapping
from typing import Final

from armslength.identity.model import Actor
from armslength.walls.errors import BehindWall, ContentMissing, Refused
from armslength.walls.model import ContentKind, Purpose

_BY_PURPOSE: Final[Mapping[Purpose, str]] = {
    "annotate": "work.annotate",
    "review": "work.review",
    "adjudicate": "work.adjudicate",
    "export": "release.export",
    "configure": "project.configure",
}
_BROWSE: Final[Mapping[ContentKind, str]] = {
    "item": "item.read", "media": "item.read", "answers": "answers.read", "gold": "gold.read",
    "suggestion": "suggestion.read",
}  # fmt: skip
_ALWAYS: Final[Mapping[ContentKind, str]] = {"schema": "schema.read", "guideline": "guideline.read"}


def permission(kind: ContentKind, purpose: Purpose) -> str:
    """The permission that opening `kind` for `purpose` needs."""
    if kind in _ALWAYS:
        return _ALWAYS[kind]
    return _BROWSE[kind] if purpose == "browse" else _BY_PURPOSE[purpose]


def check(actor: Actor, kind: ContentKind, purpose: Purpose) -> None:
    """Return, or raise: to a vendor's people every refusal looks like something missing."""
    if actor.may(permission(kind, purpose)):
        return
    if actor.side == "vendor":
        raise missing()
    raise Refused("Your role in this project does not allow this.")


def sees_origin(actor: Actor, purpose: Purpose) -> bool:
    """Whether metadata and the `source` of responses are shown: to the customer's people who browse or export."""
    return actor.side == "customer" and purpose in ("browse", "export")


def behind_wall() -> BehindWall:
    """What the guard says of a project that does not exist, or whose grant is not open."""
    return BehindWall("There is no such project.")


def missing() -> ContentMissing:
    """What is missing and what is refused look the same."""
    return ContentMissing("There is nothing here.")
