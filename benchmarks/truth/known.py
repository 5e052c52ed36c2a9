"""Answers with their truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength_quality import Answers


@dataclass(frozen=True)
class Known:
    """Answers with codes for names, and the true label of each item (-1 where it is not known)."""

    name: str
    answers: Answers
    truth: np.ndarray
