"""Whether an item was asked about often enough, where a project asks more people about what is unsure."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

import armslength_quality as quality
from armslength.projects.model import ProjectRow
from armslength.questions.model import LabelSchema
from armslength.truth.model import Belief
from armslength.truth.rules.inference import Fitted, Given, modelled
from armslength.truth.rules.numbers import is_number, near_enough

Enough = Literal["sure", "most"]


class HowSure(NamedTuple):
    """How sure an item is.

    decides   whether anything asked about it can be sure
    sure      the probability of what is least sure: a label, a mark, the first rank of an order, a number being near
              enough; None where all was decided or nobody marked anything
    open      whether something was not decided
    """

    decides: bool
    sure: float | None
    open: bool


def how_sure(
    schema: LabelSchema, given: Given, fits: Mapping[str, Fitted], found: Mapping[str, Mapping[str, Belief]],
    tolerance: float,
) -> HowSure:  # fmt: skip
    """Of what is believed of an item; `tolerance`: how far a number may be off, as a part of its range. Numbers say
    nothing before a fit knows how far people's lie off."""
    told: list[float | None] = []
    known = 0
    for name, question in modelled(schema).items():
        for target, belief in found.get(name, {}).items():
            if belief.known:
                known += 1
            elif not is_number(question):
                told.append(belief.probability)
            else:
                said = {
                    person: value
                    for person, answers in given.said.items() for at, value in question.values(answers) if at == target
                }  # fmt: skip
                fitted = fits.get(name)
                near = near_enough(question, said, fitted.levels if fitted else None, tolerance)
                told += [near] if near is not None else []
    sure = min((each for each in told if each is not None), default=None)
    return HowSure(bool(told) or known > 0, sure, bool(told))


def enough(project: ProjectRow, how: HowSure, answers: int) -> Enough | None:
    """Why no more people are asked; None: one more is, or (the project asks as many about everything, or nothing that
    is asked can be sure) it is no matter."""
    if project.overlap_max is None or not how.decides:
        return None
    if not how.open:
        return "sure"
    rule = quality.Enough(risk=project.overlap_risk, least=project.overlap, most=project.overlap_max)
    return rule.ended(1.0 if how.sure is None else how.sure, answers)
