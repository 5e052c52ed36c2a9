"""What every command that speaks to a server shares: where it is, who we are, and how to show things.

The server's address and the key come from ARMSLENGTH_URL and ARMSLENGTH_API_KEY, else from what
`armslength login` stored. Tables go to standard output, everything else to standard error: `--json` can be piped.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final, ParamSpec, TypeVar
from uuid import UUID

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn
from rich.table import Column, Table
from rich.text import Text

from armslength_client import ApiError, Armslength, ArmslengthClientError, NotFound, NotSignedIn
from armslength_client.types import Batch, Project
from armslength_client.types_jobs import LastJob
from armslength_client.waiting import pauses

P = ParamSpec("P")
R = TypeVar("R")

_LONGEST_REST_SECONDS: Final = 0.3
_PATIENCE_SECONDS: Final = 600

DEFAULT_URL = "http://127.0.0.1:8420"
out = Console()
err = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
ProjectRef = Annotated[str, typer.Argument(help="The project's slug or id.", metavar="PROJECT")]


class Credentials(msgspec.Struct):
    """What `armslength login` stores, readable by its owner only."""

    url: str
    api_key: str


def credentials_file() -> Path:
    """Where credentials are kept (XDG_CONFIG_HOME or ~/.config)."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "armslength" / "credentials.json"


def store_credentials(credentials: Credentials) -> Path:
    """Write the credentials with mode 0600."""
    path = credentials_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(credentials))
    return path


def load_credentials() -> Credentials:
    """Environment first, then the stored file."""
    url, api_key = os.environ.get("ARMSLENGTH_URL", ""), os.environ.get("ARMSLENGTH_API_KEY", "")
    path = credentials_file()
    stored = Credentials(DEFAULT_URL, "")
    if path.exists():
        try:
            stored = msgspec.json.decode(path.read_bytes(), type=Credentials)
        except msgspec.MsgspecError:
            fail(f"{path} is damaged: run `armslength login` again.")
    return Credentials(url or stored.url, api_key or stored.api_key)


def fail(message: str) -> typer.Exit:
    """Say what went wrong in one sentence and end with status 1."""
    err.print(f"[red]✗[/red] {message}", highlight=False, soft_wrap=True)
    raise typer.Exit(1)


def connect() -> Armslength:
    """A client with the stored key."""
    credentials = load_credentials()
    if not credentials.api_key:
        fail("Nobody is signed in here: run `armslength login`, or set ARMSLENGTH_URL and ARMSLENGTH_API_KEY.")
    return Armslength(credentials.url, api_key=credentials.api_key)


def sentence(error: ApiError) -> str:
    """What the server refused, with the field it names."""
    return f"{error.message} (field: {error.field})" if error.field else error.message


def told(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the client's errors into one sentence."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except NotSignedIn as error:
            raise fail(f"{error.message} Run `armslength login`.") from error
        except ApiError as error:
            raise fail(sentence(error)) from error
        except ArmslengthClientError as error:
            raise fail(str(error)) from error

    return run


def find_project(client: Armslength, ref: str) -> Project:
    """The project with this id or slug."""
    try:
        return client.get_project(UUID(ref))
    except (ValueError, NotFound):
        known = list(client.list_projects())
    for project in known:
        if project.slug == ref:
            return project
    slugs = ", ".join(sorted(project.slug for project in known)[:10]) or "none yet"
    raise fail(f"There is no project {ref!r}. Projects here: {slugs}.")


def find_batch(client: Armslength, project_id: UUID, ref: str) -> Batch:
    """The project's batch with this id or name."""
    known = list(client.list_batches(project_id))
    for batch in known:
        if ref in (str(batch.id), batch.name):
            return batch
    there = ", ".join(sorted(batch.name for batch in known)) or "none yet"
    raise fail(f"There is no batch {ref!r}. Batches here: {there}.")


def show(
    rows: Iterable[Sequence[object]], columns: Sequence[str], *, title: str | None = None, data: object, as_json: bool
) -> None:
    """A table of `rows`, or `data` as JSON."""
    if as_json:
        show_json(data)
        return
    # Folded, not cut off: an id is there to be copied.
    folded = [Column(name, overflow="fold") for name in columns]
    table = Table(*folded, title=title, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for row in rows:
        # As text: what people wrote may look like markup.
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    out.print(table)


def money(micros: int, currency: str) -> str:
    """Millionths of a currency as people write them: EUR 1,234.50."""
    return f"{currency} {micros / 1_000_000:,.2f}"


def micros_of(price: str) -> int:
    """What somebody typed, 0.25, in millionths."""
    try:
        amount = Decimal(price) * 1_000_000
    except InvalidOperation:
        raise fail(f"{price!r} is no amount of money.") from None
    if not amount.is_finite() or amount != int(amount):
        raise fail(f"{price!r} is finer than a millionth.")
    return int(amount)


def show_json(data: object) -> None:
    """JSON on standard output, indented."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n")


@contextmanager
def progress_bar(label: str, *, in_bytes: bool = False) -> Iterator[Callable[[float, float | None], None]]:
    """A progress bar on standard error; call the yielded function with (done, total)."""
    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()]
    columns.append(DownloadColumn() if in_bytes else MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def until_over(look: Callable[[], R], doing: str, *, patience: float = _PATIENCE_SECONDS) -> R:
    """What is found once the job behind it (`job`) is over; `doing` says what it does, as in "Comparing judges". Ends
    with a sentence where the job failed or was cancelled, and where it has not moved for `patience` seconds."""
    with progress_bar(doing) as report:
        seen, moved, rests = None, time.monotonic(), pauses(_LONGEST_REST_SECONDS)
        while True:
            found = look()
            job = msgspec.convert(
                found["job"] if isinstance(found, dict) else found.job,  # type: ignore[attr-defined]
                LastJob | None, from_attributes=True,
            )  # fmt: skip
            if job is None or job.state == "done":
                return found
            if job.state not in ("waiting", "running"):
                raise fail(f"{doing} failed: {job.error}" if job.state == "failed" else f"{doing} was {job.state}.")
            if (job.state, job.done) != seen:
                seen, moved = (job.state, job.done), time.monotonic()
            elif time.monotonic() - moved > patience:
                raise fail(f"{doing} takes long ({job.error or job.state}); it goes on without you. Ask again later.")
            report(job.done, job.total)
            time.sleep(next(rests))
