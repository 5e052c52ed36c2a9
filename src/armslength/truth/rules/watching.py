"""What in a project's answers deserves a second look: answers in, item by item; out come findings with their evidence.

The library's detectors do the counting. Here answers become what they read, and what they find becomes something that
can be stored: people, items, numbers. Which label was given is in none of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

import armslength_quality as quality
from armslength.questions.model import LabelSchema, Subject
from armslength.truth.model import ConcernKind
from armslength.truth.rules.inference import inferred, possible
from armslength.truth.rules.looking import Labels, Looking, Said, Seen, about, evidence, few
from armslength.truth.rules.reading import Answers, Asked, asked
from armslength.truth.rules.several import Several, takes_several

Told = TypeVar("Told", bound=tuple[Any, ...])
"""What is told of one text; what comes first orders."""
MOST_AMBIGUOUS: Final = 10
"""The most divided of a question; the quality page has the rest."""
NEARLY_EVEN: Final = 0.4
"""An item is ambiguous where the second label is believed with this much."""
SURE_OF_EACH: Final = 0.95
"""So sure must a label be that gold of several labels does not have, or has too many: there are more of them to be
wrong about than answers."""
TAKEN: Final = 0.6
"""Of a text's five-word pieces so many must stand in the item for it to be taken from there."""
OFTEN: Final = 0.2
"""Of a person's texts so many that bear a mark are nothing yet."""
TAKEN_OFTEN: Final = 0.1
"""The same of texts that were taken from the item, which others seldom have."""
SEVERAL: Final = 3
"""On fewer questions than these one grade for all is no habit."""
ONE_GRADE: Final = 0.4
"""Of the things somebody graded so many with one grade for every question are nothing yet: some are simply good."""
RATE: Final = 0.01
"""Of what the tests of one detector keep, the share that is chance on average."""


class Watch:
    """Answers of a project, ready to be looked through. Memory: some 300 bytes an answer."""

    def __init__(self, schema: LabelSchema) -> None:
        self._schema = schema
        self._labels = {
            name: Several(question) if takes_several(question) else Labels(question)
            for name, question in inferred(schema).items()
        }
        self._texts = {name: question for name, question in asked(schema).items() if _is_writing(question)}
        self._written: dict[str, list[tuple[UUID, UUID, str]]] = defaultdict(list)
        self._taken: dict[str, dict[UUID, list[tuple[float, UUID]]]] = defaultdict(lambda: defaultdict(list))
        self._seconds: dict[tuple[Any, Any], float] = {}
        self._scales = _scales(schema)
        self._grades: dict[UUID, list[tuple[float, UUID, bool]]] = defaultdict(list)
        self._writing: dict[UUID, list[tuple[float, UUID, tuple[str, ...]]]] = defaultdict(list)
        self.answers = 0

    def wrote(self, said: Iterable[Said]) -> bool:
        """Whether anybody wrote what is held against the words of the item: else it need not be opened."""
        return any(
            value.text
            for each in said
            for question in self._texts.values()
            for _, value in question.values(each.answers)
        )

    def add(
        self, item: UUID, said: Mapping[UUID, Said], gold: Answers | None = None, shown: Mapping[str, Any] | None = None
    ) -> None:
        """One more item; `gold`: its right answers, where they are known. `shown`: what the item says."""
        self.answers += len(said)
        for person, each in said.items():
            self._seconds[item, person] = each.seconds
            for given in _grades(self._scales, each.answers):
                self._grades[person].append((each.at, item, len(set(given)) == 1))
            if each.writing is not None:
                self._writing[person].append((each.at, item, each.writing))
        for labels in self._labels.values():
            labels.add(item, said, gold)
        pieces = quality.text_pieces(self._says(shown or {})) if self._texts else frozenset()
        for name, question in self._texts.items():
            for person, each in sorted(said.items()):
                text = "\n".join(value.text for _, value in question.values(each.answers))
                if text:
                    self._written[name].append((item, person, text))
                if (share := quality.taken_share(text, pieces)) is not None:
                    self._taken[name][person].append((share, item))

    def _says(self, content: Mapping[str, Any]) -> Iterator[str]:
        """The texts of an item."""
        subject = Subject(self._schema, content)
        return (text for each in self._schema.fields for text in subject.texts(each.name).values())

    def seen(self) -> list[Seen]:
        """Everything worth a second look."""
        found = [*_fast(self._seconds), *_writing(self._writing), *_one_grade(self._grades)]
        for name, labels in self._labels.items():
            if labels.rows:
                found += _in_sets(name, labels) if isinstance(labels, Several) else _in_labels(name, labels)
        for name, rows in self._written.items():
            found += [*_copied(name, rows), *_repeated(name, rows), *_taken(name, self._taken[name])]
        return found


