"""What in a project's answers deserves a second look: answers in, item by item; out come findings with their evidence.

The library's detectors do the counting. Here answers become what they read, and what they find becomes something that
can be stored: people, items, numbers. Which label was given is in none of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import armslength_quality as quality
from armslength.questions.model import LabelSchema
from armslength.truth.model import ConcernKind
from armslength.truth.rules.dividing import pair_of
from armslength.truth.rules.inference import inferred, labels_of, possible
from armslength.truth.rules.reading import Answers, Asked, asked

MOST_ITEMS: Final = 20
"""Items named with a finding: enough to look at."""
MOST_AMBIGUOUS: Final = 10
"""The most divided of a question; the quality page has the rest."""
NEARLY_EVEN: Final = 0.4
"""An item is ambiguous where the second label is believed with this much."""
RATE: Final = 0.01
"""Of what the tests of one detector keep, the share that is chance on average."""


@dataclass(frozen=True, slots=True)
class Said:
    """One person's answer to one item: what, when, how long it took them, and under which versions."""

    answers: Answers
    at: float
    seconds: float
    schema: int = 1
    guideline: int = 1
    writing: tuple[str, ...] | None = None
    """What stands out in how it was written; None where that was not recorded."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One finding: about people, an item, or else the question, by two of its labels or two versions of a guideline."""

    kind: ConcernKind
    question: str
    people: tuple[UUID, ...]
    item: UUID | None
    p: float | None
    evidence: dict[str, float]
    items: tuple[UUID, ...] = ()
    labels: tuple[str, str] | None = None
    versions: tuple[int, int] | None = None

    def subject(self, digest: Callable[[bytes], bytes]) -> str:
        """Whom or what it is about, the same whenever it is found; `digest`: keyed, because labels are not for the
        clear."""
        if self.labels is not None:
            return f"labels {digest(pair_of(*self.labels)).hex()}"
        if self.versions is not None:
            return "guideline {} {}".format(*self.versions)
        return " ".join(sorted(map(str, self.people))) or str(self.item)


@dataclass
class _Labels:
    """The labels given to one question. A unit is one part at one target of one item."""

    question: Asked
    rows: list[tuple[int, UUID, str]] = field(default_factory=list)
    items: list[UUID] = field(default_factory=list)
    at: dict[tuple[Any, Any], float] = field(default_factory=dict)
    under: dict[tuple[Any, Any], int] = field(default_factory=dict)
    schemas: dict[int, int] = field(default_factory=dict)
    known: dict[Any, str] = field(default_factory=dict)

    def add(self, item: UUID, said: Mapping[UUID, Said], gold: Answers | None) -> None:
        units: dict[tuple[str, str], int] = {}
        for person, each in sorted(said.items()):
            for target, value in self.question.values(each.answers):
                for part, label in labels_of(self.question, value).items():
                    if (target, part) not in units:
                        units[target, part] = len(self.items)
                        self.items.append(item)
                    unit = units[target, part]
                    self.rows.append((unit, person, label))
                    self.at[unit, person] = each.at
                    self.under[unit, person] = each.guideline
                    self.schemas[each.guideline] = max(each.schema, self.schemas.get(each.guideline, 0))
        for target, value in self.question.values(gold or {}):
            for part, label in labels_of(self.question, value).items():
                if (target, part) in units:
                    self.known[units[target, part]] = label


class Watch:
    """Answers of a project, ready to be looked through. Memory: some 300 bytes an answer."""

    def __init__(self, schema: LabelSchema) -> None:
        self._labels = {name: _Labels(question) for name, question in inferred(schema).items()}
        self._texts = {name: question for name, question in asked(schema).items() if _is_writing(question)}
        self._written: dict[str, list[tuple[UUID, UUID, str]]] = defaultdict(list)
        self._seconds: dict[tuple[Any, Any], float] = {}
        self._writing: dict[UUID, list[tuple[float, UUID, tuple[str, ...]]]] = defaultdict(list)
        self.answers = 0

    def add(self, item: UUID, said: Mapping[UUID, Said], gold: Answers | None = None) -> None:
        """One more item; `gold`: its right answers, where they are known."""
        self.answers += len(said)
        for person, each in said.items():
            self._seconds[item, person] = each.seconds
            if each.writing is not None:
                self._writing[person].append((each.at, item, each.writing))
        for labels in self._labels.values():
            labels.add(item, said, gold)
        for name, question in self._texts.items():
            for person, each in sorted(said.items()):
                texts = [value.text for _, value in question.values(each.answers)]
                if texts:
                    self._written[name].append((item, person, "\n".join(texts)))

    def seen(self) -> list[Seen]:
        """Everything worth a second look."""
        found = [*_fast(self._seconds), *_writing(self._writing)]
        for name, labels in self._labels.items():
            if labels.rows:
                found += _in_labels(name, labels)
        for name, rows in self._written.items():
            found += _copied(name, rows)
        return found


