"""How soon the console's lists answer, over HTTP as the browser asks: 1,000,000 items are what docs/speed.md tells.

    python -m benchmarks.lists [items]

One project: nine items in twenty are done, one in twenty is in review, one in ten in work, the rest open; a few are
flagged or retired, batches are of very different sizes, twenty people gave the answers. Every row stands sealed as an
import would have left it. Each list is asked again and again, one request at a time; pages are of 100 rows, as the
console asks for them, and "deep" pages begin at places drawn over the whole list.
"""

from __future__ import annotations

import logging
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
import uvloop
from tests.lives.labour import BRIEF, PASSWORD
from tests.running import RunningApp

from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.keys.service import Sealer
from armslength.kit.ids import new_id
from armslength.kit.paging import encode_cursor
from armslength_client import Armslength

ITEMS = 100_000
TIMES = 40
CHUNK = 20_000
PEOPLE = 20
OWNER_EMAIL = "olga@northwind.test"
SEARCHABLE = {
    "fields": [{"name": "text", "kind": "text", "title": "Text", "searchable": True}],
    "questions": [{**BRIEF["schema"]["questions"][0], "searchable": True}],
}
ITEM = ("tenant_id", "id", "project_id", "batch_id", "ord", "state", "wanted", "taken", "answers", "settled", "open",
        "flags", "external_id", "created_at")  # fmt: skip
ANSWERS = """
    insert into assignment (tenant_id, id, project_id, batch_id, item_id, person_id, organization_id, state, attempt,
        leased_at, seed, display, schema_version, guideline_version)
    select tenant_id, gen_random_uuid(), project_id, batch_id, id, ($1::uuid[])[1 + ord % 20], tenant_id, 'submitted',
        1, now() - interval '1 hour', '', '{"seed": "00", "orders": {}}', 1, 1 from item where answers > 0;
    create table said (id uuid primary key, sealed bytea, word text)"""
STANDING = """
    insert into annotation (tenant_id, id, project_id, item_id, assignment_id, person_id, organization_id, stage, key,
        schema_version, guideline_version, sealed, digest, active_ms, submitted_at)
    select a.tenant_id, a.id, a.project_id, a.item_id, a.id, a.person_id, a.organization_id, 'annotate', a.id, 1, 1,
        s.sealed, '', 1000, now() - random() * interval '90 days' from assignment a join said s on s.id = a.id;
    insert into answer_term (tenant_id, project_id, question, annotation_id, target, value)
    select a.tenant_id, a.project_id, 'tone', a.id, 'item', s.word from assignment a join said s on s.id = a.id;
    drop table said;
    insert into standing select a.tenant_id, a.id, a.project_id, a.item_id, a.person_id, a.id,
        case when i.settled = 0 then 'in_review' else 'accepted' end from assignment a
        join item i on i.tenant_id = a.tenant_id and i.id = a.item_id;
    insert into workload select tenant_id, project_id, person_id, 0, count(*) from assignment group by 1, 2, 3"""


class Place:
    """Who and where."""

    def __init__(self, tenant: UUID, project: UUID, batches: Sequence[UUID], items: int) -> None:
        self.tenant = tenant
        self.project = project
        self.batches = batches
        self.items = items


def rows(place: Place, sealer: Sealer, start: int, now: Any) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], str]]:
    """(item, item_content, text) for a stretch of places."""
    for ord in range(start, min(start + CHUNK, place.items + 1)):
        item_id, at = new_id(), ord / place.items
        wanted, taken, answers, settled = 1, 0, 0, 0
        if at <= 0.5:
            taken = answers = 1
            settled = int(at <= 0.45)
        elif at <= 0.6:
            wanted, taken = 2, 1
        gone = ord % 97 == 0 and at > 0.6
        batch = place.batches[min(int(at * 6), 4) if at < 0.99 else 5]
        text = f"Text number {ord}, about the {'moon' if ord % 5_000 == 0 else 'tide'} that comes in twice a day."
        plain = msgspec.json.encode({"content": {"text": text}, "metadata": {}})
        item = (
            place.tenant, item_id, place.project, batch, ord, "cancelled" if gone else "active", wanted, taken, answers,
            settled, not gone and taken < wanted, int(ord % 211 == 0) + int(ord % 633 == 0), f"row-{ord}", now,
        )  # fmt: skip
        yield item, (place.tenant, item_id, sealer.seal(plain, kind="item", object_id=str(item_id)), b""), text


