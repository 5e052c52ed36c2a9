"""What a field is, what can be wrong with it, and what every kind of field can do."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Protocol, TypeVar

import msgspec

from armslength.fields.settings import ContentLimits

# `$(?!\n)`: in Python `$` alone also matches before a last line break; JSON Schema readers accept both forms.
Name = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$(?!\n)",
        description="A letter, then letters, digits or underscores; at most 64.",
    ),
]
MOST_CANDIDATES = 10
"""Of one step: they are told apart by letters, and each has to be read."""
Title = Annotated[str, msgspec.Meta(max_length=500)]


class Problem(msgspec.Struct, frozen=True):
    """Something wrong: `path` says where (`questions[0].settings.options[1].id`), `message` what, in plain English."""

    path: str
    message: str


class Unfinished(Problem, frozen=True):
    """Not wrong, only not there yet: a draft may have it, a submitted answer may not."""


def under(prefix: str, problems: Iterable[Problem]) -> list[Problem]:
    """The same problems, their paths below `prefix`."""
    return [type(problem)(join(prefix, problem.path), problem.message) for problem in problems]


def join(prefix: str, path: str) -> str:
    """`a` + `b` = `a.b`; `a` + `[0]` = `a[0]`; an empty side vanishes."""
    if not prefix or not path or path.startswith("["):
        return prefix + path
    return f"{prefix}.{path}"


class Field(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing that is shown. `many`: a list of responses. `searchable`: its text is also kept in the clear.

    `ordered`: the responses follow each other, as steps or paragraphs do; everybody sees them in their own order. Of
    texts, an entry that is a list holds candidates of one step: the first is the one that the next step follows.
    """

    name: Name
    kind: Annotated[str, msgspec.Meta(max_length=64)]
    title: Title | None = None
    required: bool = True
    many: bool = False
    ordered: bool = False
    searchable: bool = False
    settings: dict[str, Any] = {}


class Response(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the values of a `many` field. `source` (which model wrote it) is never delivered to whoever judges it.

    `place`: the number of the step whose candidate it is, from 1, where a step of the field has several.
    """

    id: str
    value: Any
    source: str | None = None
    place: int | None = None


Normalised = tuple[Any, list[Problem]]
"""The stored form (meaningless when there are problems), and the problems, their paths relative to the field."""

S = TypeVar("S", bound=msgspec.Struct)


class FieldKind(Protocol[S]):
    """A kind of field. Stateless; every method is pure and raises nothing."""

    kind: str
    title: str
    summary: str
    levels: tuple[str, ...]
    """What a question may hang on inside one value: `message` and `turn`, or nothing."""
    Settings: type[S]

    def value_schema(self) -> dict[str, Any]:
        """JSON Schema of the stored value."""
        ...

    def normalise(self, raw: object, settings: S, limits: ContentLimits) -> Normalised:
        """The one stored form of whatever people bring; normalising it again changes nothing."""
        ...

    def texts(self, value: Any) -> Mapping[str, str]:
        """The texts that spans can point into: `""` for the value's own text, a message id for a message's."""
        ...

    def line(self, value: Any) -> str:
        """The value in a line, for lists and search: plain text, uncut."""
        ...