def _is_writing(question: Asked) -> bool:
    """Texts people write themselves; who rewrites a draft shares it with everybody."""
    return question.question.kind == "text" and question.reader.settings.rewrite_of is None


def _fast(seconds: Mapping[tuple[Any, Any], float]) -> Iterator[Seen]:
    for flag in quality.too_fast(seconds, rate=RATE):
        (person,) = about(flag)
        quickest = sorted((took, item) for (item, who), took in seconds.items() if who == person)
        yield Seen("too_fast", "", (person,), None, flag.p, evidence(flag), few(item for _, item in quickest))


def _scales(schema: LabelSchema) -> dict[str, tuple[float, float]]:
    """The ratings, by the scale they share with others."""
    ratings = {
        name: (each.reader.settings.min, each.reader.settings.max)
        for name, each in asked(schema).items() if each.question.kind == "rating"
    }  # fmt: skip
    shared = Counter(ratings.values())
    return {name: scale for name, scale in ratings.items() if shared[scale] >= SEVERAL}


def _grades(scales: Mapping[str, tuple[float, float]], answers: Answers) -> Iterator[list[float]]:
    """What one answer gives on several questions of one scale about one thing: the item, or one of its responses."""
    given: dict[tuple[str, tuple[float, float]], list[float]] = defaultdict(list)
    for name, scale in scales.items():
        for target, said in answers.get(name, {}).items():
            if said["state"] == "answered":
                given[target, scale].append(said["value"]["rating"])
    return (grades for grades in given.values() if len(grades) >= SEVERAL)


def _one_grade(graded: Mapping[UUID, Sequence[tuple[float, UUID, bool]]]) -> Iterator[Seen]:
    """Who gives one grade on every question far oftener than others do."""
    marked = {person: [each for each in all_of if each[2]] for person, all_of in graded.items()}
    for person, flag, some in _oftener(graded, marked, quality.Sign.ONE_GRADE, ONE_GRADE):
        yield Seen("one_grade", "", (person,), None, flag.p, evidence(flag), few(item for _, item, _ in some))


_WRITING: Final[Mapping[ConcernKind, tuple[quality.Sign, frozenset[str]]]] = {
    "text_brought_in": (quality.Sign.BROUGHT_IN, frozenset({"pasted", "silent", "after_away"})),
    "odd_typing": (quality.Sign.ODD_TYPING, frozenset({"fast", "even", "untrusted"})),
}


def _writing(written: Mapping[UUID, list[tuple[float, UUID, tuple[str, ...]]]]) -> Iterator[Seen]:
    """Whose texts came from elsewhere, or were typed as people do not, far oftener than those of others."""
    for kind, (sign, marks) in _WRITING.items():
        marked = {person: [each for each in all_of if marks & {*each[2]}] for person, all_of in written.items()}
        for person, flag, some in _oftener(written, marked, sign, OFTEN):
            each = Counter(mark for _, _, flags in some for mark in flags if mark in marks)
            numbers = evidence(flag) | {mark: float(count) for mark, count in sorted(each.items())}
            yield Seen(kind, "", (person,), None, flag.p, numbers, few(item for _, item, _ in some))


def _oftener(
    texts: Mapping[UUID, Sequence[Told]], marked: Mapping[UUID, Sequence[Told]], sign: quality.Sign, least: float
) -> Iterator[tuple[UUID, quality.Flag, list[Told]]]:
    """Of whose texts far more are marked than of others', and more than this share: (person, flag, what is marked, the
    highest first)."""
    counts: dict[Any, tuple[int, int]] = {person: (len(some), len(texts[person])) for person, some in marked.items()}
    for flag in quality.marked_often(counts, sign=sign, least=least, rate=RATE):
        (person,) = about(flag)
        yield person, flag, sorted(marked[person], reverse=True)


