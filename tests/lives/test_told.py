"""What a vendor's people were told beside the items themselves stands on record: what models said in them. Over HTTP,
in API, command, signed report and the independent verifier, which must say the same."""

from __future__ import annotations

from typing import Any

import msgspec
from tests.lives.team import PASSWORD, Team
from typer.testing import CliRunner

from armslength.entry.cli import app as command_line
from armslength_client import Armslength, Work
from armslength_client.types_walls import SignedReport
from armslength_verify import read_key, verify_exposure_report


def seated(team: Team, name: str, firm: Any, project: Any) -> Armslength:
    """Somebody of the firm's, at work in the project."""
    made = team.owner.create_invitation(
        f"{name}@fairlabel.test", "annotator", organization_id=firm, projects=[(project.id, "annotator")]
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
    """What the command answers, in one line."""
    key = team.owner.create_api_key("told").secret
    environ = {"ARMSLENGTH_URL": team.url, "ARMSLENGTH_API_KEY": key, "COLUMNS": "200"}
    done = CliRunner().invoke(command_line, list(words), env=environ)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


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
    told = said_by_command(team, "exposure", "of", "--vendor", "Fairlabel")
    assert "outputs" in told and f"{project.name} 1 of 3 2 0 0 1 1 0 1" in told

    (item,) = [each["item_id"] for each in deliveries if each["kind"] == "item"]
    (viewer,) = owner.get_item_exposure(project.id, item).viewers
    assert (viewer.person.name, viewer.kinds) == ("vera", ["item", "model_outputs"])
    about = owner.make_exposure_report(project_id=project.id, item_id=item)
    assert "item, model outputs" in verified(about) and "item, model outputs" in about.page
