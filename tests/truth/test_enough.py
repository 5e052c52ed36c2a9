"""When an item was asked about often enough: numbers, marks and orders beside labels. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from armslength.projects.model import ProjectRow
from armslength.questions.service import read_schema
from armslength.truth.rules.enough import HowSure, enough, how_sure
from armslength.truth.rules.inference import Evidence, Fitted, Given, beliefs

SCHEMA = read_schema({
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [
        {"name": "size", "kind": "number", "title": "Size", "required": False, "settings": {"min": 0, "max": 100}},
        {"name": "year", "kind": "date", "title": "Year", "required": False, "settings": {"precision": "year"}},
        {
            "name": "names", "kind": "spans", "title": "Names", "required": False,
            "settings": {"field": "text", "labels": [{"id": "PER", "title": "Person"}]},
        },
    ],
})  # fmt: skip
Said = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Asking:
    """What of a project says how often it asks."""

    overlap: int = 2
    overlap_max: int | None = 4
    overlap_risk: float = 0.15


def ended(how: HowSure, answers: int, **asking: Any) -> str | None:
    return enough(cast(ProjectRow, replace(Asking(), **asking)), how, answers)


def of(name: str, value: dict[str, Any]) -> Said:
    return {name: {"item": {"state": "answered", "value": value}}}


def size(number: float) -> Said:
    return of("size", {"number": number})


def marked(*at: tuple[int, int]) -> Said:
    spans = [{"start": a, "end": b, "label": "PER", "quote": "x" * (b - a), "field": "text"} for a, b in at]
    return of("names", {"spans": spans})


def sure(given: Given, fits: dict[str, Fitted] | None = None, tolerance: float = 0.05) -> HowSure:
    return how_sure(SCHEMA, given, fits or {}, beliefs(SCHEMA, given, fits or {}), tolerance)


def test_a_number_is_sure_as_far_as_people_lie_off() -> None:
    evidence = Evidence(SCHEMA)
    for item in range(40):
        truth = 10.0 + 2 * item
        off = 6 if item % 2 else -6
        for_year = of("year", {"date": str(1900 + item)})
        evidence.add(Given({"ada": size(truth + 1) | for_year, "bob": size(truth - 1), "eve": size(truth + off)}))
    fits = evidence.fit()
    careful, careless = Given({"ada": size(50), "bob": size(51)}), Given({"eve": size(50)})
    here, there = sure(careful, fits).sure, sure(careless, fits).sure
    assert here is not None and there is not None and here > 0.95 > 0.7 > there
    assert sure(careless, fits, 0.2).sure == pytest.approx(1, abs=0.01)
    assert sure(careful) == (False, None, False), "before a fit nobody knows how far answers lie off"
    assert ended(sure(careful), 2) is None
    assert (ended(sure(careful, fits), 2), ended(sure(careless, fits), 2)) == ("sure", None)
    assert ended(sure(careless, fits), 4) == "most"
    year = Given({"ada": of("year", {"date": "1910"}), "bob": of("year", {"date": "1950"})})
    assert sure(year, fits) == (False, None, False), "no item has two answers, and the scale has no ends"


def test_a_mark_that_one_of_two_made_asks_for_a_third() -> None:
    both, one, none = (
        Given({"ada": marked((0, 5)), "bob": marked(*each)}) for each in (((0, 5),), ((0, 5), (9, 12)), ())
    )
    assert (sure(one).sure or 1) < 0.85 <= (sure(both).sure or 0)
    assert (ended(sure(both), 2), ended(sure(one), 2), ended(sure(none), 2)) == ("sure", None, None)
    nothing = Given({"ada": marked(), "bob": marked()})
    assert sure(nothing) == (True, None, True)
    assert (ended(sure(nothing), 2), ended(sure(nothing), 1)) == ("sure", None)
    assert ended(sure(one), 2, overlap_max=None) is None
    decided = Given(one.said, marked((0, 5)))
    assert (sure(decided), ended(sure(decided), 1)) == ((True, None, False), "sure")
    assert sure(Given({})) == (False, None, False)
