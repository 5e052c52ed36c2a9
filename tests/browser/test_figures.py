"""Figures: a person looks at theirs and shows them, by the keyboard; their manager sees them beside the firm's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Page, expect
from tests.figures.market import Market
from tests.people import Person
from tests.running import RunningApp

from armslength_client import Armslength

PASSWORD = "a long walk by the sea"


def test_a_person_shows_their_figures_and_the_manager_sees_them(app: RunningApp, desk: Any) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind", name="Olga", email="olga@n.test", password=PASSWORD
        )
        firm = owner.create_vendor("Fairlabel").id
        projects = [
            made.id for n in range(2)
            if (made := owner.apply_brief({"slug": f"p{n}", "name": f"P{n}", "preset": "pairwise-preference"}).project)
        ]  # fmt: skip
        vera = joins(app, owner, firm, "vera", "annotator")
        joins(app, owner, firm, "victor", "manager")
        world: Any = SimpleNamespace(
            db=app.wiring.db, northwind=vera.tenant_id, maya=SimpleNamespace(id=owner.get_me().person.id)
        )
    market = Market(world, None, app.wiring.figures, projects, [], firm)  # type: ignore[arg-type]
    app.do(worked(market, vera))

    hers = signed_in(desk().page, "vera")
    expect(hers.get_by_text("83–92%")).to_be_visible()
    expect(hers.get_by_text("Median of 300 or more answers")).to_be_visible()
    hers.get_by_role("switch", name="Show my figures to the owners and managers of Fairlabel").focus()
    hers.keyboard.press("Space")
    expect(hers.get_by_text("Shown from now on.")).to_be_visible()

    his = signed_in(desk().page, "victor")
    expect(his.get_by_label("Figures of Fairlabel").get_by_text("83–92%")).to_be_visible()
    row = his.get_by_role("row", name="vera")
    expect(row).to_contain_text("83–92% of 300+")
    expect(row).to_contain_text("EUR 0.25 of 300+")
    his.get_by_role("tab", name="My own").click()
    expect(his.get_by_text("You have no figures yet")).to_be_visible()


def joins(app: RunningApp, owner: Armslength, firm: Any, name: str, role: Any) -> Person:
    invitation = owner.create_invitation(f"{name}@f.test", role, organization_id=firm)
    with Armslength(app.url) as client:
        client.accept_invitation(token=(invitation.url or "").partition("#token=")[2], name=name, password=PASSWORD)
        me = client.get_me()
    tenant_id = owner.get_me().tenant.id  # which a vendor's people know by a code
    return Person(me.person.id, name, f"{name}@f.test", tenant_id, firm, "vendor", role)


async def worked(market: Market, who: Person) -> None:
    """A month of work in both projects, and the month's end."""
    now = datetime.now(UTC)
    for project in market.ours:
        await market.pays(who.tenant_id, project, who.organization_id, 250_000)
        await market.did(who, project, 170, accepted=150, at=now - timedelta(days=40))
    await market.figures.publish(who.tenant_id, now + timedelta(days=31))


def signed_in(page: Page, name: str) -> Page:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(f"{name}@f.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Figures").click()
    expect(page.get_by_role("heading", name="Figures", exact=True)).to_be_visible()
    return page
