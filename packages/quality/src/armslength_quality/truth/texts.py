"""What a model of texts hands back, and the answer nearest to the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from armslength_quality.answers import Codes, Floats, sorted_names
from armslength_quality.errors import BadAnswers, BadParameter
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.shape import CLOSED_FORM, NOT_RUN, Caution, Fit, Trouble, frozen
from armslength_quality.truth.skill import jeffreys
from armslength_quality.truth.words import Unit, compared, cut

MEASURE = "likeness of the answers to those of others"
_SURE = 0.01
"""Nobody is taken to be nearer to the others than this share of a text, or a few lucky answers would decide all."""


@dataclass(frozen=True, slots=True)
class Text:
    """What one annotator wrote for one item."""

    item: Hashable
    annotator: Hashable
    text: str


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts by item, cut into words, or into characters where a script has no spaces between words.

    Words are compared without regard to case, to the form of characters (NFKC) and to punctuation at their ends.
    """

    rows: tuple[Text, ...]
    unit: Unit

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Hashable, Hashable, str]], *, unit: Unit = "word") -> Texts:
        """Build from (item, annotator, text) rows.

        An empty text is an answer ("nothing is said here"). Raises BadAnswers for what is no text, or a second text of
        one annotator for one item.
        """
        if unit not in ("word", "character"):
            raise BadParameter(f"unit must be word or character, not {unit!r}.")
        texts = [Text(*row) for row in rows]
        texts.sort(key=lambda each: (str(each.item), str(each.annotator)))
        for each in texts:
            if not isinstance(each.text, str):
                raise BadAnswers(f"{each.annotator!r} on item {each.item!r}: {each.text!r} is not a text.")
        for one, two in pairwise(texts):
            if (one.item, one.annotator) == (two.item, two.annotator):
                raise BadAnswers(f"{one.annotator!r} wrote for item {one.item!r} twice; keep the text that stands.")
        return cls(tuple(texts), unit)

    @cached_property
    def by_item(self) -> Mapping[Hashable, tuple[Text, ...]]:
        """All texts of each item, those that sort first first: never by who wrote them."""
        return MappingProxyType(
            {
                item: tuple(sorted(texts, key=lambda each: each.text))
                for item, texts in groupby(self.rows, key=lambda each: each.item)
            }
        )

    @cached_property
    def annotators(self) -> tuple[Hashable, ...]:
        """Who wrote anything."""
        return sorted_names(each.annotator for each in self.rows)

    def digest(self) -> str:
        """SHA-256 hex of the texts: equal texts, equal digest."""
        sha = hashlib.sha256(self.unit.encode())
        for each in self.rows:
            sha.update(repr((each.item, each.annotator, each.text)).encode())
        return sha.hexdigest()

    def cut(self, text: str) -> list[str]:
        """The words of a text as they stand, or its characters."""
        return cut(text, self.unit)

    def joined(self, words: Iterable[str]) -> str:
        """A text of words."""
        return (" " if self.unit == "word" else "").join(words)


@dataclass(frozen=True, eq=False, kw_only=True)
class TextTruth(Fit):
    """The text of every item.

    text   item -> its text; the gold where it is pinned
    share  item -> weight of those who agree, averaged over its words: 1 where all wrote the same, and where gold is
           pinned
    """

    answers: Texts
    text: Mapping[Hashable, str]
    share: Mapping[Hashable, float]

    def of(self, item: Hashable) -> str:
        """The text of one item. Raises KeyError for an item nobody wrote for."""
        return self.text[item]


@dataclass(frozen=True, eq=False)
class Cut:
    """The texts of one item as the models read them.

    words   as they stand, of all texts in a row
    start   (texts + 1,) text i is words[start[i] : start[i + 1]]
    codes   (words,) equal where words count as the same
    apart   (texts, texts) edit distance / length of the longer, 0 for equal to 1
    """

    texts: tuple[Text, ...]
    words: list[str]
    start: Codes
    codes: Codes
    apart: Floats


Decide = Callable[[Texts, Cut, Floats], tuple[str, float]]
"""(answers, an item's texts, their weights) -> the item's text and the share that agrees with it."""


