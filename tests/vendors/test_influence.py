"""Who influences whom: public examples, cycles against plain algebra, and what must hold for any register."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import cast
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.edges import NOW, influence, party, stake

from armslength.vendors.model import EDGE_TYPES, Edge, EdgeType
from armslength.vendors.rules.influence import Influence


def share(found: Influence, holder: str, held: str) -> float:
    """Multiplied share in percent, as rounded."""
    return found.shares(party(held)).get(party(holder), 0) / 100


def controls(found: Influence, holder: str, held: str) -> bool:
    return party(held) in found.controlled(party(holder))


def names(parties: object, *known: str) -> set[str]:
    return {name for name in known if party(name) in cast(set[UUID], parties)}


# --- OFAC, FAQ 401: examples 1 to 3, and two that do not add up


def test_example_1_half_of_half_is_owned_though_it_multiplies_to_a_quarter() -> None:
    found = influence([stake("X", "A", 50), stake("A", "B", 50)])
    assert controls(found, "X", "B")
    assert share(found, "X", "B") == 25


def test_example_2_two_halves_add_up() -> None:
    found = influence([stake("X", "A", 50), stake("X", "B", 50), stake("A", "C", 25), stake("B", "C", 25)])
    assert controls(found, "X", "C")
    assert share(found, "X", "C") == 25


def test_example_3_direct_and_indirect_add_up() -> None:
    found = influence([stake("X", "A", 50), stake("X", "B", 10), stake("A", "B", 40)])
    assert controls(found, "X", "B")


def test_a_quarter_beside_an_owned_quarter_is_not_owned() -> None:
    edges = [stake("X", "A", 50), stake("X", "B", 25), stake("A", "C", 25), stake("B", "C", 25)]
    assert not controls(influence(edges), "X", "C")
    lesser = [stake("X", "A", 25), stake("X", "B", 25), stake("A", "C", 50), stake("B", "C", 50)]
    assert not controls(influence(lesser), "X", "C")


# --- Meta, Scale, Outlier: 49 % without votes, and its chief at Meta stays on the board

META = [
    stake("Meta", "Scale", 49),
    stake("Meta", "Scale", 0, "votingRights"),
    stake("Wang", "Scale", 10),
    stake("Wang", "Scale", None, "boardMember"),
    stake("Wang", "Meta", None, "seniorManagingOfficial"),
    stake("Scale", "Outlier", 100),
]


def test_meta_reaches_outlier_without_controlling_anything() -> None:
    found = influence(META, people=["Wang"])
    assert share(found, "Meta", "Outlier") == 49
    assert not controls(found, "Meta", "Scale")
    reached = found.reach(party("Outlier"))
    assert names(reached, "Outlier", "Scale", "Meta", "Wang") == {"Outlier", "Scale", "Meta", "Wang"}
    assert (reached[party("Meta")].measure, reached[party("Meta")].bp) == ("share", 4900)
    path = found.path(reached, party("Meta"))
    assert [(edge.holder, edge.held) for edge in path] == [
        (party("Scale"), party("Outlier")), (party("Meta"), party("Scale")),
    ]  # fmt: skip


def test_votes_alone_would_have_missed_it_and_a_seat_alone_is_enough() -> None:
    votes_only = [edge for edge in META if edge.type == "votingRights"]
    assert names(influence(votes_only).reach(party("Scale")), "Meta") == set()
    seats = [edge for edge in META if edge.type in ("boardMember", "seniorManagingOfficial")]
    reached = influence(seats, people=["Wang"]).reach(party("Scale"))
    assert names(reached, "Meta", "Wang") == {"Meta", "Wang"}
    assert reached[party("Meta")].way == "seat"
    path = influence(seats, people=["Wang"]).path(reached, party("Meta"))
    assert [edge.type for edge in path] == ["boardMember", "seniorManagingOfficial"]


def test_a_chain_of_seats_goes_one_step_only() -> None:
    edges = [stake(who, where, None, "boardMember") for who, where in ("PV", "PY", "QY", "QZ")]
    reached = influence(edges, people=["P", "Q"]).reach(party("V"))
    assert names(reached, *"PYQZ") == {"P", "Y"}


def test_an_outsider_may_hold_a_little_without_a_wall() -> None:
    assert names(influence([stake("Fund", "V", 9.99)]).reach(party("V")), "Fund") == set()
    assert names(influence([stake("Fund", "V", 10)]).reach(party("V")), "Fund") == {"Fund"}
    assert names(influence([stake("Fund", "V", 5)], threshold=500).reach(party("V")), "Fund") == {"Fund"}
    bit_more = [stake("Fund", "A", 99.91), stake("A", "V", 10)]  # 9.991 % is rounded up
    assert share(influence(bit_more), "Fund", "V") == 10
    assert names(influence(bit_more).reach(party("V")), "Fund") == {"Fund"}


# --- cycles


def test_a_cycle_is_followed_to_its_limit() -> None:
    found = influence([stake("P", "Q", 60), stake("Q", "R", 50), stake("R", "Q", 30)])
    assert (share(found, "P", "Q"), share(found, "P", "R")) == (70.59, 35.3)  # 70.588 and 35.294, rounded up
    assert Fraction(6, 10) / (1 - Fraction(15, 100)) == Fraction(12, 17)


def test_a_cycle_that_feeds_itself_gives_all_to_whoever_holds_a_bit() -> None:
    found = influence([stake("A", "B", 100), stake("B", "A", None), stake("P", "A", 1)])
    assert share(found, "P", "B") == 100


def test_a_long_cycle_is_never_below_the_exact_answer() -> None:
    ring = [stake(f"n{i}", f"n{(i + 1) % 40}", 90) for i in range(40)]
    found = influence([*ring, stake("P", "n0", 10)])
    exact = Fraction(1, 10) * Fraction(9, 10) ** 20 / (1 - Fraction(9, 10) ** 40)
    assert 0 <= found.shares(party("n20"))[party("P")] - exact * 10_000 < 1


# --- ranges, nominees, what is to come


def test_unknown_counts_as_all_and_what_nobody_holds_is_told() -> None:
    found = influence([stake("A", "V", 30, least=20), stake("B", "V", None)])
    assert share(found, "A", "V") == 30
    assert controls(found, "B", "V")
    assert found.graph.undisclosed(party("V")) == 8000
    assert found.graph.undisclosed(party("nobody")) == 10_000


def test_options_count_as_exercised_on_top() -> None:
    found = influence([stake("A", "V", 6), stake("A", "V", 5, "conditionalRightsGrantedByContract")])
    assert share(found, "A", "V") == 11


def test_two_records_of_one_stake_are_one_stake() -> None:
    assert share(influence([stake("A", "V", 30), stake("A", "V", 30)]), "A", "V") == 30


def test_a_nominee_holds_for_somebody() -> None:
    found = influence([
        stake("Owner", "Nomination", None, "nominator"), stake("Clerk", "Nomination", None, "nominee"),
        stake("Nomination", "V", 30),
    ], people=["Owner", "Clerk"])  # fmt: skip
    assert share(found, "Owner", "V") == share(found, "Clerk", "V") == 30
    assert names(found.reach(party("V")), "Owner", "Clerk") == {"Owner", "Clerk"}


@pytest.mark.parametrize("kind", ["boardMember", "rightsGrantedByContract", "otherInfluenceOrControl"])
def test_a_tie_alone_is_influence(kind: EdgeType) -> None:
    assert names(influence([stake("A", "V", None, kind)]).reach(party("V")), "A") == {"A"}


def test_joint_control_by_votes() -> None:
    edges = [
        stake("X", "A", 51, "votingRights"), stake("X", "B", 51, "votingRights"),
        stake("A", "C", 26, "votingRights"), stake("B", "C", 25, "votingRights"),
    ]  # fmt: skip
    assert controls(influence(edges), "X", "C")
    assert not controls(influence([*edges[:3], stake("B", "C", 24, "votingRights")]), "X", "C")


def test_sisters_are_reached_through_whoever_controls_them() -> None:
    found = influence([stake("M", "V", 15), stake("M", "Lab", 80), stake("Lab", "Studio", 60), stake("M", "Small", 5)])
    assert names(found.reach(party("V")), "M", "Lab", "Studio", "Small") == {"M", "Lab", "Studio"}
    assert names(found.group(party("Studio")), "M", "Lab", "V", "Small") == {"M", "Lab"}


def test_announced_then_cancelled() -> None:
    edges = [stake("M", "V", 49, state="announced")]
    assert names(influence(edges).reach(party("V")), "M") == set()
    assert names(influence(edges, when="announced").reach(party("V")), "M") == {"M"}
    cancelled = [stake("M", "V", 49, state="ended")]
    assert names(influence(cancelled, when="announced").reach(party("V")), "M") == set()
    rumour = [stake("M", "V", 49, state="rumoured")]
    assert names(influence(rumour, when="announced").reach(party("V")), "M") == set()


def test_a_stake_counts_from_its_day_until_its_day() -> None:
    tomorrow = stake("M", "V", 49, valid_from=NOW + timedelta(days=1))
    assert names(influence([tomorrow]).reach(party("V")), "M") == set()
    assert names(influence([tomorrow], when="announced").reach(party("V")), "M") == {"M"}
    assert names(influence([tomorrow], at=NOW + timedelta(days=1)).reach(party("V")), "M") == {"M"}
    past = stake("M", "V", 49, valid_until=NOW)
    assert names(influence([past], when="announced").reach(party("V")), "M") == set()


def test_ultimate_owners_have_nobody_above_them() -> None:
    found = influence([stake("Family", "Holding", 60), stake("Holding", "V", 100), stake("Fund", "V", 12)])
    reached = found.reach(party("V"))
    assert names(found.tops(reached), "V", "Holding", "Family", "Fund") == {"Family", "Fund"}
    assert found.tops(found.reach(party("alone"))) == {party("alone")}


# --- whatever the register

NODES = "abcdefg"
SOME_EDGES = st.lists(
    st.builds(
        stake,
        st.sampled_from(NODES),
        st.sampled_from(NODES),
        st.sampled_from([1, 5, 9.99, 10, 25, 30, 50, 51, 100]),
        st.sampled_from(EDGE_TYPES),
    ),
    max_size=14,
)
PEOPLE = st.sets(st.sampled_from(NODES), max_size=3)


def straight(edges: list[Edge], target: str) -> dict[UUID, Fraction]:
    """W + W² + … by plain algebra: solve (I−W)z = e by elimination."""
    weights: dict[tuple[str, str], Fraction] = {}
    for edge in edges:
        pair = next((a, b) for a in NODES for b in NODES if (party(a), party(b)) == (edge.holder, edge.held))
        weights[pair] = max(weights.get(pair, Fraction(0)), Fraction(edge.max_bp, 10_000))
    size = len(NODES)
    rows = [
        [Fraction(int(i == j)) - weights.get((NODES[i], NODES[j]), 0) for j in range(size)]
        + [Fraction(int(NODES[i] == target))]
        for i in range(size)
    ]  # fmt: skip
    for i in range(size):
        pivot = next(j for j in range(i, size) if rows[j][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for j in range(size):
            if j != i and rows[j][i]:
                rows[j] = [a - rows[j][i] * b for a, b in zip(rows[j], rows[i], strict=True)]
    return {party(NODES[i]): rows[i][size] for i in range(size) if NODES[i] != target and rows[i][size]}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.integers(1, 1600)).filter(lambda e: e[0] != e[1]),
        max_size=20, unique_by=lambda each: each[:2],
    ),
    st.sampled_from(NODES),
)  # fmt: skip
def test_multiplied_shares_are_those_of_plain_algebra(holdings: list[tuple[str, str, int]], target: str) -> None:
    """With at most six holders of 16 % each, so that every cycle fades."""
    edges = [stake(holder, held, bp / 100) for holder, held, bp in holdings]
    exact = straight(edges, target)
    found = influence(edges).shares(party(target))
    assert set(found) == set(exact)
    for holder, bp in found.items():
        assert exact[holder] * 10_000 - Fraction(1, 1000) <= bp < exact[holder] * 10_000 + 1


@settings(max_examples=200, deadline=None)
@given(SOME_EDGES, SOME_EDGES, PEOPLE, st.sampled_from(NODES))
def test_more_edges_never_lead_to_less(edges: list[Edge], more: list[Edge], people: set[str], vendor: str) -> None:
    """I7: adding an edge or raising a share takes nobody out of a reach or of a control group."""
    fewer, all_ = influence(edges, people=people), influence([*edges, *more], people=people)
    assert set(fewer.reach(party(vendor))) <= set(all_.reach(party(vendor)))
    assert fewer.group(party(vendor)) <= all_.group(party(vendor))
    before, after = fewer.shares(party(vendor)), all_.shares(party(vendor))
    assert all(after.get(holder, 0) >= bp for holder, bp in before.items())


@settings(max_examples=100, deadline=None)
@given(SOME_EDGES, PEOPLE, st.sampled_from(NODES))
def test_a_lower_threshold_never_leads_to_less(edges: list[Edge], people: set[str], vendor: str) -> None:
    usual = influence(edges, people=people).reach(party(vendor))
    strict = influence(edges, people=people, threshold=500).reach(party(vendor))
    assert set(usual) <= set(strict)


@settings(max_examples=150, deadline=None)
@given(SOME_EDGES, PEOPLE, st.sampled_from(NODES))
def test_every_reached_party_has_a_path_of_edges_that_join(edges: list[Edge], people: set[str], vendor: str) -> None:
    found = influence(edges, people=people)
    reached = found.reach(party(vendor))
    for other in reached:
        at = party(vendor)
        for edge in found.path(reached, other):
            assert at in (edge.holder, edge.held)
            at = edge.holder if at == edge.held else edge.held
        assert at == other
