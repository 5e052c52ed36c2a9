"""From the whole label schema to what each branch is asked: every option and every question once, and no way to tell
from one branch what another has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from armslength.branches.errors import BadBranches
from armslength.branches.model import BranchPlan, BranchQuestion, OptionOf
from armslength.questions.model import LabelSchema, Question
from armslength.questions.service import checked_schema

SPLIT_KIND = "choice"
Option = Mapping[str, Any]


def check_plan(schema: LabelSchema, plan: Sequence[BranchPlan]) -> None:
    """Every question is asked by exactly one branch, or each of its options by exactly one. Raises BadBranches."""
    for index, field in enumerate(schema.fields):
        if field.kind == "image":
            raise BadBranches("Items that show images cannot be split.", field=f"schema.fields[{index}]")
    for name in ("name", "title"):
        seen: set[str] = set()
        for index, branch in enumerate(plan):
            if (said := getattr(branch, name).casefold()) in seen:
                raise BadBranches(f"Two branches have this {name}.", field=f"branches[{index}].{name}")
            seen.add(said)
    asked: dict[str, list[tuple[str, BranchQuestion]]] = {each.name: [] for each in schema.questions}
    for index, branch in enumerate(plan):
        for at, each in enumerate(branch.questions):
            path = f"branches[{index}].questions[{at}]"
            if each.question not in asked:
                raise BadBranches(f"There is no question '{each.question}'.", field=f"{path}.question")
            asked[each.question].append((path, each))
    for question in schema.questions:
        _check_question(question, asked[question.name])


def _check_question(question: Question, asked: Sequence[tuple[str, BranchQuestion]]) -> None:
    if not asked:
        raise BadBranches(f"No branch asks '{question.name}'.", field="branches")
    whole = [path for path, each in asked if each.options is None]
    if whole and len(asked) > 1:
        raise BadBranches(f"'{question.name}' is asked as a whole already.", field=f"{asked[1][0]}.question")
    if whole:
        return
    if question.kind != SPLIT_KIND:
        raise BadBranches("Only a choice can be split; ask this one as a whole.", field=f"{asked[0][0]}.options")
    if question.settings.get("allow_other"):
        raise BadBranches("What people write in belongs to no branch: take that line away.", field=asked[0][0])
    tree: list[Option] = question.settings["options"]
    known = {option["id"]: option for option in _all(tree)}
    taken: dict[str, str] = {}
    for path, each in asked:
        for at, option_id in enumerate(each.options or ()):
            field = f"{path}.options[{at}]"
            if option_id not in known:
                raise BadBranches(f"'{question.name}' has no option '{option_id}'.", field=field)
            for option in _all([known[option_id]]):
                if option["id"] in taken:
                    hint = f"'{option['id']}' is asked at {taken[option['id']]} already."
                    raise BadBranches(hint, field=field)
                taken[option["id"]] = field
    if left := next(_left_out(tree, taken), None):
        raise BadBranches(f"No branch asks about '{left}' of '{question.name}'.", field="branches")


def _left_out(tree: Iterable[Option], taken: Mapping[str, str]) -> Iterator[str]:
    """Options that nobody is asked about; a heading is none where all below it is asked."""
    for option in _all(tree):
        below = option.get("options", [])
        if option["id"] not in taken and not (below and all(each["id"] in taken for each in _leaves(below))):
            yield option["id"]


def _all(options: Iterable[Option]) -> Iterator[Option]:
    """Every option with all below it, without recursion: trees of strangers may be deep."""
    waiting = list(options)[::-1]
    while waiting:
        option = waiting.pop()
        yield option
        waiting += option.get("options", [])[::-1]


def _leaves(options: Iterable[Option]) -> Iterator[Option]:
    return (option for option in _all(options) if not option.get("options"))


def branch_schema(schema: LabelSchema, branch: BranchPlan, index: int, option_of: OptionOf) -> LabelSchema:
    """What the branch is asked, with ids of options that tell nothing. Raises BadBranches where that cannot stand by
    itself, e.g. because a question depends on one of another branch."""
    wanted = {each.question: each for each in branch.questions}
    raw = msgspec.to_builtins(schema)
    raw["fields"] = [{**field, "searchable": False} if "searchable" in field else field for field in raw["fields"]]
    raw["questions"] = [
        question
        if wanted[question["name"]].options is None
        else _narrowed(question, wanted[question["name"]], option_of)
        for question in raw["questions"]
        if question["name"] in wanted
    ]
    split = {name for name, each in wanted.items() if each.options is not None}
    for question in raw["questions"]:
        for condition in ("show_if", "required_if"):
            if split & set(_looked_at(question.get(condition))):
                hint = f"'{question['name']}' depends on a question that is split."
                raise BadBranches(hint, field=f"branches[{index}].questions")
    made, problems = checked_schema(raw)
    if made is None or problems:
        hint = f"This branch cannot be asked by itself. {problems[0].path}: {problems[0].message}"
        raise BadBranches(hint, field=f"branches[{index}].questions")
    return made


def _narrowed(question: dict[str, Any], wanted: BranchQuestion, option_of: OptionOf) -> dict[str, Any]:
    name, settings = question["name"], question["settings"]
    known = {option["id"]: option for option in _all(settings["options"])}
    order = {option_id: place for place, option_id in enumerate(known)}
    chosen = sorted(wanted.options or (), key=lambda option_id: order[option_id])
    options = [_renamed(known[option_id], name, option_of) for option_id in chosen]
    options.append({"id": option_of(name, None), "title": wanted.none})
    kept = {key: value for key, value in question.items() if key != "help"}
    told = {"title": wanted.title or question["title"], **({"help": wanted.help} if wanted.help else {})}
    # Fewer than `min` may be right in one branch; `max` could only tell how many there are in all.
    narrowed = {"options": options, **({"multiple": True} if settings.get("multiple") else {})}
    return {**kept, **told, "searchable": False, "settings": narrowed}


def _renamed(option: Option, question: str, option_of: OptionOf) -> dict[str, Any]:
    """Without key and colour: both are handed out over the whole tree, and would tell of the rest."""
    kept = {name: option[name] for name in ("title", "help") if option.get(name)}
    below = [_renamed(each, question, option_of) for each in option.get("options", [])]
    return {"id": option_of(question, option["id"]), **kept, **({"options": below} if below else {})}


def _looked_at(condition: Any) -> Iterator[str]:
    """The questions that a condition looks at."""
    waiting = [condition]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if isinstance(each.get("question"), str):
                yield each["question"]
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def meanings(schema: LabelSchema, branch: BranchPlan, option_of: OptionOf) -> dict[str, dict[str, str | None]]:
    """What the branch's options mean in the whole, by question that is split."""
    found: dict[str, dict[str, str | None]] = {}
    for each in branch.questions:
        question = schema.question(each.question)
        if each.options is None or question is None:
            continue
        known = {option["id"]: option for option in _all(question.settings["options"])}
        ids = [option["id"] for root in each.options for option in _all([known[root]])]
        told: dict[str, str | None] = {option_of(each.question, option_id): option_id for option_id in ids}
        found[each.question] = {**told, option_of(each.question, None): None}
    return found