@dataclass(frozen=True)
class Medoid(Model[Texts, TextTruth]):
    """The answer nearest to the others by edit distance: always something that a person wrote.

    power   a person's answers count by her mean distance from others to the power of -`power`; 0 counts all the same.
            Where answers may differ and be right, as in translation, weights help little.

    Cost: per item the square of its answers and of their length.

    >>> rows = [("t", "ada", "a cat sat"), ("t", "bob", "the cat sat"), ("t", "cy", "the cat sat down")]
    >>> Medoid().fit(Texts.from_rows(rows)).of("t")
    'the cat sat'
    """

    power: float = 1.0

    def __post_init__(self) -> None:
        demand(0 <= self.power <= 10, "power", "from 0 to 10")

    def fit(self, answers: Texts, *, gold: Mapping[Any, str] | None = None) -> TextTruth:
        """The text of every item; `gold` pins those it names and teaches about the writers."""
        return fitted(self, answers, gold, self.power, _nearest)


def _nearest(answers: Texts, cut: Cut, weight: Floats) -> tuple[str, float]:
    away = cut.apart @ weight
    best = int(away.argmin())
    return cut.texts[best].text, float(1.0 - away[best] / weight.sum())


def fitted(
    model: Model[Texts, TextTruth], answers: Texts, gold: Mapping[Any, str] | None, power: float, decide: Decide
) -> TextTruth:
    """The common frame: who is how near to the others, then every item by weight."""
    known = {item: text for item, text in (gold or {}).items() if item in answers.by_item}
    for item, text in known.items():
        if not isinstance(text, str):
            raise BadAnswers(f"The gold of {item!r} is {text!r}, not a text.")
    people = {name: code for code, name in enumerate(answers.annotators)}
    cuts = {item: cut_texts(answers, texts, known.get(item)) for item, texts in answers.by_item.items()}
    near, times, n = np.zeros(len(people)), np.zeros(len(people)), np.zeros(len(people), dtype=np.int64)
    for item, each in cuts.items():
        who = [people[text.annotator] for text in each.texts]
        if item in known:
            near[who] += each.apart[:-1, -1]
        elif len(who) > 1:
            near[who] += each.apart.sum(axis=1) / (len(who) - 1)
        times[who] += item in known or len(who) > 1
        n[who] += 1
    weight = _weights(near, times, power)
    decided: dict[Hashable, tuple[str, float]] = {}
    for item, each in cuts.items():
        if item in known:
            decided[item] = known[item], 1.0
        else:
            weights = weight[[people[one.annotator] for one in each.texts]]
            decided[item] = decide(answers, each, weights)
    nothing = Caution(Trouble.NO_ANSWERS, "There are no texts.", fatal=True)
    return TextTruth(
        model=model, answers=answers, gold=MappingProxyType(known), trace=frozen(np.zeros(0)),
        convergence=CLOSED_FORM if cuts else NOT_RUN, warnings=() if cuts else (nothing,),
        skill=jeffreys(answers.annotators, MEASURE, times - near, times, n),
        text=MappingProxyType({item: text for item, (text, _) in decided.items()}),
        share=MappingProxyType({item: share for item, (_, share) in decided.items()}),
    )  # fmt: skip


def cut_texts(answers: Texts, texts: tuple[Text, ...], gold: str | None) -> Cut:
    """The texts of an item in words and codes, and how far they are apart; the gold, where there is one, comes last."""
    from armslength_quality.truth.kernels.edits import pairwise_edits

    parts = [answers.cut(each) for each in [*(text.text for text in texts), *([gold] if gold is not None else [])]]
    words = [word for part in parts for word in part]
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(compared(word), len(known)) for word in words], dtype=np.int64)
    length = np.array([len(part) for part in parts], dtype=np.int64)
    start = np.concatenate([[0], np.cumsum(length)])
    longer = np.maximum(1, np.maximum(length[:, None], length[None, :]))
    return Cut(texts, words, start, codes, pairwise_edits(start, codes) / longer)


def _weights(near: Floats, times: Floats, power: float) -> Floats:
    """(annotators,) inverse mean distance, drawn towards the crowd's mean by one answer."""
    seen = times > 0
    mean = float(near.sum() / max(1.0, times.sum()))
    away = (near + mean) / (times + 1)
    weight: Floats = (np.where(seen, away, mean) + _SURE) ** -power
    return weight
