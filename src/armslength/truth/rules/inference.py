"""What an item's label is, by a model of how people err: one fit per question, one belief per target.

An answer is taken apart into *parts*, each of which is one label: "" for the answer as a whole, a flag or an option
of several (there or not), a step or a criterion. A *unit* is one part at one target of one item. People's errors are
learnt from all units of a question together.

A fit is turned into `Fitted` (what is known of people) and forgotten; every belief is then computed from that and the
item's own answers, by the same function, whether it is the fit that asks, an answer that just came in, or a release.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import UNSET

import armslength_quality as quality
from armslength.questions.model import LabelSchema
from armslength.truth.model import Belief, Findings, FitFacts
from armslength.truth.rules.findings import findings
from armslength.truth.rules.guidelines import UNTOLD, UnderGuideline, by_guideline
from armslength.truth.rules.marks import NOT_MARKED, is_marks, things, uncrossed
from armslength.truth.rules.numbers import believed, is_number, place_of
from armslength.truth.rules.numbers import fitted as fitted_numbers
from armslength.truth.rules.orders import either_way, is_order, mirrored, order_believed, pairs_of, ways, widened, wider
from armslength.truth.rules.reading import Answers, Asked, asked

NOT_THERE: Final = "no"
_GOLD: Final = ""
"""Among people: whoever knows."""
THERE: Final = "yes"
_DIAGONAL, _OFF = 2.0, 0.5
_MOST_UNSAID: Final = 20
"""So many labels count that nobody gave; the tables grow with their square."""
_HAIR: Final = 1e-9
_MOST_PARTS: Final = 200
"""Of a choice of several; of more options each answer would be as many labels."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is known about an item: answers by who gave them, what was decided or is gold (None: nothing), and, by who
    answered, under which version of the guideline and for which firm."""

    said: Mapping[str, Answers]
    known: Answers | None = None
    under: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What one question's fit found: the facts about it, and what it knows of people."""

    facts: FitFacts
    tables: quality.WorkerTables | None
    """Of labels; None of numbers, of which people have `levels`."""
    skill: dict[str, tuple[float, float, float, int]]
    """By person: how often they are right, its 95 % interval, and their answers. Who is not there: nobody can tell."""
    findings: Findings = field(default_factory=Findings)
    agreed: dict[str, int] = field(default_factory=dict)
    """By person: those of their answers that are the likeliest label. Only right after a fit: not kept with it."""
    levels: quality.Levels | None = None
    by_guideline: list[UnderGuideline] = field(default_factory=list)
    """Only right after a fit: not kept with it."""


def modelled(schema: LabelSchema) -> dict[str, Asked]:
    """The questions of which something is believed: labels, numbers, marks and orders."""
    kinds = (_is_label, is_number, is_marks, is_order)
    return {name: question for name, question in asked(schema).items() if any(kind(question) for kind in kinds)}


def inferred(schema: LabelSchema) -> dict[str, Asked]:
    """The questions of a schema whose answers are labels: choices, preferences, ratings, flags, steps, rubrics."""
    return {name: question for name, question in asked(schema).items() if _is_label(question)}


def _is_label(question: Asked) -> bool:
    kind, settings = question.reader.kind, question.reader.settings
    if question.measure.scale not in ("nominal", "ordinal"):
        return False
    if question.apart is not None and question.apart.labels:
        return True
    if kind.scalars(settings) is None:
        return False
    return question.measure.options is None or len(question.measure.options.every) <= _MOST_PARTS


def labels_of(question: Asked, value: Any) -> dict[str, str]:
    """An answer's label by part."""
    parts = question.apart
    if parts is None:
        return {"": text_of(question.scalar(value))}
    entries = question.entries(value)
    if parts.labels:
        said = {part: str(parts.said(entry)) for part, entry in entries.items()}
        return said | {part: NOT_THERE for part in parts.every if part not in said}
    return {part: _said(parts.said(entries[part])) if part in entries else NOT_THERE for part in parts.every}


