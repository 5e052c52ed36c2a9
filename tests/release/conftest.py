"""A project with answers, and the releases of it."""

from pathlib import Path

import pytest
from tests.answered import Answered, make_answered
from tests.release.test_release import SCHEMA

from armslength.kit.db import Database
from armslength.release.service import ReleaseService


@pytest.fixture
async def world(db: Database, tmp_path: Path) -> Answered:
    return await make_answered(db, tmp_path, SCHEMA)


@pytest.fixture
def releases(world: Answered) -> ReleaseService:
    place = world.place
    return ReleaseService(place.db, world.walls, place.keys, place.storage, place.clock)
