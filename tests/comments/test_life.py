"""A comment at an exact place: begun in review, answered by the author, resolved; and everybody who must not see it."""

from __future__ import annotations

from typing import Any

from tests.comments.conftest import TEXT, Commenting, at, marked

from armslength.kit.ids import new_id
from armslength.kit.outbox import deliver


async def test_begun_in_review_answered_in_rework_resolved_and_accepted(lab: Commenting) -> None:
    rita, vera, victor, olga = (lab.world.people[name] for name in ("rita", "vera", "victor", "olga"))
    await lab.begin([TEXT])
    assignment = await lab.answer(vera, marked("Spain"))
    review = await lab.to_review(rita)
    assert review["assignment_id"] == assignment
    there = await lab.comments(rita, assignment)
    assert there == {"threads": [], "may_begin": True, "may_reply": True}

    # On the words of the item, on the mark, on a question, on a stretch of a text that was written.
    key = str(new_id())
    paris = at(TEXT, "Paris")
    (first, again) = [await lab.say(rita, assignment, " Why not this? ", key, field="text", **paris) for _ in "12"]
    assert first.json() == again.json()
    thread = first.json()
    assert (thread["quote"], thread["other_form"], thread["current"]) == ("Paris", False, True)
    assert [(each["by"], each["mine"], each["person"], each["text"]) for each in thread["messages"]] == [
        ("reviewer", True, None, "Why not this?")
    ]
    astronaut = await lab.say(rita, assignment, "And her?", field="text", **at(TEXT, "👩‍🚀"))
    assert astronaut.json()["quote"] == "👩‍🚀"
    hebrew = await lab.say(rita, assignment, "שלום to you", field="text", **at(TEXT, "שלום"))
    assert hebrew.json()["quote"] == "שלום"
    mark = await lab.say(rita, assignment, "Not there.", question="marks", field="text", **at(TEXT, "Spain"))
    assert mark.json()["place"] == {"question": "marks", "target": "item", "field": "text", **at(TEXT, "Spain")}
    note = await lab.say(rita, assignment, "<img src=x onerror=alert(1)>", question="note", start=2, end=8)
    assert (note.json()["quote"], note.json()["messages"][0]["text"]) == ("wonder", "<img src=x onerror=alert(1)>")
    whole = await lab.say(rita, assignment, "And these?", question="each", target="r:r2")
    assert whole.json()["place"] == {"question": "each", "target": "r:r2"}

    # Its author reads it at once, before the verdict too, and answers when it is back. Nobody has a name.
    await lab.decide(rita, review, "reject")
    assert (await lab.next(vera))["assignment"]["rework"] is not None
    mine = await lab.comments(vera, assignment)
    assert (len(mine["threads"]), mine["may_begin"], mine["may_reply"]) == (6, False, True)
    assert [each["quote"] for each in mine["threads"]] == ["Paris", "👩‍🚀", "שלום", "Spain", "wonder", None]
    assert (await lab.say(vera, assignment, "I begin.", field="text")).status_code == 409
    replied = (await lab.reply(vera, thread["id"], "I missed it.")).json()
    assert [(each["by"], each["mine"], each["person"]) for each in replied["messages"]] == [
        ("reviewer", False, None), ("author", True, None),
    ]  # fmt: skip
    assert (await lab.reply(rita, thread["id"], "Too late.")).status_code == 404  # her lease is over
    work = await lab.next(vera)
    assert (await lab.submit(vera, work, marked("Paris"))).status_code == 200

    # Back in review the comments are there, on an earlier answer; what was marked then need not be marked now.
    review = await lab.to_review(rita)
    there = await lab.comments(rita, assignment)
    assert [each["current"] for each in there["threads"]] == [False] * 6
    done = (await lab.resolve(rita, thread["id"])).json()
    assert done["resolved_by"] == "reviewer" and done["resolved_at"]
    assert (await lab.resolve(rita, thread["id"])).json() == done
    on_new = await lab.say(rita, assignment, "Good.", question="marks", field="text", **paris)
    assert on_new.json()["current"] is True
    await lab.decide(rita, review, "accept")

    # Afterwards the author still reads, and a reply opens it again; those who run the project read names.
    assert (await lab.reply(vera, thread["id"], "Thank you.")).json()["resolved_at"] is None
    assert (await lab.resolve(vera, thread["id"])).json()["resolved_by"] == "author"
    named = (await lab.comments(olga, assignment))["threads"][0]["messages"]
    assert [each["person"]["name"] for each in named] == ["Rita", "Vera", "Vera"]
    assert (await lab.reply(olga, thread["id"], "From above.")).json()["messages"][-1]["by"] == "reviewer"
    assert not any("Rita" in heard or str(rita.id) in heard or str(olga.id) in heard for heard in lab.heard)
    assert (await lab.ask(victor, "GET", f"/assignments/{assignment}/comments")).status_code == 404

    await told(lab, vera, assignment)
    await recorded(lab, assignment)