def possible(question: Asked) -> list[str]:
    """Labels that could have been given, whether or not anybody did: that all say the same is no proof by itself."""
    if is_order(question):
        return ways(question)
    if is_marks(question):
        called = question.reader.kind.scalars(question.reader.settings) or ()
        return [NOT_MARKED, *sorted(map(str, called))[: _MOST_UNSAID - 1]]
    if question.apart is not None:
        labels, every = question.apart.labels, question.apart.every
        return sorted({*labels, *([NOT_THERE] if every else [])}) if labels else [NOT_THERE, THERE]
    scalars = question.reader.kind.scalars(question.reader.settings) or ()
    return sorted(map(text_of, scalars))[:_MOST_UNSAID]


def text_of(scalar: object) -> str:
    """A scalar in words: what a label is called in tables and on pages."""
    if isinstance(scalar, tuple):
        return ", ".join(map(str, scalar))
    return f"{scalar:g}" if isinstance(scalar, float) else str(scalar)


def _said(said: Hashable) -> str:
    return THERE if said is True else str(said)


class Evidence:
    """Answers of many items, ready to be fitted. Memory: some 100 bytes an answer."""

    def __init__(self, schema: LabelSchema) -> None:
        every = modelled(schema)
        self.questions = {name: each for name, each in every.items() if _is_label(each)}
        self.numbers = {name: each for name, each in every.items() if is_number(each)}
        self.marks = {name: each for name, each in every.items() if is_marks(each)}
        self.orders = {name: each for name, each in every.items() if is_order(each)}
        labels = self.questions | self.marks | self.orders
        self._ordered = dict.fromkeys(self.orders, 0)
        self._rows: dict[str, list[tuple[int, str, str]]] = {name: [] for name in labels}
        self._known: dict[str, dict[Hashable, str]] = {name: {} for name in labels}
        self._under: dict[str, array[int]] = {name: array("q") for name in labels}
        self._ways: dict[tuple[int, str], int] = {}
        self._places: dict[str, list[tuple[int, str, float]]] = {name: [] for name in self.numbers}
        self._known_places: dict[str, dict[Hashable, float]] = {name: {} for name in self.numbers}
        self._units = 0

    def add(self, given: Given) -> None:
        """One more item."""
        for name, question in self.questions.items():
            units: dict[tuple[str, str], int] = {}
            for person, answers in sorted(given.said.items()):
                for target, value in question.values(answers):
                    for part, label in labels_of(question, value).items():
                        self._rows[name].append((self._unit(units, target, part), person, label))
                        self._under[name].append(self._way(given, person))
            for target, value in question.values(given.known or {}):
                for part, label in labels_of(question, value).items():
                    if (target, part) in units:
                        self._known[name][units[target, part]] = label
        for name, question in self.numbers.items():
            self._add_numbers(name, question, given)
        for name, question in self.marks.items():
            self._add_marks(name, question, given)
        for name, question in self.orders.items():
            self._add_orders(name, question, given)

    def fit(self, *, looking: bool = False, executor: quality.Executor | None = None) -> dict[str, Fitted]:
        """What is known of people, question by question; questions nobody answered are left out.

        `looking`: and what it shows, for who wants to look at it. `executor`: who works on it, if not this process.
        """
        doing, told = executor or quality.IN_PROCESS, list(self._ways)
        questions = self.questions | self.marks | self.orders
        labels = {
            name: _fitted(
                rows, self._known[name], possible(questions[name]), doing,
                [told[way] for way in self._under[name]] if looking else None,
            )
            for name, rows in self._rows.items() if rows
        }  # fmt: skip
        for name in self.orders.keys() & labels.keys():
            labels[name] = _of_orders(labels[name], len(self._rows[name]) / self._ordered[name])
        numbers = {name: fitted_numbers(rows, self._known_places[name]) for name, rows in self._places.items() if rows}
        return labels | {name: Fitted(facts, None, {}, levels=levels) for name, (facts, levels) in numbers.items()}

    def _add_numbers(self, name: str, question: Asked, given: Given) -> None:
        units: dict[tuple[str, str], int] = {}
        for person, answers in sorted(given.said.items()):
            for target, value in question.values(answers):
                self._places[name].append((self._unit(units, target, ""), person, place_of(question, value)))
        for target, value in question.values(given.known or {}):
            if (target, "") in units:
                self._known_places[name][units[target, ""]] = place_of(question, value)

    def _add_marks(self, name: str, question: Asked, given: Given) -> None:
        right, units = dict(question.values(given.known or {})), dict[tuple[str, str], int]()
        for target, said in _by_target(question, given.said).items():
            known = {_GOLD: right[target]} if target in right else {}
            for thing in things(question, said | known):
                unit = self._unit(units, target, thing.name)
                self._rows[name] += [(unit, person, thing.label(person)) for person in said]
                self._under[name].extend(self._way(given, person) for person in said)
                if known:
                    self._known[name][unit] = thing.label(_GOLD)

    def _add_orders(self, name: str, question: Asked, given: Given) -> None:
        right = dict(question.values(given.known or {}))
        for target, said in _by_target(question, given.said).items():
            known = {_GOLD: right[target]} if target in right else {}
            for place, seen in enumerate(either_way(pairs_of(question, said | known))):
                unit = self._unit({}, target, "")
                if (way := seen.pop(_GOLD, None)) is not None:
                    self._known[name][unit] = way
                self._rows[name] += [(unit, person, way) for person, way in seen.items()]
                self._under[name].extend(self._way(given, person) for person in seen)
                self._ordered[name] += len(seen) if place == 0 else 0

    def _way(self, given: Given, person: str) -> int:
        return self._ways.setdefault(given.under.get(person, UNTOLD), len(self._ways))

    def _unit(self, units: dict[tuple[str, str], int], target: str, part: str) -> int:
        if (target, part) not in units:
            units[target, part] = self._units
            self._units += 1
        return units[target, part]


