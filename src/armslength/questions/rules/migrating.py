"""From one label schema to another that means something else: the steps, the schema they lead to, and how answers given
under the old one read under the new one. What cannot be carried over is left open, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec

from armslength.fields.model import Name, Problem, under
from armslength.questions.model import LabelSchema, Question
from armslength.questions.registry import ASKED_BEFORE, OPTIONS, OPTIONS_BEFORE

Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
MOST_STEPS = 500


class NewOption(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An option that comes; its title is its id unless said."""

    id: Ref
    title: Title | None = None


class RenameQuestion(
    msgspec.Struct, frozen=True, tag="rename_question", tag_field="do", forbid_unknown_fields=True
):  # fmt: skip
    """The question gets another name; its answers go with it."""

    question: Name
    to: Name


class AddQuestion(msgspec.Struct, frozen=True, tag="add_question", tag_field="do", forbid_unknown_fields=True):
    """A question that was not asked before; where it is required, older answers are incomplete."""

    question: Question


class RetireQuestion(msgspec.Struct, frozen=True, tag="retire_question", tag_field="do", forbid_unknown_fields=True):
    """The question is asked no more; its answers stay where they are, and are read no more."""

    question: Name


class RenameOption(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="rename_option", tag_field="do", forbid_unknown_fields=True
):  # fmt: skip
    """The option gets another id, and another title where one is given."""

    question: Name
    option: Ref
    to: Ref
    title: Title | None = None


class MergeOptions(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="merge_options", tag_field="do", forbid_unknown_fields=True
):  # fmt: skip
    """Several options become one, which may be one of them."""

    question: Name
    options: Annotated[list[Ref], msgspec.Meta(min_length=1, max_length=200)]
    to: Ref
    title: Title | None = None


class SplitOption(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="split_option", tag_field="do", forbid_unknown_fields=True
):  # fmt: skip
    """One option becomes several. `answers`: which of them the old answers become; `ask`: they need a new answer."""

    question: Name
    option: Ref
    into: Annotated[list[NewOption], msgspec.Meta(min_length=1, max_length=200)]
    answers: Ref = "ask"


class AddOption(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="add_option", tag_field="do", forbid_unknown_fields=True
):  # fmt: skip
    """An option that was not offered before."""

    question: Name
    option: NewOption


class RetireOption(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="retire_option", tag_field="do", forbid_unknown_fields=True
):  # fmt: skip
    """The option is offered no more. `ask`: who chose it needs to answer anew; `drop`: it is left out of the answer."""

    question: Name
    option: Ref
    answers: Literal["ask", "drop"] = "ask"


OptionStep = RenameOption | MergeOptions | SplitOption | AddOption | RetireOption
Step = RenameQuestion | AddQuestion | RetireQuestion | OptionStep


class Migration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Steps that led from one version of a label schema to the next, and the kinds of the questions they began at."""

    from_version: int
    to_version: int
    kinds: dict[str, str]
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers as they read under a later schema (the very same object where nothing has changed since), the (question,
    target) whose answer needs a new one, and how many were to questions that were retired."""

    answers: dict[str, dict[str, Any]]
    open: frozenset[tuple[str, str]] = frozenset()
    gone: int = 0


def read_steps(raw: object) -> tuple[list[Step], list[Problem]]:
    """The steps of a plan, and those that are none; paths begin with `steps`."""
    if not isinstance(raw, list | tuple) or len(raw) > MOST_STEPS:
        return [], [Problem("steps", f"Expected a list of at most {MOST_STEPS} steps.")]
    steps: list[Step] = []
    problems: list[Problem] = []
    for index, entry in enumerate(raw):
        try:
            steps.append(msgspec.convert(entry, Step))
        except msgspec.ValidationError as error:
            problems.append(Problem(f"steps[{index}]", f"{error}."))
    return steps, problems


# How the schema changes


def derive(old: LabelSchema, steps: Sequence[Step]) -> tuple[dict[str, Any], list[Problem]]:
    """The schema that the steps lead to, as plain JSON that must still be checked; and steps that lead nowhere."""
    schema: dict[str, Any] = msgspec.to_builtins(old)
    problems: list[Problem] = []
    for index, step in enumerate(steps):
        found = list(_take(schema, step))
        problems += under(f"steps[{index}]", found)
        if found:
            break  # what follows would only say the same again
    return schema, problems