def _in_labels(name: str, labels: Labels) -> list[Seen]:
    """All that the labels of one question show. Steps and criteria are a label each of one answer: neighbours are no
    run, and which of their labels is taken for which is not asked."""
    truth = _fitted(labels)
    answers, believed = truth.answers, _believed(truth, labels)
    majority = quality.majority_of_others(answers)
    agreed = (
        (answers.items[answers.item[row]], answers.annotators[answers.annotator[row]], answers.label[row] == other)
        for row, other in enumerate(majority.tolist()) if other >= 0
    )  # fmt: skip
    looked = Looking(name, labels, believed)
    found = [
        *(looked.at_person("says_nothing", flag) for flag in quality.say_nothing(answers, rate=RATE)),
        *(looked.at_person("drift", flag) for flag in quality.drifting(answers, labels.at, rate=RATE)),
        *(looked.at_person("gold_known", flag, items=()) for flag in _on_gold(labels, agreed)),
        *(looked.at_pair(flag) for flag in quality.same_mistakes(answers, believed, rate=RATE)),
        *looked.at_items("wrong_gold", quality.wrong_gold(answers, labels.known)),
        *looked.at_items("ambiguous", _open_yet(truth, labels)),
        *(looked.at_guideline(flag) for flag in quality.regressions(answers, labels.under, labels.known, rate=RATE)),
    ]
    if labels.question.question.kind == "pairwise":
        return found + _in_sides(looked)
    if labels.question.apart is not None:
        return found
    graded = labels.question.measure.scale == "ordinal"
    mixed = quality.confusing_labels(answers, believed, graded=graded, rate=RATE)
    runs = quality.long_runs(labels.in_order(), rate=RATE)
    found += [looked.at_labels(flag) for flag in mixed]
    return found + [looked.at_person("long_run", flag) for flag in runs]


def _in_sides(looked: Looking) -> list[Seen]:
    """What the places show at which preferred responses stood. Which of two labels is mixed up with which is not asked:
    left and right mean nothing."""
    sides = looked.labels.sides()
    chosen = {person: [side for side in order if isinstance(side, int)] for person, order in sides.items()}
    runs = [looked.at_person("long_run", flag) for flag in quality.long_runs(sides, rate=RATE)]
    for each in runs:
        each.evidence["sides"] = 1.0
    return runs + [looked.at_person("one_side", flag) for flag in quality.one_sided(chosen, rate=RATE)]


def _in_sets(name: str, several: Several) -> list[Seen]:
    """All that answers show which are several labels at once: people by how alike sets are, gold and divided items
    label by label, the rest by sets that are the same."""
    parts, whole = several.parts, several.whole
    truth = _fitted(parts)
    right = several.believed(_believed(truth, parts))
    believed = {unit: several.called(labels) for unit, labels in right.items()}
    answers = quality.Answers.from_rows(whole.rows)
    sets = quality.LabelSets.from_rows((unit, person, several.sets[word]) for unit, person, word in whole.rows)
    agreed = (
        (unit, person, value == 1)
        for person, each in quality.beside_others(sets).items()
        for unit, value in zip(each.items, each.value.tolist(), strict=True)
    )
    looked, looked_at_parts = Looking(name, whole, believed), Looking(name, parts, {})
    gold = quality.wrong_gold(truth.answers, parts.known, sure=SURE_OF_EACH)
    runs, versions = quality.long_runs(whole.in_order(), rate=RATE), (whole.under, whole.known)
    mixed = quality.confusing_labels(sets, right, rate=RATE)
    return [
        *(looked.at_person("says_nothing", flag) for flag in quality.say_nothing(sets, rate=RATE)),
        *(looked.at_person("drift", flag) for flag in quality.drifting(sets, whole.at, rate=RATE)),
        *(looked.at_person("gold_known", flag, items=()) for flag in _on_gold(whole, agreed)),
        *(looked.at_person("long_run", flag) for flag in runs),
        *(looked.at_pair(flag) for flag in quality.same_mistakes(answers, believed, rate=RATE)),
        *looked_at_parts.at_items("wrong_gold", gold),
        *looked_at_parts.at_items("ambiguous", _open_yet(truth, parts)),
        *(looked.at_labels(flag, several.sets) for flag in mixed),
        *(looked.at_guideline(flag) for flag in quality.regressions(answers, *versions, rate=RATE)),
    ]


