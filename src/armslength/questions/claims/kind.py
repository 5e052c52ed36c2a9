"""Marking claims, each with a verdict and the evidence for it: stretches of a source, or addresses."""

import random
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec

from armslength.fields.model import Problem, Unfinished
from armslength.questions.choice.kind import Color, Key, OptionId, repeated
from armslength.questions.model import Help, LabelSchema, Level, Measure, Parts, Question, Scalar, Subject
from armslength.questions.spans.kind import check_field, check_place, placed, some_words

MOST_CLAIMS = 1000
MOST_EVIDENCE = 50


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What can be found of a claim. `evidence`: it must be shown by what."""

    id: OptionId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    help: Help | None = None
    color: Color | None = None
    key: Key | None = None
    evidence: bool = False


class ClaimsSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """In which field claims are marked, and in which fields evidence; whether evidence may be an address.

    `fixes`: whether a claim may be put right. `min`: how many claims at least (none is an answer too).
    """

    field: str
    verdicts: Annotated[list[Verdict], msgspec.Meta(min_length=1, max_length=50)]
    evidence_fields: Annotated[list[str], msgspec.Meta(max_length=4)] = []
    urls: bool = True
    fixes: bool = False
    min: Annotated[int, msgspec.Meta(ge=0, le=MOST_CLAIMS)] | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Either `url`, with the words found there as `quote`; or a stretch of a field, as a span."""

    quote: Annotated[str, msgspec.Meta(max_length=20_000)] | None = None
    url: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None
    message: str | None = None
    response: str | None = None


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`start` to before `end` in Unicode code points, `quote` the text there; `fix` is what it should say."""

    start: int
    end: int
    quote: str
    field: str
    verdict: str
    evidence: Annotated[list[Evidence], msgspec.Meta(max_length=MOST_EVIDENCE)] = []
    message: str | None = None
    response: str | None = None
    fix: Annotated[str, msgspec.Meta(max_length=5000)] | None = None

    @property
    def label(self) -> str:
        """What it says of its stretch."""
        return self.verdict


class ClaimsValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The claims, in any order; none is an answer."""

    claims: Annotated[list[Claim], msgspec.Meta(max_length=MOST_CLAIMS)]


class Claims:
    """Claims with verdicts."""

    kind = "claims"
    title = "Claims"
    summary = "Mark what a text claims; say of each whether it holds, and show by what: in a source, or at an address."
    targets: tuple[Level, ...] = ("item", "message", "response")
    numeric = False
    Settings = ClaimsSettings
    Value = ClaimsValue

    def check_settings(self, settings: ClaimsSettings, schema: LabelSchema, question: Question) -> list[Problem]:
        """The fields have text; verdicts are told apart; evidence that must be shown can be."""
        problems = check_field(settings.field, schema, question) + repeated("verdicts", settings.verdicts, "id", "key")
        on_item = msgspec.structs.replace(question, target=type(question.target)())
        problems += [
            Problem(f"evidence_fields[{index}]", problem.message)
            for index, name in enumerate(settings.evidence_fields)
            for problem in check_field(name, schema, on_item)
        ]
        if not settings.urls and not settings.evidence_fields and any(each.evidence for each in settings.verdicts):
            problems.append(Problem("urls", "A verdict needs evidence, and there is no way to show any."))
        return problems

    def is_empty(self, value: ClaimsValue) -> bool:
        """No claims: "there is nothing to check" is an answer."""
        return False

    def check_content(self, settings: ClaimsSettings, subject: Subject) -> list[Problem]:
        """Nothing more than its fields say."""
        return []

    def check_value(self, value: ClaimsValue, settings: ClaimsSettings, subject: Subject) -> list[Problem]:
        """Each claim lies in the text once, with a known verdict; its evidence is there to be found."""
        verdicts = {verdict.id: verdict for verdict in settings.verdicts}
        problems: list[Problem] = []
        seen: set[Any] = set()
        for index, claim in enumerate(value.claims):
            found = check_place(claim, [settings.field], subject)
            place = _place(claim)
            if not found and place in seen:
                found.append(Problem("", "The same stretch is claimed twice."))
            seen.add(place)
            found += _check_claim(claim, verdicts.get(claim.verdict), settings, subject)
            problems += [
                type(each)(f"claims[{index}].{each.path}".rstrip("."), each.message) for each in found
            ]  # fmt: skip
        if len(value.claims) < (least := settings.min or 0):
            problems.append(Unfinished("claims", f"Mark at least {least}."))
        return problems

    def scalar(self, value: ClaimsValue) -> Scalar:
        """The verdicts given."""
        return tuple(sorted({claim.verdict for claim in value.claims}))

    def scalars(self, settings: ClaimsSettings) -> frozenset[str | float] | None:
        """The ids of the verdicts."""
        return frozenset(verdict.id for verdict in settings.verdicts)

    def measure(self, settings: ClaimsSettings) -> Measure:
        """Claims are compared stretch by stretch, by verdict."""
        parts = Parts(_by_place, _made, said=lambda claim: claim.verdict, fields=(settings.field,))
        return Measure("spans", lambda _: {}, parts=parts)

    def columns(self, value: ClaimsValue) -> dict[str, Any]:
        """The claims; how many there are, in all and by verdict."""
        counts: dict[str, int] = {}
        for claim in value.claims:
            counts[claim.verdict] = counts.get(claim.verdict, 0) + 1
        return {
            "": [msgspec.to_builtins(claim) for claim in value.claims], "count": len(value.claims),
            "verdicts": counts or None,
        }  # fmt: skip

    def narrowed(self, old: ClaimsSettings, new: ClaimsSettings) -> list[Problem]:
        """The same field; verdicts and places of evidence may come, not go."""
        problems = [Problem("field", "Claims were marked in another field.")] if old.field != new.field else []
        after = {verdict.id: verdict for verdict in new.verdicts}
        for verdict in old.verdicts:
            if verdict.id not in after:
                problems.append(Problem("verdicts", f"The verdict '{verdict.id}' is gone."))
            elif after[verdict.id].evidence and not verdict.evidence:
                problems.append(Problem("verdicts", f"'{verdict.id}' needed no evidence before."))
        if set(old.evidence_fields) - set(new.evidence_fields):
            problems.append(Problem("evidence_fields", "Evidence was found in other fields, too."))
        for name in ("urls", "fixes"):
            if getattr(old, name) and not getattr(new, name):
                problems.append(Problem(name, "This was offered before."))
        if (new.min or 0) > (old.min or 0):
            problems.append(Problem("min", "Fewer claims were enough before."))
        return problems

    def random_value(
        self, rng: random.Random, settings: ClaimsSettings, subject: Subject, truth: ClaimsValue | None = None,
        noise: float = 0.0,
    ) -> ClaimsValue:  # fmt: skip
        """Some words; with a truth, now and then a claim is missed."""
        if truth is not None:
            kept = [claim for claim in truth.claims if rng.random() >= noise]
            return ClaimsValue(kept if len(kept) >= (settings.min or 0) else truth.claims)
        words = list(some_words(settings.field, subject))
        rng.shuffle(words)
        count = min(len(words), max(settings.min or 0, rng.randint(0, 3)))
        return ClaimsValue([_any(rng, word, settings, subject) for word in words[:count]])


