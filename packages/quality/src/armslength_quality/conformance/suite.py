"""The checks themselves. Each takes a model and a crowd, and raises AssertionError saying what was wrong."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from armslength_quality.conformance.crowd import Crowd
from armslength_quality.truth.model import Model
from armslength_quality.truth.shape import Fit

_SAME = 1e-4
"""Sums taken in another order may differ by this much in a probability."""
_FALL = 1e-6
"""An objective may fall by this share of its size: float32 sums."""


@dataclass(frozen=True)
class Check:
    """One check of one model: call it."""

    name: str
    run: Callable[[Model[Any, Any], Crowd[Any]], None]
    model: Model[Any, Any]
    crowd: Crowd[Any]

    def __call__(self) -> None:
        """Run it. Raises AssertionError."""
        self.run(self.model, self.crowd)

    def __str__(self) -> str:
        return f"{self.model!r}: {self.name}"


def model_checks(model: Model[Any, Any], crowd: Crowd[Any]) -> list[Check]:
    """All checks of a model, to be run one by one."""
    return [Check(check.__name__.replace("_", " "), check, model, crowd) for check in _CHECKS]


def check_model(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """Run them all; the first failure is raised."""
    for check in model_checks(model, crowd):
        check()


def the_constructor_only_stores(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """Frozen, equal to its copy, and fitting changes nothing."""
    before = model.parameters()
    assert type(model)(**before) == model, "a model built from its parameters is another model"
    assert copy.deepcopy(model) == model, "a copy is another model"
    model.fit(_data(crowd).answers)
    assert model.parameters() == before, "fitting changed the parameters"
    for each in dataclasses.fields(model):
        _assert_frozen(model, each.name)


def a_result_is_frozen(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """No field can be set, no array written."""
    fit = model.fit(_data(crowd).answers)
    for each in dataclasses.fields(fit):
        _assert_frozen(fit, each.name)
    for name, array in _arrays(fit):
        assert not array.flags.writeable, f"{name} can be written to"


def the_inputs_are_untouched(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """Answers and gold are what they were."""
    data = _data(crowd)
    gold = _gold(data)
    digest, before = data.answers.digest(), dict(gold)
    model.fit(data.answers, gold=gold)
    assert data.answers.digest() == digest, "the answers were changed"
    assert gold == before, "the gold was changed"


def the_same_again_is_the_same_bytes(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """Two fits agree to the last bit, whatever the order in which the rows were given."""
    answers = _data(crowd).answers
    first, again = model.fit(answers), model.fit(crowd.reordered(answers, np.random.default_rng(5)))
    for (name, one), (_, other) in zip(_arrays(first), _arrays(again), strict=True):
        assert one.tobytes() == other.tobytes(), f"{name} differs from one fit to the next: {_difference(one, other)}"
    assert first.provenance == again.provenance, "the provenance differs"


def names_do_not_matter(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """Items and annotators by other names, which sort otherwise, are believed the same."""
    answers = _data(crowd).answers
    renamed, items = crowd.renamed(answers)
    first, other = model.fit(answers), model.fit(renamed)
    for old, new in items.items():
        apart = crowd.distance(crowd.belief(first, old), crowd.belief(other, new))
        assert apart < _SAME, f"{old!r} is believed otherwise under another name, by {apart:.2g}"


def words_do_not_matter(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """The labels by other names are believed the same."""
    answers = _data(crowd).answers
    translation = crowd.relabelled(answers)
    if translation is None:
        return
    first, other = model.fit(answers), model.fit(translation[0])
    for item in _data(crowd).truth:
        apart = crowd.distance(crowd.translated(crowd.belief(first, item), translation[1]), crowd.belief(other, item))
        assert apart < _SAME, f"{item!r} is believed otherwise in other words, by {apart:.2g}"


def the_objective_never_falls(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """Every round is at least as good as the one before, with and without gold."""
    data = _data(crowd)
    for gold in ({}, _gold(data)):
        trace = model.fit(data.answers, gold=gold).trace
        assert np.isfinite(trace).all(), "the objective is not finite"
        falls = np.diff(trace) < -_FALL * np.maximum(1.0, np.abs(trace[1:]))
        assert not falls.any(), f"the objective fell in round {int(falls.argmax()) + 2}"


def gold_stays(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """What was pinned is believed, even where everybody says otherwise."""
    data = _data(crowd)
    truths = list(dict.fromkeys(data.truth.values()))
    gold = _gold(data)
    first = next(iter(gold))
    gold[first] = next(
        truth for truth in truths if crowd.error(crowd.belief(model.fit(data.answers), first), truth) > 0
    )
    fit = model.fit(data.answers, gold=gold)
    for item, truth in gold.items():
        assert crowd.error(crowd.belief(fit, item), truth) == 0, f"the gold of {item!r} did not stay"
    assert dict(fit.gold) == gold, "the result does not tell its gold"


def the_numbers_are_sound(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """They are what they claim to be, with and without gold."""
    data = _data(crowd)
    for gold in ({}, _gold(data)):
        fit = model.fit(data.answers, gold=gold)
        assert fit.supported, f"a fair crowd does not support it: {fit.warnings}"
        assert crowd.is_sound(fit), "the numbers are not sound"


def truth_and_skill_are_recovered(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """From a crowd that was drawn from known truths and skills."""
    data = _data(crowd)
    fit = model.fit(data.answers)
    error = np.mean([crowd.error(crowd.belief(fit, item), truth) for item, truth in data.truth.items()])
    assert error <= crowd.recovery, f"mean error {error:.3f} is over {crowd.recovery}"
    found = [fit.skill.of(annotator).value for annotator in data.skill]
    gaps = [abs(value - true) for value, true in zip(found, data.skill.values(), strict=True) if value is not None]
    assert gaps, "no skill was found"
    assert np.mean(gaps) <= crowd.skill_error, f"mean error of skill {np.mean(gaps):.3f} is over {crowd.skill_error}"


def too_little_is_said_to_be_too_little(model: Model[Any, Any], crowd: Crowd[Any]) -> None:
    """Answers that say little are taken, and the result is sound or says why it is not."""
    for name, answers in crowd.unsupported().items():
        fit = model.fit(answers)
        if fit.supported:
            assert crowd.is_sound(fit), f"{name}: the numbers are neither sound nor withheld"
        else:
            assert any(caution.fatal and caution.text for caution in fit.warnings), f"{name}: it does not say why"
    assert not model.fit(crowd.unsupported()["nothing"]).supported, "it makes something of nothing"


_CHECKS = (
    the_constructor_only_stores,
    a_result_is_frozen,
    the_inputs_are_untouched,
    the_same_again_is_the_same_bytes,
    names_do_not_matter,
    words_do_not_matter,
    the_objective_never_falls,
    gold_stays,
    the_numbers_are_sound,
    truth_and_skill_are_recovered,
    too_little_is_said_to_be_too_little,
)


def _data(crowd: Crowd[Any]) -> Any:
    return crowd.simulate(np.random.default_rng(11))


def _gold(data: Any) -> dict[Any, Any]:
    return dict(list(data.truth.items())[::13])


def _arrays(fit: Fit) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    for owner, prefix in ((fit, ""), (fit.skill, "skill.")):
        for each in dataclasses.fields(owner):
            if isinstance(array := getattr(owner, each.name), np.ndarray):
                yield prefix + each.name, array


def _difference(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> str:
    if one.shape != other.shape:
        return f"shapes {one.shape} and {other.shape}"
    places = np.flatnonzero(one.ravel() != other.ravel())[:3]
    told = ", ".join(f"at {place} {one.ravel()[place]!r} and {other.ravel()[place]!r}" for place in places.tolist())
    return told or "only in what no comparison shows, such as the sign of nought"


def _assert_frozen(thing: Any, name: str) -> None:
    try:
        setattr(thing, name, None)
    except dataclasses.FrozenInstanceError:
        return
    raise AssertionError(f"{type(thing).__name__}.{name} can be set")
