"""Fits as they are kept between two of them, and how often they are made."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Final

import msgspec
import numpy as np

import armslength_quality as quality
from armslength.truth.model import Findings, FitFacts
from armslength.truth.rules.inference import Fitted

FIT_AGAIN_ITEMS: Final = 20
FIT_AGAIN_SHARE: Final = 0.1
"""A fit is asked for when so many items were answered since the last one, and this share of those it knew."""


class KeptLevels(msgspec.Struct, frozen=True, array_like=True):
    """What is known of people who give numbers: by person (shift, variance); as `quality.Levels`."""

    people: dict[str, tuple[float, float]]
    usual: float | None
    centre: float
    truths: float | None
    method: str


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """One question's fit. Tables as float64, in the order of `labels` and `people`."""

    facts: FitFacts
    labels: list[str]
    people: list[str]
    counts: bytes
    shares: bytes
    correlation: float
    skill: dict[str, tuple[float, float, float, int]]
    findings: Findings = Findings()
    levels: KeptLevels | None = None


_decoder = msgspec.msgpack.Decoder(dict[str, Kept])


def packed(fits: Mapping[str, Fitted]) -> bytes:
    """Fits as bytes."""
    return msgspec.msgpack.encode({name: _kept(fitted) for name, fitted in fits.items()}, order="deterministic")


def unpacked(plain: bytes) -> dict[str, Fitted]:
    """And back."""
    return {name: _fitted(kept) for name, kept in _decoder.decode(plain).items()}


def _kept(fitted: Fitted) -> Kept:
    tables, levels = fitted.tables, fitted.levels
    if tables is None:
        assert levels is not None  # a fit knows one or the other
        kept = KeptLevels(
            {str(who): (levels.shift[who], levels.variance[who]) for who in levels.shift}, _finite(levels.usual),
            levels.centre, _finite(levels.truths), levels.method,
        )  # fmt: skip
        return Kept(fitted.facts, [], [], b"", b"", 0.0, fitted.skill, fitted.findings, kept)
    return Kept(
        fitted.facts, list(map(str, tables.categories)), list(map(str, tables.annotators)), tables.counts.tobytes(),
        tables.shares.tobytes(), tables.correlation, fitted.skill, fitted.findings,
    )  # fmt: skip


def _fitted(kept: Kept) -> Fitted:
    if kept.levels is not None:
        return Fitted(kept.facts, None, kept.skill, kept.findings, levels=_levels(kept.levels))
    count = len(kept.labels)
    counts = np.frombuffer(kept.counts, dtype=np.float64).reshape(len(kept.people), count, count)
    shares = np.frombuffer(kept.shares, dtype=np.float64)
    tables = quality.WorkerTables(tuple(kept.labels), tuple(kept.people), counts, shares, kept.correlation)
    return Fitted(kept.facts, tables, kept.skill, kept.findings)


def _levels(kept: KeptLevels) -> quality.Levels:
    shift: dict[Hashable, float] = {who: each[0] for who, each in kept.people.items()}
    variance: dict[Hashable, float] = {who: each[1] for who, each in kept.people.items()}
    usual = math.nan if kept.usual is None else kept.usual
    truths = math.inf if kept.truths is None else kept.truths
    return quality.Levels(shift, variance, usual, kept.centre, truths, kept.method)


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
