"""The people and the small application of identity's tests."""

from tests.identity.conftest import api as api
from tests.identity.conftest import probed as probed
from tests.identity.conftest import world as world
