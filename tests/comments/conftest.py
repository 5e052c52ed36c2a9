"""A project in which words are marked in texts, a vendor who works on it, and the customer's own people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import notary_of
from tests.people import Person, make_world
from tests.renditions.test_tiers import Lab
from tests.running import unserved

from armslength.kit.clock import FixedClock
from armslength.kit.db import Database
from armslength.kit.ids import new_id

TEXT = "שלום 👩‍🚀 Paris is in Spain."
SCHEMA = {
    "fields": [
        {"name": "text", "kind": "text"},
        {"name": "talk", "kind": "chat", "required": False},
        {"name": "answers", "kind": "text", "many": True, "required": False},
    ],
    "questions": [
        {"name": "marks", "kind": "spans", "title": "Mark places", "required": False,
         "settings": {"field": "text", "labels": [{"id": "place", "title": "Place"}]}},
        {"name": "note", "kind": "text", "title": "Note", "required": False},
        {"name": "each", "kind": "rating", "title": "How good?", "required": False,
         "target": {"level": "response", "field": "answers"}, "settings": {"min": 1, "max": 5}},
    ],
}  # fmt: skip


def at(text: str, words: str) -> dict[str, int]:
    """Where words stand, in code points."""
    return {"start": text.index(words), "end": text.index(words) + len(words)}


def marked(words: str, note: str = "I wonder.", text: str = TEXT) -> dict[str, Any]:
    """Answers that mark these words."""
    span = {"field": "text", **at(text, words), "quote": words, "label": "place"}
    return {
        "marks": {"item": {"state": "answered", "value": {"spans": [span]}}},
        "note": {"item": {"state": "answered", "value": {"text": note}}},
    }


class Commenting(Lab):
    """Requests about comments, in anybody's name."""

    clock: FixedClock

    async def begin(self, texts: list[str], *, vendor: bool = True, replies: tuple[str, str] = ("Yes.", "No.")) -> None:
        """The project at work: everything is reviewed."""
        olga = self.world.olga
        self.project_id = (await self.good(olga, "POST", "/api/v1/projects", {"name": "Letters"}))["id"]
        await self.good(olga, "PUT", f"/grants/{self.world.fairlabel}", {"state": "active"})
        staff = [(self.world.rita, "reviewer"), (self.world.ada, "annotator"), (self.world.maya, "manager")]
        staff += [(self.world.vera, "annotator"), (self.world.victor, "manager")] if vendor else []
        for who, role in staff:
            await self.good(olga, "PUT", f"/members/{who.id}", {"role": role})
        await self.good(olga, "PUT", "/schema", {"schema": SCHEMA})
        await self.good(olga, "PATCH", "", {"review_share": 1.0})
        await self.good(olga, "POST", "/state", {"state": "active"})
        batch = await self.good(olga, "POST", "/batches", {"name": "first"})
        rows = [
            {"external_id": f"x{n}", "text": text, "talk": [{"role": "user", "content": "Is it?"}],
             "answers": [*replies]}
            for n, text in enumerate(texts)
        ]  # fmt: skip
        added = await self.good(olga, "POST", f"/batches/{batch['id']}/items", {"rows": rows})
        assert added["created"] == len(texts), added

    async def answer(self, who: Person, answers: Any) -> str:
        """Work, done; its assignment."""
        work = await self.next(who)
        assert (await self.submit(who, work, answers)).status_code == 200
        return str(work["assignment"]["id"])

    async def to_review(self, who: Person) -> Any:
        found = await self.good(who, "POST", "/review/next", {"have": []})
        assert found["status"] == "work", found
        return found["review"]

    async def decide(self, who: Person, review: Any, verdict: str) -> None:
        given = {"key": str(new_id()), "verdict": verdict, "comment": "See my comments."}
        await self.good(who, "POST", f"/reviews/{review['id']}/decide", given)

    async def comments(self, who: Person, assignment: str) -> Any:
        return await self.good(who, "GET", f"/assignments/{assignment}/comments")

    async def say(self, who: Person, assignment: str, text: str, key: str = "", **place: Any) -> Any:
        self.clock.advance(1)
        given = {"key": key or str(new_id()), "place": place, "text": text}
        return await self.ask(who, "POST", f"/assignments/{assignment}/comments", given)

    async def reply(self, who: Person, thread: str, text: str) -> Any:
        self.clock.advance(1)
        return await self.ask(who, "POST", f"/comments/{thread}/replies", {"key": str(new_id()), "text": text})

    async def resolve(self, who: Person, thread: str, *, resolved: bool = True) -> Any:
        return await self.ask(who, "POST", f"/comments/{thread}/resolve", {"resolved": resolved})


@pytest.fixture
async def lab(postgres: Any, database_name: str, db: Database, tmp_path: Path) -> AsyncIterator[Commenting]:
    db.notary = notary_of(tmp_path / "keys")  # the application's
    clock = FixedClock(datetime.now(UTC))
    world = await make_world(db, clock)
    async with unserved(postgres.app_url(database_name), tmp_path, clock) as app:
        lab = Commenting(app, world)
        lab.clock = clock
        yield lab