async def told(lab: Commenting, vera: Any, assignment: str) -> None:
    """She is told of what others said, by an id of her own, and not of what she said herself; nothing of it is said."""
    wiring = lab.app.state.wiring
    while await deliver(wiring.db, wiring.subscriptions(), lab.clock):
        pass
    listed = (await lab.good(vera, "GET", "/api/v1/me/notifications"))["items"]
    mine = [each for each in listed if each["kind"] == "comment.said"]
    assert len(mine) == 8  # six, one on the second answer, one from above
    assert {each["about"]["assignment_id"] for each in mine} == {assignment}
    assert {name for each in mine for name in each["about"]} == {"assignment_id", "thread_id"}


async def recorded(lab: Commenting, assignment: str) -> None:
    """What was said is sealed; who read it was shown the item and the answer, on record; both are in the log."""
    dump = await lab.rows("select c::text || t::text as all from comment_message c join comment_thread t"
                          " on t.tenant_id = c.tenant_id and t.id = c.thread_id where c.tenant_id = $1")  # fmt: skip
    assert dump and not any("Why not" in row["all"] or "Paris" in row["all"] for row in dump)
    seen = await lab.rows(
        "select kind, purpose, person_id from exposure where tenant_id = $1 and purpose = 'browse' group by 1, 2, 3"
    )
    assert {(row["kind"], row["person_id"]) for row in seen} == {
        (kind, lab.world.olga.id) for kind in ("item", "answers")
    }
    entries = (await lab.good(lab.world.olga, "GET", "/log?limit=200"))["items"]
    actions = [each["action"] for each in entries]
    assert actions.count("comments.said") == 10 and actions.count("comments.resolved") == 2
    assert not any("Thank you" in str(each) for each in entries)


