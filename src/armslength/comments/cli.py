"""Commands about comments."""

from __future__ import annotations

from itertools import islice
from typing import Annotated
from uuid import UUID

import typer

from armslength.kit.cli import AsJson, ProjectRef, connect, fail, find_project, show, told
from armslength_client.types_comments import CommentPlace, CommentThread

comments = typer.Typer(help="Comments at the exact place of an item or an answer.", no_args_is_help=True)

Answer = Annotated[UUID, typer.Argument(help="The answer's assignment.", show_default=False)]
Thread = Annotated[UUID, typer.Argument(help="An id from `comments list`.", show_default=False)]


@comments.command("list")
@told
def list_comments(
    project: ProjectRef,
    assignment: Annotated[UUID | None, typer.Argument(help="The answer's assignment; else all of the project.")] = None,
    state: Annotated[str, typer.Option(help="open or resolved.")] = "",
    item: Annotated[UUID | None, typer.Option(help="Only on this item: its id.")] = None,
    author: Annotated[UUID | None, typer.Option(help="Only on the answers of this person: their id.")] = None,
    by: Annotated[UUID | None, typer.Option(help="Only those that this person began: their id.")] = None,
    limit: Annotated[int, typer.Option(help="How many to print at most.", min=1)] = 50,
    as_json: AsJson = False,
) -> None:
    """The comments on an answer, or of the project, each with its place and replies."""
    filters = {"state": state, "item_id": item, "author_id": author, "begun_by": by}
    wanted = {name: given for name, given in filters.items() if given}
    with connect() as client:
        target = find_project(client, project).id
        if assignment is None:
            listed = list(islice(client.list_project_comments(target, **wanted), limit))
            _print([each.thread for each in listed], data=listed, as_json=as_json)
            return
        if wanted:
            raise fail("Those of one answer are listed as a whole: leave the filters or the answer out.")
        found = client.list_comments(target, assignment)
    _print(found.threads, data=found, as_json=as_json)


@comments.command("add")
@told
def add_comment(
    project: ProjectRef,
    assignment: Answer,
    text: Annotated[str, typer.Argument(help="What to say.")],
    field: Annotated[str | None, typer.Option(help="A field of the item.")] = None,
    message: Annotated[str | None, typer.Option(help="Which message of a conversation.")] = None,
    response: Annotated[str | None, typer.Option(help="Which response of a field with many.")] = None,
    question: Annotated[str | None, typer.Option(help="A question.")] = None,
    target: Annotated[str | None, typer.Option(help="Where it is asked, such as m:m1 or r:r2.")] = None,
    part: Annotated[str | None, typer.Option(help="A step, criterion or flag of the answer, by its id.")] = None,
    start: Annotated[int | None, typer.Option(help="Where the stretch begins, in code points.")] = None,
    end: Annotated[int | None, typer.Option(help="Where it ends.")] = None,
    as_json: AsJson = False,
) -> None:
    """Comment on an answer, or on the item as its author was shown it."""
    with connect() as client:
        thread = client.begin_comment(
            find_project(client, project).id, assignment, text, field=field, message=message, response=response,
            question=question, target=target, part=part, start=start, end=end,
        )  # fmt: skip
    _print([thread], data=thread, as_json=as_json)


@comments.command("reply")
@told
def reply(
    project: ProjectRef,
    comment: Thread,
    text: Annotated[str, typer.Argument(help="What to say.")],
    as_json: AsJson = False,
) -> None:
    """Reply; a comment that was resolved is open again."""
    with connect() as client:
        thread = client.reply_to_comment(find_project(client, project).id, comment, text)
    _print([thread], data=thread, as_json=as_json)


@comments.command("resolve")
@told
def resolve(
    project: ProjectRef,
    comment: Thread,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open it again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Resolve a comment, or open it again."""
    with connect() as client:
        thread = client.resolve_comment(find_project(client, project).id, comment, resolved=not reopen)
    _print([thread], data=thread, as_json=as_json)


def _print(threads: list[CommentThread], *, data: object, as_json: bool) -> None:
    rows = []
    for thread in threads:
        state = "resolved" if thread.resolved_at else "open"
        for place, each in enumerate(thread.messages):
            head = (thread.id, _place(thread.place), thread.quote, state) if place == 0 else ("", "", "", "")
            rows.append((*head, each.person.name if each.person else each.by, each.text))
    show(rows, ["comment", "place", "words", "state", "by", "says"], data=data, as_json=as_json)


def _place(place: CommentPlace) -> str:
    names = [place.question, place.target if place.target != "item" else None, place.part]
    names += [place.field, place.response, place.message]
    stretch = "" if place.start is None else f" {place.start}–{place.end}"
    return " › ".join(each for each in names if each) + stretch