async def fill(owner: str, app: RunningApp, tenant: UUID, project: UUID, items: int) -> Place:
    """The rows, by COPY as the owner of the tables."""
    connection = await asyncpg.connect(owner)
    now = await connection.fetchval("select now()")
    batches = [new_id() for _ in range(6)]
    for number, batch in enumerate(batches):
        values = (tenant, batch, project, f"batch {number}", now)
        await connection.execute("insert into batch values ($1, $2, $3, $4, 0, 'open', $5)", *values)
    place = Place(tenant, project, batches, items)
    sealer = app.do(_sealer(app, place))
    for start in range(1, items + 1, CHUNK):
        made = list(rows(place, sealer, start, now))
        await connection.copy_records_to_table("item", columns=ITEM, records=[each[0] for each in made])
        await connection.copy_records_to_table("item_content", records=[each[1] for each in made])
        terms = [(tenant, project, "text", item[1], text) for item, _, text in made]
        await connection.copy_records_to_table("item_term", records=terms)
    await connection.execute("insert into item_counter values ($1, $2, $3)", tenant, project, items + 1)
    people = await _people(connection, tenant)
    for statement in ANSWERS.split(";"):
        await connection.execute(statement, *([people] if "$1" in statement else []))
    await _say(connection, sealer)
    await connection.execute(STANDING)
    await connection.execute(
        "insert into item_touch (tenant_id, project_id, stretch) values ($1, $2, 0)", tenant, project
    )
    await connection.execute("vacuum analyze")
    await connection.close()
    return place


async def _say(connection: Any, sealer: Sealer) -> None:
    """What each of them said: nearly always the same."""
    found = [row["id"] for row in await connection.fetch("select id from assignment order by id")]
    for start in range(0, len(found), CHUNK):
        made = []
        for place, of in enumerate(found[start : start + CHUNK], start):
            word = "cold" if place % 5_000 == 0 else "warm"
            answers = {"tone": {"item": {"state": "answered", "value": {"selected": [word]}}}}
            plain = msgspec.json.encode({"answers": answers})
            made.append((of, sealer.seal(plain, kind="answers", object_id=str(of)), word))
        await connection.copy_records_to_table("said", records=made)


async def _sealer(app: RunningApp, place: Place) -> Sealer:
    async with app.wiring.db.tenant(place.tenant) as tx:
        return await app.wiring.release.keys.sealer(tx, place.project)


async def _people(connection: Any, tenant: UUID) -> list[UUID]:
    """The owner and nineteen others."""
    people: list[UUID] = [await connection.fetchval("select person_id from membership")]
    for number in range(1, PEOPLE):
        people.append(new_id())
        who = (people[-1], f"p{number}@people.test", f"Person {number}")
        await connection.execute("insert into person values ($1, $2, $3, now())", *who)
        await connection.execute("insert into affiliation values ($1, $2, now())", tenant, people[-1])
        await connection.execute(
            "insert into membership (tenant_id, person_id, organization_id, side, role, created_at)"
            " values ($1, $2, $1, 'customer', 'annotator', now())",
            tenant, people[-1],
        )  # fmt: skip
    return people


def asked(place: Place, person: UUID, draw: random.Random) -> dict[str, Callable[[], tuple[str, dict[str, Any]]]]:
    """What is asked, by what it is called."""
    items, count = f"/projects/{place.project}/items", f"/projects/{place.project}/item-count"

    def of(path: str, **given: Any) -> Callable[[], tuple[str, dict[str, Any]]]:
        return lambda: (path, given)

    def deep(**given: Any) -> Callable[[], tuple[str, dict[str, Any]]]:
        return lambda: (items, {**given, "cursor": encode_cursor(draw.randrange(place.items))})

    answers, answer_count = f"/projects/{place.project}/answers", f"/projects/{place.project}/answer-count"
    far = (datetime.now(UTC) - timedelta(days=60), UUID(int=0))
    big, small = str(place.batches[0]), str(place.batches[5])
    return {
        "items, first page": of(items),
        "items, a deep page": deep(),
        "items, newest first": of(items, sort="-ord"),
        "items, newest first, deep": deep(sort="-ord"),
        "items, most flags first": of(items, sort="-flags"),
        "items in review": of(items, state="in_review"),
        "items open, deep": deep(state="open"),
        "items retired": of(items, state="cancelled"),
        "items flagged": of(items, flagged=True),
        "items of the largest batch": of(items, batch_id=big),
        "items of the last batch": of(items, batch_id=small),
        "items of a batch, state of no item": of(items, batch_id=big, state="open"),
        "items by external id": of(items, external_id=f"row-{place.items // 2}"),
        "items that say moon": of(items, field="text", contains="moon"),
        "items that say moon, deep": deep(field="text", contains="moon"),
        "items a person answered": of(items, annotated_by=str(person)),
        "items a person answered, deep": deep(annotated_by=str(person)),
        "count: all": of(count),
        "count: in review": of(count, state="in_review"),
        "count: a batch": of(count, batch_id=big),
        "count: moon": of(count, field="text", contains="moon"),
        "count: a person's": of(count, annotated_by=str(person)),
        "batches": of(f"/projects/{place.project}/batches"),
        "flags": of(f"/projects/{place.project}/flags"),
        "reviews done": of(f"/projects/{place.project}/reviews"),
        "one's own answers": of(f"/projects/{place.project}/my/annotations"),
        "answers, first page": of(answers),
        "answers, deep": of(answers, cursor=encode_cursor(*far)),
        "answers, oldest first": of(answers, sort="at"),
        "answers of a person": of(answers, person_id=str(person)),
        "answers in review": of(answers, verdict="in_review"),
        "answers rejected (none is)": of(answers, verdict="rejected"),
        "answers of the largest batch": of(answers, batch_id=big),
        "answers of a batch without any": of(answers, batch_id=small),
        "answers that say warm": of(answers, question="tone", value="warm"),
        "answers that say cold (rare)": of(answers, question="tone", value="cold"),
        "answers under version 2 (none is)": of(answers, schema_version=2),
        "answers to flagged items": of(answers, flagged=True),
        "answers given anew (none is)": of(answers, reworks=1),
        "answers in review, deep": of(answers, verdict="in_review", cursor=encode_cursor(*far)),
        "count: all answers": of(answer_count),
        "count: a person's answers": of(answer_count, person_id=str(person)),
        "count: answers in review": of(answer_count, verdict="in_review"),
        "log": of(f"/projects/{place.project}/log"),
        "progress and people": of(f"/projects/{place.project}/progress"),
    }