def unexplained(derived: LabelSchema, new: LabelSchema) -> Iterator[Problem]:
    """What of `new` the steps, which lead to `derived`, do not say; paths are into the plan."""
    for question in derived.questions:
        newer = new.question(question.name)
        if newer is None:
            yield Problem("schema", f"The question '{question.name}' is gone, and no step says what becomes of it.")
            continue
        if (newer.kind, newer.target) != (question.kind, question.target):
            said = f"'{question.name}' is of another kind or hangs on something else: retire it, and add another name."
            yield Problem("schema", said)
            continue
        for option in option_ids(question) - option_ids(newer):
            said = f"The option '{option}' of '{question.name}' is gone, and no step says what becomes of it."
            yield Problem("schema", said)


def option_ids(question: Question) -> frozenset[str]:
    """The ids of a question's options, of its whole tree; none for a kind that has no options."""
    place = OPTIONS.get(question.kind)
    if place is None:
        return frozenset()
    return frozenset(each["id"] for each, _ in _entries(question.settings.get(place.settings, []), place.below))


def _take(schema: dict[str, Any], step: Step) -> Iterator[Problem]:
    questions: list[dict[str, Any]] = schema["questions"]
    if isinstance(step, AddQuestion):
        questions.append(msgspec.to_builtins(step.question))
        return
    found = next((each for each in questions if each["name"] == step.question), None)
    if found is None:
        yield Problem("question", f"There is no question called '{step.question}'.")
    elif isinstance(step, RetireQuestion):
        questions.remove(found)
    elif isinstance(step, RenameQuestion):
        if any(each["name"] == step.to for each in questions):
            yield Problem("to", f"There is a question called '{step.to}' already.")
        found["name"] = step.to
        _in_conditions(questions, lambda condition: _renamed(condition, step.question, step.to))
        for place, name in _asked_before(questions, step.question):
            place[name] = step.to
    else:
        yield from _take_option(questions, found, step)


def _take_option(questions: list[dict[str, Any]], found: dict[str, Any], step: OptionStep) -> Iterator[Problem]:
    place = OPTIONS.get(found["kind"])
    if place is None:
        yield Problem("question", f"'{step.question}' is of a kind ({found['kind']}) that has no options.")
        return
    tree = found["settings"].setdefault(place.settings, [])
    known = {each["id"]: (each, beside) for each, beside in _entries(tree, place.below)}
    for name in _named(step):
        if name not in known:
            yield Problem("option", f"'{step.question}' has no option '{name}'.")
            return
    if isinstance(step, SplitOption) and step.answers not in {"ask", *(each.id for each in step.into)}:
        yield Problem("answers", "Say `ask`, or one of the options it is split into.")
    match step:
        case AddOption():
            tree.append(_fresh(step.option, None))
        case RetireOption():
            _remove(known, step.option)
        case RenameOption():
            if step.to in known and step.to != step.option:
                yield Problem("to", f"There is an option '{step.to}' already: merge them.")
            known[step.option][0].update({"id": step.to} | ({"title": step.title} if step.title else {}))
        case MergeOptions():
            yield from _merge(known, step)
        case SplitOption():
            like, beside = known[step.option]
            at = beside.index(like)
            kept = [each for each in step.into if each.id == step.option or each.id not in known]
            beside[at : at + 1] = [_fresh(each, like) for each in kept]
    moves = {name: ids[0] for name, ids in _moves(step).items() if len(ids) == 1}
    _in_conditions(questions, lambda condition: _revalued(condition, found["name"], moves))
    _in_lists(questions, found["name"], step)


def _merge(known: Mapping[str, tuple[dict[str, Any], list[dict[str, Any]]]], step: MergeOptions) -> Iterator[Problem]:
    if step.to not in known:
        known[step.options[0]][0]["id"] = step.to
        kept = step.options[0]
    else:
        kept = step.to
    if step.title:
        known[kept][0]["title"] = step.title
    for name in step.options:
        if name != kept:
            _remove(known, name)
    yield from ()


def _remove(known: Mapping[str, tuple[dict[str, Any], list[dict[str, Any]]]], name: str) -> None:
    entry, beside = known[name]
    beside.remove(entry)


