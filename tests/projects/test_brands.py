"""Brand words: found however they are written, and no vendor is let in past one, nor told of any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests.running import RunningApp

from armslength.projects.rules.brands import Search, Word, names_of_firm, texts
from armslength_client import Armslength
from armslength_client.errors import Conflict, Forbidden, Invalid, NotFound

PASSWORD = "a long walk by the sea"

GUIDELINE = "# What to do\n\nRate how well Pr0ject-Ka\u200blliope answers.\nAsk Ｎorthwind’s team when in doubt."


@pytest.mark.parametrize(
    "text",
    [
        "Kalliope", "KALLIOPE!", "kalliope", "Ｋａｌｌｉｏｐｅ", "K\u0430lli\u043epe", "K.a.l.l.i.o.p.e",
        "K a l l i o p e", "Kalli\u00adope", "K\u200ba\u200bl\u200bl\u200bi\u200bo\u200bp\u200be", "Kálliopé",
        "ka11iope", "see 'Kalliope's' tone", "askKalliope", "カKalliopeカ",
    ],
)  # fmt: skip
def test_a_word_is_found_however_it_is_written(text: str) -> None:
    found = Search([Word("Kalliope", "list")]).find(text, "the guideline")
    assert [hit.word.text for hit in found] == ["Kalliope"]
    assert found[0].start < found[0].end <= len(found[0].excerpt)


@pytest.mark.parametrize("text", ["Kalliopes", "akalliope", "Kalli opera", "Kall", "", "k\n\n\n\n\nalliope"])
def test_a_part_of_another_word_is_not_it(text: str) -> None:
    assert Search([Word("Kalliope", "list")]).find(text, "x") == []


def test_a_plain_word_that_is_a_name_counts_with_a_capital() -> None:
    search = Search(names_of_firm("Harbour Labs, Inc.", "name"))
    assert search.find("ships in the harbour", "x") == []
    assert [hit.word.text for hit in search.find("made for Harbour and harbour labs, inc", "x")] == [
        "Harbour", "Harbour Labs, Inc.",
    ]  # fmt: skip


def test_where_it_stands_is_told() -> None:
    schema = {"questions": [{"title": "Fine"}, {"options": [{"title": "As Kalliope said"}]}]}
    search = Search([Word("Kalliope", "list")])
    found = [hit for path, text in texts(schema, "schema") for hit in search.find(text, path)]
    assert [hit.place for hit in found] == ["schema.questions[1].options[0].title"]
    lines = search.find("one\ntwo Kalliope\nthree", "the guideline")
    assert [hit.place for hit in lines] == ["the guideline, line 2"]


def invited(app: RunningApp, owner: Armslength, email: str, role: Any, **more: Any) -> Armslength:
    """Somebody who has accepted and is signed in."""
    invitation = owner.create_invitation(email, role, **more)
    person = Armslength(app.url)
    token = (invitation.url or "").partition("#token=")[2]
    person.accept_invitation(token=token, name=email, password=PASSWORD)
    return person


def stopped(act: Callable[[], object], code: str = "projects.brand_words") -> dict[str, Any]:
    """The details with which it is refused."""
    with pytest.raises(Conflict) as refused:
        act()
    assert refused.value.code == code
    return refused.value.details or {}


def test_a_vendor_is_let_in_when_nothing_names_the_customer_or_somebody_says_why(app: RunningApp) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
            password=PASSWORD,
        )  # fmt: skip
        added = owner.add_brand_words(["Project Kalliope", "project  KALLIOPE"])
        (listed,) = [word for word in added if word.source == "list"]
        assert {(word.word, word.source) for word in added} >= {("Northwind", "name"), ("northwind.test", "domain")}
        brief = {"slug": "tone", "name": "Tone", "preset": "pairwise-preference", "guideline": GUIDELINE}
        project = owner.apply_brief(brief).project
        vendor = owner.create_vendor("Fairlabel")
        assert project is not None and listed.id is not None

        def let_in() -> object:
            return owner.set_grant(project.id, vendor.id, "active")

        found = stopped(let_in)["hits"]
        assert [(hit["word"], hit["place"]) for hit in found] == [
            ("Project Kalliope", "the guideline, line 3"), ("Northwind", "the guideline, line 4"),
        ]  # fmt: skip
        scan = owner.scan_brand_words(project.id)
        assert (scan.clear, [hit.excerpt for hit in scan.hits]) == (False, [hit["excerpt"] for hit in found])
        with pytest.raises(Invalid, match="Say why"):
            owner.accept_brand_words(project.id, ["northwind"], "   ")
        accepted = owner.accept_brand_words(project.id, ["NORTHWIND"], "They know us.").accepted
        assert [(each.word, each.reason) for each in accepted] == [("NORTHWIND", "They know us.")]
        assert [hit["accepted"] for hit in stopped(let_in)["hits"]] == [False]  # the other is still there
        owner.put_guideline(project.id, GUIDELINE.splitlines()[-1])
        let_in()

        # With a vendor inside, nothing new names the customer either; a dry run says so without being refused.
        stopped(lambda: owner.put_guideline(project.id, GUIDELINE))
        tried = owner.apply_brief({**brief, "name": "By Kalliope Project"} | {"guideline": GUIDELINE}, dry_run=True)
        assert [(hit.word, hit.place) for hit in tried.brand_words.hits] == [
            ("Project Kalliope", "the guideline, line 3")
        ]  # fmt: skip
        said = stopped(lambda: owner.update_project(project.id, description="for project kalliope"))
        assert said["hits"][0]["place"] == "the description"
        assert owner.get_brief(project.id)["guideline"]["version"] == 2

        # Nobody of a vendor's can tell that there is such a thing.
        vera = invited(app, owner, "vera@fairlabel.test", "manager", organization_id=vendor.id)
        with vera:
            for act in (vera.list_brand_words, lambda: vera.scan_brand_words(project.id)):
                with pytest.raises((Forbidden, NotFound)):
                    act()
        owner.remove_brand_word(listed.id)
        with pytest.raises(NotFound):
            owner.remove_brand_word(listed.id)
        owner.put_guideline(project.id, GUIDELINE)
        withdrawn(owner, project.id, GUIDELINE)
        forewarned(owner, {**brief, "slug": "new", "guideline": GUIDELINE, "preset": "pairwise-preference"})
        told = [(entry["action"], entry["detail"]) for entry in owner.list_log(project.id)]
        for action, times in (("brand_words_accepted", 2), ("brand_word_withdrawn", 1), ("saying_refused", 3)):
            assert [each for each, _ in told].count(f"projects.{action}") == times
        refused = [detail for action, detail in told if action == "vendors.grant_refused"]
        assert refused == [{"reason": "projects.brand_words"}] * 2


def withdrawn(owner: Armslength, project_id: UUID, guideline: str) -> None:
    """Withdrawn, a word stops what is said from then on; that it was accepted stays on record."""
    (acceptance,) = owner.scan_brand_words(project_id).accepted
    owner.withdraw_brand_word(project_id, acceptance.id)
    with pytest.raises(NotFound):
        owner.withdraw_brand_word(project_id, acceptance.id)
    scan = owner.scan_brand_words(project_id)
    assert (scan.clear, scan.accepted) == (False, [])
    assert [(each.word, each.withdrawn_by and each.withdrawn_by.name) for each in scan.withdrawn] == [
        ("NORTHWIND", "Olga")
    ]  # fmt: skip
    stopped(lambda: owner.put_guideline(project_id, f"{guideline}\n"))
    again = owner.accept_brand_words(project_id, ["Northwind"], "They know us after all.")
    assert (again.clear, len(again.accepted), len(again.withdrawn)) == (True, 1, 1)


def forewarned(owner: Armslength, brief: dict[str, Any]) -> None:
    """A dry run of a project yet to be made finds what would stop a vendor who comes with it, and nothing without."""
    assert owner.apply_brief(brief, dry_run=True).brand_words.hits == []
    brought = {**brief, "members": [{"email": "vera@fairlabel.test", "role": "annotator"}]}
    found = owner.apply_brief(brought, dry_run=True).brand_words.hits
    assert [hit.word for hit in found] == ["Northwind"]
    with pytest.raises(Conflict, match="Northwind"):
        owner.apply_brief(brought)