def _is_writing(question: Asked) -> bool:
    """Texts people write themselves; who rewrites a draft shares it with everybody."""
    return question.question.kind == "text" and question.reader.settings.rewrite_of is None


def _evidence(flag: quality.Flag) -> dict[str, float]:
    return {name: round(value, 6) for name, value in flag.evidence.items()}


def _about(flag: quality.Flag) -> tuple[Any, ...]:
    """The people, items or units that were handed in."""
    return flag.about


def _few(items: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(items))[:MOST_ITEMS]


def _fast(seconds: Mapping[tuple[Any, Any], float]) -> Iterator[Seen]:
    for flag in quality.too_fast(seconds, rate=RATE):
        (person,) = _about(flag)
        quickest = sorted((took, item) for (item, who), took in seconds.items() if who == person)
        yield Seen("too_fast", "", (person,), None, flag.p, _evidence(flag), _few(item for _, item in quickest))


_WRITING: Final[Mapping[ConcernKind, tuple[quality.Sign, frozenset[str]]]] = {
    "text_brought_in": (quality.Sign.BROUGHT_IN, frozenset({"pasted", "silent", "after_away"})),
    "odd_typing": (quality.Sign.ODD_TYPING, frozenset({"fast", "even", "untrusted"})),
}


def _writing(written: Mapping[UUID, list[tuple[float, UUID, tuple[str, ...]]]]) -> Iterator[Seen]:
    """Whose texts came from elsewhere, or were typed as people do not, far oftener than those of others."""
    for kind, (sign, marks) in _WRITING.items():
        marked = {
            person: sorted((each for each in all_of if marks.intersection(each[2])), reverse=True)
            for person, all_of in written.items()
        }
        counts: dict[Any, tuple[int, int]] = {
            person: (len(some), len(written[person])) for person, some in marked.items()
        }
        for flag in quality.marked_often(counts, sign=sign, rate=RATE):
            (person,) = _about(flag)
            each = Counter(mark for _, _, flags in marked[person] for mark in flags if mark in marks)
            evidence = _evidence(flag) | {mark: float(count) for mark, count in sorted(each.items())}
            yield Seen(kind, "", (person,), None, flag.p, evidence, _few(item for _, item, _ in marked[person]))


def _in_labels(name: str, labels: _Labels) -> list[Seen]:
    """All that the labels of one question show."""
    could = {label for _, _, label in labels.rows} | set(labels.known.values()) | set(possible(labels.question))
    answers = quality.Answers.from_rows(labels.rows, categories=_in_grades(could))
    truth = quality.DawidSkene().fit(answers, gold=labels.known)
    believed = {unit: truth.of(unit).label for unit in answers.items} if truth.supported else {}
    believed = {unit: label for unit, label in believed.items() if label is not None} | dict(labels.known)
    looked = _Looking(name, labels, believed)
    found = [
        *(looked.at_person("says_nothing", flag) for flag in quality.say_nothing(answers, rate=RATE)),
        *(looked.at_person("drift", flag) for flag in quality.drifting(answers, labels.at, rate=RATE)),
        *(looked.at_person("gold_known", flag, items=()) for flag in _on_gold(answers, labels)),
        *(looked.at_pair(flag) for flag in quality.same_mistakes(answers, believed, rate=RATE)),
        *looked.at_items("wrong_gold", quality.wrong_gold(answers, labels.known)),
        *looked.at_items("ambiguous", _open_yet(truth, labels)),
        *(looked.at_guideline(flag) for flag in quality.regressions(answers, labels.under, labels.known, rate=RATE)),
    ]
    if (graded := _graded(labels)) is not None:
        mixed = quality.confusing_labels(answers, believed, graded=graded, rate=RATE)
        found += [looked.at_labels(flag) for flag in mixed]
    if labels.question.apart is None:
        found += [looked.at_person("long_run", flag) for flag in quality.long_runs(_in_order(labels), rate=RATE)]
    return found


def _in_grades(labels: Iterable[str]) -> list[str]:
    """Numbers by their size, words by the alphabet."""
    try:
        return sorted(labels, key=float)
    except ValueError:
        return sorted(labels)


def _graded(labels: _Labels) -> bool | None:
    """Whether the labels are grades, of which neighbours are mixed up everywhere. None: they are not to be compared:
    several in one answer, or of a pair, where left and right mean nothing."""
    if labels.question.apart is not None or labels.question.question.kind == "pairwise":
        return None
    return labels.question.measure.scale == "ordinal"


def _in_order(labels: _Labels) -> dict[Any, list[str]]:
    order: dict[Any, list[str]] = defaultdict(list)
    for _, person, label in sorted(labels.rows, key=lambda row: (labels.at[row[0], row[1]], row[0])):
        order[person].append(label)
    return order


