"""A file's whole way in: uploaded in parts, mapped, sealed, written once, whatever happens on the way."""

import asyncio
import csv
import gzip
import hashlib
import io
import json
from typing import Any
from uuid import UUID

import pytest
from tests.ingest.conftest import Desk, flow

from armslength.ingest.errors import (
    BadMapping,
    BatchEnded,
    FileTooLarge,
    ImportNotFound,
    ImportState,
    UnreadableFile,
    UploadGap,
)
from armslength.ingest.model import Mapping
from armslength.ingest.schemas import CreateImport, UpdateBatch
from armslength.kit import jobs
from armslength.kit.errors import Invalid
from armslength.kit.jobs import JobContext

PROMPT = Mapping({"prompt": "p"}, external_id="id")
ITEMS = "select count(*), count(distinct ord), max(ord) from item"


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def many(count: int, start: int = 0) -> bytes:
    return lines(*({"id": n, "p": f"prompt {n}"} for n in range(start, start + count)))


async def test_rows_become_items_in_the_order_of_the_file(desk: Desk) -> None:
    run = await desk.imported("f.jsonl", many(250), PROMPT)
    assert (run.state, run.rows_read, run.created, run.rejected, run.total_rows) == ("done", 250, 250, 0, 250)
    assert [content["prompt"] for content in await desk.contents()] == [f"prompt {n}" for n in range(250)]
    assert await desk.rows("select distinct wanted, taken, open, state from item") == [(2, 0, True, "active")]
    assert await desk.rows(ITEMS) == [(250, 250, 250)]


@pytest.mark.parametrize("format", ["jsonl", "json", "csv", "parquet", "jsonl.gz", "csv.gz"])
async def test_every_format_makes_the_same_items(desk: Desk, format: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"id": f"x{n}", "p": f'Ünï "quoted",\n{n}'} for n in range(120)]
    text, table = io.StringIO(newline=""), io.BytesIO()
    writer = csv.DictWriter(text, ["id", "p"])
    writer.writeheader()
    writer.writerows(rows)
    pq.write_table(pa.Table.from_pylist(rows), table)
    data = {
        "jsonl": lines(*rows), "json": json.dumps(rows, indent=1).encode(), "csv": text.getvalue().encode(),
        "parquet": table.getvalue(),
    }[format.removesuffix(".gz")]  # fmt: skip
    run = await desk.imported(f"f.{format}", gzip.compress(data) if format.endswith("gz") else data, PROMPT)
    assert (run.state, run.created, run.error) == ("done", 120, None)
    assert [content["prompt"] for content in await desk.contents()] == [row["p"] for row in rows]


async def test_bad_rows_are_told_and_the_others_are_imported(desk: Desk) -> None:
    data = lines({"id": 1, "p": "good"}, {"id": 2}, {"id": 3, "p": ["list"]}, {"p": "no id"}, {"id": 5, "p": "a\x00b"})
    data += b'{"id": 6, "p": "caf\xe9"}\n{"id": 7\n' + lines([1], {"id": 9, "p": "x" * 30_000}, {"id": 10, "p": "good"})
    run = await desk.imported("f.jsonl", data, PROMPT)
    assert (run.state, run.rows_read, run.created, run.rejected) == ("done", 10, 2, 8)
    told = [(problem.line, problem.external_id, problem.field) for problem in await desk.problems(run.id)]
    assert told == [
        (2, "2", "prompt"), (3, "3", "prompt"), (4, None, "id"), (5, "5", "prompt"), (6, None, ""), (7, None, ""),
        (8, None, ""), (9, None, ""),
    ]  # fmt: skip


async def test_only_so_many_problems_are_listed_but_all_are_counted(desk: Desk) -> None:
    run = await desk.imported("f.jsonl", b"[]\n" * 230 + many(3), PROMPT)
    assert (run.created, run.rejected) == (3, 230)
    assert len(await desk.problems(run.id)) == 50


