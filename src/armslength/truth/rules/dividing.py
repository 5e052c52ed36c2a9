"""On which questions an item divides people, how much, and between which labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log2
from typing import NamedTuple

import msgspec

from armslength.questions.model import LabelSchema
from armslength.questions.service import mean_agreements
from armslength.truth.model import Belief
from armslength.truth.rules.inference import Fitted, Given, beliefs, inferred, labels_of

_HAIR = 1e-9
Believed = Mapping[str, Mapping[str, Belief]]


class Soft(NamedTuple):
    """The most divided label of a question.

    target, part   where in the item and in the answer
    labels         by person
    shares         the probability of each label, by what people said alone: a decision is nobody's answer
    """

    target: str
    part: str
    labels: dict[str, str]
    shares: dict[str, float]

    @property
    def divided(self) -> float:
        """Entropy of the shares of the labels that were given, as a part of what it could be among these."""
        given = [self.shares.get(label, 0.0) for label in sorted(set(self.labels.values()))]
        entropy = -sum(share / sum(given) * log2(share / sum(given)) for share in given if share > 0)
        return min(1.0, max(_HAIR, entropy / log2(len(given))))

    @property
    def leading(self) -> list[str]:
        """The labels that were given, the likeliest first."""
        votes = Counter(self.labels.values())
        return sorted(votes, key=lambda label: (-self.shares.get(label, 0.0), -votes[label], label))


class Split(NamedTuple):
    """One question on which people disagree. `soft`: None where answers are no labels."""

    question: str
    divided: float
    soft: Soft | None


def splits(
    schema: LabelSchema, given: Given, fits: Mapping[str, Fitted], found: Believed | None = None
) -> list[Split]:  # fmt: skip
    """Every question on which people said different things: labels by how even the likely ones are, other answers
    (texts, numbers, marks, orders) by how far they are from one another: one less the mean agreement of all pairs.

    `found`: what is believed of the item by the same fits, where that is known.
    """
    said = Given(given.said)
    believed = beliefs(schema, said, fits) if found is None or given.known is not None else found
    apart = [Split(name, soft.divided, soft) for name, soft in softest(schema, said, believed).items()]
    for name, agreement in _agreements(schema, said).items():
        if agreement < 1 - _HAIR:
            apart.append(Split(name, min(1.0, 1 - agreement), None))
    return apart


def pair_of(one: str, other: str) -> bytes:
    """Two labels in one, whichever comes first."""
    return "\x00".join(sorted((one, other))).encode()


def softest(schema: LabelSchema, said: Given, believed: Believed) -> dict[str, Soft]:
    """By question whose answers are labels, the most divided one. `believed`: of what people said alone. Cheap beside
    `splits`, which compares every answer that is no label with every other: 60 people make 1,770 pairs."""
    found: dict[str, Soft] = {}
    questions = inferred(schema)
    for name in (name for name in believed if name in questions):
        units = []
        for target, belief in believed[name].items():
            given = {
                person: labels_of(questions[name], value)
                for person, answers in said.said.items()
                for at, value in questions[name].values(answers) if at == target
            }  # fmt: skip
            for part, shares in belief.shares.items():
                labels = {person: each[part] for person, each in given.items() if part in each}
                if len(set(labels.values())) > 1:
                    units.append(Soft(target, part, labels, shares))
        if units:
            found[name] = max(units, key=lambda unit: unit.divided)
    return found


def _agreements(schema: LabelSchema, said: Given) -> dict[str, float]:
    """By question whose answers are no labels, the mean agreement of all pairs."""
    labels = inferred(schema)
    others = msgspec.structs.replace(schema, questions=[each for each in schema.questions if each.name not in labels])
    return mean_agreements(others, said.said.values()) if others.questions else {}
