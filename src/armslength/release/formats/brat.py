"""brat standoff: a text, and beside it where its spans stand.

Offsets count code points, as our own do. brat wants no line break within what a span quotes, so a span over several
lines is written as one fragment per line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from armslength.questions.model import LabelSchema
from armslength.release.formats import arcs, tokens
from armslength.release.formats.archives import Entry, Tar
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row, WrittenFile

_LINE = re.compile(r"[^\r\n]+")


class Brat(RowFormat):
    """A tar of `ID.txt` and `ID.ann` with lines `T1<TAB>PER 0 12<TAB>Ada Lovelace`, `R1<TAB>Born Arg1:T1 Arg2:T2`."""

    id = "brat"
    title = "brat standoff"
    summary = (
        "A tar of texts with their spans, which may overlap, and relations; the annotation.conf for brat beside it."
    )
    extension = "tar"

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """Spans must be asked for."""
        return tokens.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """Two files per text."""
        for found in tokens.marked(record, plan):
            if isinstance(found, Dropped):
                yield found
                continue
            drawn = list(arcs.arcs(found, record, plan))
            yield from (arc for arc in drawn if isinstance(arc, Dropped))
            lines = "".join(_line(number, span, found.text) for number, span in enumerate(found.spans, start=1))
            related = [arc for arc in drawn if isinstance(arc, arcs.Arc)]
            lines += "".join(
                f"R{number}\t{arc.label} Arg1:T{arc.first + 1} Arg2:T{arc.second + 1}\n"
                for number, arc in enumerate(related, start=1)
            )
            yield Row([Entry(f"{found.name}.txt", found.text.encode()), Entry(f"{found.name}.ann", lines.encode())])

    def encoder(self, columns: Columns | None) -> Tar:
        """One archive."""
        return Tar()

    def companions(
        self, files: Sequence[WrittenFile], plan: Plan, facts: Mapping[str, Any]
    ) -> Iterable[tuple[str, bytes]]:
        """The labels there are; it belongs into the folder where the archive is unpacked."""
        names = "\n".join(tokens.labels_of(plan))
        related = "".join(_declared(label) for _, label in arcs.labels_of(plan))
        yield "annotation.conf", f"[entities]\n{names}\n\n[relations]\n{related}\n[events]\n\n[attributes]\n".encode()


def _line(number: int, span: Mapping[str, Any], text: str) -> str:
    start, end = span["start"], span["end"]
    pieces = [found.span() for found in _LINE.finditer(text, start, end)] or [(start, end)]
    where = ";".join(f"{first} {last}" for first, last in pieces)
    line = f"T{number}\t{span['label']} {where}\t{' '.join(text[first:last] for first, last in pieces)}\n"
    note = " ".join(span.get("comment", "").split())
    return line + (f"#{number}\tAnnotatorNotes T{number}\t{note}\n" if note else "")


def _declared(label: Mapping[str, Any]) -> str:
    """A line of annotation.conf: `Born Arg1:PER, Arg2:LOC|ORG`; no labels are any."""
    first, second = ("|".join(label.get(name) or ["<ENTITY>"]) for name in ("from", "to"))
    way = "" if label.get("directed", True) else ", <REL-TYPE>:symmetric"
    return f"{label['id']} Arg1:{first}, Arg2:{second}{way}\n"
