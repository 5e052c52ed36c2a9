"""Traits: the customer asks, a person says something of herself on her phone and erases it, groups stand on a page."""

from __future__ import annotations

from typing import Any

import msgspec
from playwright.sync_api import Page, expect
from tests.running import RunningApp

from armslength.traits import repository
from armslength.traits.model import GroupFigure, GroupFigures, LabelFigures, QuestionSheet
from armslength.traits.service.counting import _place
from armslength_client import Armslength

PASSWORD = "a long walk by the sea"
TOLD = [
    QuestionSheet(
        "preference",
        [
            GroupFigures(
                group="Under 40", people=25, answers=540,
                labels=[
                    LabelFigures(
                        "r1", GroupFigure(0.74, 0.6, 0.86), GroupFigure(0.48, 0.42, 0.54), GroupFigure(0.26, 0.08, 0.4)
                    )
                ],
                inside=GroupFigure(0.6, 0.46, 0.76), across=GroupFigure(0.5, 0.46, 0.54),
            )
        ],
        ["40 and over"],
    )
]  # fmt: skip


def test_asked_said_on_a_phone_erased_and_told_of_groups(app: RunningApp, desk: Any) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind", name="Olga", email="olga@n.test", password=PASSWORD
        )
        firm = owner.create_vendor("Fairlabel").id
        project = owner.apply_brief({"slug": "p", "name": "P", "preset": "pairwise-preference"}).project
        assert project is not None
        invitation = owner.create_invitation("vera@n.test", "annotator", organization_id=firm)
        with Armslength(app.url) as client:
            client.accept_invitation(
                token=(invitation.url or "").partition("#token=")[2], name="Vera", password=PASSWORD
            )

        hers = signed_in(desk().page, "olga")
        hers.goto("/traits")
        hers.get_by_role("button", name="New trait").click()
        hers.get_by_label("Name").fill("Age")
        hers.get_by_label("What it is asked for").fill("To see whether age matters.")
        hers.get_by_label("Groups").fill("Under 40\n40 and over")
        hers.get_by_role("button", name="Ask for it").click()
        expect(hers.get_by_role("row", name="Age")).to_contain_text("Under 40 · 40 and over")

        phone = signed_in(desk(width=390, height=844).page, "vera")
        phone.goto("/me")
        form = phone.get_by_role("form", name="Age")
        expect(form.get_by_role("button", name="Say it")).to_be_disabled()
        form.get_by_role("radio", name="Under 40").click()
        form.get_by_role("checkbox").click()
        form.get_by_role("button", name="Say it").click()
        expect(form.get_by_role("button", name="Withdraw and erase")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        phone.reload()
        expect(form.get_by_role("radio", name="Under 40")).to_be_checked()
        form.get_by_role("button", name="Withdraw and erase").click()
        expect(form.get_by_role("button", name="Say it")).to_be_visible()
        expect(form.get_by_role("radio", name="Under 40")).not_to_be_checked()

        page = f"/projects/{project.id}/quality"
        hers.goto(page)
        groups = hers.get_by_role("region", name="Groups")
        expect(groups).to_contain_text("Nothing may be told.")
        tenant_id, trait_id = owner.get_me().tenant.id, owner.list_traits()[0].id
        app.do(told(app, tenant_id, project.id, trait_id))
        hers.goto(page)
        expect(groups.get_by_role("row", name="Response A")).to_contain_text("74% 60–86%")
        expect(groups).to_contain_text("Two of them agree on 60% (46–76%)")
        expect(groups).to_contain_text("Not told: 40 and over.")


async def told(app: RunningApp, tenant_id: Any, project_id: Any, trait_id: Any) -> None:
    """A sheet, as it is kept."""
    wiring = app.wiring
    async with wiring.db.tenant(tenant_id) as tx:
        sealer = await wiring.traits.counting.keys.sealer(tx, project_id)
        sealed = sealer.seal(msgspec.json.encode(TOLD), kind="truth", object_id=_place(project_id, trait_id))
        now = wiring.traits.counting.clock.now()
        await repository.tell(tx, project_id, trait_id, sealed, {}, now, now)


def signed_in(page: Page, who: str) -> Page:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(f"{who}@n.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    return page