async def test_what_is_refused_and_why(lab: Commenting) -> None:
    rita, ada = lab.world.rita, lab.world.ada
    await lab.begin([TEXT], vendor=False)
    assignment = await lab.answer(ada, marked("Spain"))
    await lab.to_review(rita)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "place.field"),
        ({"field": "nothing"}, "place.field"),
        ({"field": "text", "start": 1}, "place.end"),
        ({"field": "text", "end": 1}, "place.start"),
        ({"field": "text", "start": 3, "end": 3}, "place.end"),
        ({"field": "text", "start": 4, "end": len(TEXT) + 1}, "place.end"),
        ({"field": "text", "start": len(TEXT), "end": len(TEXT) + 1}, "place.start"),
        ({"field": "text", "message": "m0"}, "place.message"),
        ({"field": "text", "response": "r1"}, "place.response"),
        ({"field": "talk", "start": 0, "end": 2}, "place.message"),
        ({"field": "talk", "message": "m9"}, "place.message"),
        ({"field": "answers", "start": 0, "end": 2}, "place.response"),
        ({"field": "answers", "response": "r9"}, "place.response"),
        ({"question": "nothing"}, "place.question"),
        ({"question": "note", "target": "r:r1"}, "place.target"),
        ({"question": "each", "target": "r:r9"}, "place.target"),
        ({"question": "each", "response": "r1"}, "place.response"),
        ({"question": "note", "message": "m0"}, "place.message"),
        ({"question": "note", "part": "c1"}, "place.part"),
        ({"question": "note", "start": 0, "end": 90}, "place.end"),
        ({"question": "marks", "start": 0, "end": 2}, "place.start"),
        ({"question": "marks", "field": "text"}, "place.start"),
        ({"question": "marks", "field": "text", "start": 0, "end": 2}, "place.start"),
        ({"field": "text", "target": "item"}, "place.target"),
        ({"field": "text", "part": "s1"}, "place.part"),
    ]
    for place, field in wrong:
        error = (await lab.say(rita, assignment, "x", **place)).json()["error"]
        assert (error["code"], error["field"]) == ("comments.wrong_place", field), place
    for place in ({"field": "text", "start": -1, "end": 2}, {"field": "text", "start": True, "end": 2}, {"at": 1}):
        assert (await lab.say(rita, assignment, "x", **place)).status_code in (400, 422), place
    for text in ("", "   ", "x" * 4001):
        assert (await lab.say(rita, assignment, text, field="text")).status_code in (400, 422)
    torn = b'{"key":"%s","place":{"field":"text"},"text":"half \\ud800"}' % str(new_id()).encode()
    assert (await lab.ask(rita, "POST", f"/assignments/{assignment}/comments", torn)).status_code in (400, 422)
    assert (await lab.comments(rita, assignment))["threads"] == []
    message = {"field": "talk", "message": "m0", **at("Is it?", "it")}
    assert (await lab.say(rita, assignment, "x" * 4000, **message)).json()["quote"] == "it"
    assert (await lab.say(rita, assignment, "x", field="answers", response="r2", start=0, end=2)).json()[
        "quote"
    ] == "No"