def _fitted(
    rows: Sequence[tuple[int, str, str]], known: Mapping[Hashable, str], could: Sequence[str],
    executor: quality.Executor, under: Sequence[tuple[int, str]] | None,
) -> Fitted:  # fmt: skip
    labels = sorted({label for _, _, label in rows} | set(known.values()) | set(could))
    answers = quality.Answers.from_rows(rows, categories=labels)
    truth = quality.DawidSkene().fit(answers, gold=known, executor=executor)
    provenance = truth.provenance
    facts = FitFacts(
        model=provenance.model, parameters=dict(provenance.parameters), package=provenance.package,
        answers_digest=provenance.answers, gold_digest=provenance.gold, answers=len(answers),
        units=len(answers.items), people=len(answers.annotators), pinned=len(truth.gold), labels=list(map(str, labels)),
        supported=truth.supported, steps=truth.convergence.steps, converged=truth.convergence.converged,
        cautions=[caution.text for caution in truth.warnings],
    )  # fmt: skip
    if not truth.supported:
        return Fitted(facts, _nobody(tuple(labels)), {})
    found = zip(
        truth.skill.annotators, truth.skill.value, truth.skill.low, truth.skill.high, truth.skill.n, strict=True
    )
    skill = {
        str(person): (float(value), float(low), float(high), int(n))
        for person, value, low, high, n in found
        if not np.isnan(value)
    }
    tables = quality.WorkerTables.of(truth)
    if under is None:
        return Fitted(facts, tables, skill)
    return Fitted(
        facts, tables, skill, findings(truth, known, executor), _agreed(truth),
        by_guideline=by_guideline(truth, rows, under),
    )  # fmt: skip


def _of_orders(fitted: Fitted, each: float) -> Fitted:
    """Learnt from pairs, of which an answer says `each` together."""
    skill = {}
    for person, (value, low, high, n) in fitted.skill.items():
        skill[person] = (value, *widened(low, value, high, each), n)
    tables = None if fitted.tables is None else mirrored(fitted.tables)
    return replace(fitted, tables=tables, skill=skill, by_guideline=wider(fitted.by_guideline, each))


