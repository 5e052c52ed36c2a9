"""What every model is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, Self, TypeVar

from armslength_quality.errors import BadParameter
from armslength_quality.truth.shape import Fit

AnswersT = TypeVar("AnswersT")
FitT = TypeVar("FitT", bound=Fit)


@dataclass(frozen=True)
class Model(Generic[AnswersT, FitT]):
    """Parameters, and how to fit them to answers.

    Subclasses are frozen dataclasses whose fields are the parameters, all with defaults; `__post_init__` refuses
    impossible ones with BadParameter and does nothing else.
    """

    def fit(self, answers: AnswersT, *, gold: Mapping[Any, Any] | None = None) -> FitT:
        """What the answers say. `gold` pins the truth of items it names; items nobody answered are passed over."""
        raise NotImplementedError

    def parameters(self) -> dict[str, Any]:
        """What the constructor stored, by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def but(self, **changes: Any) -> Self:
        """The same model with some parameters changed."""
        return replace(self, **changes)


def demand(condition: bool, name: str, needs: str) -> None:
    """Refuse a parameter. Raises BadParameter naming it."""
    if not condition:
        raise BadParameter(f"{name} must be {needs}.")