async def test_importing_again_changes_nothing(desk: Desk) -> None:
    await desk.imported("f.jsonl", many(150), PROMPT)
    again = await desk.imported("f.jsonl", many(200), PROMPT, batch="other")
    assert (again.created, again.unchanged, again.rejected) == (50, 150, 0)
    assert await desk.rows(ITEMS) == [(200, 200, 200)]


async def test_other_content_under_a_known_id_is_told_and_never_overwrites(desk: Desk) -> None:
    await desk.imported("f.jsonl", lines({"id": 1, "p": "one"}), PROMPT)
    run = await desk.imported("f.jsonl", lines({"id": 1, "p": "changed"}, {"id": 2, "p": "two"}), PROMPT)
    assert (run.created, run.unchanged, run.rejected) == (1, 0, 1)
    (problem,) = await desk.problems(run.id)
    assert (problem.line, problem.external_id, problem.field) == (1, "1", "external_id")
    assert "already here, with other content" in problem.reason
    assert [content["prompt"] for content in await desk.contents()] == ["one", "two"]


async def test_an_id_twice_in_one_file(desk: Desk) -> None:
    data = (
        lines({"id": "a", "p": "x"}, {"id": "a", "p": "x"}, {"id": "a", "p": "y"})
        + many(150)
        + lines({"id": "a", "p": "z"})
    )
    run = await desk.imported("f.jsonl", data, PROMPT)
    assert (run.created, run.unchanged, run.rejected) == (151, 1, 2)
    assert [problem.line for problem in await desk.problems(run.id)] == [3, 154]
    assert "on line 1" in (await desk.problems(run.id))[0].reason


async def test_without_external_ids_nothing_is_compared(desk: Desk) -> None:
    run = await desk.imported("f.jsonl", lines({"p": "x"}, {"p": "x"}), Mapping({"prompt": "p"}))
    assert run.created == 2


async def test_metadata_and_declared_words_are_kept_where_they_belong(desk: Desk) -> None:
    await desk.schema(
        {"name": "prompt", "kind": "text", "searchable": True}, {"name": "secret", "kind": "text"}, version=2
    )
    data = lines({"id": 1, "p": "find me", "s": "hidden words", "m": {"model": "x"}, "n": None})
    run = await desk.imported("f.jsonl", data, Mapping({"prompt": "p", "secret": "s"}, "id", ["m", "n"]))
    assert run.created == 1
    assert await desk.rows("select field, value from item_term") == [("prompt", "find me")]
    (item_id,) = (await desk.rows("select id from item"))[0]
    opened = await desk.ingest.items.get(desk.maya, desk.project_id, item_id)
    assert opened.metadata == {"m": {"model": "x"}}
    sealed = str(await desk.rows("select sealed, digest from item_content"))
    assert "hidden" not in sealed and "find me" not in sealed


# ---------- what goes wrong on the way


class Crash(BaseException):
    """The worker dies."""


@pytest.mark.parametrize("format", ["jsonl", "csv", "json", "parquet"])
async def test_a_crash_resumes_exactly(desk: Desk, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"id": str(n), "p": f"prompt {n}" if n % 10 else ""} for n in range(1_050)]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink, row_group_size=130)
    text = "id,p\n" + "".join(f"{row['id']},{row['p']}\n" for row in rows)
    data = {"jsonl": lines(*rows), "csv": text.encode(), "json": json.dumps(rows).encode(), "parquet": sink.getvalue()}
    import_id = await desk.upload(f"f.{format}", data[format])
    await desk.start(import_id, PROMPT)
    real_tick, ticks = JobContext.tick, 0

    async def dying_tick(self: JobContext, **given: object) -> None:
        nonlocal ticks
        await real_tick(self, **given)  # type: ignore[arg-type]
        ticks += 1
        if ticks in (3, 6, 11):  # within a chunk's transaction, and between chunks
            raise Crash

    real_finish, finishes = jobs._finish, 0

    async def dying_finish(*given: Any) -> None:
        nonlocal finishes
        finishes += 1
        if finishes == 1:  # when nothing is left but to say so
            raise Crash
        await real_finish(*given)

    monkeypatch.setattr(JobContext, "tick", dying_tick)
    monkeypatch.setattr(jobs, "_finish", dying_finish)
    crashes = 0
    for _ in range(6):
        try:
            await desk.work()
        except Crash:
            crashes += 1
        desk.place.clock.advance(31)
    run = await desk.get(import_id)
    assert crashes == 4
    assert (run.state, run.rows_read, run.created, run.rejected) == ("done", 1_050, 945, 105)
    assert await desk.rows(ITEMS) == [(945, 945, 945)]
    assert [content["prompt"] for content in await desk.contents()] == [row["p"] for row in rows if row["p"]]
    assert desk.blobs() == []


