"""HTTP of vendors: firms and grants."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.params import Dependency, Parameter

from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.vendors.schemas import CreateVendor, Grant, Grants, SetGrant, Vendor, VendorGrants
from armslength.vendors.schemas.offers import AnswerOffer, Offer, OfferGrant, Offers
from armslength.vendors.service import VendorsService

Vendors = Annotated[VendorsService, Dependency(skip_validation=True)]
Asker = Annotated[Actor, Dependency(skip_validation=True)]
Limit = Annotated[int, Parameter(ge=1, le=200)]


@get("/vendors", name="list_vendors", operation_id="list_vendors", opt={"permission": "vendors.manage"},
     tags=["vendors"])  # fmt: skip
async def list_vendors(actor: Asker, vendors: Vendors, cursor: str | None = None, limit: Limit = 50) -> Page[Vendor]:
    """The tenant's vendors, newest first."""
    return await vendors.firms.page(actor, cursor=cursor, limit=limit)


@post("/vendors", name="create_vendor", operation_id="create_vendor", opt={"permission": "vendors.manage"},
      tags=["vendors"])  # fmt: skip
async def create_vendor(actor: Asker, vendors: Vendors, data: CreateVendor) -> Vendor:
    """Name a firm as vendor."""
    return await vendors.firms.create(actor, data.name)


@get("/projects/{project_id:uuid}/grants", name="list_grants", operation_id="list_grants",
     opt={"permission": "vendors.manage"}, tags=["vendors"])  # fmt: skip
async def list_grants(actor: Asker, vendors: Vendors, project_id: UUID) -> Grants:
    """Which vendors are let into the project."""
    return Grants(await vendors.grants.of_project(actor, project_id))


@get("/vendors/{vendor_id:uuid}/grants", name="list_vendor_grants", operation_id="list_vendor_grants",
     opt={"permission": "vendors.manage"}, tags=["vendors"])  # fmt: skip
async def list_vendor_grants(actor: Asker, vendors: Vendors, vendor_id: UUID) -> VendorGrants:
    """Where a vendor is let in, or was."""
    return VendorGrants(await vendors.grants.of_vendor(actor, vendor_id))


@put("/projects/{project_id:uuid}/grants/{vendor_id:uuid}", name="set_grant", operation_id="set_grant",
     opt={"permission": "vendors.manage"}, tags=["vendors"])  # fmt: skip
async def set_grant(actor: Asker, vendors: Vendors, project_id: UUID, vendor_id: UUID, data: SetGrant) -> Grant:
    """Let a vendor in, keep it out for now, or freeze it; say in which form its people are shown items."""
    return await vendors.grants.set_state(actor, project_id, vendor_id, data.state, data.tier)


@post("/projects/{project_id:uuid}/grants/{vendor_id:uuid}/offer", name="offer_grant", operation_id="offer_grant",
      opt={"permission": "vendors.manage"}, tags=["vendors"], status_code=200)  # fmt: skip
async def offer_grant(actor: Asker, vendors: Vendors, project_id: UUID, vendor_id: UUID, data: OfferGrant) -> Grant:
    """Offer the project to a vendor, in words that say nothing of whose it is; its managers accept or decline."""
    return await vendors.offers.offer(actor, project_id, vendor_id, data)


@get("/offers", name="list_offers", operation_id="list_offers", opt={"permission": "offer.answer"},
     tags=["vendors"])  # fmt: skip
async def list_offers(actor: Asker, vendors: Vendors) -> Offers:
    """Work that is offered to one's own firm."""
    return Offers(await vendors.offers.mine(actor))


@post("/offers/{offer_id:uuid}/answer", name="answer_offer", operation_id="answer_offer",
      opt={"permission": "offer.answer"}, tags=["vendors"], status_code=200)  # fmt: skip
async def answer_offer(actor: Asker, vendors: Vendors, offer_id: UUID, data: AnswerOffer) -> Offer:
    """Accept work for one's firm, or decline it."""
    return await vendors.offers.answer(actor, offer_id, data.answer)


routes = [
    list_vendors, create_vendor, list_grants, list_vendor_grants, set_grant, offer_grant, list_offers, answer_offer,
]  # fmt: skip