def _fresh(option: NewOption, like: dict[str, Any] | None) -> dict[str, Any]:
    """A new entry: as the one it comes from (a kind may want more than a title), but for its own key and branches."""
    kept = {name: said for name, said in (like or {}).items() if name not in ("key", "options", "categories")}
    return kept | {"id": option.id, "title": option.title or option.id}


def _named(step: OptionStep) -> list[str]:
    match step:
        case AddOption():
            return []
        case MergeOptions():
            return [name for name in step.options if name != step.to]
        case _:
            return [step.option]


def _entries(tree: list[dict[str, Any]], below: str) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Every entry of a tree with the list it stands in, without recursion: trees of strangers may be deep."""
    waiting = [(entry, tree) for entry in tree][::-1]
    while waiting:
        entry, beside = waiting.pop()
        yield entry, beside
        branches: list[dict[str, Any]] = entry.get(below, []) if below else []
        waiting += [(each, branches) for each in branches][::-1]


def _in_conditions(questions: list[dict[str, Any]], change: Callable[[dict[str, Any]], None]) -> None:
    for question in questions:
        waiting = [question[name] for name in ("show_if", "required_if") if question.get(name)]
        while waiting:
            condition = waiting.pop()
            change(condition)
            waiting += [*(condition.get("all") or []), *(condition.get("any") or [])]
            waiting += [condition["not"]] if condition.get("not") else []


def _asked_before(questions: list[dict[str, Any]], name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Where other questions' settings speak of the one of that name: what holds the name, and under which key."""
    for question in questions:
        *way, key = ASKED_BEFORE.get(question["kind"], ("",))
        place = question.get("settings") or {}
        for part in way:
            place = place.get(part) or {}
        if key and place.get(key) == name:
            yield place, key


def _in_lists(questions: list[dict[str, Any]], name: str, step: OptionStep) -> None:
    """Lists of its options in other questions' settings. One that would be left empty stays: empty means any."""
    became = {step.option: [each.id for each in step.into]} if isinstance(step, SplitOption) else _moves(step)
    for question in questions:
        entries, lists = OPTIONS_BEFORE.get(question["kind"], ("", ()))
        if not lists or name not in (place[key] for place, key in _asked_before([question], name)):
            continue
        for entry in question["settings"].get(entries, []):
            for each in lists:
                now = [new for old in entry.get(each, ()) for new in became.get(old, [old])]
                entry.update({each: list(dict.fromkeys(now))} if now else {})


def _renamed(condition: dict[str, Any], old: str, new: str) -> None:
    if condition.get("question") == old:
        condition["question"] = new


def _revalued(condition: dict[str, Any], question: str, moves: Mapping[str, str]) -> None:
    if condition.get("question") != question:
        return
    if isinstance(condition.get("equals"), str):
        condition["equals"] = moves.get(condition["equals"], condition["equals"])
    if isinstance(condition.get("in"), list):
        condition["in"] = list(dict.fromkeys(moves.get(each, each) for each in condition["in"]))


def _moves(step: OptionStep) -> dict[str, list[str]]:
    """Old option → what it becomes in answers; [] where that is nothing, absent where it stays."""
    match step:
        case RenameOption():
            return {step.option: [step.to]}
        case MergeOptions():
            return {name: [step.to] for name in step.options}
        case SplitOption():
            return {step.option: [] if step.answers == "ask" else [step.answers]}
        case RetireOption():
            return {step.option: []}
        case _:
            return {}


# How answers read


class Lift:
    """Answers given before the schema last changed its meaning, in the words of that version: the `floor`.

    Later versions only added to it, so an answer that was given under the floor or later stays as it is.
    """

    def __init__(self, migrations: Sequence[Migration] = ()) -> None:
        self.migrations = sorted(migrations, key=lambda each: each.to_version)
        self.floor = self.migrations[-1].to_version if self.migrations else 0

    def until(self, version: int) -> Lift:
        """As if no later version had come."""
        return Lift([each for each in self.migrations if each.to_version <= version])

    def version(self, version: int) -> int:
        """The version in whose words an answer given under `version` reads."""
        return max(version, self.floor)

    def name(self, version: int, question: str) -> str:
        """What a question of `version` is called by now."""
        for migration in self.migrations:
            for step in migration.steps if migration.to_version > version else ():
                if isinstance(step, RenameQuestion) and step.question == question:
                    question = step.to
        return question

    def read(self, version: int, answers: dict[str, dict[str, Any]]) -> Carried:
        """What was said under `version`; what lost its meaning is left out, and named as open."""
        if version >= self.floor:
            return Carried(answers)
        found = {name: dict(by_target) for name, by_target in answers.items()}
        left: set[tuple[str, str]] = set()
        gone = 0
        for migration in self.migrations:
            if migration.to_version <= version:
                continue
            kinds = dict(migration.kinds)
            for step in migration.steps:
                gone += isinstance(step, RetireQuestion) and step.question in found
                found, left = _carry(found, left, step, kinds)
        return Carried(found, frozenset(left), gone)