async def test_an_import_pauses_resumes_and_cancels_between_chunks(desk: Desk) -> None:
    import_id = await desk.upload("f.jsonl", many(1_000))
    await desk.start(import_id, PROMPT)
    seen: list[str] = []

    async def set_state(state: str) -> None:
        run = await desk.ingest.imports.set_state(desk.maya, desk.project_id, import_id, state)  # type: ignore[arg-type]
        seen.append(run.state)

    async def pause_soon() -> None:
        while (await desk.get(import_id)).rows_read < 200:
            await asyncio.sleep(0)
        await set_state("paused")

    await asyncio.gather(desk.work(), pause_soon())
    paused = await desk.get(import_id)
    assert paused.state == "paused" and 200 <= paused.rows_read < 1_000
    assert not await desk.work()
    await set_state("running")
    await set_state("cancelled")
    assert (await desk.get(import_id)).state == "cancelled"
    assert not await desk.work()
    assert desk.blobs() == []
    assert (await desk.rows(ITEMS))[0][0] == paused.rows_read


async def test_an_unreadable_file_fails_with_one_sentence_and_keeps_what_came_before(desk: Desk) -> None:
    run = await desk.imported("f.json", json.dumps([{"id": n, "p": "x"} for n in range(250)]).encode()[:-30], PROMPT)
    assert run.state == "failed" and run.created == 200
    assert run.error == "The file ends in the middle of its list, at line 1: it was cut off."
    assert desk.blobs() == []


async def test_a_wrong_sha256_fails_before_anything_is_imported(desk: Desk) -> None:
    run = await desk.imported("f.jsonl", many(5), PROMPT, sha256="ab" * 32)
    assert run.state == "failed" and run.created == 0 and "SHA-256" in (run.error or "")
    good = hashlib.sha256(many(5)).hexdigest()
    assert (await desk.imported("f.jsonl", many(5), PROMPT, sha256=good)).created == 5


async def test_two_imports_of_one_file_at_once_make_its_items_once(desk: Desk) -> None:
    ids = [await desk.upload("f.jsonl", many(600)) for _ in range(2)]
    for import_id in ids:
        await desk.start(import_id, PROMPT)
    await asyncio.gather(desk.work(), desk.work())
    runs = [await desk.get(import_id) for import_id in ids]
    assert sorted(run.created + run.unchanged for run in runs) == [600, 600]
    assert sum(run.created for run in runs) == 600
    assert await desk.rows(ITEMS) == [(600, 600, 600)]


# ---------- uploading


