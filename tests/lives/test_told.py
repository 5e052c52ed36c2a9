"""What a vendor's people were told beside the items themselves stands on record: what models said in them, and who the
customer is. Over HTTP, in API, command, signed report and the independent verifier, which must say the same."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from tests.lives.team import PASSWORD, Team
from tests.running import RunningApp
from typer.testing import CliRunner

from armslength.entry.cli import app as command_line
from armslength.kit.clock import Clock
from armslength.walls.service.invariants import Invariants
from armslength_client import Armslength, Work
from armslength_client.types_walls import SignedReport
from armslength_verify import read_key, verify_exposure_report


def seated(team: Team, name: str, firm: Any, *projects: Any) -> Armslength:
    """Somebody of the firm's, at work in the projects."""
    made = team.owner.create_invitation(
        f"{name}@fairlabel.test",
        "annotator",
        organization_id=firm,
        projects=[(project.id, "annotator") for project in projects],
    )
    client = Armslength(team.url)
    team.clients.append(client)
    client.accept_invitation(token=(made.url or "").partition("#token=")[2], name=name, password=PASSWORD)
    return client


def verified(report: SignedReport) -> str:
    """What an outsider reads in it."""
    signed = msgspec.json.encode(report.envelope)
    return "\n".join(verify_exposure_report(signed, read_key(report.verifier_key)).lines())


def said_by_command(team: Team, *words: str) -> str:
    """What the command answers."""
    key = team.owner.create_api_key("told").secret
    environ = {"ARMSLENGTH_URL": team.url, "ARMSLENGTH_API_KEY": key}
    done = CliRunner().invoke(command_line, list(words), env=environ)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_what_models_said_is_exposed_with_the_item_and_told_apart(team: Team) -> None:
    owner, project = team.owner, team.project("pairwise-preference")
    fair = owner.create_vendor("Fairlabel").id
    batch = owner.create_batch(project.id, "first")
    two = [{"value": "Because of air.", "source": "kalliope-7b"}, {"value": "It is the sea.", "source": "erato-2"}]
    owner.add_items(project.id, batch.id, [{"prompt": f"Why is the sky blue? {n}", "responses": two} for n in range(3)])
    vera = seated(team, "vera", fair, project)
    vera.read_guideline(project.id, vera.get_brief(project.id)["guideline"]["version"])
    work = vera.next_assignment(project.id)
    assert isinstance(work, Work) and "kalliope" not in str(msgspec.to_builtins(work))

    (seen,) = owner.get_exposure(vendor_id=fair).projects
    assert (seen.items, seen.outputs, seen.suggestions) == (1, 2, 0)
    # One delivery, one leaf: what models said has no row of its own, so nothing is counted twice.
    deliveries = list(owner.list_exposures(project.id, organization_id=fair))
    assert sorted(each["kind"] for each in deliveries) == ["guideline", "item", "schema"]
    report = owner.make_exposure_report(vendor_id=fair)
    assert "1 of 3 items, 2 model outputs in them, 1 people" in verified(report) and "Model outputs" in report.page
    (told,) = json.loads(said_by_command(team, "exposure", "of", "--vendor", "Fairlabel", "--json"))["projects"]
    assert (told["items"], told["outputs"], told["guidelines"]) == (1, 2, 1)

    (item,) = [each["item_id"] for each in deliveries if each["kind"] == "item"]
    (viewer,) = owner.get_item_exposure(project.id, item).viewers
    assert (viewer.person.name, viewer.kinds) == ("vera", ["item", "model_outputs"])
    about = owner.make_exposure_report(project_id=project.id, item_id=item)
    assert "item, model outputs" in verified(about) and "item, model outputs" in about.page


def test_who_the_customer_is_stands_on_record_once_a_vendor_has_read_it(team: Team, app: RunningApp) -> None:
    owner, naming = team.owner, app.wiring.projects.naming
    fair, hill = owner.create_vendor("Fairlabel").id, owner.create_vendor("Hilltop").id
    owner.add_brand_words(["Kalliope"])
    project = team.project("text-classification", guideline="# Read\n\nKalliope is polite. Northwind Labs says so.")
    other = team.project("pairwise-preference", guideline="# Read\n\nErato is polite.")

    def told(**about: Any) -> list[tuple[str, str, int, list[str]]]:
        found = owner.get_exposure(**about).identities
        return sorted((each.project.name, each.part, each.version, list(each.sources)) for each in found)

    # Before it is accepted nobody is let in who could read it; accepting tells nobody, letting in does not either.
    owner.accept_brand_words(project.id, ["Kalliope", "Northwind Labs", "Northwind"], reason="Everybody knows.")
    vera = seated(team, "vera", fair, project, other)
    assert told(vendor_id=fair) == []
    guideline = (project.name, "guideline", 1, ["list", "name"])
    for _ in range(2):  # the second time tells nothing new
        vera.get_brief(project.id)
        assert told(vendor_id=fair) == [guideline]
    vera.enter_project(other.id)
    vera.get_brief(other.id)
    person = vera.get_me().person.id
    assert told(person_id=person) == [guideline] and told(vendor_id=hill) == []
    log = [entry for entry in owner.list_log(project.id) if entry["action"] == "vendors.identity_told"]
    assert [(entry["detail"]["part"], entry["detail"]["sources"]) for entry in log] == [("guideline", ["list", "name"])]

    # A word that nobody knew when it was read: what was read is looked through again.
    owner.add_brand_words(["Erato"])
    tenant = owner.get_me().tenant.id
    for _ in range(2):
        app.do(naming.look_again(tenant))
    assert told(vendor_id=fair) == sorted([guideline, (other.name, "guideline", 1, ["list"])])
    # Taken off the list again, it has been read all the same.
    (word,) = [each.id for each in owner.list_brand_words() if each.word == "Erato"]
    owner.remove_brand_word(word)
    app.do(naming.look_again(tenant))
    assert len(told(vendor_id=fair)) == 2

    # A name is read in the list of projects, an offer by the firm.
    owner.accept_brand_words(other.id, ["Northwind Labs", "Northwind"], reason="They know by now.")
    owner.update_project(other.id, name="Northwind Labs: tone")
    assert len(told(vendor_id=fair)) == 2
    assert "Northwind Labs: tone" in {each.name for each in vera.list_projects()}
    assert ("Northwind Labs: tone", "name", 0, ["name"]) in told(vendor_id=fair) and len(told(person_id=person)) == 3
    owner.offer_grant(other.id, hill, skills=["worked for Northwind Labs"])
    assert told(vendor_id=hill) == [("Northwind Labs: tone", "offer", 0, ["name"])]

    report = owner.make_exposure_report(vendor_id=fair)
    checked, shown = verified(report), said_by_command(team, "exposure", "of", "--vendor", "Fairlabel")
    assert "who the customer is, or what is secret, in the guideline (version 1), by words of: list, name" in checked
    assert "the customer&#x27;s name" in report.page and "told" in shown
    assert not any("Kalliope" in text or "Erato" in text for text in (checked, report.page, shown))
    (held,) = app.do(Invariants(app.wiring.db, Clock()).of_all())
    assert [each.evidence for each in held.invariants if each.found] == []