async def test_nobody_else_is_told_that_there_are_comments(lab: Commenting) -> None:
    world = lab.world
    rita, ada, vera, victor, olga, carol = (
        world.people[name] for name in ("rita", "ada", "vera", "victor", "olga", "carol")
    )
    await lab.begin([TEXT, TEXT])
    veras = await lab.answer(vera, marked("Spain"))
    adas = await lab.answer(ada, marked("Spain"))
    review = await lab.to_review(victor)  # her firm's own reviewer
    assert review["assignment_id"] == veras
    thread = (await lab.say(victor, veras, "From our own.", field="text")).json()["id"]
    other = await lab.to_review(rita)
    assert other["assignment_id"] == adas
    theirs = (await lab.say(rita, adas, "To Ada.", field="text")).json()["id"]

    # Not a colleague, not the other's reviewer, not the reviewer of another answer, not another tenant.
    for who, assignment, comment in (
        (ada, veras, thread), (rita, veras, thread), (vera, adas, theirs), (victor, adas, theirs),
        (carol, veras, thread),
    ):  # fmt: skip
        heard = [
            await lab.ask(who, "GET", f"/assignments/{assignment}/comments"),
            await lab.say(who, assignment, "Me too.", field="text"),
            await lab.reply(who, comment, "Me too."),
            await lab.resolve(who, comment),
        ]
        assert {each.status_code for each in heard} == {404}, who.name
    # A thread is answered under its own project only, and a key of one thread says nothing in another.
    assert (await lab.reply(olga, str(new_id()), "x")).status_code == 404

    # As one list: to who runs the project with names, to everybody else those on their own answers, without.
    listed = (await lab.good(olga, "GET", "/comments"))["items"]
    assert [(each["thread"]["id"], each["author"]["name"], each["item"]["external_id"]) for each in listed] == [
        (theirs, "Ada", "x1"), (thread, "Vera", "x0"),
    ]  # fmt: skip
    first = await lab.good(olga, "GET", "/comments?limit=1")
    second = await lab.good(olga, "GET", f"/comments?limit=1&cursor={first['next']}")
    assert ([*first["items"], *second["items"]], second["next"]) == (listed, None)
    for narrowed, found in (
        ("state=open", listed), ("state=resolved", []), (f"author_id={vera.id}", listed[1:]),
        (f"begun_by={rita.id}", listed[:1]), (f"item_id={listed[0]['item']['id']}", listed[:1]),
    ):  # fmt: skip
        assert (await lab.good(olga, "GET", f"/comments?{narrowed}"))["items"] == found, narrowed
    for who, own in ((vera, thread), (ada, theirs)):
        (one,) = (await lab.good(who, "GET", "/comments"))["items"]
        assert (one["thread"]["id"], one["author"], one["item"]) == (own, None, None)
        assert one["thread"]["messages"][0]["person"] is None
        assert (await lab.ask(who, "GET", f"/comments?begun_by={rita.id}")).json()["error"]["field"] == "begun_by"
    for who in (rita, victor):  # what they review stands at the review
        assert (await lab.good(who, "GET", "/comments"))["items"] == []
    assert (await lab.ask(carol, "GET", "/comments")).status_code == 404
    assert (await lab.ask(olga, "GET", "/comments?colour=red")).json()["error"]["field"] == "colour"

    # A lease that ran out, or was given back, opens nothing.
    await lab.good(victor, "POST", f"/reviews/{review['id']}/return")
    assert (await lab.ask(victor, "GET", f"/assignments/{veras}/comments")).status_code == 404
    lab.clock.advance(7200)
    assert (await lab.ask(rita, "GET", f"/assignments/{adas}/comments")).status_code == 404
    assert (await lab.ask(rita, "POST", f"/comments/{theirs}/resolve", {"resolved": True})).status_code == 404

    # Severed, they see nothing; the customer reads on.
    assert (await lab.reply(vera, thread, "Still here.")).status_code == 200
    cut = {"vendor_id": str(world.fairlabel), "reason": "They were bought."}
    await lab.good(olga, "POST", "/api/v1/severances", cut)
    lab.heard.clear()
    for ask in (
        lab.ask(vera, "GET", f"/assignments/{veras}/comments"), lab.ask(vera, "GET", "/comments"),
        lab.reply(vera, thread, "And now?"), lab.resolve(vera, thread),
    ):  # fmt: skip
        assert (await ask).status_code in (401, 404)
    assert not any("Still here" in heard for heard in lab.heard)
    (kept,) = (await lab.comments(olga, veras))["threads"]
    assert [each["text"] for each in kept["messages"]] == ["From our own.", "Still here."]


