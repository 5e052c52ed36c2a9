"""The `armslength` command: one line per command, each in the room it speaks of."""

from __future__ import annotations

import os
import sys

import typer

from armslength.assignment import cli as assignment
from armslength.branches import cli as branches
from armslength.comments import cli as comments
from armslength.egress import cli as egress
from armslength.entry.backup import cli as backup
from armslength.entry.doctor import cli as doctor
from armslength.entry.drill import cli as drill
from armslength.entry.faults import CannotStart, Fault
from armslength.entry.invariants import check_walls
from armslength.entry.register import register
from armslength.entry.simulate.cli import simulate_people
from armslength.figures import cli as figures
from armslength.identity import cli as identity
from armslength.ingest import cli as ingest
from armslength.kit.settings import BadSetting
from armslength.lists import cli as lists
from armslength.projects import cli as projects
from armslength.release import cli as release
from armslength.renditions import cli as renditions
from armslength.review import cli as review
from armslength.revision import cli as revision
from armslength.suggestion import cli as suggestion
from armslength.tracing import cli as tracing
from armslength.traits import cli as traits
from armslength.truth import cli as truth
from armslength.vendors import cli as vendors
from armslength.walls import cli as walls
from armslength.walls.cli.trust import trust
from armslength.webhooks import cli as webhooks

app = typer.Typer(
    name="armslength",
    help="The open, self-hosted data engine for teams that buy human data for AI models.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command()
def up() -> None:
    """Start everything on this machine: database, web, worker. Ctrl-C stops it."""
    from armslength.entry.up import up as run  # each command loads only what it needs

    run(os.environ)


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date and end."""
    from armslength.entry.data_directory import data_directory
    from armslength.entry.installation import ready_database
    from armslength.entry.settings import load_server_settings

    settings = load_server_settings(os.environ)
    with data_directory(settings.data), ready_database(settings, typer.echo) as ready:
        typer.echo(f"Applied: {', '.join(ready.applied)}." if ready.applied else "The schema is up to date.")


@app.command()
def worker() -> None:
    """Run one more worker against an external database (`up` starts one by itself)."""
    from armslength.entry.installation import app_url
    from armslength.entry.settings import load_server_settings
    from armslength.entry.worker import main as work

    settings = load_server_settings(os.environ)
    if not settings.database_url:
        raise CannotStart("A worker of its own needs ARMSLENGTH_DATABASE_URL; `armslength up` starts one by itself.")
    os.environ["ARMSLENGTH_DATABASE_URL"] = app_url(settings)
    os.environ.pop("ARMSLENGTH_DATABASE_OWNER_URL", None)
    work()


@app.command()
def demo() -> None:
    """Start with a sample project, simulated people, a release and its exports; Ctrl-C stops it."""
    from armslength.entry.demo import demo as run

    run(os.environ)


app.add_typer(drill.drill, name="drill")
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(doctor.doctor)
app.command()(identity.login)
app.command()(identity.whoami)
app.add_typer(identity.people, name="people")
app.add_typer(identity.vendors, name="vendors")
app.command()(vendors.offer)
app.command()(walls.sever)
app.command()(trust)
app.add_typer(walls.exposure, name="exposure")
app.add_typer(walls.severance, name="severance")
walls.wall.command("check")(check_walls)
app.add_typer(walls.wall, name="wall")
app.add_typer(vendors.ownership, name="ownership")
app.add_typer(vendors.rivals, name="rivals")
app.add_typer(vendors.whatif, name="whatif")
app.add_typer(register, name="register")
app.add_typer(egress.egress, name="egress")
app.add_typer(webhooks.webhooks, name="webhooks")
app.add_typer(projects.project, name="project")
app.add_typer(projects.brands, name="brands")
app.command("import")(ingest.import_items)
app.add_typer(ingest.batch, name="batch")
app.add_typer(lists.views, name="views")
app.add_typer(lists.bulk, name="bulk")
app.add_typer(assignment.gold, name="gold")
app.add_typer(assignment.routing, name="routing")
app.add_typer(assignment.portions, name="portion")
app.add_typer(assignment.skills, name="skills")
app.add_typer(renditions.renditions, name="renditions")
app.add_typer(tracing.canaries, name="canaries")
app.add_typer(tracing.variants, name="variants")
app.command()(tracing.trace)
app.add_typer(suggestion.suggestions, name="suggestions")
app.add_typer(suggestion.judges, name="judges")
app.add_typer(review.review, name="review")
app.add_typer(comments.comments, name="comments")
app.add_typer(revision.schema, name="schema")
app.add_typer(revision.answer, name="answer")
app.add_typer(review.adjudication, name="adjudication")
app.command("simulate")(simulate_people)
app.command()(truth.progress)
app.command()(truth.record)
app.command()(truth.firm_record)
app.command()(truth.guideline_scores)
app.command()(truth.agreement)
app.command()(truth.truth)
app.add_typer(truth.scorecard, name="scorecard")
app.add_typer(truth.concerns, name="concerns")
app.add_typer(truth.disagreements, name="disagreements")
app.add_typer(figures.figures, name="figures")
app.add_typer(traits.traits, name="traits")
app.add_typer(branches.branches, name="branches")
app.add_typer(release.release, name="release")
app.command()(release.formats)
app.command()(release.export)


def main() -> None:
    """Entry of the command: what we mean is said in one sentence, without a traceback."""
    try:
        app()
    except (Fault, BadSetting) as problem:
        sys.stderr.write(f"armslength: {problem}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)  # what a shell says of a program ended by Ctrl-C; there is nothing to explain


if __name__ == "__main__":
    main()
