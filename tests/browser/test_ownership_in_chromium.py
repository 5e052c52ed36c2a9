"""Ownership in real Chromium: a stake is recorded, the graph shows the way to the rival, two people accept it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, expect

from armslength_client import Armslength
from armslength_verify import read_key, verify_exposure_report

if TYPE_CHECKING:
    from tests.running import RunningApp

PASSWORD = "a long walk by the sea"
OLGA, MAYA = "olga@northwind.test", "maya@northwind.test"
Seat = Callable[..., Any]


def test_a_stake_is_drawn_closes_a_grant_and_is_waived_by_two(app: RunningApp, desk: Seat) -> None:
    prepare(app)
    olga, maya = desk().page, desk().page
    sign_in(maya, MAYA)
    suppose(maya)
    record(maya)
    see_by_keyboard(maya)
    see_as_table(maya)
    ask_for_waiver(maya)
    sign_in(olga, OLGA)
    approve_and_open(olga)
    cap(olga)
    have_signed(olga)


def prepare(app: RunningApp) -> None:
    """A project with a vendor in it, a rival with its parent, two people who manage."""
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind Labs", name="Olga Owner", email=OLGA, password=PASSWORD
        )
        invitation = owner.create_invitation(MAYA, "manager")
        with Armslength(app.url) as maya:
            maya.accept_invitation(
                token=(invitation.url or "").partition("#token=")[2], name="Maya Manager", password=PASSWORD
            )
        project = owner.apply_brief({"slug": "helpful", "name": "Helpful answers", "preset": "text-classification"})
        assert project.project is not None
        owner.set_grant(project.project.id, owner.create_vendor("Fairlabel").id, "active")
        group, lab = owner.record_party("Meridian Group"), owner.record_party("Meridian AI")
        owner.record_edge(group.id, lab.id, min_bp=8000, max_bp=8000)
        owner.name_rival(lab.id)


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hello,")).to_be_visible()


def choose(page: Page, field: str, words: str) -> None:
    """A party from the list that opens under its field."""
    page.get_by_role("combobox", name=field, exact=True).fill(words)
    expect(page.get_by_role("listbox", name="Known parties").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")


def suppose(page: Page) -> None:
    page.get_by_role("link", name="Ownership").click()
    page.get_by_role("button", name="What if…").click()
    choose(page, "Owner", "Meridian G")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", name="1 grant would not stay active")).to_be_visible()
    expect(page.get_by_role("heading", name="Meridian Group would know nothing yet")).to_be_visible()
    expect(page.get_by_role("button", name="Fairlabel, Vendor, unverified")).to_be_visible()


def record(page: Page) -> None:
    page.get_by_role("button", name="Record").click()
    choose(page, "Who", "Meridian G")
    choose(page, "Of whom", "Fair")
    page.get_by_label("At most, in percent").fill("49")
    page.get_by_role("dialog").get_by_role("button", name="Record").click()
    expect(page.get_by_role("link", name="1 conflict")).to_be_visible()


def see_by_keyboard(page: Page) -> None:
    """From the vendor up to its owner, down to the rival; Enter says how the one leads to the other."""
    vendor = page.get_by_role("button", name="Fairlabel, Vendor: 1 frozen, in a conflict")
    vendor.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Meridian Group, Ultimate owner")).to_be_focused()
    rival = page.get_by_role("button", name="Meridian AI, Rival, in a conflict")
    page.keyboard.press("ArrowDown")  # to either of the two that it holds, which stand side by side
    if not rival.evaluate("element => element === document.activeElement"):
        beyond = [each.bounding_box() for each in (vendor, rival)]
        page.keyboard.press("ArrowRight" if beyond[0]["x"] < beyond[1]["x"] else "ArrowLeft")  # type: ignore[index]
    expect(rival).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Meridian AI")).to_be_visible()
    expect(page.get_by_text("Fairlabel leads here by controlled from above")).to_be_visible()
    closes = page.get_by_role("table", name="What conflicts close").get_by_role("row").last
    expect(closes).to_contain_text("Fairlabel, of which 49 % is held by")
    expect(closes).to_contain_text("Helpful answers Frozen")


def see_as_table(page: Page) -> None:
    page.get_by_role("radio", name="Table").click()
    row = page.get_by_role("table", name="Whom Fairlabel leads to").get_by_role("row").filter(has_text="Rival")
    expect(row).to_contain_text("Meridian Group, which holds 80 % of")
    expect(row).to_contain_text("Helpful answers")


def ask_for_waiver(page: Page) -> None:
    page.get_by_role("link", name="1 conflict").click()
    page.get_by_role("button", name="Waive…").click()
    page.get_by_label("Why").fill("Until the audit is over.")
    page.get_by_role("button", name="Ask for it").click()
    approve = page.get_by_role("table", name="Waivers").get_by_role("button", name="Approve")
    expect(approve).to_be_disabled()


def approve_and_open(page: Page) -> None:
    page.get_by_role("link", name="Rivals").click()
    waivers = page.get_by_role("table", name="Waivers")
    waivers.get_by_role("button", name="Approve").click()
    expect(waivers).to_contain_text("Maya Manager + Olga Owner")
    page.get_by_role("link", name="Fairlabel").click()
    expect(page.get_by_role("table", name="Grants")).to_contain_text("Frozen")
    page.get_by_role("link", name="Helpful answers").click()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("table", name="Grants")).to_contain_text("decided anew")


def cap(page: Page) -> None:
    """What the project has let out, and how much it may."""
    page.get_by_role("link", name="Trust").click()
    vendor = page.get_by_role("table", name="Vendors").get_by_role("row").last
    expect(vendor).to_contain_text("Leads to a rival")
    expect(page.get_by_role("table", name="Ultimate owners")).to_contain_text("Meridian Group")
    page.get_by_role("button", name="Caps…").click()
    page.get_by_label("Each vendor, %").fill("25")
    page.get_by_label("Cap of Meridian Group, in percent").fill("12,5")
    page.get_by_role("button", name="Set the caps").click()
    expect(vendor).to_contain_text("cap 25%")
    expect(page.get_by_role("table", name="Ultimate owners")).to_contain_text("cap 12.5%")
    page.get_by_role("link", name="What if somebody bought into Fairlabel").click()
    expect(page.get_by_role("heading", name="What if")).to_be_visible()


def have_signed(page: Page) -> None:
    """What the vendor has seen, in a file that an outsider can check. The page before has a field "Vendor" too."""
    page.get_by_role("link", name="Exposure", exact=True).click()
    expect(page.get_by_role("heading", name="Exposure", exact=True)).to_be_visible()
    page.get_by_label("Vendor", exact=True).last.select_option(label="Fairlabel")
    page.get_by_role("button", name="Signed report…").click()
    with page.expect_download() as told:
        page.get_by_role("link", name="Signed JSON").click()
    assert told.value.suggested_filename == "exposure-fairlabel.json"
    key = page.get_by_role("textbox", name="Your verifier key").input_value()
    assert verify_exposure_report(Path(told.value.path()).read_bytes(), read_key(key)).subject == "Fairlabel"
    page.get_by_role("button", name="Done").click()