def _on_gold(answers: quality.Answers, labels: _Labels) -> list[quality.Flag]:
    """Who is better where the answer is known: how often right there, and how often with the others elsewhere."""
    majority = quality.majority_of_others(answers)
    right: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    agreeing: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for row in range(len(answers)):
        unit, person = answers.items[answers.item[row]], answers.annotators[answers.annotator[row]]
        if unit in labels.known:
            each, hit = right[person], answers.categories[answers.label[row]] == labels.known[unit]
        elif majority[row] >= 0:
            each, hit = agreeing[person], answers.label[row] == majority[row]
        else:
            continue
        each[0] += int(hit)
        each[1] += 1
    counts: list[dict[Any, tuple[int, int]]] = [
        {person: (n[0], n[1]) for person, n in each.items()} for each in (right, agreeing)
    ]
    return quality.gold_known(counts[0], counts[1], rate=RATE)


def _open_yet(truth: quality.CategoricalTruth, labels: _Labels) -> list[quality.Flag]:
    """Items whose label stays open; gold has its answer."""
    found = quality.ambiguous(truth, second=NEARLY_EVEN)
    return [flag for flag in found if flag.about[0] not in labels.known][:MOST_AMBIGUOUS]


class _Looking:
    """Where to look, for one question."""

    def __init__(self, name: str, labels: _Labels, believed: Mapping[Any, Any]) -> None:
        self.name, self.labels, self._believed = name, labels, believed
        self._wrong: dict[UUID, dict[int, str]] = defaultdict(dict)
        for unit, person, label in sorted(labels.rows, key=lambda row: -labels.at[row[0], row[1]]):
            if unit in believed and believed[unit] != label:
                self._wrong[person][unit] = label

    def at_person(self, kind: ConcernKind, flag: quality.Flag, items: tuple[UUID, ...] | None = None) -> Seen:
        """Something about one person; the items on which they differ from what is believed, the latest first."""
        (person,) = _about(flag)
        if items is None:
            items = _few(self.labels.items[unit] for unit in self._wrong[person])
        return Seen(kind, self.name, (person,), None, flag.p, _evidence(flag), items)

    def at_pair(self, flag: quality.Flag) -> Seen:
        """Something about two people; the mistakes that they share."""
        one, two = _about(flag)
        shared = [unit for unit, label in self._wrong[one].items() if self._wrong[two].get(unit) == label]
        items = _few(self.labels.items[unit] for unit in shared)
        return Seen("same_mistakes", self.name, (one, two), None, flag.p, _evidence(flag), items)

    def at_labels(self, flag: quality.Flag) -> Seen:
        """Two labels that are mixed up; the items where the one was taken for the other, the latest first."""
        one, other = map(str, _about(flag))
        mixed = self._of(lambda unit, label: {self._believed[unit], label} == {one, other})
        return Seen("confusing_labels", self.name, (), None, flag.p, _evidence(flag), mixed, labels=(one, other))

    def at_guideline(self, flag: quality.Flag) -> Seen:
        """Two versions of a guideline; the items on which people differ from what is believed under the newer."""
        before, after = _about(flag)
        names = {"version_before": float(before), "version_after": float(after)}
        names |= {"schema_before": float(self.labels.schemas[before])}
        names |= {"schema_after": float(self.labels.schemas[after])}
        wrong = self._of(lambda unit, label: True, after)
        return Seen(
            "guideline_regression", self.name, (), None, flag.p, names | _evidence(flag), wrong,
            versions=(before, after),
        )  # fmt: skip

    def _of(self, wanted: Callable[[int, str], bool], under: int | None = None) -> tuple[UUID, ...]:
        """Items with such a mistake, the latest first."""
        found = [
            (self.labels.at[unit, person], unit)
            for person, wrong in self._wrong.items() for unit, label in wrong.items()
            if wanted(unit, label) and under in (None, self.labels.under[unit, person])
        ]  # fmt: skip
        return _few(self.labels.items[unit] for _, unit in sorted(found, reverse=True))

    def at_items(self, kind: ConcernKind, flags: Iterable[quality.Flag]) -> list[Seen]:
        """Something about items, each once: the clearest of its units comes first."""
        found: dict[UUID, Seen] = {}
        for flag in flags:
            item = self.labels.items[_about(flag)[0]]
            found.setdefault(item, Seen(kind, self.name, (), item, flag.p, _evidence(flag), (item,)))
        return list(found.values())


def _copied(name: str, rows: list[tuple[UUID, UUID, str]]) -> list[Seen]:
    """Pairs of people whose texts are one, with how many and how much."""
    pairs: dict[tuple[UUID, UUID], list[quality.Flag]] = defaultdict(list)
    for flag in quality.copied_texts(quality.Texts.from_rows(rows)):
        one, _, two, _ = _about(flag)
        pairs[min(one, two), max(one, two)].append(flag)
    return [
        Seen(
            "copied_text", name, people, None, None,
            {"texts": float(len(flags)), "overlap": round(max(flag.evidence["overlap"] for flag in flags), 6)},
            _few(item for flag in flags for item in _about(flag)[1::2]),
        )
        for people, flags in sorted(pairs.items())
    ]  # fmt: skip
