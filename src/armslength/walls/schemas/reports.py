"""The wire form of a signed report: what was asked, what the record says, the envelope that an outsider verifies."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from armslength.keys.model import SignedEnvelope
from armslength.kit.wire import Named
from armslength.walls.schemas.explorer import IdentityTold, OwnerReach, SubjectKind, Viewer, VolumeTold


class AskReport(msgspec.Struct, forbid_unknown_fields=True):
    """About whom or what: one person, one vendor, one owner, or one item with its project."""

    person_id: UUID | None = None
    vendor_id: UUID | None = None
    owner_id: UUID | None = None
    project_id: UUID | None = None
    item_id: UUID | None = None


class ReportedProject(msgspec.Struct, kw_only=True):
    """What was delivered in one project, and, apart from it, how many items are leased and were not (`leased`).

    `of`: its items; `original`: how many were delivered as they are, not in another form; `answers` are other people's;
    `outputs`: what models said, in those items, each once; `suggestions`: what they proposed as answers.
    """

    project: Named
    items: int
    original: int
    of: int
    outputs: int
    suggestions: int
    answers: int
    guidelines: int
    schemas: int
    media: int
    people: int
    first_at: datetime | None
    last_at: datetime | None
    leased: int


class ReportedDeliveries(msgspec.Struct):
    """The rows that the report is made from: how many, how many of them stand in no leaf of the log (`unlogged`), and a
    digest of those leaves: SHA-256 over the RFC 6962 leaf hashes, in the order of their ids."""

    rows: int
    unlogged: int
    leaves: str


class ExposureReport(msgspec.Struct, kw_only=True):
    """What is signed. `as_of`: the moment of which everything in it is; `project` is that of an item;
    `volumes`: what firms were told of volume and timing, in offers; `identities`: what told them who the
    customer is."""

    v: int
    id: UUID
    as_of: datetime
    made_by: Named
    customer: Named
    asked: SubjectKind | Literal["item"]
    subject: Named
    project: Named | None
    vendors: list[Named]
    projects: list[ReportedProject]
    viewers: list[Viewer]
    owners: list[OwnerReach]
    volumes: list[VolumeTold]
    identities: list[IdentityTold]
    deliveries: ReportedDeliveries


class SignedReport(msgspec.Struct, kw_only=True):
    """A report for programs (`envelope`) and for people (`page`: one HTML file that says the same), and the verifier
    key that the envelope is signed with."""

    id: UUID
    verifier_key: str
    envelope: SignedEnvelope
    page: str


class VerifierKey(msgspec.Struct):
    """What an outsider verifies reports with: one line of text (C2SP signed-note), to be published by the customer."""

    verifier_key: str
