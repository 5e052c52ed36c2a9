"""From rows of a file to sealed rows, and from sealed rows to what is to be written."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from armslength.fields.model import Problem as ContentProblem
from armslength.fields.service import check_json, model_outputs, values
from armslength.fields.settings import DEFAULT_LIMITS, ContentLimits
from armslength.ingest.model import BadRow, Chunk, Prepared, Problem, Row
from armslength.ingest.rules.buckets import place_of
from armslength.ingest.rules.mapping import Mapped, clean_external_id
from armslength.keys.service import Sealer
from armslength.kit.ids import fresh_ids, new_id
from armslength.questions.model import LabelSchema
from armslength.questions.service import ContentNormaliser, searchable_terms

TERM_CHARS = 100_000
PROBLEMS_PER_ROW = 5
_encode = msgspec.json.Encoder().encode


def by_name(row: Mapping[str, Any]) -> Mapped:
    """A row that names its fields itself, with an optional `external_id` and `metadata` beside them."""
    content = {name: value for name, value in row.items() if name not in ("external_id", "metadata")}
    metadata = row.get("metadata", {})
    if not isinstance(metadata, dict):
        return Mapped(None, content, {}, ("metadata", "Expected an object."))
    if row.get("external_id") is None:
        return Mapped(None, content, metadata, None)
    external_id, reason = clean_external_id(row["external_id"])
    return Mapped(external_id, content, metadata, ("external_id", reason) if reason else None)


def as_stored(line: int, content: dict[str, Any], sealer: Sealer) -> Prepared:
    """Content in its stored form as a new item without files, external id, metadata or searchable text."""
    plain, item_id = _encode({"content": content, "metadata": {}}), new_id()
    sealed = sealer.seal(plain, kind="item", object_id=str(item_id))
    return Prepared(
        line, item_id, None, sealed, sealer.digest(plain), {}, (), *place_of(sealer, item_id), model_outputs(content)
    )


class Preparer:
    """Turns rows into sealed items. Pure but for fresh ids and nonces; may run in a worker thread."""

    def __init__(
        self, schema: LabelSchema, mapped: Callable[[Mapping[str, Any]], Mapped], limits: ContentLimits = DEFAULT_LIMITS
    ) -> None:
        self._schema = schema
        self._normaliser = ContentNormaliser(schema)
        self._ids = fresh_ids()
        self._mapped = mapped
        self._limits = limits
        self._images = [field for field in schema.fields if field.kind == "image"]
        self._searchable = any(field.searchable for field in schema.fields)

    def chunk(self, rows: Iterable[Row | BadRow], sealer: Sealer) -> Chunk:
        """Good rows sealed, bad ones with their reasons."""
        count, good, bad = 0, [], []
        for row in rows:
            count += 1
            if isinstance(row, BadRow):
                bad.append(Problem(row.line, None, "", row.reason))
                continue
            found = self._prepare(row, sealer)
            if isinstance(found, Prepared):
                good.append(found)
            else:
                bad += found
        return Chunk(count, good, bad)

    def check(self, row: Row) -> list[Problem]:
        """What is wrong with a row, without sealing it."""
        mapped, _, problems = self._normalised(row)
        return self._told(row, mapped, problems)

    def _normalised(self, row: Row) -> tuple[Mapped, dict[str, Any], list[ContentProblem]]:
        mapped = self._mapped(row.values)
        problems = [ContentProblem(*mapped.trouble)] if mapped.trouble else []
        content, found = self._normaliser.content(mapped.content, self._limits)
        problems += found
        if mapped.metadata:
            problems += [
                ContentProblem("metadata", problem.message) for problem in check_json(mapped.metadata, self._limits)
            ]
        return mapped, content, problems

    def _told(self, row: Row, mapped: Mapped, problems: list[ContentProblem]) -> list[Problem]:
        return [
            Problem(row.line, mapped.external_id, problem.path, problem.message)
            for problem in problems[:PROBLEMS_PER_ROW]
        ]

    def _prepare(self, row: Row, sealer: Sealer) -> Prepared | list[Problem]:
        mapped, content, problems = self._normalised(row)
        if problems:
            return self._told(row, mapped, problems)
        plain = _encode({"content": content, "metadata": mapped.metadata})
        item_id = next(self._ids)
        return Prepared(
            row.line,
            item_id,
            mapped.external_id,
            sealer.seal(plain, kind="item", object_id=str(item_id)),
            sealer.digest(plain),
            self._terms(content),
            tuple(self._media(content)),
            *place_of(sealer, item_id),
            model_outputs(content),
        )

    def _terms(self, content: dict[str, Any]) -> dict[str, str]:
        if not self._searchable:
            return {}
        return {name: text[:TERM_CHARS] for name, text in searchable_terms(self._schema, content).items()}

    def _media(self, content: dict[str, Any]) -> Iterator[str]:
        for field in self._images:
            if field.name in content:
                yield from (value["media"] for _, value in values(field, content[field.name]))


def sort_rows(
    good: Iterable[Prepared], known: Mapping[str, bytes], media: Collection[str]
) -> tuple[list[Prepared], int, list[Problem]]:
    """(rows to write, how many are here already, rows that contradict what is here or show files that are not)."""
    seen: dict[str, tuple[int, bytes]] = {}
    fresh: list[Prepared] = []
    unchanged = 0
    problems: list[Problem] = []
    for row in good:
        if missing := next((digest for digest in row.media if digest not in media), None):
            problems.append(_missing(row, missing))
        elif row.external_id is None:
            fresh.append(row)
        elif (before := known.get(row.external_id)) is not None:
            unchanged += before == row.digest
            problems += [] if before == row.digest else [_contradicts(row, "already here")]
        elif (earlier := seen.get(row.external_id)) is not None:
            unchanged += earlier[1] == row.digest
            problems += [] if earlier[1] == row.digest else [_contradicts(row, f"on line {earlier[0]}")]
        else:
            seen[row.external_id] = (row.line, row.digest)
            fresh.append(row)
    return fresh, unchanged, problems


def _contradicts(row: Prepared, where: str) -> Problem:
    reason = f"An item with this external id is {where}, with other content; items are never overwritten."
    return Problem(row.line, row.external_id, "external_id", reason)


def _missing(row: Prepared, digest: str) -> Problem:
    reason = f"No file with this SHA-256 was uploaded to the project: {digest[:80]}."
    return Problem(row.line, row.external_id, "media", reason)
