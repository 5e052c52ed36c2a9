"""Shared by the lives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.lives.team import Team


@pytest.fixture
def team(app: Any) -> Iterator[Team]:
    """The owner of a fresh server, and whoever she lets in."""
    made = Team(app)
    yield made
    for client in made.clients:
        client.close()
