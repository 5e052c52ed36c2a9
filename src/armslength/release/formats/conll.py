"""CoNLL: a token and its tag per line."""

from collections.abc import Iterator, Sequence

from armslength.questions.model import LabelSchema
from armslength.release.formats import tokens
from armslength.release.formats.model import Columns, RowFormat
from armslength.release.model import Dropped, Plan, Recipe, Record, Row


class Conll(RowFormat):
    """`Ada<TAB>B-PER`, a blank line after each document, BIO tags. The tokeniser is `tokens.TOKEN`."""

    id = "conll"
    title = "CoNLL (BIO)"
    summary = "A token and its BIO tag per line; the blanks between tokens are not kept."
    extension = "conll"

    def why_not(self, schema: LabelSchema, recipe: Recipe) -> str | None:
        """Spans must be asked for."""
        return tokens.why_not(schema, recipe)

    def rows(self, record: Record, plan: Plan) -> Iterator[Row | Dropped]:
        """A row per document."""
        for found in tokens.documents(record, plan):
            yield found if isinstance(found, Dropped) else Row(found)

    def encoder(self, columns: Columns | None) -> "ConllLines":
        """Lines."""
        return ConllLines()


class ConllLines:
    """Documents as lines."""

    def rows(self, rows: Sequence[tokens.Document]) -> bytes:
        """Each document, and the blank line that ends it."""
        return "".join(_document(each) for each in rows).encode()

    def end(self) -> bytes:
        """Nothing more."""
        return b""


def _document(document: tokens.Document) -> str:
    lines = [
        f"{document.text[start:end]}\t{tag}\n" for (start, end), tag in zip(document.tokens, document.tags, strict=True)
    ]
    return "".join(lines) + "\n"
