"""Writing and rewriting."""

import random
from typing import Annotated, Any, Literal

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.model import LabelSchema, Level, Measure, Question, Scalar, Subject
from armslength.questions.text.checks import (
    Count,
    Form,
    Phrases,
    Script,
    check_checks,
    longest_compared,
    sample_text,
    tightened,
    unmet,
)

MOST_CHARS = 200_000
Length = Annotated[int, msgspec.Meta(ge=0, le=MOST_CHARS)]
_WORDS = ("short", "clear", "plain", "answer", "with", "one", "example", "and", "no", "filler")
_COMPARING = ("pairwise", "ranking")


class Draft(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is rewritten: a field, or in a `many` field the response that the question `response` chose as best."""

    field: str
    response: str | None = None


class TextSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Lengths count characters (Unicode code points), words are what stands between blanks. `must_change`: an unedited
    draft is no answer. `json`: the text must be JSON of this shape ({}: of any). `must_contain`, `must_not_contain`:
    phrases as whole words, capitals aside. `script`: the letters that at least half of it is written in. `serves_as`:
    what exports take it for: the `completion` that an assistant should give, or what is `expected`, the short answer
    that a reward or an evaluation compares with. `personal_data`: whether who writes what looks like somebody's address
    or number is warned."""

    min_length: Length | None = None
    max_length: Length | None = None
    format: Literal["plain", "markdown"] = "plain"
    rewrite_of: Draft | None = None
    must_change: bool = False
    min_words: Count | None = None
    max_words: Count | None = None
    json: dict[str, Any] | None = None
    pattern: Form | None = None
    must_contain: Phrases = []
    must_not_contain: Phrases = []
    script: Script | None = None
    serves_as: Literal["completion", "expected"] | None = None
    personal_data: Literal["warn", "allow"] = "warn"


class TextValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was written."""

    text: Annotated[str, msgspec.Meta(max_length=MOST_CHARS)]


class Text:
    """A text, written or rewritten."""

    kind = "text"
    title = "Text"
    summary = "Write a text, or rewrite a draft and see what changed."
    targets: tuple[Level, ...] = ("item", "message", "turn", "response")
    numeric = False
    Settings = TextSettings
    Value = TextValue

    def check_settings(self, settings: TextSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """Lengths can be met; the draft can be found; what is checked means something."""
        problems = check_checks(settings)
        if settings.max_length is not None and settings.max_length < max(settings.min_length or 0, 1):
            problems.append(Problem("max_length", "`max_length` is below `min_length`, or zero."))
        if (most := longest_compared(settings)) is not None and (settings.min_length or 0) > most:
            problems.append(Problem("min_length", f"`pattern` is compared with at most {most} characters."))
        levels = {"completion": ("item", "message"), "expected": ("item",)}.get(settings.serves_as or "")
        if levels is not None and question.target.level not in levels:
            problems.append(Problem("serves_as", f"It must hang on one of these: {', '.join(levels)}."))
        if settings.rewrite_of is not None:
            return problems + _check_draft(settings.rewrite_of, schema, question)
        if settings.must_change:
            problems.append(Problem("must_change", "There is no draft to change: say `rewrite_of`."))
        return problems

    def is_empty(self, value: TextValue) -> bool:
        """Nothing but blanks."""
        return not value.text.strip()

    def check_content(self, settings: TextSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: TextValue, settings: TextSettings, subject: Subject) -> list[Problem]:
        """Long and short enough; changed where it must be; of the form that is asked for."""
        length, problems = len(value.text), []
        if settings.max_length is not None and length > settings.max_length:
            problems.append(Problem("text", f"{length} characters are more than the {settings.max_length} allowed."))
        if (least := settings.min_length or 0) > length:
            problems.append(Unfinished("text", f"Write at least {least} characters ({length} so far)."))
        draft = draft_of(settings, subject) if settings.must_change else None
        if draft is not None and draft.strip() == value.text.strip():
            problems.append(Unfinished("text", "This is still the draft; change it."))
        return problems + [Unfinished("text", each.message) for each in unmet(value.text, settings)]

    def scalar(self, value: TextValue) -> Scalar:
        """The text."""
        return value.text

    def scalars(self, settings: TextSettings) -> frozenset[str | float] | None:
        """Endless."""
        return None

    def measure(self, settings: TextSettings) -> Measure:
        """Nominal, and of little use: people hardly ever write the same."""
        return Measure("nominal", lambda _: {}, text=lambda value: value.text)

    def columns(self, value: TextValue) -> dict[str, Any]:
        """The text."""
        return {"": value.text}

    def narrowed(self, old: TextSettings, new: TextSettings) -> list[Problem]:
        """The same draft, lengths no tighter, and nothing more demanded."""
        problems = [Problem("rewrite_of", "It rewrote something else.")] if old.rewrite_of != new.rewrite_of else []
        if (new.min_length or 0) > (old.min_length or 0):
            problems.append(Problem("min_length", f"Texts could be as short as {old.min_length or 0}."))
        if new.max_length is not None and new.max_length < (old.max_length or MOST_CHARS):
            problems.append(Problem("max_length", f"Texts could be as long as {old.max_length or MOST_CHARS}."))
        if new.must_change and not old.must_change:
            problems.append(Problem("must_change", "Drafts could be left unchanged before."))
        return problems + tightened(old, new)

    def random_value(
        self, rng: random.Random, settings: TextSettings, subject: Subject, truth: TextValue | None = None,
        noise: float = 0.0,
    ) -> TextValue:  # fmt: skip
        """A few words of the right length; a draft with an ending."""
        if truth is not None and rng.random() >= noise:
            return truth
        if (checked := sample_text(settings, rng)) is not None:
            return TextValue(checked)
        most = settings.max_length or MOST_CHARS
        draft = draft_of(settings, subject) or ""
        wanted = min(max(settings.min_length or 0, len(draft) + 20, 30), most)
        ending = " ".join(rng.choice(_WORDS) for _ in range(wanted // 2 + 1))
        text = f"{draft[: wanted - 20]} {ending}".strip()[:wanted].strip()
        return TextValue(text.ljust(settings.min_length or 0, "."))


def draft_of(settings: TextSettings, subject: Subject) -> str | None:
    """The text to rewrite at this target; None where there is none (no winner, an absent field)."""
    if settings.rewrite_of is None:
        return None
    texts = subject.texts(settings.rewrite_of.field)
    level = subject.target.partition(":")[0]
    if level == "m":
        return texts.get((subject.part, None))
    if level == "r":
        return texts.get((None, subject.part))
    chosen = _chosen(subject, settings.rewrite_of.response) if settings.rewrite_of.response else None
    return texts.get((None, chosen))


def _chosen(subject: Subject, question: str) -> str | None:
    """The response that a comparison put first."""
    answer = subject.answer(question)
    value = answer.value if answer is not None and answer.state == "answered" else None
    if not isinstance(value, dict):
        return None
    groups = value.get("groups") or [[]]
    best = value.get("winner") or next(iter(groups[0]), None)
    return best if isinstance(best, str) else None


def _check_draft(draft: Draft, schema: LabelSchema, question: Question) -> list[Problem]:
    field = schema.field(draft.field)
    if field is None:
        return [Problem("rewrite_of.field", f"There is no field called '{draft.field}'.")]
    if question.target.level in ("message", "response") and question.target.field != draft.field:
        return [Problem("rewrite_of.field", f"This question hangs on '{question.target.field}'; rewrite that.")]
    if field.kind not in (("chat",) if question.target.level == "message" else ("text", "code")):
        return [Problem("rewrite_of.field", f"A {field.kind} field has no single text to rewrite here.")]
    if question.target.level != "item" or not field.many:
        useless = draft.response is not None
        return [Problem("rewrite_of.response", "There is only one text to rewrite here.")] if useless else []
    return _check_chooser(draft, schema, question)


def _check_chooser(draft: Draft, schema: LabelSchema, question: Question) -> list[Problem]:
    names = [each.name for each in schema.questions]
    earlier = names[: names.index(question.name)] if question.name in names else []
    chooser = schema.question(draft.response)
    if chooser is None or chooser.kind not in _COMPARING or chooser.settings.get("field") != draft.field:
        hint = f"Name the pairwise or ranking question that chooses among '{draft.field}'."
        return [Problem("rewrite_of.response", hint)]
    if chooser.name not in earlier:
        return [Problem("rewrite_of.response", f"'{chooser.name}' must be asked before it is rewritten.")]
    return []
