"""A project is offered to a vendor: what the offer says, who answers it, and what follows."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.running import RunningApp

from armslength.kit.clock import Clock
from armslength.walls.service.invariants import Invariants
from armslength_client import ApiError, Armslength
from armslength_client.types_offers import OfferPay
from armslength_client.types_walls import SignedReport
from armslength_verify import read_key, verify_exposure_report

PASSWORD = "a long walk by the sea"


def seated(app: RunningApp, owner: Armslength, firm: UUID, name: str, role: Any) -> Armslength:
    """Somebody of the firm's, signed in."""
    email = f"{name}@{str(firm)[-6:]}.test"
    invitation = owner.create_invitation(email, role, organization_id=firm)
    client = Armslength(app.url)
    client.accept_invitation(token=(invitation.url or "").partition("#token=")[2], name=name, password=PASSWORD)
    return client


def test_an_offer_is_neutral_answered_by_the_firm_and_counts_as_shown(app: RunningApp) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind", name="Olga", email="olga@northwind.test", password=PASSWORD
        )
        brief = {"slug": "fjord", "name": "Fjord", "preset": "pairwise-preference", "guideline": "# Read\n\nBe fair."}
        project = owner.apply_brief(brief).project
        assert project is not None
        fair, swift = owner.create_vendor("Fairlabel").id, owner.create_vendor("Swift").id
        with (
            seated(app, owner, fair, "victor", "manager") as victor,
            seated(app, owner, fair, "ann", "annotator") as ann,
            seated(app, owner, swift, "sam", "manager") as sam,
        ):  # fmt: skip
            with pytest.raises(ApiError) as stopped:  # the words of an offer are looked through like the guideline
                owner.offer_grant(project.id, fair, skills=["worked for Northwind"])
            assert stopped.value.code == "projects.brand_words" and owner.list_grants(project.id) == []
            offered = owner.offer_grant(
                project.id, fair, languages=["en"], skills=["law"], volume="hundreds", pay=OfferPay(250_000, "EUR")
            )
            assert offered.state == "offered" and offered.offer is not None
            (seen,) = victor.list_offers()
            assert (seen.state, seen.terms.languages, seen.terms.skills, seen.terms.volume) == (
                "open", ["en"], ["law"], "hundreds",
            )  # fmt: skip
            assert "pairwise" in seen.terms.asked and seen.terms.shown
            text = str(victor.call("GET", "/offers", dict[str, Any]))
            assert not any(word in text for word in ("Northwind", "Fjord", "fjord", str(project.id), str(fair)))
            assert sam.list_offers() == [] and list(victor.list_projects()) == []
            # Whoever it is not for, and whoever may not answer, learns nothing.
            with pytest.raises(ApiError) as strange:
                sam.answer_offer(seen.id, "accept")
            assert (strange.value.status, strange.value.code) == (404, "vendors.no_such_offer")
            with pytest.raises(ApiError) as not_hers:
                ann.answer_offer(seen.id, "accept")
            assert not_hers.value.status == 403
            # Declined, the firm stays out, and what it was told counts as shown.
            assert victor.answer_offer(seen.id, "decline").state == "declined"
            (grant,) = owner.list_grants(project.id)
            assert (grant.state, grant.offer and grant.offer.state) == ("paused", "declined")
            (told,) = owner.get_exposure(vendor_id=fair).volumes
            assert (told.project.name, told.volume) == ("Fjord", "hundreds")
            # Offered anew; a wall that has closed since reads like an offer that is gone.
            owner.offer_grant(project.id, fair, pay=OfferPay(300_000, "EUR"))
            (anew,) = [offer for offer in victor.list_offers() if offer.state == "open"]
            owner.add_brand_words(["fair"])
            with pytest.raises(ApiError) as walled:
                victor.answer_offer(anew.id, "accept")
            assert (walled.value.code, str(walled.value)) == (strange.value.code, str(strange.value))
            assert "vendors.grant_refused" in {entry["action"] for entry in owner.list_log(project.id)}
            for word in owner.list_brand_words():
                if word.id is not None:
                    owner.remove_brand_word(word.id)
            assert victor.answer_offer(anew.id, "accept").state == "accepted"
            (grant,) = owner.list_grants(project.id)
            assert (grant.state, len(owner.get_exposure(vendor_id=fair).volumes)) == ("active", 2)
            price = next(p for p in owner.list_prices(project.id) if p["organization"]["id"] == str(fair))
            assert (price["micros"], price["currency"], price["told"]) == (300_000, "EUR", True)
            with pytest.raises(ApiError) as over:
                victor.answer_offer(anew.id, "decline")
            assert over.value.code == "vendors.no_such_offer"
            # By hand, past an open offer: it is taken back.
            owner.offer_grant(project.id, swift)
            owner.set_grant(project.id, swift, "active")
            assert [offer.state for offer in sam.list_offers()] == ["withdrawn"]
            with pytest.raises(ApiError) as inside:
                owner.offer_grant(project.id, swift)
            assert inside.value.code == "vendors.already_in"
            actions = [entry["action"] for entry in owner.list_log(project.id)]
            assert actions.count("vendors.volume_told") == actions.count("vendors.grant_offered") == 3
            assert {"vendors.offer_declined", "vendors.offer_accepted", "vendors.grant_active"} <= set(actions)
            # The log still ends with what grants are: a refusal and a tier are none of their states.
            owner.set_grant(project.id, swift, "active", tier="redacted")
            (checked,) = app.do(Invariants(app.wiring.db, Clock()).of_all())
            assert [each.evidence for each in checked.invariants if each.found] == []
            hear(owner, victor, ann, sam, hidden=(project.id, fair))
            report = owner.make_exposure_report(vendor_id=fair)
            assert "hundreds" in report.page and "hundreds" in verified(report)


def hear(owner: Armslength, victor: Armslength, ann: Armslength, sam: Armslength, hidden: tuple[UUID, ...]) -> None:
    """Those who speak for the firm were told that work is offered, not which; the customer what became of it."""
    answered = told(owner, 2)
    assert [(each["kind"], each["about"]["state"], each["project"]["name"]) for each in answered] == [
        ("offer.answered", "accepted", "Fjord"), ("offer.answered", "declined", "Fjord"),
    ]  # fmt: skip
    assert {each["about"]["vendor_id"] for each in answered} == {str(hidden[1])}
    for manager, many in ((victor, 2), (sam, 1)):
        found = told(manager, many)
        assert [(each["kind"], each["about"], each["project"]) for each in found] == [
            ("offer.received", {}, None)
        ] * many
        assert not any(word in str(found) for word in ("Northwind", "Fjord", *map(str, hidden)))
    assert told(ann, 0) == []


def told(who: Armslength, many: int) -> list[Any]:
    """What they are told of offers, as soon as so much is there: it is written in the background."""
    while True:
        told = who.call("GET", "/me/notifications", dict[str, Any])["items"]
        found = [each for each in told if each["kind"].startswith("offer.")]
        if len(found) >= many:
            return found
        time.sleep(0.05)


def verified(report: SignedReport) -> str:
    """What an outsider reads in it."""
    signed = msgspec.json.encode(report.envelope)
    return "\n".join(verify_exposure_report(signed, read_key(report.verifier_key)).lines())
