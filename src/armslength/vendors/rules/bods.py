"""Ownership statements of the Beneficial Ownership Data Standard 0.4, read and written.

https://standard.openownership.org/en/0.4.0/. One relationship record may state several interests; each kind of interest
becomes one edge, named `<recordId>:<type>`, and shares of the same kind add up. A statement's date counts as the day of
its attestation. What the standard cannot say of an edge (that it is rumoured or announced, that nobody attested it)
travels in an annotation of the statement and comes back from there.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby
from typing import Any, Final, cast, get_args

from armslength.vendors.errors import BadStatements
from armslength.vendors.model import EDGE_TYPES, WHOLE, EdgeState, EdgeType, PartyKind

VERSION: Final = "0.4"
PUBLISHER: Final = "Armslength"
_JURISDICTION: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SCHEME: Final = re.compile(r"[A-Z]{2,3}-[A-Z0-9]+")
_STATE: Final = "Armslength state: "
_UNATTESTED: Final = "Armslength: attested by nobody"
# Some interests exist in one form of entity only, and so say what form it has.
_ARRANGEMENTS: Final[Mapping[EdgeType, str]] = {
    "nominee": "nomination", "nominator": "nomination", "settlor": "trust", "trustee": "trust", "protector": "trust",
}  # fmt: skip
_KINDS: Final[Mapping[str, PartyKind]] = {"entity": "organization", "person": "person"}


@dataclass(frozen=True, slots=True)
class StatedParty:
    """A party as stated."""

    record_id: str
    kind: PartyKind
    name: str
    jurisdiction: str | None = None
    identifiers: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StatedEdge:
    """An edge as stated, between parties by their record ids."""

    record_id: str
    holder: str
    held: str
    type: EdgeType
    min_bp: int
    max_bp: int
    state: EdgeState
    valid_from: datetime | None
    valid_until: datetime | None
    source: str
    details: str
    attested_at: datetime | None


@dataclass(slots=True)
class Statements:
    """What a file states, the last word on each record; `ended` names relationship records that were closed;
    `left_out` says what could not be taken, and why; `of_record` which edges each relationship record states."""

    parties: dict[str, StatedParty] = field(default_factory=dict)
    edges: dict[str, StatedEdge] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)
    of_record: dict[str, list[str]] = field(default_factory=dict)


def base(record_id: str) -> str:
    """The relationship record that an edge came from."""
    return record_id.rpartition(":")[0] or record_id


def read(statements: Sequence[Any]) -> Statements:
    """What a list of statements says. Raises BadStatements naming the place, e.g. `[3].recordDetails.subject`."""
    found = Statements()
    for index, statement in enumerate(statements):
        place = f"[{index}]"
        kind = _text(statement, "recordType", place)
        version = _get(statement, "publicationDetails", place, dict).get("bodsVersion")
        if version != VERSION:
            raise BadStatements(
                f"Statements of version {VERSION} can be read, not {version}.",
                field=f"{place}.publicationDetails.bodsVersion",
            )
        if kind in _KINDS:
            party = _party(statement, _KINDS[kind], place)
            found.parties[party.record_id] = party
        elif kind == "relationship":
            _relationship(found, statement, place)
        else:
            raise BadStatements("The kind is entity, person or relationship.", field=f"{place}.recordType")
    _check_parties(found)
    return found


def _check_parties(found: Statements) -> None:
    for edge in found.edges.values():
        for name, end in (("interestedParty", edge.holder), ("subject", edge.held)):
            if end not in found.parties:
                raise BadStatements(f"No entity or person has the record {end!r}.", field=f"{edge.record_id}.{name}")
        if found.parties[edge.held].kind == "person":
            raise BadStatements("Nobody holds a person.", field=f"{edge.record_id}.subject")


def _party(statement: Mapping[str, Any], kind: PartyKind, place: str) -> StatedParty:
    details = _get(statement, "recordDetails", place, dict)
    inside = f"{place}.recordDetails"
    record_id = _text(statement, "recordId", place)
    if kind == "person":
        names = _get(details, "names", inside, list, optional=True) or [{}]
        name = str(names[0].get("fullName") or "") if isinstance(names[0], dict) else ""
    else:
        name = str(details.get("name") or "")
    jurisdiction = details.get("jurisdiction")
    code = str(jurisdiction.get("code") or "").upper() if isinstance(jurisdiction, dict) else ""
    identifiers = _get(details, "identifiers", inside, list, optional=True) or []
    return StatedParty(
        record_id, kind, (name.strip() or f"Unnamed {kind} {record_id}")[:300],
        code if _JURISDICTION.fullmatch(code) else None,
        tuple(
            {"scheme": str(each.get("scheme") or each.get("schemeName") or ""), "id": str(each["id"])}
            for each in identifiers if isinstance(each, dict) and each.get("id")
        ),
    )  # fmt: skip


def _relationship(found: Statements, statement: Mapping[str, Any], place: str) -> None:
    record_id = _text(statement, "recordId", place)
    details = _get(statement, "recordDetails", place, dict)
    inside = f"{place}.recordDetails"
    for known in found.of_record.pop(record_id, ()):
        del found.edges[known]
    found.ended.discard(record_id)
    if statement.get("recordStatus") == "closed":
        found.ended.add(record_id)
        return
    ends = details.get("interestedParty"), details.get("subject")
    if not all(isinstance(end, str) for end in ends):
        found.left_out.append(f"{record_id}: nobody is named ({_reason(ends)}).")
        return
    interests = _get(details, "interests", inside, list, optional=True) or [{"type": "unknownInterest"}]
    stated = [
        (_interest_type(each, f"{inside}.interests[{i}]"), each) for i, each in enumerate(interests)
    ]  # fmt: skip
    told_elsewhere = bool(details.get("componentRecords"))
    for kind, same in groupby(sorted(stated, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        parts = [each for _, each in same if not (told_elsewhere and each.get("directOrIndirect") == "indirect")]
        if parts:
            edge = _edge(statement, record_id, kind, parts, cast(tuple[str, str], ends), inside)
            found.edges[edge.record_id] = edge
            found.of_record.setdefault(record_id, []).append(edge.record_id)
        else:
            found.left_out.append(f"{record_id}: an indirect {kind}, whose parts are stated by themselves.")


def _reason(ends: tuple[Any, Any]) -> str:
    return ", ".join(str(end.get("reason", "unknown")) for end in ends if isinstance(end, dict)) or "missing"


def _interest_type(interest: Any, place: str) -> EdgeType:
    if not isinstance(interest, dict):
        raise BadStatements("An interest is an object.", field=place)
    kind = interest.get("type", "unknownInterest")
    if kind not in EDGE_TYPES:
        raise BadStatements(f"The standard knows no interest {kind!r}.", field=f"{place}.type")
    return cast(EdgeType, kind)


def _edge(
    statement: Mapping[str, Any], record_id: str, kind: EdgeType, parts: Sequence[Mapping[str, Any]],
    ends: tuple[str, str], place: str,
) -> StatedEdge:  # fmt: skip
    ranges = [_range(part.get("share"), f"{place}.interests") for part in parts]
    starts = [_moment(part.get("startDate"), f"{place}.interests.startDate") for part in parts]
    stops = [_moment(part.get("endDate"), f"{place}.interests.endDate") for part in parts]
    source = statement.get("source") if isinstance(statement.get("source"), dict) else {}
    told = [source.get("description"), source.get("url")] if source else []
    return StatedEdge(
        f"{record_id}:{kind}", *ends, kind,
        min(WHOLE, sum(low for low, _ in ranges)), min(WHOLE, sum(high for _, high in ranges)),
        _state(statement),
        min((start for start in starts if start), default=None) if all(starts) else None,
        max((stop for stop in stops if stop), default=None) if all(stops) else None,
        " ".join(str(each) for each in told if each)[:2000],
        "; ".join(str(part["details"]) for part in parts if part.get("details"))[:500],
        _attested(statement, place),
    )  # fmt: skip


def _attested(statement: Mapping[str, Any], place: str) -> datetime | None:
    said = _moment(statement.get("statementDate"), f"{place}.statementDate")
    return None if _UNATTESTED in _remarks(statement) else said


def _range(share: Any, place: str) -> tuple[int, int]:
    if not isinstance(share, dict) or not share:
        return 0, WHOLE
    exact = share.get("exact")
    low = exact if exact is not None else share.get("minimum", share.get("exclusiveMinimum", 0))
    high = exact if exact is not None else share.get("maximum", share.get("exclusiveMaximum", 100))
    least, most = _bp(low, ROUND_FLOOR, place), _bp(high, ROUND_CEILING, place)
    if not 0 <= least <= most <= WHOLE:
        raise BadStatements("A share lies between 0 and 100 percent.", field=f"{place}.share")
    return least, most


def _bp(percent: Any, rounding: str, place: str) -> int:
    if isinstance(percent, bool) or not isinstance(percent, int | float):
        raise BadStatements("A share is a number of percent.", field=f"{place}.share")
    return int((Decimal(str(percent)) * 100).to_integral_value(rounding))


def _remarks(statement: Mapping[str, Any]) -> list[str]:
    annotations = statement.get("annotations")
    return [
        str(annotation.get("description", ""))
        for annotation in (annotations if isinstance(annotations, list) else [])
        if isinstance(annotation, dict)
    ]


def _state(statement: Mapping[str, Any]) -> EdgeState:
    for remark in _remarks(statement):
        state = remark.removeprefix(_STATE)
        if remark.startswith(_STATE) and state in get_args(EdgeState):
            return cast(EdgeState, state)
    return "closed"


def _moment(value: Any, place: str) -> datetime | None:
    """A date (its first moment, UTC) or a date with time."""
    if value is None:
        return None
    try:
        if len(str(value)) == 10:
            return datetime.combine(date.fromisoformat(str(value)), time(), UTC)
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise BadStatements("A date looks like 2026-03-01.", field=place) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(statement: Any, name: str, place: str) -> str:
    value: str = _get(statement, name, place, str)
    if not 1 <= len(value) <= 150:
        raise BadStatements("Give 1 to 150 characters.", field=f"{place}.{name}")
    return value


def _get(statement: Any, name: str, place: str, kind: type, *, optional: bool = False) -> Any:
    if not isinstance(statement, dict):
        raise BadStatements("A statement is an object.", field=place)
    value = statement.get(name)
    if value is None and optional:
        return None
    if not isinstance(value, kind):
        raise BadStatements(f"{name} is missing or malformed.", field=f"{place}.{name}")
    return value


def write(parties: Iterable[StatedParty], edges: Iterable[StatedEdge], at: datetime) -> list[Any]:
    """Statements about parties, then about what they hold of one another; ended edges are closed records."""
    day = at.astimezone(UTC).date().isoformat()
    by_record = sorted(edges, key=lambda each: each.record_id)
    arrangements = {edge.held: _ARRANGEMENTS[edge.type] for edge in by_record if edge.type in _ARRANGEMENTS}
    said = [
        _stated_party(party, arrangements.get(party.record_id), day)
        for party in sorted(parties, key=lambda each: each.record_id)
    ]
    for record_id, group in groupby(by_record, key=lambda each: base(each.record_id)):
        said.append(_stated_relationship(record_id, list(group), day))
    return said


def _statement(
    record_id: str, kind: str, subject: str, day: str, details: dict[str, Any], said: str | None
) -> dict[str, Any]:
    digest = hashlib.sha256(f"{kind}\n{record_id}\n{day}\n{said}\n{details}".encode()).hexdigest()
    return {
        "statementId": digest[:40], "declarationSubject": subject, "statementDate": said,
        "recordId": record_id, "recordType": kind, "recordStatus": "new",
        "publicationDetails": {"publicationDate": day, "bodsVersion": VERSION, "publisher": {"name": PUBLISHER}},
        "recordDetails": details,
    }  # fmt: skip


def _stated_party(party: StatedParty, arrangement: str | None, day: str) -> dict[str, Any]:
    if party.kind == "person":
        details: dict[str, Any] = {
            "isComponent": False, "personType": "knownPerson", "names": [{"type": "legal", "fullName": party.name}],
        }  # fmt: skip
    else:
        form = {"type": "arrangement", "subtype": arrangement} if arrangement else {"type": "registeredEntity"}
        details = {"isComponent": False, "entityType": form, "name": party.name}
        if party.jurisdiction:
            details["jurisdiction"] = {"name": party.jurisdiction, "code": party.jurisdiction}
    if party.identifiers:
        details["identifiers"] = [
            {"scheme" if _SCHEME.fullmatch(each["scheme"]) else "schemeName": each["scheme"], "id": each["id"]}
            for each in party.identifiers
        ]
    kind = "person" if party.kind == "person" else "entity"
    return _statement(party.record_id, kind, party.record_id, day, details, day)


def _stated_relationship(record_id: str, edges: Sequence[StatedEdge], day: str) -> dict[str, Any]:
    first = edges[0]
    said = first.attested_at.astimezone(UTC).date().isoformat() if first.attested_at else day
    details = {
        "isComponent": False, "subject": first.held, "interestedParty": first.holder,
        "interests": [_interest(edge) for edge in edges],
    }  # fmt: skip
    statement = _statement(record_id, "relationship", first.held, day, details, said)
    if first.state == "ended":
        statement["recordStatus"] = "closed"
    remarks = [_STATE + first.state] if first.state in ("rumoured", "announced") else []
    remarks += [_UNATTESTED] if first.attested_at is None else []
    if remarks:
        statement["annotations"] = [
            {"statementPointerTarget": "/recordDetails/interests", "motivation": "commenting", "description": remark,
             "creationDate": day, "createdBy": {"name": PUBLISHER}}
            for remark in remarks
        ]  # fmt: skip
    if first.source:
        statement["source"] = {"type": ["thirdParty"], "description": first.source}
    return statement


def _interest(edge: StatedEdge) -> dict[str, Any]:
    interest: dict[str, Any] = {"type": edge.type, "directOrIndirect": "direct", "beneficialOwnershipOrControl": False}
    if edge.min_bp == edge.max_bp:
        interest["share"] = {"exact": edge.max_bp / 100}
    elif (edge.min_bp, edge.max_bp) != (0, WHOLE):
        interest["share"] = {"minimum": edge.min_bp / 100, "maximum": edge.max_bp / 100}
    if edge.details:
        interest["details"] = edge.details
    for name, moment in (("startDate", edge.valid_from), ("endDate", edge.valid_until)):
        if moment:
            interest[name] = moment.astimezone(UTC).date().isoformat()
    return interest
