"""What a written text must hold, beyond its length: told while one writes, and asked again at submit.

web/src/questions/text/checks.ts is the same; contracts/questions/text/checks.json holds cases for both.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Protocol

import msgspec

from armslength.fields.model import Problem
from armslength.questions.text.pattern import BLANKS, MOST_CHARS, BadPattern, Pattern, read_pattern
from armslength.questions.text.shape import check_shape, misshapen, sample_of

Script = Literal[
    "latin", "cyrillic", "greek", "arabic", "hebrew", "devanagari", "han", "japanese", "korean", "thai"
]  # fmt: skip
Count = Annotated[int, msgspec.Meta(ge=0, le=50_000)]
Phrase = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Phrases = Annotated[list[Phrase], msgspec.Meta(max_length=50)]

RANGES: Final[dict[str, tuple[tuple[int, int], ...]]] = {
    "latin": ((0x41, 0x24F), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF)),
    "cyrillic": ((0x400, 0x52F), (0x1C80, 0x1C8F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
    "greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "arabic": ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    "hebrew": ((0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    "devanagari": ((0x900, 0x97F), (0xA8E0, 0xA8FF)),
    "han": ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)),
    "japanese": (
        (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
        (0xFF66, 0xFF9F), (0x20000, 0x323AF),
    ),
    "korean": ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF)),
    "thai": ((0xE00, 0xE7F),),
}  # fmt: skip
"""Code points of the letters of a script."""
_NAMES: Final = {"han": "Chinese characters", "japanese": "Japanese", "korean": "Korean"}
_TO_SPACE: Final = {ord(blank): " " for blank in BLANKS}
_RUNS: Final = re.compile(r"[^\W_]+|[\W_]")
_WITHOUT_BLANKS: Final = 0x0E00
"""From here on scripts mostly stand without blanks between words: there a phrase is found anywhere."""
_WORDS: Final = ("short", "clear", "plain", "answer", "with", "one", "example", "and", "no", "filler")


class Form(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A pattern that the whole text must have, and what is said to who writes it."""

    match: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARS)]
    hint: Annotated[str, msgspec.Meta(max_length=300)] | None = None


class Checked(Protocol):
    """The settings that say what a text must hold."""

    @property
    def min_words(self) -> int | None: ...
    @property
    def max_words(self) -> int | None: ...
    @property
    def pattern(self) -> Form | None: ...
    @property
    def must_contain(self) -> list[str]: ...
    @property
    def must_not_contain(self) -> list[str]: ...
    @property
    def script(self) -> Script | None: ...
    @property
    def json(self) -> dict[str, Any] | None: ...


@dataclass(frozen=True, slots=True)
class Unmet:
    """A setting that a text does not meet, by its name, and what to do as a sentence."""

    check: str
    message: str


def words_of(text: str) -> list[str]:
    """What stands between blanks and has a letter or a digit."""
    parts = text.translate(_TO_SPACE).split(" ")
    return [part for part in parts if any(char.isalnum() for char in part)]


def unmet(text: str, settings: Checked) -> list[Unmet]:
    """What a text does not meet, in the order of the settings."""
    return list(_unmet(text, settings))


def _unmet(text: str, settings: Checked) -> Iterator[Unmet]:
    count = len(words_of(text)) if settings.min_words or settings.max_words is not None else 0
    if settings.min_words and count < settings.min_words:
        yield Unmet("min_words", f"Write at least {settings.min_words} words ({count} so far).")
    if settings.max_words is not None and count > settings.max_words:
        yield Unmet("max_words", f"{count} words are more than the {settings.max_words} allowed.")
    if settings.json is not None and (wrong := misshapen(text, settings.json)):
        yield Unmet("json", wrong)
    if settings.pattern is not None and (wrong := _formless(text, settings.pattern)):
        yield Unmet("pattern", wrong)
    told = _marked(_spaced(text)) if settings.must_contain or settings.must_not_contain else ""
    for at, phrase in enumerate(settings.must_contain):
        if not _holds(told, phrase):
            yield Unmet(f"must_contain[{at}]", f"It must contain \u201c{phrase}\u201d.")
    for at, phrase in enumerate(settings.must_not_contain):
        if _holds(told, phrase):
            yield Unmet(f"must_not_contain[{at}]", f"It must not contain \u201c{phrase}\u201d.")
    if settings.script is not None and not _is_in(text, settings.script):
        name = _NAMES.get(settings.script, f"{settings.script.capitalize()} letters")
        yield Unmet("script", f"Write it in {name}.")


def _spaced(text: str) -> str:
    """In small letters, with one space for each run of blanks and none at the ends."""
    return " ".join(part for part in text.lower().translate(_TO_SPACE).split(" ") if part)


def _formless(text: str, form: Form) -> str | None:
    pattern = _pattern_of(form)
    if pattern is None:
        return None
    length = len(text.strip(BLANKS))
    if length > pattern.longest:
        return f"At most {pattern.longest} characters are compared with the form that is asked for ({length} so far)."
    return None if pattern.fits(text) else form.hint or "It does not have the form that is asked for."


