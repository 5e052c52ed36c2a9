"""From which of several candidates of a step a solution goes on, and whether an answer says so."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Protocol

import msgspec

from armslength.fields.model import MOST_CANDIDATES, Problem, Unfinished

PREFIX = "from_"
OWN, NOTHING = f"{PREFIX}own", f"{PREFIX}nothing"
FIRST = f"{PREFIX}1"
"""The word of the candidate that the item's next step follows: after any other one the item does not go on."""
WORDS = (*(f"{PREFIX}{number}" for number in range(1, MOST_CANDIDATES + 1)), OWN, NOTHING)


class Onward(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From where the solution goes on at a step: `place`, its number. `candidate`: the number of one of its candidates,
    from 1, and `step` its id; or `instead`, the step that the person wrote; or neither, where all are errors.
    """

    place: int
    candidate: int | None = None
    step: str | None = None
    instead: Annotated[str, msgspec.Meta(max_length=5000)] | None = None


class Candidate(Protocol):
    """What of a labelled step counts here."""

    @property
    def step(self) -> str: ...
    @property
    def rating(self) -> int | None: ...


class LabelledCandidate(Candidate, Protocol):
    """And of which step it is one."""

    @property
    def place(self) -> int | None: ...


def word(said: Onward) -> str:
    """What is said of a step, in a word that means the same in every item."""
    if said.candidate is not None:
        return f"{PREFIX}{said.candidate}"
    return NOTHING if said.instead is None else OWN


def by_place(places: Mapping[str, int]) -> dict[int, list[str]]:
    """The candidates of each step, in their order."""
    found: dict[int, list[str]] = {}
    for step, place in places.items():
        found.setdefault(place, []).append(step)
    return found


def check(
    onward: Sequence[Onward], labelled: Sequence[Candidate], places: Mapping[str, int], *, rewrite: bool
) -> Iterator[Problem]:
    """What is wrong with it, whatever is still to come; paths relative to the value."""
    steps, ratings = by_place(places), {said.step: said.rating for said in labelled}
    last = 0
    for index, said in enumerate(onward):
        at, candidates = f"onward[{index}]", steps.get(said.place)
        if candidates is None:
            yield Problem(f"{at}.place", f"There is no step {said.place} here.")
            continue
        if said.place <= last:
            yield Problem(f"{at}.place", "Each step goes on from one candidate; they stand in their order.")
        last = said.place
        if said.candidate is not None and not 1 <= said.candidate <= len(candidates):
            yield Problem(f"{at}.candidate", f"Step {said.place} has no candidate {said.candidate}.")
        elif said.step != (None if said.candidate is None else candidates[said.candidate - 1]):
            yield Problem(f"{at}.step", "This is the id of the candidate, where there is one.")
        elif said.candidate is not None and ratings.get(candidates[said.candidate - 1]) == -1:
            yield Problem(f"{at}.candidate", "A solution does not go on from an error.")
        if said.instead is None:
            continue
        if not rewrite:
            yield Problem(f"{at}.instead", "This question asks for no steps to be written.")
        elif said.candidate is not None:
            yield Problem(f"{at}.instead", "It goes on from a candidate or from what was written, not from both.")
        elif not said.instead.strip():
            yield Unfinished(f"{at}.instead", "Write the step.")


def check_whole(
    onward: Sequence[Onward], labelled: Sequence[Candidate], places: Mapping[str, int], *, stops: bool
) -> list[Problem]:
    """What was labelled too much or too little. `stops`: nothing is asked after a step that goes on from anything but
    its first candidate.
    """
    ratings, said = {each.step: each.rating for each in labelled}, {each.place: each for each in onward}
    problems: list[Problem] = []
    missing: list[str] = []
    for place, candidates in by_place(places).items():
        missing += [step for step in candidates if step not in ratings]
        here = said.get(place)
        sound = any(ratings.get(step, -1) != -1 for step in candidates)
        if here is None or (sound and word(here) == NOTHING):
            problems.append(Unfinished("onward", f"Say from which candidate step {place} goes on."))
        if stops and here is not None and word(here) != FIRST:
            beyond = next((i for i, each in enumerate(labelled) if places[each.step] > place), None)
            if beyond is not None:
                return [Problem(f"steps[{beyond}].step", f"The item does not go on after this answer to step {place}.")]
            after = next((i for i, each in enumerate(onward) if each.place > place), None)
            if after is not None:
                return [
                    Problem(f"onward[{after}].place", f"The item does not go on after this answer to step {place}.")
                ]
            break
    return [Unfinished("steps", f"Not labelled yet: {', '.join(missing[:20])}.")] if missing else problems


def sound(onward: Sequence[Onward], labelled: Sequence[LabelledCandidate]) -> list[Onward]:
    """Without what the labels contradict: labels and ways are decided each by itself. Nothing goes on from an error,
    nor from what is not decided; and a step goes on somewhere if it has a candidate that is none.
    """
    ratings = {each.step: each.rating for each in labelled}
    good = {each.place for each in labelled if each.rating != -1}

    def holds(said: Onward) -> bool:
        if said.step is not None:
            return ratings.get(said.step, -1) != -1
        return word(said) != NOTHING or said.place not in good

    return [said for said in onward if holds(said)]


def columns(onward: Sequence[Onward]) -> dict[str, Any] | None:
    """By the number of the step: the number of the candidate, or the step that was written, or null."""
    return {str(said.place): said.instead if said.candidate is None else said.candidate for said in onward} or None