def measure(client: httpx.Client, ask: Callable[[], tuple[str, dict[str, Any]]]) -> tuple[float, float, int]:
    """(median, 95th percentile) in milliseconds, and the rows of the last page."""
    took, size = [], 0
    for turn in range(TIMES + 3):
        path, query = ask()
        paged = "-count" not in path and "progress" not in path
        began = time.perf_counter()
        answer = client.get(path, params={**query, **({"limit": 100} if paged else {})})
        if turn >= 3:  # the first ones are compiled and prepared
            took.append((time.perf_counter() - began) * 1000)
        size = len(answer.raise_for_status().json().get("items", ()))
    return statistics.median(took), statistics.quantiles(took, n=20)[18], size


def main(items: int) -> None:
    """Print the table."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with (
        tempfile.TemporaryDirectory(prefix="armslength-lists-") as cluster,
        tempfile.TemporaryDirectory(prefix="armslength-lists-") as data,
    ):
        settings = {"shared_buffers": "512MB", "synchronous_commit": "off", "max_wal_size": "4GB"}
        server = EmbeddedPostgres(Path(cluster), settings=settings)
        server.start()
        try:
            uvloop.run(_ready(server))
            with RunningApp(server.url("bench", user=APP, password=PASSWORD), Path(data)) as app:
                _run(server, app, items)
        finally:
            server.stop()


async def _ready(server: EmbeddedPostgres) -> None:
    await ensure_database(server.url("postgres"), "bench")
    await migrate(server.url("bench"), PASSWORD, reset_password=True)


async def _vacuum(server: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(server.url("bench"))
    await connection.execute("vacuum analyze")
    await connection.close()


def _run(server: EmbeddedPostgres, app: RunningApp, items: int) -> None:
    with Armslength(app.url) as owner:
        olga = {"name": "Olga", "email": OWNER_EMAIL, "password": PASSWORD}
        owner.set_up(token=app.setup_token, organization="Northwind Labs", **olga)
        made = owner.apply_brief({**BRIEF, "overlap": 1, "schema": {**BRIEF["schema"], **SEARCHABLE}}).project
        assert made is not None
        me = owner.get_me()
    tenant, person = UUID(str(me.tenant.id)), UUID(str(me.person.id))
    began = time.perf_counter()
    place = uvloop.run(fill(server.url("bench"), app, tenant, made.id, items))
    print(f"{items:,} items stand after {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    app.do(app.wiring.ingest.counting.fold_all(tenant, made.id))
    app.do(_vacuum(server))
    print(f"they are counted {time.perf_counter() - began:.0f} s later")
    with httpx.Client(base_url=f"{app.url}/api/v1", headers={"X-Armslength": "1"}, timeout=120) as client:
        client.post("/sessions", json={"email": OWNER_EMAIL, "password": PASSWORD}).raise_for_status()
        print(f"| {items:,} items, milliseconds | median | p95 | rows |\n| --- | ---: | ---: | ---: |")
        for name, ask in asked(place, person, random.Random(7)).items():
            median, p95, size = measure(client, ask)
            print(f"| {name} | {median:.0f} | {p95:.0f} | {size} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS)