async def test_an_upload_resumes_where_it_stopped(desk: Desk) -> None:
    data = many(3_500)
    assert len(data) > 100_000
    wanted = CreateImport(batch="b", file_name="f.jsonl", bytes=len(data))
    run = await desk.ingest.imports.create(desk.maya, desk.project_id, wanted)

    async def put(offset: int, part: bytes) -> int:
        return await desk.ingest.imports.upload_part(desk.maya, desk.project_id, run.id, offset, flow(part))

    assert await put(0, data[:30_000]) == 30_000
    assert await put(0, data[:30_000]) == 30_000  # a part sent twice changes nothing
    with pytest.raises(UploadGap) as gap:
        await put(40_000, data[40_000:50_000])
    assert gap.value.details == {"offset": 30_000}
    with pytest.raises(FileTooLarge):
        await put(30_000, data[30_000:80_001])
    assert await put(30_000, b"") == 30_000
    with pytest.raises(ImportState, match="not complete"):
        await desk.start(run.id, PROMPT)
    racing = await asyncio.gather(*(put(30_000, data[30_000:80_000]) for _ in range(4)))
    assert set(racing) == {80_000}
    assert len(desk.blobs()) == 2
    with pytest.raises(FileTooLarge, match="announced"):
        await put(80_000, data[80_000:] + b"x" if len(data) < 129_999 else data[80_000:129_000] + b"x" * 200_000)
    offset = 80_000
    while offset < len(data):
        offset = await put(offset, data[offset : offset + 50_000])
    await desk.start(run.id, PROMPT)
    with pytest.raises(ImportState):
        await put(0, b"x")
    await desk.work()
    assert (await desk.get(run.id)).created == 3_500
    assert [content["prompt"] for content in await desk.contents()][-1] == "prompt 3499"


async def test_an_upload_is_sealed_on_its_way_and_gone_after(desk: Desk) -> None:
    import_id = await desk.upload("f.jsonl", many(500))
    assert desk.blobs()
    assert all(b"prompt 1" not in blob.read_bytes() for blob in desk.blobs())
    await desk.start(import_id, PROMPT)
    await desk.work()
    assert desk.blobs() == []
    assert await desk.rows("select * from import_part") == []


async def test_uploads_that_nobody_starts_are_swept(desk: Desk) -> None:
    import_id = await desk.upload("f.jsonl", many(50))
    sweep, *_ = desk.ingest.sweeps()
    await sweep.handler(desk.place.db, desk.place.clock)
    assert (await desk.get(import_id)).state == "waiting"
    desk.place.clock.advance(8 * 86_400)
    await sweep.handler(desk.place.db, desk.place.clock)
    assert (await desk.get(import_id)).state == "cancelled"
    assert desk.blobs() == []
    with pytest.raises(ImportState):
        await desk.start(import_id, PROMPT)


async def test_an_import_that_was_never_started_can_be_given_up(desk: Desk) -> None:
    import_id = await desk.upload("f.jsonl", many(50))
    with pytest.raises(ImportState):
        await desk.ingest.imports.set_state(desk.maya, desk.project_id, import_id, "paused")
    run = await desk.ingest.imports.set_state(desk.maya, desk.project_id, import_id, "cancelled")
    assert (run.state, run.upload) == ("cancelled", None) and desk.blobs() == []


# ---------- previews, mappings, doors


