"""The suite's crowd for texts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from armslength_quality.conformance.crowd import Crowd, Simulated
from armslength_quality.truth.shape import Fit
from armslength_quality.truth.texts import Texts, TextTruth

_PEOPLE, _LENGTH, _WORDS = 12, 15, 300


class TextCrowd(Crowd[Texts]):
    """Sentences of fifteen words; twelve writers who mishear from a fiftieth to a third of them."""

    name = "texts"
    recovery = 0.06
    skill_error = 0.05

    def simulate(self, rng: np.random.Generator) -> Simulated[Texts]:
        """150 sentences, five writers each; a writer's skill is the share of words she shares with others."""
        truth: dict[Hashable, str] = {}
        mishears = np.linspace(0.02, 0.33, _PEOPLE)
        same, met, rows = np.zeros(_PEOPLE), np.zeros(_PEOPLE), []
        for number in range(150):
            sentence = rng.integers(_WORDS, size=_LENGTH)
            truth[f"t{number:03}"] = _text(sentence)
            who = rng.choice(_PEOPLE, size=5, replace=False)
            heard = np.where(
                rng.random((5, _LENGTH)) < mishears[who, None], rng.integers(_WORDS, size=(5, _LENGTH)), sentence
            )
            rows += [(f"t{number:03}", f"a{one:02}", _text(words)) for one, words in zip(who, heard, strict=True)]
            alike = (heard[:, None] == heard[None]).mean(axis=2)
            same[who] += (alike.sum(axis=1) - 1) / 4
            met[who] += 1
        skill: dict[Hashable, float] = {f"a{one:02}": float(same[one] / met[one]) for one in range(_PEOPLE)}
        return Simulated(Texts.from_rows(rows), truth, skill)

    def reordered(self, answers: Texts, rng: np.random.Generator) -> Texts:
        """Rows shuffled."""
        rows = _rows(answers)
        return Texts.from_rows([rows[row] for row in rng.permutation(len(rows))], unit=answers.unit)

    def renamed(self, answers: Texts) -> tuple[Texts, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        rows = [(str(item)[::-1], str(who)[::-1], text) for item, who, text in _rows(answers)]
        return Texts.from_rows(rows, unit=answers.unit), {item: str(item)[::-1] for item in answers.by_item}

    def relabelled(self, answers: Texts) -> tuple[Texts, Mapping[Any, Any]] | None:
        """Every word with a letter before it."""
        rows = [(item, who, _prefixed(text)) for item, who, text in _rows(answers)]
        words = {word: f"z{word}" for _, _, text in _rows(answers) for word in text.split()}
        return Texts.from_rows(rows, unit=answers.unit), words

    def unsupported(self) -> Mapping[str, Texts]:
        """From no texts at all to empty ones."""
        return {
            "nothing": Texts.from_rows([]),
            "one text": Texts.from_rows([("t", "a", "one")]),
            "empty texts": Texts.from_rows([(item, who, "") for item in range(3) for who in "abc"]),
            "no overlap": Texts.from_rows([(item, item % 3, f"word {item}") for item in range(9)]),
            "always differ": Texts.from_rows([(item, who, who * 3) for item in range(5) for who in "abc"]),
        }

    def belief(self, fit: Fit, item: Hashable) -> str:
        """The text."""
        assert isinstance(fit, TextTruth)
        return fit.of(item)

    def distance(self, one: str, other: str) -> float:
        """0 for the same text, 1 for another."""
        return float(one != other)

    def translated(self, belief: str, words: Mapping[Any, Any]) -> str:
        """The same text in the other words."""
        return " ".join(words[word] for word in belief.split())

    def error(self, belief: str, truth: str) -> float:
        """Share of the places with another word."""
        one, two = belief.split(), truth.split()
        wrong = sum(word != other for word, other in zip(one, two, strict=False)) + abs(len(one) - len(two))
        return wrong / max(1, len(two))

    def is_sound(self, fit: Fit) -> bool:
        """Shares are shares; skills within their intervals."""
        assert isinstance(fit, TextTruth)
        skill = fit.skill
        inside = (skill.low >= 0) & (skill.low <= skill.value) & (skill.value <= skill.high) & (skill.high <= 1)
        return all(0 <= share <= 1 for share in fit.share.values()) and bool((inside | np.isnan(skill.value)).all())


def _text(words: np.ndarray[Any, Any]) -> str:
    return " ".join(f"w{word}" for word in words)


def _prefixed(text: str) -> str:
    return " ".join(f"z{word}" for word in text.split())


def _rows(answers: Texts) -> list[tuple[Hashable, Hashable, str]]:
    return [(each.item, each.annotator, each.text) for each in answers.rows]


TEXTS = TextCrowd()
