"""The nouns of tracing."""

from typing import Literal

Rewording = Literal["contractions", "phrases", "spelling", "numbers"]
"""How a second form is made: "do not" → "don't" · "for example" ↔ "for instance" and the like · American ↔ British
spelling · number words → digits."""