async def test_a_preview_guesses_and_tells_what_would_go_wrong(desk: Desk) -> None:
    await desk.schema(
        {"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}, version=2
    )
    rows = [{"id": n, "question": "q", "a1": "x", "a2": "y", "note": {"k": 1}} for n in range(8)]
    import_id = await desk.upload("f.jsonl", lines(*rows, {"id": 9, "a1": "x"}) + b"{\n")
    found = await desk.ingest.imports.preview(desk.maya, desk.project_id, import_id)
    assert found.columns == ["id", "question", "a1", "a2", "note", "note.k"]
    assert found.rows == rows[:5]
    assert found.mapping == Mapping({"prompt": "question", "responses": ["a1", "a2"]}, "id", ["note"])
    assert [(problem.line, problem.field) for problem in found.problems] == [(9, "prompt"), (10, "")]


async def test_a_preview_is_short_however_long_the_rows(desk: Desk) -> None:
    import_id = await desk.upload("f.jsonl", lines({"p": "x" * 15_000, "q": ["y" * 3_000]}))
    found = await desk.ingest.imports.preview(desk.maya, desk.project_id, import_id)
    assert all(len(str(value)) < 2_100 for value in found.rows[0].values())


async def test_a_preview_guesses_nothing_that_cannot_be_said_and_tells_where_no_row_can_be_read(desk: Desk) -> None:
    deep: dict[str, object] = {}
    for _ in range(900):
        deep = {"a": deep}
    row = {"id": "1", "text": "x", "": 1, "\0": 2, "k" * 501: 3, "deep": deep, **{f"c{n}": 0 for n in range(1_050)}}
    import_id = await desk.upload("f.jsonl", lines(row))
    found = await desk.ingest.imports.preview(desk.maya, desk.project_id, import_id)
    assert (found.mapping.metadata[0], len(found.mapping.metadata)) == ("deep", 1_000)
    assert "…" in str(found.rows[0]["deep"])
    for data, word in ((b"id,text\n1,caf\xe9\n", "Line 2: .* save it as UTF-8"), (b"id,text\n", "It has none")):
        import_id = await desk.upload("f.csv", data)
        with pytest.raises(UnreadableFile, match=word):
            await desk.ingest.imports.preview(desk.maya, desk.project_id, import_id)


async def test_a_table_without_the_mapped_column_is_refused_at_once(desk: Desk) -> None:
    import_id = await desk.upload("f.csv", b"id,text\n1,x\n")
    with pytest.raises(BadMapping, match="no column called 'p'"):
        await desk.start(import_id, PROMPT)
    with pytest.raises(BadMapping, match="no field"):
        await desk.start(import_id, Mapping({"prompt": "text", "more": "text"}))
    await desk.start(import_id, Mapping({"prompt": "text"}, "id"))


async def test_a_format_that_nobody_can_tell_must_be_said(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        await desk.upload("f.xlsx", b"x")
    assert refused.value.field == "format"
    assert (await desk.imported("f.dat", many(2), PROMPT, format="jsonl")).created == 2


async def test_a_cancelled_batch_takes_nothing(desk: Desk) -> None:
    batch_id = await desk.batch()
    import_id = await desk.upload("f.jsonl", many(2))
    await desk.ingest.batches.update(desk.maya, desk.project_id, batch_id, UpdateBatch(state="cancelled"))
    with pytest.raises(BatchEnded):
        await desk.start(import_id, PROMPT)
    with pytest.raises(BatchEnded):
        await desk.upload("f.jsonl", many(2))


async def test_imports_are_listed_newest_first(desk: Desk) -> None:
    ids = []
    for _ in range(3):
        ids.append((await desk.imported("f.jsonl", many(1), PROMPT)).id)
        desk.place.clock.advance(1)
    first = await desk.ingest.imports.page(desk.maya, desk.project_id, cursor=None, limit=2)
    rest = await desk.ingest.imports.page(desk.maya, desk.project_id, cursor=first.next, limit=2)
    assert [run.id for run in [*first.items, *rest.items]] == ids[::-1]
    assert rest.next is None


async def test_another_project_does_not_see_an_import(desk: Desk) -> None:
    import_id = await desk.upload("f.jsonl", many(1))
    with pytest.raises(ImportNotFound):
        await desk.ingest.imports.get(desk.maya, UUID(int=7), import_id)


async def test_a_destroyed_key_ends_an_import(desk: Desk) -> None:
    import_id = await desk.upload("f.jsonl", many(300))
    await desk.start(import_id, PROMPT)
    async with desk.place.db.tenant(desk.place.tenant_id) as tx:
        await desk.place.keys.destroy(tx, not_before=desk.place.clock.now())
    await desk.work()
    run = await desk.get(import_id)
    assert (run.state, run.created) == ("failed", 0)
    assert jobs.MAX_ATTEMPTS > 1  # and it was not tried again: the key does not come back
