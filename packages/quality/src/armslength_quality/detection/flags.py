"""What a detector hands back."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from armslength_quality.discoveries import discoveries


class Sign(StrEnum):
    """What was seen."""

    NO_INFORMATION = "answers say nothing about the items"
    ONE_SIDE = "one side preferred far oftener than the other"
    LONG_RUN = "one label many times in a row"
    TOO_FAST = "much faster than others on the same items"
    DRIFT = "agreement with others has changed"
    SAME_MISTAKES = "two people share mistakes"
    COPIED_TEXT = "two texts are one"
    REPEATED_TEXT = "one text for many items"
    TAKEN_TEXT = "texts that stand in the item, again and again"
    ONE_GRADE = "one grade for every question, again and again"
    GOLD_KNOWN = "better on gold than on the rest"
    WRONG_GOLD = "able people agree on another answer than the gold"
    AMBIGUOUS = "able people stay divided"
    BROUGHT_IN = "text that was brought in, again and again"
    ODD_TYPING = "typing unlike a person's, again and again"
    CONFUSED_LABELS = "two labels are taken for each other"
    REGRESSION = "less agreement, or less that is right, under a newer guideline"


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing seen.

    about      the people or items it is about
    p          how often chance alone shows as much; None where the sign is a share, not a test
    evidence   the numbers behind it, by name
    """

    sign: Sign
    about: tuple[Hashable, ...]
    p: float | None
    evidence: Mapping[str, float]

    def __str__(self) -> str:
        numbers = ", ".join(f"{name} {value:.4g}" for name, value in self.evidence.items())
        chance = "" if self.p is None else f" (by chance {self.p:.2g})"
        return f"{' and '.join(map(str, self.about))}: {self.sign}{chance}: {numbers}"


def flag(sign: Sign, about: Iterable[Hashable], p: float | None = None, **evidence: float) -> Flag:
    """A flag with its evidence."""
    numbers = MappingProxyType({name: float(value) for name, value in evidence.items()})
    return Flag(sign, tuple(about), None if p is None else min(1.0, float(p)), numbers)


def kept(found: Iterable[Flag], rate: float = 0.01) -> list[Flag]:
    """Of all the tests that were made, those that chance alone hardly explains (`discoveries`); the clearest first."""
    tests = sorted(found, key=lambda each: (_chance(each), str(each.about)))
    return tests[: discoveries([_chance(each) for each in tests], rate)]


def _chance(seen: Flag) -> float:
    return 1.0 if seen.p is None else seen.p
