"""A rival buys into a vendor while its people work, over HTTP: once the stake is recorded nothing more is delivered;
with everything killed in the middle it is recorded and the grant frozen, or neither."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from uuid import UUID

from tests.lives.labour import patiently
from tests.lives.test_kills import House
from tests.lives.test_kills import house as house
from tests.lives.test_severed import PEOPLE, Shift, at_work, join
from tests.lives.test_severed import owner as owner

from armslength_client import ApiError, Armslength, ArmslengthClientError


def test_nothing_is_delivered_after_a_stake_and_kill_nine_leaves_one_or_the_other(
    house: House, owner: Armslength, tmp_path: Path
) -> None:
    project_id = at_work(owner, tmp_path)
    firm, rival = owner.create_vendor("Fairlabel"), owner.record_party("Meridian")
    owner.name_rival(rival.id)
    shifts = [Shift(join(house, owner, f"v{n}", project_id, firm.id), project_id) for n in range(PEOPLE)]
    for shift in shifts:
        shift.start()
    while sum(shift.answered for shift in shifts) < PEOPLE:
        time.sleep(0.02)

    def buy() -> None:
        try:
            owner.record_edge(rival.id, firm.id, min_bp=4900, max_bp=4900)
        except ArmslengthClientError:
            return  # no answer came: it may have happened or not

    buying = threading.Thread(target=buy)
    buying.start()
    time.sleep(0.02)
    house.kill("everything")
    buying.join()

    recorded = patiently(lambda: owner.list_edges(firm.id))
    (grant,) = patiently(lambda: owner.list_grants(project_id))
    assert (len(recorded), grant.state) in {(0, "active"), (1, "frozen")}
    if not recorded:  # it did not happen: they go on, and the stake can be recorded again
        owner.record_edge(rival.id, firm.id, min_bp=4900, max_bp=4900)
        (grant,) = owner.list_grants(project_id)
    assert grant.state == "frozen" and grant.reason
    seen = deliveries(owner, project_id)
    for shift in shifts:
        shift.join(60)
        assert isinstance(shift.ended, ApiError) and not shift.is_alive()
    assert deliveries(owner, project_id) == seen
    ours = Shift(join(house, owner, "ada", project_id), project_id)
    ours.start()
    while owner.get_progress(project_id)["progress"]["annotations"] < 60 and ours.is_alive():
        time.sleep(0.1)
    assert owner.get_progress(project_id)["progress"]["annotations"] == 60


def deliveries(owner: Armslength, project_id: UUID) -> int:
    """How many things the project's people were shown."""
    return sum(1 for _ in owner.list_exposures(project_id))
