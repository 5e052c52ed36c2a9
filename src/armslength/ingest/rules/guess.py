"""A first guess at which column is which field: by name, by the preset's hints, by what the values look like."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from armslength.fields.model import Field
from armslength.fields.service import parted
from armslength.fields.settings import DEFAULT_LIMITS
from armslength.ingest.model import LONGEST_COLUMN, MOST_METADATA, ColumnRef, ColumnRule
from armslength.ingest.model import Mapping as ColumnMapping
from armslength.ingest.rules.csv_rows import is_marked, plain
from armslength.ingest.rules.mapping import columns_of, pick
from armslength.questions.model import LabelSchema

Rows = Sequence[Mapping[str, Any]]
Hints = Mapping[str, Sequence[str]]

_PROMPT = ("prompt", "question", "instruction", "query", "input", "user", "request", "problem", "task", "context")
_TEXT = ("text", "sentence", "content", "body", "document", "review", "tweet", "comment", "passage")
_ANSWER = ("response", "answer", "completion", "output", "solution", "draft", "reply", "chosen")
_CHAT = (
    "messages",
    "conversation",
    "conversations",
    "chat",
    "dialog",
    "dialogue",
    "turns",
    "transcript",
    "history",
    "traj",
)
_IMAGE = ("image", "picture", "photo", "media", "img")
_CODE = ("code", "program", "source_code", "snippet", "canonical_solution")
_TABLE = ("table", "rows", "data", "json", "records")
_LISTS = (
    "responses",
    "completions",
    "candidates",
    "answers",
    "outputs",
    "choices",
    "replies",
    "generations",
    "samples",
)
_IDS = ("external_id", "id", "uid", "uuid", "item_id", "example_id", "sample_id", "message_id", "idx", "index", "key")
_TWINS = (
    ("chosen", "rejected"), ("preferred_output", "non_preferred_output"), ("response_a", "response_b"),
    ("answer_a", "answer_b"), ("output_1", "output_2"),
)  # fmt: skip
_FAMILY = re.compile(r"^(.*?)[ _.-]?(\d{1,2}|[a-h])$", re.IGNORECASE)
_BY_KIND = {"chat": _CHAT + _PROMPT + _TEXT, "image": _IMAGE, "code": _CODE + _ANSWER, "table": _TABLE}
_BY_NAME = ((_PROMPT, _PROMPT), (_ANSWER, _ANSWER), (_TEXT, _TEXT + _PROMPT))


def guess_mapping(schema: LabelSchema, columns: Sequence[str], rows: Rows, hints: Hints | None = None) -> ColumnMapping:
    """A mapping to begin with; fields without a likely column are left out, others become metadata: as many as may be,
    and only those whose name a mapping can say."""
    columns = [column for column in columns if 0 < len(column) <= LONGEST_COLUMN and "\0" not in column]
    free = list(columns)
    external_id = _external_id(free, rows)
    if external_id:
        free.remove(external_id)
    fields: dict[str, ColumnRef] = {}
    # Lists of responses first: what they take (answer_a, answer_b) must not go to a single field.
    for field in sorted(schema.fields, key=lambda field: not field.many):
        ref, used = (_many if field.many else _single)(field, free, rows, (hints or {}).get(field.name, ()))
        if ref is not None:
            fields[field.name] = ref
            free = [column for column in free if column not in used]
    _part(schema, fields, rows)
    read = columns_of(ColumnMapping(fields))
    rest = [column for column in columns if column not in read and column != external_id]
    for field in schema.fields:
        if field.name not in fields and (column := _only_text(field, rest, rows)):
            fields[field.name] = column
            rest.remove(column)
    ordered = {field.name: fields[field.name] for field in schema.fields if field.name in fields}
    guessed = ColumnMapping(ordered, external_id, rest[:MOST_METADATA])
    return _by_segment(guessed, columns, schema) if is_marked(columns) else guessed


def _by_segment(guessed: ColumnMapping, columns: Sequence[str], schema: LabelSchema) -> ColumnMapping:
    """Texts without the marks, named by where they are from; what somebody said of them is not the item's."""
    texts = {field.name for field in schema.fields if field.kind == "text" and not field.many}
    fields = {
        name: ColumnRule(columns=[ref], part="unmarked") if name in texts and isinstance(ref, str) else ref
        for name, ref in guessed.fields.items()
    }
    known = [_named([name], columns) for name in ("system", "doc", "doc_id")]
    segments = [_named([name], columns) for name in ("seg_id", "global_seg_id", "doc_seg_id")]
    kept = [column for column in (*known, *segments) if column is not None]
    naming = [column for column in (*known[:2], next(filter(None, segments), None)) if column is not None]
    external_id = "/".join(f"{{{column}}}" for column in naming) if any(segments) else guessed.external_id
    return ColumnMapping(fields, external_id, kept)


