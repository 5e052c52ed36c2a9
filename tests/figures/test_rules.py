"""What may leave a customer: from no sequence of publications, with whatever compartments known besides, does anybody
get at fewer than twenty tasks; and no rounded number tells of one task."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armslength.figures import rules
from armslength.figures.rules import LEAST, LEAST_COMPARTMENTS, at_least, due, share


class Did(NamedTuple):
    """So many tasks in a month. A firm's people at a customer are its own organization there, as they are for real."""

    month: int
    person: int
    customer: int
    firm: int
    project: int
    tasks: int


WORK = st.lists(
    st.builds(
        Did, month=st.integers(0, 5), person=st.integers(0, 2), customer=st.integers(0, 2), firm=st.integers(0, 1),
        project=st.integers(0, 2), tasks=st.integers(1, 60),
    ),
    max_size=60,
)  # fmt: skip

Compartment = tuple[int, int, int, int]
"""What somebody besides may know to the answer: a person's work for a firm in a customer's project."""


def published(
    work: Iterable[Did],
) -> tuple[dict[Compartment, dict[int, list[int]]], dict[int, set[tuple[object, ...]]]]:
    """Each compartment's tasks by the month in which they went out (each task a number of its own), and for each task
    in which publications it is: of its person and of its firm, month by month."""
    waiting: dict[Compartment, list[int]] = defaultdict(list)
    went: dict[Compartment, dict[int, list[int]]] = defaultdict(dict)
    taken: Counter[Compartment] = Counter()
    seen_in: dict[int, set[tuple[object, ...]]] = defaultdict(set)
    names = iter(range(10**9))
    everything = list(work)
    for month in range(6):
        for did in everything:
            if did.month == month:
                place = (did.person, did.customer, did.firm, did.project)
                waiting[place] += [next(names) for _ in range(did.tasks)]
        for unit in {place[:3] for place in waiting}:
            here = [place for place in waiting if place[:3] == unit]
            part = due(
                {UUID(int=place[3]): {"tasks": taken[place] + len(waiting[place])} for place in here},
                {UUID(int=place[3]): {"tasks": taken[place]} for place in here if taken[place]},
            )
            for project in part.compartments if part else ():
                place = (*unit, project.int)
                went[place][month] = waiting.pop(place)
                taken[place] += len(went[place][month])
        for place, months in went.items():
            for tasks in months.values():
                for task in tasks:
                    seen_in[task] |= {("person", place[0], month), ("firm", place[2], month)}
    return went, seen_in


@given(WORK)
def test_nobody_isolates_fewer_than_twenty_tasks(work: list[Did]) -> None:
    """Whatever is computed of publications and of what is known besides is a sum over cells: tasks that are in the same
    publications and the same compartment cannot be told apart. Each cell has at least twenty of them."""
    went, seen_in = published(work)
    cells: Counter[tuple[object, ...]] = Counter()
    for place, months in went.items():
        for tasks in months.values():
            cells.update((place, frozenset(seen_in[task])) for task in tasks)
    assert all(n >= LEAST for n in cells.values())


@given(WORK)
def test_who_knows_all_of_a_firm_at_a_customer_is_left_with_two_compartments_or_none(work: list[Did]) -> None:
    """A manager has a seat at some customers and reads there what was done for the firm. What is left of a publication,
    or of the difference of two, comes from whole units: two compartments at least, and twenty tasks in each."""
    went, _ = published(work)
    steps: dict[tuple[object, ...], dict[Compartment, int]] = defaultdict(dict)
    for place, months in went.items():
        for month, tasks in months.items():
            steps[(*place[:3], month)][place] = len(tasks)
    for sizes in steps.values():
        assert len(sizes) >= LEAST_COMPARTMENTS and sum(sizes.values()) - max(sizes.values()) >= LEAST


A, B, C = (UUID(int=n) for n in range(3))


def tasks(**counted: int) -> dict[UUID, dict[str, int]]:
    return {{"a": A, "b": B, "c": C}[name]: {"tasks": n} for name, n in counted.items()}


@pytest.mark.parametrize(
    ("now", "taken", "goes"),
    [
        (tasks(a=1000), {}, {}),
        (tasks(a=1000, b=19), {}, {}),
        (tasks(a=20, b=20), {}, tasks(a=20, b=20)),
        (tasks(a=20, b=20, c=19), {}, tasks(a=20, b=20)),
        (tasks(a=39, b=500), tasks(a=20, b=20), {}),
        (tasks(a=40, b=39, c=21), tasks(a=20, b=20), tasks(a=20, c=21)),
    ],
)
def test_a_part_is_of_two_projects_with_twenty_new_tasks_each(now: object, taken: object, goes: object) -> None:
    part = due(now, taken)  # type: ignore[arg-type]
    assert (part.compartments if part else {}) == goes


def test_a_verdict_that_changes_goes_out_with_new_tasks_only() -> None:
    taken = {A: {"tasks": 20, "accepted": 10}, B: {"tasks": 20, "accepted": 10}}
    now = {A: {"tasks": 20, "accepted": 11}, B: {"tasks": 20, "accepted": 10}}
    assert due(now, taken) is None
    more = {A: {"tasks": 40, "accepted": 12}, B: {"tasks": 41, "accepted": 20}}
    part = due(more, taken)
    assert part and part.counted == {"tasks": 41, "accepted": 12}


@given(st.integers(40, 100_000), st.data())
def test_one_task_more_or_less_accepted_is_not_read_from_the_share(n: int, data: st.DataObject) -> None:
    """Share, interval and count are the same for another number of accepted tasks, right beside it."""
    accepted = data.draw(st.integers(0, n))
    told = share(accepted, n)
    beside = [share(each, n) for each in (accepted - 1, accepted + 1) if 0 <= each <= n]
    assert told in beside
    value, low, high = told
    assert 0 <= low <= value <= high <= 1 and low < high
    assert abs(value - accepted / n) <= rules.grid(at_least(n)) / 2 + 1e-9


@given(st.integers(40, 10**8))
def test_counts_are_told_in_few_words(n: int) -> None:
    assert 40 <= at_least(n) <= n < at_least(n) * 1.7 or n >= 7 * 10**8
    assert len(str(at_least(n)).rstrip("0")) <= 2


@given(st.dictionaries(st.integers(0, 45), st.integers(20, 500), min_size=1), st.integers(0, 45))
def test_one_task_however_slow_moves_a_median_by_a_step_at_most_to_its_neighbour(
    steps: dict[int, int], other: int
) -> None:
    def told(of: dict[int, int]) -> tuple[float, float, float]:
        return rules.seconds({"tasks": sum(of.values()), **{str(step): n for step, n in of.items()}})

    value, low, high = told(steps)
    assert low < value < high
    moved = Counter(steps)
    moved[max(steps)] -= 1
    moved[45] += 1
    ranked = sorted({*steps, 45})
    before, after = (
        min(range(len(ranked)), key=lambda place: abs(10 ** (ranked[place] / 10) - each))
        for each in (value, told(moved)[0])
    )
    assert after - before in (0, 1)


def test_pay_is_told_to_two_digits() -> None:
    assert rules.price({"tasks": 45, "micros": 45 * 123_456}) == 120_000
    assert rules.price({"tasks": 60, "micros": 20 * 100_000 + 40 * 250_000}) == 200_000
