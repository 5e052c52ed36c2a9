"""From columns to fields."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from armslength.fields.model import Field
from armslength.fields.service import gist, parted
from armslength.fields.settings import DEFAULT_LIMITS
from armslength.ingest.errors import BadMapping
from armslength.ingest.model import ColumnRef, ColumnRule
from armslength.ingest.model import Mapping as ColumnMapping
from armslength.questions.model import LabelSchema

EXTERNAL_ID_CHARS = 500
_SLOT = re.compile(r"\{([^{}]+)\}")
_MARKS = re.compile(r"</?v>")

Values = Mapping[str, Any]
Pick = Callable[[Values], Any]


class Mapped(msgspec.Struct, frozen=True):
    """A row as fields: its raw content, its metadata, its external id, and what is wrong with the latter."""

    external_id: str | None
    content: dict[str, Any]
    metadata: dict[str, Any]
    trouble: tuple[str, str] | None


class NotParted(Exception):
    """A conversation of a row has no last answer, or not the beginning of the others; the message says so."""


def identity_mapping(schema: LabelSchema) -> ColumnMapping:
    """Every field from the column of its own name."""
    return ColumnMapping({field.name: field.name for field in schema.fields})


def check_mapping(mapping: ColumnMapping, schema: LabelSchema) -> None:
    """Raise BadMapping when a field is unknown, missing, or mapped in a way that it cannot take."""
    for name, ref in mapping.fields.items():
        field = schema.field(name)
        if field is None:
            raise BadMapping(f"There is no field called {name!r}.", field=f"mapping.fields.{name}")
        if problem := _check_ref(field, ref):
            raise BadMapping(problem, field=f"mapping.fields.{name}")
    for field in schema.fields:
        if field.required and field.name not in mapping.fields:
            raise BadMapping(
                f"The field {field.name!r} is required: choose its column.", field=f"mapping.fields.{field.name}"
            )


def _check_ref(field: Field, ref: ColumnRef) -> str | None:
    if isinstance(ref, str):
        return None
    if isinstance(ref, list):
        return None if field.many else "This field takes one value: choose one column, or a template."
    if (ref.template is None) == (ref.columns is None):
        return "Give either a template or columns."
    if ref.part is not None and (problem := _check_part(field, ref)):
        return problem
    if ref.template is not None:
        named = _SLOT.search(ref.template) is not None
        return None if named else "The template names no column; write its name in braces, as in {question}."
    if not field.many and ref.part is None:
        return "This field takes one value: choose one column, or a template."
    if ref.sources is not None and len(ref.sources) != len(ref.columns or ()):
        return "Give as many sources as columns."
    return None


def _check_part(field: Field, ref: ColumnRule) -> str | None:
    if ref.columns is None:
        return "A part is taken of `columns`."
    if ref.part in ("asked", "joined"):
        return (
            None if field.kind == "chat" and not field.many else "Only a conversation can be what was asked, or joined."
        )
    if field.kind != "text":
        return (
            f"Only a text can be {'without marks' if ref.part == 'unmarked' else 'the last answer of a conversation'}."
        )
    return None if field.many or len(ref.columns) == 1 else "This field takes one value: choose one column."


def columns_of(mapping: ColumnMapping, there: Collection[str] = ()) -> set[str]:
    """Every column that the mapping reads, of a table that has these, where that is known."""
    found = set(mapping.metadata) | set(_naming(mapping.external_id, there))
    for ref in mapping.fields.values():
        if isinstance(ref, str):
            found.add(ref)
        elif isinstance(ref, list):
            found.update(ref)
        else:
            found.update(ref.columns or ())
            found.update(_SLOT.findall(ref.template or ""))
    return found


def _naming(external_id: str | None, there: Collection[str]) -> list[str]:
    """The columns that name an item: the one of that very name, or those in its braces."""
    if external_id is None:
        return []
    slots = _SLOT.findall(external_id) if external_id not in there else []
    return list(dict.fromkeys(slots)) or [external_id]


def pick(values: Values, column: str) -> Any:
    """A column's value; `a.b` reaches into objects, `a.0` into lists and `a.*.b` into each of a list, unless a column
    has that very name."""
    return values[column] if column in values else _reach(values, column.split("."))


def _reach(found: Any, parts: Sequence[str]) -> Any:
    for place, part in enumerate(parts, 1):
        if part == "*" and isinstance(found, list):
            return _each(found, parts[place:])
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found


def reachable(values: Values, depth: int = 4) -> Iterator[str]:
    """The columns of a row and the paths into them: to each in a list of objects (`*`), to the first in lists below."""
    for name, value in values.items():
        yield name
        yield from (f"{name}.{path}" for path in _inside(value, "*", depth))


def _inside(value: Any, which: str, depth: int) -> Iterator[str]:
    if isinstance(value, list):
        found = next((each for each in value if isinstance(each, Mapping)), None)
        yield from (f"{which}.{path}" for path in (_inside(found, "0", depth) if found else ()))
    elif isinstance(value, Mapping) and depth:
        for name, inner in value.items():
            yield str(name)
            yield from (f"{name}.{path}" for path in _inside(inner, which, depth - 1))


def _each(found: list[Any], rest: Sequence[str]) -> list[Any]:
    """What stands there in each of a list, in one list."""
    inner = [value for each in found if (value := _reach(each, rest)) is not None]
    return [value for each in inner for value in each] if "*" in rest else inner


class Mapper:
    """A mapping made ready for many rows."""

    def __init__(self, mapping: ColumnMapping, schema: LabelSchema) -> None:
        self._id_column = mapping.external_id
        self._metadata = mapping.metadata
        fields = {field.name: field for field in schema.fields}
        self._fields = [(name, _picker(fields[name], ref)) for name, ref in mapping.fields.items()]

    def map(self, values: Values) -> Mapped:
        """One row as fields. Absent columns and empty cells are left out."""
        external_id, trouble = self._external_id(values)
        content = {}
        for name, take in self._fields:
            try:
                found = take(values)
            except NotParted as reason:
                trouble = (name, str(reason))
                continue
            if found is not None:
                content[name] = found
        metadata = {name: found for name in self._metadata if (found := pick(values, name)) is not None}
        return Mapped(external_id, content, metadata, trouble)

    def _external_id(self, values: Values) -> tuple[str | None, tuple[str, str] | None]:
        if self._id_column is None:
            return None, None
        external_id, reason = clean_external_id(_name(values, self._id_column))
        return external_id, (self._id_column, reason) if reason else None


def _name(values: Values, column: str) -> Any:
    """What names the row: a column, or several in a text; nothing where one of these is empty."""
    slots = _SLOT.findall(column) if column not in values else []
    if not slots:
        return pick(values, column)
    if any(pick(values, slot) in (None, "") for slot in slots):
        return None
    return _template(column)(values)


def clean_external_id(value: Any) -> tuple[str | None, str | None]:
    """(external id, None), or (None, why it cannot be one)."""
    if value is None or value == "":
        return None, "The row has no external id."
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None, "The external id must be a text or a whole number."
    text = str(value)
    if len(text) > EXTERNAL_ID_CHARS:
        return None, f"The external id is longer than {EXTERNAL_ID_CHARS} characters."
    if "\x00" in text or not (text.isascii() or _is_unicode(text)):
        return None, "The external id contains a character that cannot be stored."
    return text, None


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _picker(field: Field, ref: ColumnRef) -> Pick:
    if isinstance(ref, str):
        return _many_cell(ref) if field.many else lambda values: pick(values, ref)
    if isinstance(ref, list):
        return _responses(ref, ref)
    if ref.columns is not None:
        if ref.part == "asked":
            return _asked(ref.columns)
        if ref.part == "joined":
            return _joined(ref.columns)
        of = _PARTS.get(ref.part or "")
        if not field.many:
            return lambda values: (of or _answer)(pick(values, (ref.columns or [""])[0]))
        return _responses(ref.columns, ref.sources or ref.columns, of)
    return _template(ref.template or "")


def _many_cell(column: str) -> Pick:
    def take(values: Values) -> Any:
        value = pick(values, column)
        if isinstance(value, str) and value.lstrip()[:1] == "[":  # a list inside a CSV cell
            try:
                return msgspec.json.decode(value)
            except (ValueError, RecursionError):
                return value
        return value

    return take


def _asked(columns: list[str]) -> Pick:
    """The messages before the last answer, which all these conversations have in common."""

    def take(values: Values) -> list[Any] | None:
        asked = [_parts(found)[0] for column in columns if (found := pick(values, column)) is not None and found != ""]
        if any(gist(each) != gist(asked[0]) for each in asked[1:]):
            raise NotParted("The conversations differ before their last answers.")
        return asked[0] if asked else None

    return take


def _joined(columns: list[str]) -> Pick:
    """All messages, column after column; a text in the first is asked, in the others it answers."""

    def take(values: Values) -> list[Any] | None:
        found: list[Any] = []
        for role, column in zip(("user", *("assistant",) * len(columns)), columns, strict=False):
            said = pick(values, column)
            if isinstance(said, str) and said.strip():
                said = [{"role": role, "content": said}]
            elif isinstance(said, Mapping):
                said = said.get("messages", [said])
            found += said if isinstance(said, list) else []
        return found or None

    return take


def _answer(conversation: Any) -> Any:
    return conversation if conversation is None or conversation == "" else _parts(conversation)[1]


def _unmarked(text: Any) -> Any:
    return _MARKS.sub("", text) if isinstance(text, str) else text


_PARTS: dict[str, Callable[[Any], Any]] = {"answered": _answer, "unmarked": _unmarked}


def _parts(conversation: Any) -> tuple[list[Any], str]:
    found = parted(conversation, DEFAULT_LIMITS)
    if isinstance(found, str):
        raise NotParted(found)
    return found


def _responses(columns: list[str], sources: list[str], of: Callable[[Any], Any] | None = None) -> Pick:
    pairs = list(zip(columns, sources, strict=True))

    def take(values: Values) -> Any:
        found = [(pick(values, column), column, source) for column, source in pairs]
        return [
            {"value": of(value) if of else value, "source": _source(values, column, source)}
            for value, column, source in found
            if value is not None and value != ""
        ]

    return take


def _source(values: Values, column: str, source: str) -> str:
    if source == column:
        return column
    named = pick(values, source)
    return source if named is None else str(named)


def _template(template: str) -> Pick:
    def take(values: Values) -> str:
        return _SLOT.sub(lambda slot: _text(pick(values, slot.group(1))), template).strip()

    return take


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