def _agreed(truth: quality.CategoricalTruth) -> dict[str, int]:
    answers = truth.answers
    same = truth.label[answers.item] == answers.label
    counts = np.bincount(answers.annotator, same, len(answers.annotators))
    return {str(person): int(count) for person, count in zip(answers.annotators, counts, strict=True)}


@lru_cache(maxsize=256)
def _nobody(labels: tuple[str, ...]) -> quality.WorkerTables:
    """Everybody counts the same: what the model believes of a stranger before it has seen anything."""
    return quality.WorkerTables.of_strangers(labels, quality.DawidSkene().correlation)


def _knowing(tables: quality.WorkerTables | None, labels: set[str]) -> quality.WorkerTables:
    """The tables with labels that they have not met: of those, people know as much as the prior says."""
    if tables is None:
        return _nobody(tuple(sorted(labels)))
    new = sorted(labels - set(map(str, tables.categories)))
    if not new:
        return tables
    people, old = tables.counts.shape[:2]
    count = old + len(new)
    counts = np.full((people, count, count), _OFF / (count - 1))
    counts[:, np.arange(count), np.arange(count)] = _DIAGONAL
    counts[:, :old, :old] = tables.counts
    shares = np.concatenate([tables.shares, np.ones(len(new))])
    return quality.WorkerTables((*tables.categories, *new), tables.annotators, counts, shares, tables.correlation)


def beliefs(schema: LabelSchema, given: Given, fits: Mapping[str, Fitted]) -> dict[str, dict[str, Belief]]:
    """What is believed of an item, by question and target. Questions without a fit: everybody counts the same."""
    found = {}
    for name, question in modelled(schema).items():
        said = _by_target(question, given.said)
        known = dict(question.values(given.known or {}))
        fitted = fits.get(name)
        tables = _of_today(question, fitted)
        by_target = {}
        for target in sorted(said.keys() | known.keys()):
            these, right = said.get(target, {}), known.get(target)
            if is_number(question):
                by_target[target] = believed(question, these, right, fitted.levels if fitted else None)
            elif is_marks(question):
                by_target[target] = _of_marks(question, these, right, tables)
            elif not is_order(question):
                by_target[target] = _belief(question, these, right, tables)
            elif order := order_believed(question, these, right, _knowing(tables, set(ways(question)))):
                by_target[target] = order
        if by_target:
            found[name] = by_target
    return found


def _by_target(question: Asked, given: Mapping[str, Answers]) -> dict[str, dict[str, Any]]:
    """Answers by target, and there by person."""
    said: dict[str, dict[str, Any]] = {}
    for person, answers in sorted(given.items()):
        for target, value in question.values(answers):
            said.setdefault(target, {})[person] = value
    return said


def _of_marks(
    question: Asked, said: Mapping[str, Any], known: Any | None, tables: quality.WorkerTables | None
) -> Belief:  # fmt: skip
    """Every thing that anybody marked is a label; what is believed to be there is the value."""
    if known is not None:
        return Belief(msgspec.to_builtins(known), 1.0, 1.0, False, len(said), {}, known=True)
    people, found = list(said), things(question, said)
    given = [[thing.label(person) for person in people] for thing in found]
    knowing = _knowing(tables, set(possible(question)).union(*given))
    shares, spread, standing, tied = {}, {}, [], set()
    sure: list[float] = []
    leads: list[float] = []
    for thing, labels in zip(found, given, strict=True):
        belief = quality.posterior_of(labels, people, knowing)
        ranked = sorted(belief.probabilities.values(), reverse=True)
        sure.append(ranked[0])
        leads.append(ranked[0] - ranked[1])
        shares[thing.name] = {label: belief.probabilities[label] for label in sorted({*labels, NOT_MARKED})}
        if thing.spread is not None:
            spread[thing.name] = thing.spread
        mark = None if belief.label in (None, NOT_MARKED) else thing.made(question, str(belief.label))
        if mark is not None:
            standing.append((ranked[0], mark, thing.name))
        elif belief.label != NOT_MARKED:
            tied.add(thing.name)
    kept = uncrossed(question, [(each, mark) for each, mark, _ in standing])
    stands = {id(mark) for _, mark in kept}
    still = tied | {name for _, mark, name in standing if id(mark) not in stands}
    value = msgspec.to_builtins(question.parts.made([mark for _, mark in kept]))
    return Belief(
        value, min(sure, default=None), 0.0 if tied else min(leads, default=None), bool(tied), len(said), shares,
        open=[thing.name for thing in found if thing.name in still] if still else UNSET, spread=spread or UNSET,
    )  # fmt: skip


