"""Ownership statements: read, written, and judged by the public validator."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import libcovebods.config
import libcovebods.data_reader
import libcovebods.jsonschemavalidate
import libcovebods.run_tasks
import libcovebods.schema
import pytest

from armslength.vendors.errors import BadStatements
from armslength.vendors.model import EDGE_TYPES
from armslength.vendors.rules import bods
from armslength.vendors.rules.bods import StatedEdge, StatedParty

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = datetime(2026, 2, 1, tzinfo=UTC)
PUBLICATION = {"publicationDate": "2026-01-01", "bodsVersion": "0.4", "publisher": {"name": "Someone"}}


def entity(record_id: str, name: str, kind: str = "entity") -> dict[str, Any]:
    details: dict[str, Any] = {"isComponent": False}
    if kind == "entity":
        details |= {"entityType": {"type": "registeredEntity"}, "name": name}
    else:
        details |= {"personType": "knownPerson", "names": [{"type": "legal", "fullName": name}]}
    return {
        "statementId": f"{record_id:x<32}", "declarationSubject": record_id, "recordId": record_id, "recordType": kind,
        "publicationDetails": PUBLICATION, "recordDetails": details,
    }  # fmt: skip


def relationship(holder: Any, held: Any, *interests: dict[str, Any], **more: Any) -> dict[str, Any]:
    details = {"isComponent": False, "subject": held, "interestedParty": holder, "interests": list(interests)}
    return {
        "statementId": f"{'rel':y<32}", "declarationSubject": "v", "recordId": "rel-1", "recordType": "relationship",
        "statementDate": "2026-02-01", "publicationDetails": PUBLICATION,
        "recordDetails": details | more.pop("details", {}), **more,
    }  # fmt: skip


FIRMS = [entity("m", "Meridian"), entity("v", "Fairlabel"), entity("p", "Pat Doe", "person")]


def only_edge(*interests: dict[str, Any], **more: Any) -> StatedEdge:
    [edge] = bods.read([*FIRMS, relationship("m", "v", *interests, **more)]).edges.values()
    return edge


def share(**parts: float) -> dict[str, Any]:
    return {"type": "shareholding", "share": parts}


@pytest.mark.parametrize(
    ("interest", "span"),
    [
        (share(exact=49), (4900, 4900)),
        (share(minimum=25, maximum=50), (2500, 5000)),
        (share(exclusiveMinimum=25, exclusiveMaximum=50), (2500, 5000)),
        (share(minimum=75), (7500, 10_000)),
        (share(exact=33.333), (3333, 3334)),
        ({"type": "shareholding"}, (0, 10_000)),
    ],
)
def test_a_share_becomes_a_range_that_holds_it(interest: dict[str, Any], span: tuple[int, int]) -> None:
    edge = only_edge(interest)
    assert (edge.min_bp, edge.max_bp) == span
    assert (edge.holder, edge.held, edge.state, edge.attested_at) == ("m", "v", "closed", DAY)


def test_shares_of_one_kind_in_one_record_add_up_and_kinds_stay_apart() -> None:
    found = bods.read([*FIRMS, relationship("m", "v", share(exact=20), share(minimum=10, maximum=15),
                                            {"type": "votingRights", "share": {"exact": 0}})])  # fmt: skip
    assert {(edge.type, edge.min_bp, edge.max_bp) for edge in found.edges.values()} == {
        ("shareholding", 3000, 3500), ("votingRights", 0, 0)}  # fmt: skip
    assert set(found.edges) == {"rel-1:shareholding", "rel-1:votingRights"}


def test_dates_people_sources_and_details_come_along() -> None:
    statements = [*FIRMS, relationship(
        "p", "v", {"type": "boardMember", "startDate": "2024-05-01", "endDate": "2027-05-01", "details": "observer"},
        source={"type": ["officialRegister"], "description": "Trade register", "url": "https://example.org/1"},
    )]  # fmt: skip
    found = bods.read(statements)
    assert found.parties["p"] == StatedParty("p", "person", "Pat Doe")
    [edge] = found.edges.values()
    assert (edge.valid_from, edge.valid_until) == (datetime(2024, 5, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC))
    assert (edge.source, edge.details) == ("Trade register https://example.org/1", "observer")


def test_the_last_word_on_a_record_counts() -> None:
    first, second = relationship("m", "v", share(exact=10)), relationship("m", "v", share(exact=20))
    assert [edge.max_bp for edge in bods.read([*FIRMS, first, second]).edges.values()] == [2000]
    closed = bods.read([*FIRMS, first, relationship("m", "v", share(exact=10), recordStatus="closed")])
    assert (closed.edges, closed.ended) == ({}, {"rel-1"})
    again = bods.read([*FIRMS, relationship("m", "v", recordStatus="closed"), first])
    assert (len(again.edges), again.ended) == (1, set())


def test_what_is_not_named_or_stated_elsewhere_is_left_out_and_told() -> None:
    nobody = bods.read([*FIRMS, relationship({"reason": "subjectExemptFromDisclosure"}, "v", share(exact=10))])
    assert (nobody.edges, nobody.left_out) == ({}, ["rel-1: nobody is named (subjectExemptFromDisclosure)."])
    indirect = share(exact=50) | {"directOrIndirect": "indirect"}
    parts = bods.read([*FIRMS, relationship("m", "v", indirect, details={"componentRecords": ["a", "b"]})])
    assert parts.edges == {} and "indirect shareholding" in parts.left_out[0]
    assert only_edge(indirect).max_bp == 5000  # nothing else says it


@pytest.mark.parametrize(
    ("statements", "place"),
    [
        ([1], "[0]"),
        ([{"recordType": "entity"}], "[0].publicationDetails"),
        ([entity("m", "M") | {"publicationDetails": {"bodsVersion": "0.3"}}], "[0].publicationDetails.bodsVersion"),
        ([entity("m", "M") | {"recordType": "thing"}], "[0].recordType"),
        ([entity("m", "M") | {"recordId": ""}], "[0].recordId"),
        ([*FIRMS, relationship("m", "nobody", share(exact=1))], "rel-1:shareholding.subject"),
        ([*FIRMS, relationship("m", "p", share(exact=1))], "rel-1:shareholding.subject"),
        ([*FIRMS, relationship("m", "v", {"type": "love"})], "[3].recordDetails.interests[0].type"),
        ([*FIRMS, relationship("m", "v", share(exact=101))], "[3].recordDetails.interests.share"),
        ([*FIRMS, relationship("m", "v", share(minimum=5, maximum=4))], "[3].recordDetails.interests.share"),
        ([*FIRMS, relationship("m", "v", {"type": "shareholding", "share": {"exact": "x"}})],
         "[3].recordDetails.interests.share"),
        ([*FIRMS, relationship("m", "v", {"type": "boardMember", "startDate": "soon"})],
         "[3].recordDetails.interests.startDate"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_names_its_place(statements: list[Any], place: str) -> None:
    with pytest.raises(BadStatements) as refused:
        bods.read(statements)
    assert refused.value.field == place


def everything() -> tuple[list[StatedParty], list[StatedEdge]]:
    """A party of each sort, an edge of each kind, in each state."""
    parties = [
        StatedParty(
            "m",
            "organization",
            "Meridian",
            "GB",
            ({"scheme": "GB-COH", "id": "00102498"}, {"scheme": "Trade register", "id": "7"}),
        ),
        StatedParty("v", "organization", "Fairlabel"),
        StatedParty("n", "organization", "A nomination"),
        StatedParty("t", "organization", "A trust"),
        StatedParty("p", "person", "Pat Doe"),
    ]
    arrangements = {"nominee": "n", "nominator": "n", "settlor": "t", "trustee": "t", "protector": "t"}
    edges = [
        StatedEdge(
            f"r{i}:{kind}", "p" if i % 2 else "m", arrangements.get(kind, "v"), kind, 100 * i, 200 * i + 50, "closed",
            None, None, "", "", DAY,
        )
        for i, kind in enumerate(EDGE_TYPES)
    ]  # fmt: skip
    edges += [
        StatedEdge("a1:shareholding", "m", "v", "shareholding", 4900, 4900, "announced", DAY, None, "A newspaper",
                   "from May", DAY),
        StatedEdge("a3:shareholding", "m", "n", "shareholding", 1000, 1000, "closed", None, None, "", "", None),
        StatedEdge("a2:shareholding", "p", "v", "shareholding", 0, 10_000, "rumoured", None, NOW.replace(hour=0), "",
                   "", DAY),
    ]  # fmt: skip
    return parties, edges


def test_written_and_read_again_it_says_the_same() -> None:
    parties, edges = everything()
    found = bods.read(json.loads(json.dumps(bods.write(parties, edges, NOW))))
    assert found.parties == {party.record_id: party for party in parties}
    assert found.edges == {edge.record_id: edge for edge in edges}
    ended = [StatedEdge("r:shareholding", "m", "v", "shareholding", 1, 1, "ended", None, None, "", "", DAY)]
    assert bods.read(bods.write(parties, ended, NOW)).ended == {"r"}


def test_the_public_validator_has_nothing_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its list of schemes for identifiers is kept on the network; everything else comes with it."""
    for checks in ("legacy_checks", "record_based_checks"):
        monkeypatch.setattr(f"libcovebods.tasks.checks.{checks}.get_orgids_prefixes", lambda: ["GB-COH"])
    file = tmp_path / "statements.json"
    file.write_text(json.dumps(bods.write(*everything(), NOW)))
    reader = libcovebods.data_reader.DataReader(str(file))
    config = libcovebods.config.LibCoveBODSConfig()
    schema = libcovebods.schema.SchemaBODS(reader, config)
    assert schema.schema_version == "0.4"
    wrong = [error.json() for error in libcovebods.jsonschemavalidate.JSONSchemaValidator(schema).validate(reader)]
    assert wrong == []
    told = libcovebods.run_tasks.process_additional_checks(reader, config, schema, libcovebods.run_tasks.TASK_CLASSES)
    assert told["additional_checks"] == []