def _fitted(labels: Labels) -> quality.CategoricalTruth:
    """How people err, learnt from all labels of a question, and of those that nobody gave."""
    could = {label for _, _, label in labels.rows} | set(labels.known.values()) | set(possible(labels.question))
    answers = quality.Answers.from_rows(labels.rows, categories=_in_grades(could))
    return quality.DawidSkene().fit(answers, gold=labels.known)


def _believed(truth: quality.CategoricalTruth, labels: Labels) -> dict[Any, Any]:
    """What is taken for right, by unit: gold, or the likeliest label."""
    likeliest = {unit: truth.of(unit).label for unit in truth.answers.items} if truth.supported else {}
    return {unit: label for unit, label in likeliest.items() if label is not None} | dict(labels.known)


def _in_grades(labels: Iterable[str]) -> list[str]:
    """Numbers by their size, words by the alphabet."""
    try:
        return sorted(labels, key=float)
    except ValueError:
        return sorted(labels)


def _on_gold(labels: Labels, agreed: Iterable[tuple[Any, Any, bool]]) -> list[quality.Flag]:
    """Who is better where the answer is known: how often right there, and how often with the others elsewhere;
    `agreed`: unit, person, and whether they said what the others say."""
    right, agreeing = (defaultdict[Any, list[int]](lambda: [0, 0]) for _ in range(2))
    on_gold = ((person, label == labels.known[unit]) for unit, person, label in labels.rows if unit in labels.known)
    elsewhere = ((person, same) for unit, person, same in agreed if unit not in labels.known)
    for counted, seen in ((right, on_gold), (agreeing, elsewhere)):
        for person, hit in seen:
            counted[person][0] += int(hit)
            counted[person][1] += 1
    counts: list[dict[Any, tuple[int, int]]] = [
        {person: (n[0], n[1]) for person, n in each.items()} for each in (right, agreeing)
    ]
    return quality.gold_known(counts[0], counts[1], rate=RATE)


def _open_yet(truth: quality.CategoricalTruth, labels: Labels) -> list[quality.Flag]:
    """Items whose label stays open; gold has its answer."""
    found = quality.ambiguous(truth, second=NEARLY_EVEN)
    return [flag for flag in found if flag.about[0] not in labels.known][:MOST_AMBIGUOUS]


def _copied(name: str, rows: list[tuple[UUID, UUID, str]]) -> list[Seen]:
    """Pairs of people whose texts are one, with how many and how much."""
    pairs: dict[tuple[UUID, UUID], list[quality.Flag]] = defaultdict(list)
    for flag in quality.copied_texts(quality.Texts.from_rows(rows)):
        one, _, two, _ = about(flag)
        pairs[min(one, two), max(one, two)].append(flag)
    return [
        Seen(
            "copied_text", name, people, None, None,
            {"texts": float(len(flags)), "overlap": round(max(flag.evidence["overlap"] for flag in flags), 6)},
            few(item for flag in flags for item in about(flag)[1::2]),
        )
        for people, flags in sorted(pairs.items())
    ]  # fmt: skip


def _repeated(name: str, rows: list[tuple[UUID, UUID, str]]) -> Iterator[Seen]:
    """Who gives one text for many items."""
    for flag in quality.repeated_texts(quality.Texts.from_rows(rows), rate=RATE):
        person, *items = about(flag)
        yield Seen("repeated_text", name, (person,), None, flag.p, evidence(flag), few(items))


def _taken(name: str, texts: Mapping[UUID, list[tuple[float, UUID]]]) -> Iterator[Seen]:
    """Who gives the item's own words back, far oftener than others do."""
    marked = {person: [each for each in all_of if each[0] >= TAKEN] for person, all_of in texts.items()}
    for person, flag, some in _oftener(texts, marked, quality.Sign.TAKEN_TEXT, TAKEN_OFTEN):
        yield Seen("taken_text", name, (person,), None, flag.p, evidence(flag), few(item for _, item in some))