def _of_today(question: Asked, fitted: Fitted | None) -> quality.WorkerTables | None:
    """What is known of people, unless it was learnt when answers were not yet taken apart."""
    if fitted is None or fitted.tables is None:
        return None
    known = set(map(str, fitted.tables.categories))
    return fitted.tables if question.measure.options is None or known <= set(possible(question)) else None


def _belief(question: Asked, said: Mapping[str, Any], known: Any | None, tables: quality.WorkerTables | None) -> Belief:
    if known is not None:
        shares = {part: {label: 1.0} for part, label in labels_of(question, known).items()}
        return Belief(msgspec.to_builtins(known), 1.0, 1.0, False, len(said), shares, known=True)
    given = {person: labels_of(question, value) for person, value in said.items()}
    could = set(possible(question))
    shares, leading, sure, margin = {}, {}, 1.0, 1.0
    for part in question.in_order(said.values()):
        people = [person for person, labels in given.items() if part in labels]
        labels = [given[person][part] for person in people]
        found = quality.posterior_of(labels, people, _knowing(tables, could | set(labels)))
        ranked = sorted(found.probabilities.values(), reverse=True)
        sure, margin = min(sure, ranked[0]), min(margin, ranked[0] - (ranked[1] if len(ranked) > 1 else 0.0))
        leading[part] = found.label if found.label is not None else _middle_grade(question, found.probabilities)
        shares[part] = {str(label): share for label, share in found.probabilities.items()}
        if question.apart is not None and leading[part] is not None and question.apart.ends(str(leading[part])):
            break
    undecided = [part for part, label in leading.items() if label is None]
    value, unsaid = _value(question, list(said.values()), leading)
    tie = bool(undecided)
    still_open = [part for part in leading if part in undecided or part in unsaid]
    if question.apart is None or not still_open:
        return Belief(value, sure, 0.0 if tie else margin, tie, len(said), shares)
    return Belief(value, sure, 0.0 if tie else margin, tie, len(said), shares, open=still_open)


def _middle_grade(question: Asked, shares: Mapping[Hashable, float]) -> Hashable | None:
    """The (lower) middle one of grades that lead together; labels without an order have none."""
    if question.measure.at is None:
        return None
    most = max(shares.values())
    leading = sorted((label for label in shares if shares[label] > most - _HAIR), key=lambda each: float(str(each)))
    return leading[(len(leading) - 1) // 2]


def _value(question: Asked, values: Sequence[Any], leading: Mapping[str, Hashable | None]) -> tuple[Any, list[str]]:
    """An answer that says what is decided, put together from what people gave; and the parts of which nobody said what
    is believed. None where nobody gave it, or no answer may say so much or so little; and where a part is open and none
    is there: then nothing would look as if it had been decided.
    """
    parts = question.apart
    if parts is None:
        return question.middle([value for value in values if labels_of(question, value)[""] == leading[""]]), []
    entries, unsaid = [], []
    for part, label in leading.items():
        if label in (NOT_THERE, None):
            continue
        same = [
            given[part]
            for given in map(question.entries, values) if part in given and _said(parts.said(given[part])) == label
        ]  # fmt: skip
        if same:
            entries.append(question.middle_entry(same))
        else:
            unsaid.append(part)
    whole = not unsaid and None not in leading.values()
    fits = (whole or entries) and parts.fits(len(entries))
    return (msgspec.to_builtins(parts.made(entries)) if fits else None), unsaid