def _part(schema: LabelSchema, fields: dict[str, ColumnRef], rows: Rows) -> None:
    """Conversations that end with an answer hold two things: what was asked, and what is judged.

    `chosen` and `rejected` with the prompt in each (HH-RLHF, TRL without a prompt) are answers to what both begin
    with; where only a text is missing, it is the end of the conversation that was found.
    """
    texts = [field for field in schema.fields if field.kind == "text" and field.required and not field.ordered]
    chats = [field for field in schema.fields if field.kind == "chat" and not field.many and field.required]
    unasked = any(chat.name not in fields for chat in chats)
    for field in texts:
        columns = _listed(fields.get(field.name))
        if columns and _end_with_an_answer(columns, rows) and (unasked or not _are_texts(columns, rows)):
            fields[field.name] = ColumnRule(columns=columns, part="answered")
            for chat in chats:
                fields.setdefault(chat.name, ColumnRule(columns=columns, part="asked"))
    missing = [field for field in texts if field.name not in fields]
    whole = [chat for chat in chats if chat.name not in _PROMPT and fields.get(chat.name) == "prompt"]
    if whole and _is_completed(fields, rows):  # what is judged stands in the conversation itself
        fields[whole[0].name] = ColumnRule(columns=["prompt", "completion"], part="joined")
    if len(missing) == len(chats) == 1:
        columns = _listed(fields.get(chats[0].name))
        if len(columns) == 1 and _end_with_an_answer(columns, rows):
            fields[chats[0].name] = ColumnRule(columns=columns, part="asked")
            fields[missing[0].name] = ColumnRule(columns=columns, part="answered")


def _is_completed(fields: Mapping[str, ColumnRef], rows: Rows) -> bool:
    """Whether nearly all rows bring messages that complete their prompt, and nothing else takes them."""
    used = columns_of(ColumnMapping(dict(fields)))
    found = [row for row in rows if isinstance(row.get("completion"), list) and row["completion"]]
    return "completion" not in used and len(found) >= 0.9 * len(rows) > 0


def _listed(ref: ColumnRef | None) -> list[str]:
    return [ref] if isinstance(ref, str) else ref if isinstance(ref, list) else []


def _are_texts(columns: Sequence[str], rows: Rows) -> bool:
    return any(isinstance(pick(row, column), str) for row in rows for column in columns)


def _end_with_an_answer(columns: Sequence[str], rows: Rows) -> bool:
    """Whether nearly all of these conversations do, and something was asked in most of them."""
    values = [value for row in rows for column in columns if (value := pick(row, column)) is not None]
    found = [parts for value in values if isinstance(parts := parted(value, DEFAULT_LIMITS), tuple)]
    return len(found) >= 0.9 * len(values) and sum(bool(asked) for asked, _ in found) > len(values) / 2


def _named(names: Sequence[str], free: Sequence[str]) -> str | None:
    known = {plain(column): column for column in reversed(free)}
    return next((known[plain(name)] for name in names if plain(name) in known), None)