def _pattern_of(form: Form) -> Pattern | None:
    """None for what is no pattern: that was refused when it was saved, unless an older release took it."""
    try:
        return read_pattern(form.match)
    except BadPattern:
        return None


def longest_compared(settings: Checked) -> int | None:
    """The most characters of a text that are compared with the pattern, where there is one."""
    pattern = _pattern_of(settings.pattern) if settings.pattern is not None else None
    return pattern.longest if pattern is not None else None


def _marked(spaced: str) -> str:
    """With a mark wherever a word may begin or end: around each run of letters and digits, and all other characters."""
    return "\n".join(["", *_RUNS.findall(spaced), ""])


def _holds(marked: str, phrase: str) -> bool:
    """Whether the phrase stands there as whole words."""
    wanted = _spaced(phrase)
    if not wanted:
        return False
    sought = _marked(wanted)
    start = 1 if ord(wanted[0]) >= _WITHOUT_BLANKS else 0
    end = len(sought) - (1 if ord(wanted[-1]) >= _WITHOUT_BLANKS else 0)
    return sought[start:end] in marked


def _is_in(text: str, script: Script) -> bool:
    """At least half of the letters are of this script."""
    letters = {ord(char): count for char, count in Counter(text).items() if char.isalpha()}
    inside = sum(
        count for code, count in letters.items() if any(low <= code <= high for low, high in RANGES[script])
    )  # fmt: skip
    return 2 * inside >= sum(letters.values()) > 0


def check_checks(settings: Checked) -> list[Problem]:
    """What is wrong with the settings themselves."""
    problems = []
    if settings.max_words is not None and settings.max_words < max(settings.min_words or 0, 1):
        problems.append(Problem("max_words", "`max_words` is below `min_words`, or zero."))
    if settings.json is not None:
        problems += check_shape(settings.json)
    if settings.pattern is not None:
        try:
            read_pattern(settings.pattern.match)
        except BadPattern as bad:
            problems.append(Problem("pattern.match", str(bad)))
    for name in ("must_contain", "must_not_contain"):
        for at, phrase in enumerate(getattr(settings, name)):
            if not _spaced(phrase):
                problems.append(Problem(f"{name}[{at}]", "Blanks alone are no phrase."))
    demanded = {_spaced(phrase) for phrase in settings.must_contain}
    for at, phrase in enumerate(settings.must_not_contain):
        if _spaced(phrase) in demanded:
            problems.append(Problem(f"must_not_contain[{at}]", "This is demanded by `must_contain`."))
    return problems


def tightened(old: Checked, new: Checked) -> list[Problem]:
    """Which texts that were fine before may not be fine now."""
    problems = []
    if (new.min_words or 0) > (old.min_words or 0):
        problems.append(Problem("min_words", f"Texts could have as few as {old.min_words or 0} words."))
    if new.max_words is not None and (old.max_words is None or new.max_words < old.max_words):
        problems.append(Problem("max_words", "Texts could have more words."))
    for name in ("json", "pattern", "script"):
        now = getattr(new, name)
        if now is not None and now != getattr(old, name) and not (name == "json" and now == {} and old.json):
            problems.append(Problem(name, "Texts did not have to be like this."))
    for name in ("must_contain", "must_not_contain"):
        if set(getattr(new, name)) - set(getattr(old, name)):
            problems.append(Problem(name, "Texts did not have to be like this."))
    return problems


def sample_text(settings: Checked, rng: random.Random) -> str | None:
    """A text that meets what is asked for, where one demand does not stand against another; None: nothing is asked."""
    if settings.json is not None:
        return msgspec.json.encode(sample_of(settings.json, rng)).decode()
    if settings.pattern is not None:
        sample = read_pattern(settings.pattern.match).sample(rng)
        ways = (sample, f"{_some_words(settings, rng)} {sample}", f"{sample} {_some_words(settings, rng)}")
        return next((way for way in ways if not unmet(way, settings)), sample)
    if not any(
        (settings.min_words, settings.max_words, settings.must_contain, settings.must_not_contain, settings.script)
    ):
        return None
    return _some_words(settings, rng)


def _some_words(settings: Checked, rng: random.Random) -> str:
    """As many as are asked for, of the script, with the phrases that must be there."""
    forbidden = {word for phrase in settings.must_not_contain for word in _spaced(phrase).split(" ")}
    known = [word for word in _WORDS if word not in forbidden] or ["x"]
    if settings.script not in (None, "latin"):
        low, high = next(
            (low, high) for low, high in RANGES[settings.script] if chr(low + 40).isalpha() and high - low > 40
        )
        known = ["".join(chr(rng.choice(_letters(low, high))) for _ in range(4)) for _ in range(8)]
    told = [word for phrase in settings.must_contain for word in phrase.split()]
    count = max(settings.min_words or 0, min(8, settings.max_words or 8)) - len(told)
    return " ".join([*told, *(rng.choice(known) for _ in range(count))])


def _letters(low: int, high: int) -> list[int]:
    return [code for code in range(low, min(high, low + 200)) if chr(code).isalpha()]
