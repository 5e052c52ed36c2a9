"""The people and the small application of identity's tests."""

from tests.identity.conftest import world as world
