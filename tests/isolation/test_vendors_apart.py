"""Two vendors who are asked about the same items lay side by side all that the bench sent them: no id in common."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from tests.running import RunningApp

from armslength_client import Armslength

PASSWORD = "a long walk by the sea"
ANSWERS = {"preference": {"item": {"state": "answered", "value": {"verdict": "prefer", "winner": "r1", "strength": 2}}}}
CONTRACT = json.loads((Path(__file__).resolve().parents[2] / "contracts" / "openapi.json").read_text())
GETS = sorted(path for path, operations in CONTRACT["paths"].items() if "get" in operations)
MEANINGLESS = {"x-content-type-options", "content-type", "content-length", "date", "server"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?=\d*[a-f])[0-9a-f]{16,}\b")


class Seen:
    """Somebody of a vendor's at the bench, and everything that was sent to them."""

    def __init__(self, client: httpx.AsyncClient, known_as: str) -> None:
        self.client = client
        self.known_as = known_as
        self.base = f"/projects/{known_as}"
        self.texts: list[str] = []
        self.assignments: set[str] = set()

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = await self.client.request(method, path, json=body)
        assert answer.status_code < 300, (path, answer.text)
        self.texts.append(answer.text)
        return answer.json() if answer.content else None

    async def probe(self) -> set[str]:
        """Ask every route that there is for whatever one knows, and keep whatever comes back, headers too."""
        heard = set()
        for path in GETS:
            for filled in self._filled(path):
                answer = await self.client.get(filled, follow_redirects=False)
                told = {name: value for name, value in answer.headers.items() if name.lower() not in MEANINGLESS}
                self.texts += [answer.text, json.dumps(told)]
                if answer.status_code < 300:
                    heard.add(path)
        return heard

    def _filled(self, path: str) -> Iterator[str]:
        path = path.removeprefix("/api/v1").replace("{project_id}", self.known_as)
        if "{assignment_id}" in path:
            yield from (path.replace("{assignment_id}", each) for each in sorted(self.assignments))
        elif "{" not in path:
            yield path

    @property
    def ids(self) -> set[str]:
        return set(_ID.findall("\n".join(self.texts)))

    @property
    def moments(self) -> set[str]:
        return set(_MOMENT.findall("\n".join(self.texts)))

    async def prepare(self) -> None:
        """What one reads before."""
        await self.ask("GET", "/work")
        brief = await self.ask("GET", f"{self.base}/brief")
        await self.ask("POST", f"{self.base}/guideline/read", {"version": brief["guideline"]["version"]})

    async def next(self) -> Any:
        """The next piece of work, or None; "wait" is no end: somebody else is taking the very item that is left."""
        while (work := await self.ask("POST", f"{self.base}/work/next", {"have": []}))["status"] == "wait":
            pass
        return work if work["status"] == "work" else None

    async def annotate(self) -> list[dict[str, Any]]:
        """Whatever there is; the first is looked at in every way."""
        done: list[dict[str, Any]] = []
        await self.prepare()
        while work := await self.next():
            one = f"{self.base}/assignments/{work['assignment']['id']}"
            self.assignments.add(work["assignment"]["id"])
            if not done:
                await self.ask("GET", one)
                await self.ask("POST", f"{one}/heartbeat")
                await self.ask("PUT", f"{one}/draft", {"revision": 0, "answers": ANSWERS})
                await self.ask("POST", f"{one}/flag", {"reason": "other", "comment": "x"})
            said = {"key": str(uuid4()), "answers": ANSWERS, "active_ms": 1, "schema_version": work["schema_version"]}
            receipt = await self.ask("POST", f"{one}/submit", said)
            done.append({**work, "receipt": receipt})
        await self.ask("GET", f"{self.base}/my/annotations")
        await self.ask("GET", f"{self.base}/my/annotations/{done[0]['assignment']['id']}")
        await self.ask("GET", f"{self.base}/work/score")
        return done

    async def review(self) -> None:
        """The first answer of a colleague, sent back."""
        await self.prepare()
        found = await self.ask("POST", f"{self.base}/review/next", {"have": []})
        assert found["status"] == "work", found
        one = f"{self.base}/reviews/{found['review']['id']}"
        await self.ask("POST", f"{one}/heartbeat")
        comments = f"{self.base}/assignments/{found['review']['assignment_id']}/comments"
        said = {"key": str(uuid4()), "place": {"field": "prompt"}, "text": "Why here?"}
        await self.ask("POST", comments, said)
        verdict = {"key": str(uuid4()), "verdict": "reject", "comment": "Why?", "after_reject": "rework"}
        await self.ask("POST", f"{one}/decide", verdict)


async def seat(app: RunningApp, owner: Armslength, firm: UUID, project_id: UUID, name: str, role: Any) -> Seen:
    email = f"{name}@{str(firm)[-6:]}.test"
    invitation = owner.create_invitation(
        email, role, organization_id=firm, projects=[(project_id, "manager" if role == "owner" else role)]
    )
    with Armslength(app.url) as client:
        client.accept_invitation(token=(invitation.url or "").partition("#token=")[2], name=name, password=PASSWORD)
    client = await app.sign_in(email, PASSWORD)
    (mine,) = (await client.get("/projects")).json()["items"]
    return Seen(client, mine["id"])


