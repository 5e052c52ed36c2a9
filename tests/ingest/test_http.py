"""The wire: raw bodies in parts, images out by address and by range, refusals with a code."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Litestar, Router
from litestar.di import Provide
from tests.ingest.conftest import Desk
from tests.ingest.test_images import png

from armslength.entry.failures import HANDLERS
from armslength.ingest.routes import routes as ingest_routes
from armslength.walls.routes import get_media, list_exposures


@pytest.fixture
async def http(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    def give(value: object) -> Provide:
        return Provide(lambda: value, sync_to_thread=False)

    app = Litestar(
        [Router("/api/v1", route_handlers=[*ingest_routes, get_media, list_exposures])],
        dependencies={"actor": give(desk.maya), "ingest": give(desk.ingest), "walls": give(desk.walls)},
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
        openapi_config=None,
        request_max_body_size=1_000,
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def sent(response: httpx.Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.json()


async def test_a_file_goes_the_whole_way_over_the_wire(desk: Desk, http: httpx.AsyncClient) -> None:
    base = f"/api/v1/projects/{desk.project_id}/imports"
    data = b"".join(json.dumps({"id": n, "text": f"text {n}"}).encode() + b"\n" for n in range(2_000)) + b"oops\n"
    run = await sent(await http.post(base, json={"batch": "b", "file_name": "f.jsonl", "bytes": len(data)}), 201)
    assert run["state"] == "waiting" and run["upload"]["offset"] == 0
    one, size, offset = f"{base}/{run['id']}", run["upload"]["chunk_bytes"], 0
    while offset < len(data):
        part = await http.put(f"{one}/content", params={"offset": offset}, content=data[offset : offset + size])
        offset = (await sent(part))["offset"]
    seen = await sent(await http.post(f"{one}/preview"))
    assert seen["mapping"] == {"fields": {"prompt": "text"}, "external_id": "id"}
    started = await sent(await http.post(f"{one}/start", json={"mapping": seen["mapping"]}))
    assert started["state"] == "waiting" and started["upload"] is None
    await desk.work()
    done = await sent(await http.get(one))
    assert (done["state"], done["created"], done["rejected"], done["total_rows"]) == ("done", 2_000, 1, 2_001)
    problems = await sent(await http.get(f"{one}/problems"))
    assert [(each["line"], each["field"]) for each in problems["items"]] == [(2_001, "")]
    listed = await sent(await http.get(f"/api/v1/projects/{desk.project_id}/items?limit=2"))
    assert [each["summary"] for each in listed["items"]] == ["text 0", "text 1"]
    assert listed["next"]
    base = f"/api/v1/projects/{desk.project_id}/items"
    assert len((await sent(await http.get(base, params={"state": "open", "external_id": "7"})))["items"]) == 1
    assert (await sent(await http.get(base, params={"state": "done"})))["items"] == []
    assert (await http.get(base, params={"state": "lost"})).status_code == 422


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("batches", {"name": "a\x00b"}, 422, "name"),
        ("batches", {"name": "x", "more": 1}, 422, "more"),
        ("imports", {"batch": "b", "file_name": "f.jsonl", "bytes": 0}, 422, "bytes"),
        ("imports", {"batch": "b", "file_name": "f.jsonl", "bytes": 10**15}, 413, "bytes"),
        ("imports", {"batch": "b", "file_name": "f.exe", "bytes": 1}, 422, "format"),
        (
            "imports",
            {"batch": "b", "file_name": "f.csv", "bytes": 1, "mapping": {"fields": {"x": "y"}}},
            422,
            "mapping.fields.x",
        ),
    ],
)
async def test_what_is_malformed_is_told_with_its_field(
    desk: Desk, http: httpx.AsyncClient, path: str, body: dict[str, Any], status: int, field: str
) -> None:
    error = (await sent(await http.post(f"/api/v1/projects/{desk.project_id}/{path}", json=body), status))["error"]
    assert error["field"] == field


async def test_a_gap_in_an_upload_tells_where_to_go_on(desk: Desk, http: httpx.AsyncClient) -> None:
    base = f"/api/v1/projects/{desk.project_id}/imports"
    run = await sent(await http.post(base, json={"batch": "b", "file_name": "f.csv", "bytes": 9}), 201)
    error = (await sent(await http.put(f"{base}/{run['id']}/content?offset=4", content=b"x"), 409))["error"]
    assert (error["code"], error["details"]) == ("ingest.upload_gap", {"offset": 0})
    assert (await http.put(f"{base}/{run['id']}/content?offset=-1", content=b"x")).status_code == 422


async def test_an_image_leaves_by_address_whole_and_in_part(desk: Desk, http: httpx.AsyncClient) -> None:
    await desk.schema({"name": "picture", "kind": "image"}, version=2)
    base = f"/api/v1/projects/{desk.project_id}"
    data = png(40, 30) + bytes(range(256)) * 600
    stored = await sent(await http.post(f"{base}/media?file_name=../../x.html", content=data), 201)
    batch_id = await desk.batch()
    rows = {"rows": [{"picture": {"media": stored["media"], "alt": "x"}}]}
    assert (await sent(await http.post(f"{base}/batches/{batch_id}/items", json=rows)))["created"] == 1
    (row,) = (await sent(await http.get(f"{base}/items")))["items"]
    url = (await sent(await http.get(f"{base}/items/{row['id']}")))["content"]["picture"]["url"]
    whole = await http.get(url)
    assert whole.status_code == 200 and whole.content == data
    assert whole.headers["content-type"] == "image/png"
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["content-disposition"].startswith("inline") and "html" not in str(whole.headers)
    part = await http.get(url, headers={"range": "bytes=100000-100009"})
    assert (part.status_code, part.content) == (206, data[100_000:100_010])
    assert part.headers["content-range"] == f"bytes 100000-100009/{len(data)}"
    assert (await http.get(url, headers={"range": f"bytes={len(data)}-"})).status_code == 416
    assert (await http.get(f"{url}x")).status_code == 404
    exposures = (await sent(await http.get(f"{base}/exposures?item_id={row['id']}")))["items"]
    assert {(each["kind"], each["views"], each["person"]["name"]) for each in exposures} == {
        ("media", 3, "Maya"), ("item", 2, "Maya"),
    }  # fmt: skip
    desk.place.clock.advance(61)
    assert (await http.get(url)).status_code == 404


async def test_svg_is_no_image(desk: Desk, http: httpx.AsyncClient) -> None:
    svg = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    error = (await sent(await http.post(f"/api/v1/projects/{desk.project_id}/media", content=svg), 422))["error"]
    assert error["code"] == "ingest.bad_media"