def _check_claim(
    claim: Claim, verdict: Verdict | None, settings: ClaimsSettings, subject: Subject
) -> list[Problem]:  # fmt: skip
    problems: list[Problem] = []
    if verdict is None:
        problems.append(Problem("verdict", f"There is no verdict '{claim.verdict}'."))
    elif verdict.evidence and not claim.evidence:
        problems.append(Unfinished("evidence", f"Show by what: '{verdict.title}' needs evidence."))
    if claim.fix is not None and not settings.fixes:
        problems.append(Problem("fix", "This question does not ask to put claims right."))
    for index, evidence in enumerate(claim.evidence):
        found = _check_evidence(evidence, settings, subject)
        problems += [type(each)(f"evidence[{index}].{each.path}", each.message) for each in found]
    return problems


def _check_evidence(evidence: Evidence, settings: ClaimsSettings, subject: Subject) -> list[Problem]:
    stretch = (evidence.field, evidence.start, evidence.end)
    if evidence.url is not None:
        if any(part is not None for part in (*stretch, evidence.message, evidence.response)):
            return [Problem("url", "Evidence is an address or a stretch of a field, not both.")]
        if not settings.urls:
            return [Problem("url", "Evidence here is in the fields, not at addresses.")]
        return [] if _is_address(evidence.url) else [Unfinished("url", "Give the whole address, with https://.")]
    if any(part is None for part in (*stretch, evidence.quote)):
        return [Problem("field", "Give a url, or field, start, end and quote.")]
    # What shows it may stand anywhere, whatever the claim hangs on.
    whole = Subject(subject.schema, subject.content)
    return check_place(evidence, settings.evidence_fields, whole)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(each.isspace() for each in url)


def _place(claim: Claim) -> tuple[str, str, str, int, int]:
    return next(iter(placed([claim])))[:5]


def _by_place(value: ClaimsValue) -> dict[tuple[str, str, str, int, int], Claim]:
    return {_place(claim): claim for claim in value.claims}


def _made(claims: Sequence[Any]) -> ClaimsValue:
    return ClaimsValue(list(claims))


def _any(rng: random.Random, word: dict[str, Any], settings: ClaimsSettings, subject: Subject) -> Claim:
    verdict = rng.choice(settings.verdicts)
    evidence: list[Evidence] = []
    if verdict.evidence:
        whole = Subject(subject.schema, subject.content)
        words = [found for name in settings.evidence_fields for found in some_words(name, whole)]
        if words:
            evidence = [Evidence(**rng.choice(words))]
        elif settings.urls:
            evidence = [Evidence(url="https://example.org/source")]
    if verdict.evidence and not evidence:
        verdict = next((each for each in settings.verdicts if not each.evidence), verdict)
    return Claim(**word, verdict=verdict.id, evidence=evidence)
