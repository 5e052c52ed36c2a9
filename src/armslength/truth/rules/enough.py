"""Whether an item was asked about often enough, where a project asks more people about what is unsure."""

from typing import Literal

import armslength_quality as quality
from armslength.projects.model import ProjectRow

Enough = Literal["sure", "most"]


def enough(project: ProjectRow, sure: float | None, answers: int) -> Enough | None:
    """Why no more people are asked; None: one more is, or (the project asks as many about everything) it is no matter.

    sure   the probability of the least sure label of the item; None: all were decided
    """
    if project.overlap_max is None:
        return None
    if sure is None:
        return "sure"
    rule = quality.Enough(risk=project.overlap_risk, least=project.overlap, most=project.overlap_max)
    return rule.ended(sure, answers)