async def test_two_vendors_have_no_id_in_common(app: RunningApp) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind", name="Olga", email="olga@northwind.test", password=PASSWORD
        )
        brief = {"slug": "fjordwork", "name": "Apart", "preset": "pairwise-preference", "overlap": 2, "review_share": 1}
        project = owner.apply_brief({**brief, "guideline": "# Read\n\nBe fair."}).project
        assert project is not None
        batch = owner.create_batch(project.id, "first")
        owner.add_items(
            project.id, batch.id,
            [{"prompt": [{"role": "user", "content": f"{n}?"}], "responses": ["one", "two"]} for n in range(4)],
        )  # fmt: skip
        owner.set_project_state(project.id, "active")
        worlds = []
        for name in ("Fairlabel", "Swift"):
            firm = owner.create_vendor(name).id
            owner.set_grant(project.id, firm, "active")
            people = [await seat(app, owner, firm, project.id, who, role) for who, role in
                      (("ann", "annotator"), ("rev", "reviewer"), ("vic", "owner"))]  # fmt: skip
            worlds.append((firm, people))
        items = {str(item.id) for item in owner.list_items(project.id)}
        done = []
        for _, (annotator, reviewer, _) in worlds:
            done.append(await annotator.annotate())
            await reviewer.review()
            rework = (await annotator.ask("POST", f"{annotator.base}/work/next", {"have": []}))["assignment"]
            (thread,) = (await annotator.ask("GET", f"{annotator.base}/assignments/{rework['id']}/comments"))["threads"]
            replies = f"{annotator.base}/comments/{thread['id']}/replies"
            await annotator.ask("POST", replies, {"key": str(uuid4()), "text": "Because."})
            await annotator.ask("GET", f"{annotator.base}/my/annotations")
        digest = owner.call("GET", f"/projects/{project.id}/schema", dict[str, Any])["digest"]
        await nothing_in_common(worlds, {digest}, {str(project.id), str(owner.get_me().tenant.id), project.slug})
        # Both were asked about every item, and each firm's people speak of one by one id.
        assert [len(each) for each in done] == [4, 4]
        assert not items & set().union(*(person.ids for _, people in worlds for person in people))
        known = [{work["assignment"]["item_id"] for work in each} for each in done]
        assert not known[0] & known[1]
        for (_, (annotator, reviewer, _)), ids in zip(worlds, known, strict=True):
            assert reviewer.ids & ids and annotator.ids >= ids
        # Nothing counts what others were asked: no seed, no place, no progress of the project.
        displays = [work["assignment"]["display"] for each in done for work in each]
        assert {(display["seed"], display["place"]) for display in displays} == {("", 0)}
        await their_statements(app, owner, project.id, worlds)
        for _, people in worlds:
            for person in people:
                await person.client.aclose()


async def nothing_in_common(worlds: list[Any], said: set[str], hidden: set[str]) -> None:
    """Whatever there is to ask, two firms have no id in common, no moment, and nothing that the customer calls its own.

    `said`: what is the same for all who read the same words.
    """
    heard = [[await person.probe() for person in people] for _, people in worlds]
    assert heard[0] == heard[1] and {"/api/v1/projects/{project_id}/members", "/api/v1/me"} <= heard[0][2]
    ids, moments = ([set().union(*(getattr(person, what) for person in people)) for _, people in worlds]
                    for what in ("ids", "moments"))  # fmt: skip
    assert ids[0] & ids[1] == said
    assert moments[0] & moments[1] == set()
    for _, people in worlds:
        for person in people:
            assert not [text for text in person.texts for each in hidden if each in text]


async def their_statements(app: RunningApp, owner: Armslength, project_id: UUID, worlds: list[Any]) -> None:
    """What they did stays theirs to read after the cut, by names and ids that the other firm does not know."""
    told: list[dict[str, Any]] = []
    for firm, people in worlds:
        (line,) = (await people[0].ask("GET", "/me/statement"))["lines"]
        (by,) = (await people[1].ask("GET", "/me/statement"))["lines"]
        assert (line["answers"], by["reviewed"], by["answers"], by["label"]) == (4, 1, 0, line["label"])
        for person in people:
            await person.client.aclose()
        owner.sever_vendor(firm, reason="They were bought.")
        for place, name in enumerate(("ann", "rev")):
            people[place] = Seen(await app.sign_in(f"{name}@{str(firm)[-6:]}.test", PASSWORD), people[place].known_as)
        assert (await people[0].ask("GET", "/me/statement"))["lines"] == [line]
        assert (await people[0].client.get("/statement")).status_code == 403
        assert not {str(project_id), str(owner.get_me().tenant.id)} & people[0].ids
        told.append(line | {"seen": people[0].ids})
    assert told[0]["label"] != told[1]["label"] and not told[0]["seen"] & told[1]["seen"]
