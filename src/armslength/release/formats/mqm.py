"""Marked errors as the MQM sets of the WMT shared tasks have them: a line per error, the stretch between <v> and </v>.

Traps. The tables are read without quotes, so tabs and line ends inside a text become blanks, and a text that has <v>
itself has no place. A text without errors is one line, "No-error"; what is left out is marked in the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from armslength.questions.errors.kind import Category, Error, ErrorsSettings, ErrorsValue
from armslength.questions.model import LabelSchema, Question
from armslength.release.formats.labels import choose, labels, undecided_marks
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row

NO_ERRORS: Final = "It needs a question that marks errors in texts, of the whole item."
COLUMNS: Final = ("system", "doc", "doc_id", "seg_id", "rater", "source", "target", "category", "severity", "comment")
_NONE: Final = {"category": "No-error", "severity": "No-error", "comment": ""}


class Mqm(RowFormat):
    """`system doc doc_id seg_id rater source target category severity comment`, with tabs between."""

    id = "mqm"
    title = "MQM (WMT)"
    summary = "A line per marked error, between <v> and </v>, with category and severity, as the WMT's MQM sets."
    extension = "tsv"

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """Errors must be marked in texts."""
        return None if _question(schema, recipe) else NO_ERRORS

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per error of each answer, or of the majority; one row where there is none."""
        question = _question(plan.schema, plan.recipe)
        assert question is not None  # why_not has been asked
        settings = msgspec.convert(question.settings, ErrorsSettings)
        source, target = _sides(plan.schema, settings)
        texts = {name: record.content.get(name) or "" for name in (source, target) if name}
        for label in labels(record, plan, question.name):
            why, missing = undecided_marks(label, plan)
            yield from missing
            if why is not None:
                yield Dropped(why)
            elif any(mark in text for text in texts.values() for mark in ("<v>", "</v>")):
                yield Dropped("a text that holds <v> itself")
            else:
                segment = _segment(record, label.said.person if label.said else plan.recipe.truth)
                for error in _lines(msgspec.convert(label.vote.value, ErrorsValue), settings):
                    shown = {
                        side: _marked(texts, name, error) for side, name in (("source", source), ("target", target))
                    }
                    yield Row({**segment, **shown, **_said(error, settings)})

    def encoder(self, columns: Columns | None) -> Tabs:
        """Lines."""
        return Tabs()


class Tabs:
    """Tab-separated lines without quotes; before the first, the header."""

    def __init__(self) -> None:
        self._started = False

    def rows(self, rows: Sequence[Mapping[str, str]]) -> bytes:
        """Lines."""
        lines = [] if self._started else ["\t".join(COLUMNS)]
        self._started = True
        lines += ["\t".join(_line(row[name]) for name in COLUMNS) for row in rows]
        return "".join(f"{line}\n" for line in lines).encode()

    def end(self) -> bytes:
        """The header, when there was no row."""
        return b"" if self._started else self.rows([])


def _question(schema: LabelSchema, recipe: Recipe) -> Question | None:
    """One that marks errors in texts that stand alone: neither in conversations nor in each of several responses."""
    return choose(schema, recipe.question, [lambda question: question.kind == "errors" and _plain(schema, question)])


def _plain(schema: LabelSchema, question: Question) -> bool:
    fields = [schema.field(name) for name in msgspec.convert(question.settings, ErrorsSettings).fields]
    return question.target.level == "item" and all(each and each.kind == "text" and not each.many for each in fields)


def _sides(schema: LabelSchema, settings: ErrorsSettings) -> tuple[str | None, str]:
    """The source and the target: errors are marked in the target first. Without a second field, `source` or none."""
    target = settings.fields[0]
    if len(settings.fields) > 1:
        return settings.fields[1], target
    known = schema.field("source")
    return ("source" if known and known.kind == "text" and not known.many else None), target


def _segment(record: Record, rater: str) -> dict[str, str]:
    """Where the text is from, as its metadata say (if the recipe lets them in); else the item's own name."""
    known = {name: value for name, value in (record.metadata or {}).items() if isinstance(value, str | int)}
    own = record.external_id or str(record.item)
    return {
        "system": str(known.get("system", "")), "doc": str(known.get("doc", "")),
        "doc_id": str(known.get("doc_id", "")), "seg_id": str(known.get("seg_id", own)),
        "rater": rater,
    }  # fmt: skip


def _lines(value: ErrorsValue, settings: ErrorsSettings) -> list[Error | None]:
    """The errors as they stand in the texts; None: there is none."""
    places = {name: at for at, name in enumerate(settings.fields)}
    found = sorted(value.errors, key=lambda error: (places.get(error.field, len(places)), error.start, error.end))
    return list(found) or [None]


def _marked(texts: Mapping[str, str], name: str | None, error: Error | None) -> str:
    text = texts[name] if name else ""
    if error is not None and error.field == name:
        text = f"{text[: error.start]}<v>{text[error.start : error.end]}</v>{text[error.end :]}"
    return text


def _said(error: Error | None, settings: ErrorsSettings) -> dict[str, str]:
    if error is None:
        return _NONE
    severities = {each.id: each.title for each in settings.severities}
    return {
        "category": _titles(settings.categories).get(error.category, error.category),
        "severity": severities.get(error.severity, error.severity), "comment": error.comment or "",
    }  # fmt: skip


def _titles(categories: Sequence[Category]) -> dict[str, str]:
    """Every category as `Accuracy/Mistranslation`."""
    found: dict[str, str] = {}
    waiting = [("", each) for each in categories]
    while waiting:
        above, category = waiting.pop()
        found[category.id] = f"{above}{category.title}"
        waiting += [(f"{above}{category.title}/", below) for below in category.categories]
    return found


def _line(text: str) -> str:
    """One line, every character where it was: the marks of other lines still count the same."""
    return text.translate({ord(each): " " for each in "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"})
