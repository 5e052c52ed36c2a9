"""Nothing that a user meets is missing from the docs, and nothing generated in them is out of date."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from armslength.entry import documents
from armslength.entry.documents import DOCS, commands, wire
from armslength.entry.documents.sources import modules
from armslength.fields.model import Field
from armslength.fields.registry import KINDS as FIELDS
from armslength.kit.settings import Settings
from armslength.projects.schemas import Brief
from armslength.questions.model import Condition, Question
from armslength.questions.registry import KINDS as QUESTIONS
from armslength.release.formats.registry import FORMATS
from armslength.release.model import Recipe
from armslength.release.schemas import Manifest

SOURCES = DOCS.parent / "src" / "armslength"
PAGES = sorted(DOCS.glob("*.md"))
_LINK = re.compile(r"\[[^\]]*\]\((?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def unsaid(wanted: set[str], text: str) -> set[str]:
    """Those that do not stand in the text as code."""
    return {each for each in wanted if f"`{each}`" not in text}


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_the_generated_parts_are_what_the_code_says() -> None:
    assert documents.main(["--check"]) == 0, "run python -m armslength.entry.documents"
    assert {name for path in PAGES for name in documents.used(path.read_text("utf-8"))} == set(documents.PARTS)


def test_a_page_that_is_no_longer_true_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.md").write_text("<!-- generated: formats -->\nold\n<!-- end -->\n")
    monkeypatch.setattr(documents, "DOCS", tmp_path)
    assert documents.main(["--check"]) == 1
    assert documents.main([]) == 0
    assert documents.main(["--check"]) == 0
    assert "`trl-preference`" in (tmp_path / "page.md").read_text()


def test_every_setting_is_documented() -> None:
    wanted = set()
    for module in modules("settings"):
        room = module.__name__.split(".")[1]
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Settings) and kind is not Settings:
                stem = "ARMSLENGTH_" if room == "entry" else f"ARMSLENGTH_{room.upper()}_"
                wanted |= {stem + field.name.upper() for field in msgspec.structs.fields(kind)}
    assert len(wanted) > 40
    assert not unsaid(wanted, page("operate.md"))


def test_every_error_code_is_documented() -> None:
    codes = {
        code for path in SOURCES.rglob("*.py")
        for code in re.findall(r'^    code(?:: ClassVar\[str\])? = "([a-z_.]+)"', path.read_text("utf-8"), re.MULTILINE)
    }  # fmt: skip
    bases = {code for code in codes if code.startswith("kit.")} - {"kit.bad_cursor"}
    assert len(codes) > 50
    assert not unsaid((codes - bases) | wire.http_codes(), page("api.md"))


def test_every_event_is_documented() -> None:
    topics = {
        topic for path in SOURCES.glob("*/events.py")
        for topic in re.findall(r'Final = "([a-z_.]+)"', path.read_text("utf-8"))
    }  # fmt: skip
    assert topics == set(wire.topics())
    assert not unsaid(topics, page("api.md"))


def test_every_format_is_documented() -> None:
    assert set(FORMATS) <= anchors(page("releases.md"))
    assert not unsaid(set(FORMATS), page("releases.md"))


def test_every_command_is_documented() -> None:
    for path, _ in commands.every_command():
        assert f"### {' '.join(path[1:])}\n" in page("cli.md")


def names(kind: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(kind)}


def test_every_key_of_a_brief_and_of_a_recipe_is_documented() -> None:
    text = page("briefs.md")
    wanted = names(Brief) | names(Field) | names(Question) | set(FIELDS) | set(QUESTIONS)
    assert not unsaid(wanted, text)
    for name in names(Condition):
        assert re.search(rf"`{name}(: [^`]*)?`", text), name
    assert not unsaid(names(Recipe) | names(Manifest), page("releases.md"))


def test_every_kind_that_can_be_measured_says_how() -> None:
    for name in QUESTIONS:
        assert f"\n| {name} |" in page("quality.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in _LINK.finditer(path.read_text("utf-8")):
        if link["path"].startswith(("http:", "https:")):
            continue
        target = (path.parent / link["path"]).resolve() if link["path"] else path
        assert target.exists(), f"{path.name}: {link[0]}"
        if link["anchor"]:
            assert link["anchor"] in anchors(target.read_text("utf-8")), f"{path.name}: {link[0]}"


def test_every_page_is_in_the_index() -> None:
    for path in PAGES:
        assert path.name == "README.md" or f"]({path.name})" in page("README.md")