Found = dict[str, dict[str, Any]]


def _carry(
    found: Found, left: set[tuple[str, str]], step: Step, kinds: dict[str, str]
) -> tuple[Found, set[tuple[str, str]]]:
    match step:
        case AddQuestion():
            kinds[step.question.name] = step.question.kind
        case RetireQuestion():
            found.pop(step.question, None)
            left = {each for each in left if each[0] != step.question}
        case RenameQuestion():
            kinds[step.to] = kinds.pop(step.question, "")
            found = {step.to if name == step.question else name: said for name, said in found.items()}
            left = {(step.to if name == step.question else name, target) for name, target in left}
        case _:
            for target, answer in list(found.get(step.question, {}).items()):
                carried = _carry_answer(answer, step, kinds.get(step.question, ""))
                if carried is None:
                    del found[step.question][target]
                    left.add((step.question, target))
                else:
                    found[step.question][target] = carried
            if not found.get(step.question, True):
                del found[step.question]
    return found, left


def _carry_answer(answer: dict[str, Any], step: OptionStep, kind: str) -> dict[str, Any] | None:
    """The answer after the step; None where it needs a new one."""
    place = OPTIONS.get(kind)
    moves = _moves(step)
    if place is None or not moves or answer.get("state") != "answered":
        return answer
    value: dict[str, Any] = answer["value"]
    kept: list[Any] = []
    for entry in value[place.value]:
        said: str = entry[place.key] if place.key else entry
        if said not in moves:
            kept.append(entry)
        elif moves[said]:
            kept.append({**entry, place.key: moves[said][0]} if place.key else moves[said][0])
        elif not (isinstance(step, RetireOption) and step.answers == "drop"):
            return None
    unique = [entry for index, entry in enumerate(kept) if entry not in kept[:index]]
    if value[place.value] and not unique and not place.none_is_said:
        return None
    return {**answer, "value": {**value, place.value: unique}}


# A first plan, from the difference of two schemas


def guess(old: LabelSchema, new: LabelSchema) -> list[Step]:
    """Steps that explain every difference that touches answers. Same titles are taken for the same thing; what is
    left over is asked again."""
    come = [each for each in new.questions if old.question(each.name) is None]
    steps: list[Step] = []
    pairs = [(each, newer) for each in old.questions if (newer := new.question(each.name)) is not None]
    for question in old.questions:
        if new.question(question.name) is not None:
            continue
        twin = next((each for each in come if _alike(question, each)), None)
        if twin is None:
            steps.append(RetireQuestion(question.name))
            continue
        come.remove(twin)
        steps.append(RenameQuestion(question.name, twin.name))
        pairs.append((question, twin))
    for before, after in pairs:
        steps += _guess_options(before, after)
    return steps + [AddQuestion(each) for each in come]


def _alike(old: Question, new: Question) -> bool:
    same = old.title.casefold() == new.title.casefold() or old.settings == new.settings
    return same and (old.kind, old.target) == (new.kind, new.target)


def _guess_options(old: Question, new: Question) -> list[Step]:
    place = OPTIONS.get(old.kind)
    if place is None or old.kind != new.kind:
        return []
    before, after = (
        {each["id"]: str(each.get("title", "")) for each, _ in _entries(side.settings[place.settings], place.below)}
        for side in (old, new)
    )
    come = {name: title for name, title in after.items() if name not in before}
    steps: list[Step] = []
    gone = [name for name in before if name not in after]
    for name in gone:
        twin = next((one for one, title in come.items() if title.casefold() == before[name].casefold()), None)
        if twin is None:
            steps.append(RetireOption(new.name, name))
        else:
            steps.append(RenameOption(new.name, name, twin, come.pop(twin)))
    return steps + [AddOption(new.name, NewOption(name, title)) for name, title in come.items()]
