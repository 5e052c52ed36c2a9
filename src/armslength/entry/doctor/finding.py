"""What was looked at, how it is, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

State = Literal["ok", "warn", "fail"]


class Finding(msgspec.Struct, frozen=True):
    """`found` is a sentence; `advice` says what to do, empty when all is well."""

    check: str
    state: State
    found: str
    advice: str = ""


class Report(msgspec.Struct, frozen=True):
    """Everything that was looked at; `state` is the worst of it."""

    state: State
    findings: list[Finding]


def report(findings: Sequence[Finding]) -> Report:
    """All findings, and the worst of them."""
    states = {finding.state for finding in findings}
    worst: State = "fail" if "fail" in states else "warn" if "warn" in states else "ok"
    return Report(worst, list(findings))


def ok(check: str, found: str) -> Finding:
    """As it should be."""
    return Finding(check, "ok", found)


def warn(check: str, found: str, advice: str) -> Finding:
    """It works, and will not for ever."""
    return Finding(check, "warn", found, advice)


def fail(check: str, found: str, advice: str) -> Finding:
    """It does not work, or is not safe."""
    return Finding(check, "fail", found, advice)
