"""The rectangle that some measures need: the items that everybody answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.errors import BadAnswers


@dataclass(frozen=True, eq=False)
class Rectangle:
    """values   (items, annotators) what everybody said of the items that all of them answered
    times      (items,) how many items each row stands for
    left_out   items that some of them did not answer
    """

    values: Floats
    times: Codes
    left_out: int

    @property
    def note(self) -> str | None:
        """What was left out."""
        return f"{self.left_out} items that not everybody answered were left out." if self.left_out else None


def rectangle(answers: Answers, values: Floats) -> Rectangle:
    """The items answered by all annotators; `values` (categories,) is what each label stands for."""
    full = answers.per_item == len(answers.annotators)
    rows = full[answers.item]
    shape = (int(full.sum()), len(answers.annotators))
    left_out = int(answers.size[~full].sum())
    return Rectangle(values[answers.label[rows]].reshape(shape), answers.size[full], left_out)


def numbers(answers: Answers, needs: str = "This measure") -> Floats:
    """(categories,) the categories as numbers. Raises BadAnswers for one that is not."""
    for category in answers.categories:
        if isinstance(category, bool) or not isinstance(category, (int, float)) or not np.isfinite(category):
            raise BadAnswers(f"{needs} needs numbers; {category!r} is not one.")
    return np.array([float(category) for category in answers.categories])  # type: ignore[arg-type]  # checked above