async def test_made_on_another_form_a_comment_stands_at_the_whole_field(lab: Commenting) -> None:
    olga, vera, rita, victor = (lab.world.people[name] for name in ("olga", "vera", "rita", "victor"))
    await lab.begin([TEXT, TEXT])
    hidden = TEXT.replace("Paris", "█████")
    talk, answers = [{"role": "user", "content": "Is it?"}], ["Yes.", "No."]
    rows = [{"external_id": f"x{n}", "content": {"text": hidden, "talk": talk, "answers": answers}} for n in (0, 1)]
    await lab.good(olga, "POST", "/renditions", {"tier": "redacted", "rows": rows})
    await lab.tier("redacted")
    assignment = await lab.answer(vera, marked("Spain", text=hidden))

    # Who reads the original beside it points into what the author was shown.
    review = await lab.good(rita, "POST", "/review/next", {"have": []})
    assert review["shown"]["text"] == hidden
    said = (await lab.say(rita, assignment, "What is this?", field="text", **at(hidden, "█████"))).json()
    assert (said["quote"], said["other_form"]) == ("█████", False)
    # Who reads only the original cannot point into it, nor sees where it was pointed at; the rest they share.
    refused = await lab.say(olga, assignment, "Here?", field="text", **at(TEXT, "Paris"))
    assert refused.json()["error"]["code"] == "comments.another_form"
    assert (await lab.say(olga, assignment, "All of it.", field="text")).status_code == 200
    assert (
        await lab.say(olga, assignment, "Same words.", field="talk", message="m0", start=0, end=2)
    ).status_code == 200
    seen = (await lab.comments(olga, assignment))["threads"]
    assert [(each["place"], each["quote"], each["other_form"]) for each in seen] == [
        ({"field": "text"}, None, True),
        ({"field": "text"}, None, False),
        ({"field": "talk", "message": "m0", "start": 0, "end": 2}, "Is", False),
    ]
    await lab.decide(rita, review["review"], "reject")
    mine = (await lab.comments(vera, assignment))["threads"]
    assert [(each["quote"], each["other_form"]) for each in mine] == [("█████", False), (None, False), ("Is", False)]
    assert not any("Paris" in heard for heard in lab.heard)

    # A later version of the form has other words: the comment is still there, at the whole field.
    later = {
        "external_id": "x0",
        "content": {"text": hidden.replace("Spain", "█████"), "talk": talk, "answers": answers},
    }
    await lab.good(olga, "POST", "/renditions", {"tier": "redacted", "rows": [later, later | {"external_id": "x1"}]})
    mine = (await lab.comments(vera, assignment))["threads"]
    assert [(each["quote"], each["other_form"]) for each in mine] == [(None, True), (None, False), ("Is", False)]
    # Shown another form from now on, they are not given back what they said of this one, nor what was said of it.
    await lab.tier("original")
    assert (await lab.comments(vera, assignment))["threads"] != []
    await lab.tier("redacted")
    lab.heard.clear()
    assert (await lab.ask(victor, "GET", f"/assignments/{assignment}/comments")).status_code == 404


async def test_a_vendors_own_wording_is_pointed_at_by_who_reads_it(lab: Commenting) -> None:
    olga, vera, victor = (lab.world.people[name] for name in ("olga", "vera", "victor"))
    said, other = "We do not know why it came late.", "We don't know why it came late."
    await lab.begin([TEXT] * 24, replies=(said, "No."))
    rows = [{"external_id": f"x{n}", "fields": {"answers": [other, "No."]}} for n in range(24)]
    given = await lab.good(olga, "POST", "/variants", {"rows": rows, "judged": True})
    assert (given["taken"], given["problems"]) == (24, [])
    while True:  # each form is drawn: one of two dozen is the second
        work = await lab.next(vera)
        assert (await lab.submit(vera, work, marked("Spain"))).status_code == 200
        review = await lab.to_review(victor)
        if work["content"]["answers"][0]["value"] == other:
            break
        await lab.decide(victor, review, "accept")
    assignment = work["assignment"]["id"]
    place = {"field": "answers", "response": "r1"}
    own = (await lab.say(victor, assignment, "Why not?", **place, **at(other, "don't"))).json()
    assert (own["quote"], own["other_form"]) == ("don't", False)
    refused = await lab.say(olga, assignment, "Why?", **place, **at(said, "do not"))
    assert refused.json()["error"]["code"] == "comments.another_form"
    shared = (await lab.say(olga, assignment, "Short.", field="answers", response="r2", start=0, end=2)).json()
    assert (shared["quote"], shared["other_form"]) == ("No", False)
    (theirs, _) = (await lab.comments(olga, assignment))["threads"]
    assert (theirs["place"], theirs["quote"], theirs["other_form"]) == (place, None, True)
    (mine, _) = (await lab.comments(vera, assignment))["threads"]
    assert (mine["quote"], mine["other_form"]) == ("don't", False)