def _hinted(hints: Sequence[str], free: Sequence[str], rows: Rows, kind: type) -> str | None:
    """The first hint that is a column, or, where it reaches into one (`a.b`), finds a value of that kind there."""
    for hint in hints:
        if column := _named([hint], free):
            return column
        if "." in hint and any(isinstance(found := pick(row, hint), kind) and found for row in rows):
            return hint
    return None


def _external_id(free: Sequence[str], rows: Rows) -> str | None:
    return next((column for column in _id_like(free) if _is_key(column, rows)), None)


def _id_like(free: Sequence[str]) -> list[str]:
    """Columns that are called like a name of rows, the likeliest first."""
    found = [column for column in (_named([name], free) for name in _IDS) if column is not None]
    return found + [column for column in free if column.lower().endswith("_id") and column not in found]


def _is_key(column: str, rows: Rows) -> bool:
    values = [pick(row, column) for row in rows]
    plain = all(isinstance(value, str | int) and not isinstance(value, bool) and value != "" for value in values)
    return bool(values) and plain and len(set(values)) == len(values)


def _single(field: Field, free: Sequence[str], rows: Rows, hints: Sequence[str]) -> tuple[ColumnRef | None, list[str]]:
    column = _named([field.name, field.title or ""], free)
    if column is None:
        instruction, given = _named(["instruction"], free), _named(["input", "context"], free)
        if field.kind in ("text", "chat") and field.name in _PROMPT and instruction and given:
            template = f"{{{instruction}}}\n\n{{{given}}}"
            return ColumnRule(template=template), [instruction, given]
        column = _hinted(hints, free, rows, str) or _named(_aliases(field), free)
    return column, [column] if column else []


def _aliases(field: Field) -> Sequence[str]:
    if field.kind in _BY_KIND:
        return _BY_KIND[field.kind]
    return next((aliases for names, aliases in _BY_NAME if field.name.lower() in names), _TEXT + _PROMPT)


def _only_text(field: Field, free: Sequence[str], rows: Rows) -> str | None:
    """The longest text there is, for a required field that nothing else fits."""
    if field.kind not in ("text", "chat") or not field.required:
        return None
    names = _id_like(free)
    lengths = {
        column: sum(len(value) for row in rows if isinstance(value := pick(row, column), str))
        for column in free
        if column not in names
    }
    best = max(lengths, key=lambda column: lengths[column], default=None)
    return best if best is not None and lengths[best] else None


def _many(field: Field, free: Sequence[str], rows: Rows, hints: Sequence[str]) -> tuple[ColumnRef | None, list[str]]:
    lists = [column for column in free if any(isinstance(pick(row, column), list) for row in rows)]
    for twins in _TWINS:
        if len(group := _pair(twins, lists)) == 2 and not _named([field.name], lists):
            return list(group), list(group)
    named = (
        _named([field.name], lists) or _hinted(hints, lists, rows, list) or _named([*_LISTS], lists)
        or _named([field.name], free)
    )  # fmt: skip
    if named:
        return named, [named]
    hinted = [column for column in (_named([hint], free) for hint in hints) if column]
    likely, others = _families(free)
    for group in (*(_pair(twins, free) for twins in _TWINS), likely, hinted, others):
        if len(group) >= 2:
            return list(group), list(group)
    return (lists[0], [lists[0]]) if lists else (None, [])


def _pair(names: Sequence[str], free: Sequence[str]) -> list[str]:
    found = [_named([name], free) for name in names]
    return [column for column in found if column is not None] if all(found) else []


def _families(free: Sequence[str]) -> tuple[list[str], list[str]]:
    """The largest groups of columns that differ by a number or letter at the end (response1, response2, …): of those
    that are called like an answer, and of the others."""
    groups: dict[str, list[str]] = {}
    for column in free:
        if (found := _FAMILY.match(column)) and found.group(1):
            groups.setdefault(plain(found.group(1)), []).append(column)
    likely = {stem for stem in groups if stem.startswith((*_ANSWER, "model"))}
    named = [group for stem, group in groups.items() if stem in likely]
    rest = [group for stem, group in groups.items() if stem not in likely]
    return max(named, key=len, default=[]), max(rest, key=len, default=[])
