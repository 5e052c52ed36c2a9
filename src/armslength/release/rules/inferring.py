"""The likeliest label of every item of a release: fitted to every answer that the recipe lets in, and to gold.

Twice over the snapshot: first everything is learnt, then every record is told. People are their aliases, and a reviewer
who fixed an answer is one of them: the words that stand count for whoever said them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from armslength.questions.model import LabelSchema
from armslength.questions.service import Lift, changed_questions
from armslength.release.model import Recipe, Record, Said
from armslength.release.rules.freezing import Freezer
from armslength.truth.model import FitFacts
from armslength.truth.service import Evidence, Fitted, Given, beliefs

Answers = dict[str, dict[str, Any]]


class Inferring:
    """Learns from answers and gold, then tells records what their labels are."""

    def __init__(
        self, recipe: Recipe, schemas: Mapping[int, LabelSchema], lift: Lift, older: Mapping[int, LabelSchema]
    ) -> None:
        """`older`: versions under which gold was written or answered, where no answer of the release was given."""
        self._freezer = Freezer(recipe, schemas, lift)
        self._schema = schemas[max(schemas)]
        self._lift = lift
        self._changed = {
            version: changed_questions(then, self._schema) for version, then in {**older, **schemas}.items()
        }
        self._evidence = Evidence(self._schema)
        self._fits: dict[str, Fitted] = {}

    def learn(self, said: Sequence[Said], said_by: Mapping[UUID, str]) -> None:
        """One item of the snapshot."""
        kept, overruled = self._freezer.kept(said)
        self._evidence.add(_given(kept, overruled, said_by))

    def learn_gold(self, key: tuple[int, Answers], said: Mapping[str, tuple[int, Answers]]) -> None:
        """A gold item: its right answers, and everybody's, each with the schema version they were given under."""
        given = {person: self._in_words(*answers) for person, answers in sorted(said.items())}
        self._evidence.add(Given(given, self._in_words(*key)))

    def fit(self) -> None:
        """Nothing is learnt after this."""
        self._fits = self._evidence.fit()
        self._evidence = Evidence(self._schema)

    def facts(self) -> dict[str, FitFacts]:
        """How it was done, by question."""
        return {name: fitted.facts for name, fitted in sorted(self._fits.items())}

    def told(self, record: Record, said_by: Mapping[UUID, str]) -> Record:
        """The record with what is believed of it."""
        overruled = None if record.overruled is UNSET else record.overruled
        given = _given(record.annotations, overruled, said_by)
        return msgspec.structs.replace(record, inferred=beliefs(self._schema, given, self._fits))

    def _in_words(self, version: int, answers: Answers) -> Answers:
        """In the words of today's questions, as answers of the release are read."""
        gone = self._changed[self._lift.version(version)]
        read = self._lift.read(version, answers).answers
        return {name: each for name, each in read.items() if name not in gone}


def _given(kept: Sequence[Said], overruled: Sequence[Said] | None, said_by: Mapping[UUID, str]) -> Given:
    said = {said_by[each.annotation]: each.answers for each in (kept if overruled is None else overruled)}
    return Given(said, None if overruled is None else kept[-1].answers)
