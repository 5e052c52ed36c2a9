"""What the record says, signed: for whoever is to believe it without trusting this installation."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.walls.errors import BadSubject, ItemUnknown
from armslength.walls.repository import explorer
from armslength.walls.rules import report as form
from armslength.walls.schemas.explorer import SeenInProject, SubjectExposure
from armslength.walls.schemas.reports import (
    AskReport,
    ExposureReport,
    ReportedDeliveries,
    ReportedProject,
    SignedReport,
)
from armslength.walls.service.explorer import Explorer


class Reports:
    """Makes reports. Making one is a decision of the log, which keeps the digest of what was signed."""

    def __init__(self, db: Database, keys: KeyService, explorer: Explorer, clock: Clock) -> None:
        self.db = db
        self.keys = keys
        self.explorer = explorer
        self.clock = clock

    async def verifier_key(self, actor: Actor) -> str:
        """What the tenant's reports are verified with."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return (await self.keys.signer(tx)).verifier_key

    async def make(self, actor: Actor, asked: AskReport) -> SignedReport:
        """A report, signed with the tenant's key. Raises BadSubject, SubjectUnknown, ItemUnknown."""
        now = self.clock.now()
        _one_subject(asked)
        async with self.db.tenant(actor.tenant_id, actor.person_id, one_moment=True) as tx:
            report = await (self._of_item(tx, actor, asked, now) if asked.item_id else self._of(tx, actor, asked, now))
        payload = form.signed_form(report)
        digest = hashlib.sha256(payload).hexdigest()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:  # asks again whether they still may
            signer = await self.keys.signer(tx)
            await record(
                tx, actor.person_id, "walls.exposure_reported", f"{report.asked}:{report.subject.id}", at=now,
                project_id=report.project.id if report.project else None,
                detail={"report": str(report.id), "sha256": digest, "key": signer.verifier_key},
            )  # fmt: skip
        return SignedReport(
            id=report.id, verifier_key=signer.verifier_key, envelope=signer.envelope(form.PAYLOAD_TYPE, payload),
            page=form.page(report, signer.verifier_key, digest),
        )  # fmt: skip

    async def _of(self, tx: Tx, actor: Actor, asked: AskReport, now: datetime) -> ExposureReport:
        found = await self.explorer.subject_in(
            tx, person_id=asked.person_id, vendor_id=asked.vendor_id, owner_id=asked.owner_id
        )
        firms = [vendor.id for vendor in found.vendors]
        return ExposureReport(
            v=form.VERSION, id=new_id(), as_of=now, made_by=await _maker(tx, actor), customer=await _customer(tx),
            asked=found.kind, subject=found.subject, project=None,
            vendors=found.vendors, projects=await _projects(tx, found, asked.person_id), viewers=[], owners=[],
            volumes=found.volumes, identities=found.identities, deliveries=ReportedDeliveries(
                **await explorer.leaves(tx, item_id=None, person_id=asked.person_id, organizations=firms)
            ),
        )  # fmt: skip

    async def _of_item(self, tx: Tx, actor: Actor, asked: AskReport, now: datetime) -> ExposureReport:
        assert asked.project_id is not None
        assert asked.item_id is not None
        row = await explorer.item(tx, asked.project_id, asked.item_id)
        if row is None:
            raise ItemUnknown("There is no such item in this project.")
        found = await self.explorer.item_in(tx, asked.project_id, asked.item_id)
        return ExposureReport(
            v=form.VERSION, id=new_id(), as_of=now, made_by=await _maker(tx, actor), customer=await _customer(tx),
            asked="item", subject=Named(asked.item_id, row["external_id"]),
            project=Named(asked.project_id, row["project_name"]), vendors=[], projects=[], viewers=found.viewers,
            owners=found.owners, volumes=[], identities=[], deliveries=ReportedDeliveries(
                **await explorer.leaves(tx, item_id=asked.item_id, person_id=None, organizations=())
            ),
        )  # fmt: skip


def _one_subject(asked: AskReport) -> None:
    about = (asked.person_id, asked.vendor_id, asked.owner_id, asked.item_id)
    if sum(each is not None for each in about) != 1:
        raise BadSubject("A report is about one person, one vendor, one owner or one item.", field="person_id")
    if (asked.item_id is None) != (asked.project_id is None):
        raise BadSubject("An item is named together with its project, and nothing else is.", field="project_id")


async def _customer(tx: Tx) -> Named:
    return Named(tx.tenant_id, await identity.organization_name(tx, tx.tenant_id) or "")


async def _maker(tx: Tx, actor: Actor) -> Named:
    return Named(actor.person_id, (await identity.names(tx, [actor.person_id])).get(actor.person_id, ""))


async def _projects(tx: Tx, found: SubjectExposure, person_id: UUID | None) -> list[ReportedProject]:
    """What was delivered, and what is leased only: also of projects in which nothing was delivered."""
    firms = [vendor.id for vendor in found.vendors]
    leased = {row["id"]: row for row in await explorer.leased(tx, person_id=person_id, organizations=firms)}
    rows = [_reported(each, leased.pop(each.project.id)["leased"] if each.project.id in leased else 0)
            for each in found.projects]  # fmt: skip
    return rows + [
        ReportedProject(
            project=Named(row["id"], row["name"]), items=0, original=0, of=row["total"], outputs=0, suggestions=0,
            answers=0, guidelines=0, schemas=0, media=0, people=0, first_at=None, last_at=None, leased=row["leased"],
        )
        for row in leased.values()
    ]  # fmt: skip


def _reported(seen: SeenInProject, leased: int) -> ReportedProject:
    return ReportedProject(**{name: getattr(seen, name) for name in seen.__struct_fields__}, leased=leased)
