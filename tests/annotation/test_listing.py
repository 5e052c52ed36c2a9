"""Everybody's answers as one list: filters, pages that look so far, and who is on record as having seen them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.revision.test_migrations import Here, here
from tests.workplace import said

from armslength.annotation.model import AnswerFilter
from armslength.annotation.schemas import AnswerCount, AnswerRow
from armslength.annotation.service import listing
from armslength.identity.model import Actor
from armslength.kit.errors import Invalid
from armslength.walls.errors import ContentMissing, Refused

__all__ = ["here"]


async def listed(
    here: Here, *, limit: int = 2, sort: Any = "-at", who: Actor | None = None, **given: Any
) -> list[AnswerRow]:
    """All pages, and that their count is the count."""
    wanted, found, cursor = AnswerFilter(**given), [], None
    service = here.place.annotation.listing
    while True:
        page = await service.page(
            who or here.maya, here.place.project_id, wanted, sort=sort, cursor=cursor, limit=limit
        )  # fmt: skip
        found += page.items
        cursor = page.next
        if cursor is None:
            break
    count = await service.count(who or here.maya, here.place.project_id, wanted)
    assert count.count <= len(found) and (not count.exact or count.count == len(found))
    return found


async def test_what_stands_is_listed_narrowed_and_seen_on_record(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    place = here.place
    await place.project(review_share=1.0)
    await place.place.grant("active")
    await place.items(3)
    ada, bob = await place.annotator("Ada"), await place.annotator("Bob", "vendor")
    rita = await place.annotator("Rita", role="reviewer")
    given: list[UUID] = []
    for who, topic in ((ada, "sea"), (bob, "land"), (ada, "sea")):
        given.append((await place.submit(who, await place.work(who), said(topic))).annotation_id)
        place.place.clock.advance(60)
    rows = await listed(here)
    assert [row.annotation_id for row in rows] == given[::-1]
    assert rows == (await listed(here, sort="at"))[::-1]
    first, second, third = rows[::-1]
    assert (first.person.name, first.ord, first.verdict, first.reworks) == ("Ada", 1, "in_review", 0)
    assert (first.answers, first.changed, first.batch.name) == (said("sea"), None, "first")
    seen = await place.read("select from exposure where tenant_id = $1 and kind = 'answers' and purpose = 'browse'"
                            " and person_id = $2", here.maya.person_id)  # fmt: skip
    assert len(seen) == 3

    # One is fixed by a reviewer, one is sent back and answered anew: still one row each, at its author's own words.
    await place.decide(rita, await place.to_review(rita), "fix", answers=said("land"))
    await place.decide(rita, await place.to_review(rita), "reject", comment="No.")
    back = await place.work(bob)
    for verdict, who in (("fixed", ada), ("rejected", bob)):
        (row,) = await listed(here, verdict=verdict)
        assert (row.person.id, row.verdict) == (who.person_id, verdict)
    await place.submit(bob, back, said("sea"))
    rows = await listed(here)
    assert [(row.assignment_id, row.reworks, row.changed) for row in rows] == [
        (second.assignment_id, 1, None), (third.assignment_id, 0, None), (first.assignment_id, 0, "review"),
    ]  # fmt: skip
    narrowed: list[tuple[dict[str, Any], list[AnswerRow]]] = [
        ({"person_id": ada.person_id}, rows[1:]), ({"organization_id": bob.organization_id}, rows[:1]),
        ({"question": "topic", "value": "sea"}, rows[:2]), ({"question": "topic", "value": "land"}, rows[2:]),
        ({"reworks": 1}, rows[:1]), ({"item_id": first.item_id}, rows[2:]), ({"batch_id": first.batch.id}, rows),
        ({"gold": True}, []), ({"flagged": False}, rows), ({"schema_version": 2}, []), ({"guideline_version": 0}, rows),
        ({"since": second.submitted_at, "until": third.submitted_at}, []), ({"since": third.submitted_at}, rows[:2]),
        ({"person_id": ada.person_id, "verdict": "fixed"}, rows[2:]), ({"verdict": "accepted"}, []),
    ]  # fmt: skip
    for few in (listing.FEW, 0):  # by the candidates of an index, and by looking one by one
        monkeypatch.setattr(listing, "FEW", few)
        monkeypatch.setattr(listing, "LOOKED_AT", 2)
        for given_filters, expected in narrowed:
            assert await listed(here, limit=1, **given_filters) == expected, given_filters
    monkeypatch.setattr(listing, "COUNTED", 2)
    count = await place.annotation.listing.count(here.maya, place.project_id, AnswerFilter())
    assert count == AnswerCount(2, exact=False)

    # Nobody else reads them, nor searches what is not kept in the clear.
    for who, refused in ((ada, Refused), (bob, ContentMissing), (rita, Refused)):
        with pytest.raises(refused):
            await listed(here, who=who)
    for wrong, field in (({"question": "why", "value": "x"}, "question"), ({"value": "x"}, "question")):
        with pytest.raises(Invalid) as invalid:
            await listed(here, **wrong)
        assert invalid.value.field == field
