"""A vendor is cut off while its people work, over HTTP: nothing comes late, nothing is lost; and with everything killed
in the middle of the cut it happened or it did not."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.lives.labour import BRIEF, PASSWORD, patiently
from tests.lives.test_kills import House
from tests.lives.test_kills import house as house

from armslength_client import ApiError, Armslength, ArmslengthClientError, Conflict, NotFound, NotSignedIn, Work
from armslength_client.types_walls import Severance

PEOPLE = 4
ITEMS = 60


@pytest.fixture
def owner(house: House) -> Iterator[Armslength]:
    with Armslength(house.url) as client:
        assert house.up.token
        client.set_up(
            token=house.up.token, organization="Northwind Labs", name="Olga Owner", email="olga@northwind.test",
            password=PASSWORD,
        )  # fmt: skip
        yield client


def join(house: House, owner: Armslength, name: str, project_id: UUID, firm: UUID | None = None) -> Armslength:
    """Somebody at work, of the vendor's firm or of our own."""
    invitation = owner.create_invitation(
        f"{name}@example.test", "annotator", organization_id=firm, projects=[(project_id, "annotator")]
    )
    person = Armslength(house.url)
    person.accept_invitation(token=invitation.url.partition("#token=")[2], name=name, password=PASSWORD)
    person.read_guideline(project_id, person.get_brief(project_id)["guideline"]["version"])
    return person


def at_work(owner: Armslength, folder: Path) -> UUID:
    project = owner.apply_brief(BRIEF | {"overlap": 1}).project
    assert project is not None
    file = folder / "items.jsonl"
    file.write_text("".join(json.dumps({"id": f"i{n}", "text": f"Good day, {n}."}) + "\n" for n in range(ITEMS)))
    owner.import_file(project.id, file, batch="first", mapping={"external_id": "id", "fields": {"text": "text"}})
    owner.set_project_state(project.id, "active")
    return project.id


class Shift(threading.Thread):
    """Asks and answers until there is nothing more for this person."""

    def __init__(self, client: Armslength, project_id: UUID) -> None:
        super().__init__(daemon=True)
        self.client = client
        self.project_id = project_id
        self.answered = 0
        self.ended: BaseException | None = None

    def run(self) -> None:
        answers: dict[str, Any] = {"tone": {"item": {"state": "answered", "value": {"selected": ["warm"]}}}}
        try:
            while True:
                work = patiently(lambda: self.client.next_assignment(self.project_id))
                if isinstance(work, Work):
                    assignment, version = work.assignment.id, work.schema_version
                    patiently(
                        lambda of=assignment, v=version: self.client.submit_annotation(  # type: ignore[misc]
                            self.project_id, of, answers, schema_version=v
                        )
                    )
                    self.answered += 1
                else:
                    time.sleep(0.05)
        except (NotFound, NotSignedIn) as ended:  # cut off
            self.ended = ended
        except Conflict as ended:
            self.ended = ended


def test_kill_nine_in_the_middle_of_a_cut_leaves_one_or_the_other(
    house: House, owner: Armslength, tmp_path: Path
) -> None:
    project_id = at_work(owner, tmp_path)
    firm = owner.create_vendor("Fairlabel")
    shifts = [Shift(join(house, owner, f"v{n}", project_id, firm.id), project_id) for n in range(PEOPLE)]
    for shift in shifts:
        shift.start()
    while sum(shift.answered for shift in shifts) < PEOPLE:
        time.sleep(0.02)
    said: list[Severance] = []

    def order() -> None:
        try:
            said.append(owner.sever_vendor(firm.id, reason="Sold."))
        except ArmslengthClientError:
            return  # no answer came: it may have happened or not

    ordering = threading.Thread(target=order)
    ordering.start()
    time.sleep(0.02)
    house.kill("everything")
    ordering.join()
    found = patiently(lambda: list(owner.list_severances()))
    assert len(found) <= 1
    assert not said or [each.id for each in found] == [said[0].id]
    if not found:  # it did not happen: their sessions live, and the order can be given again
        assert all(shift.is_alive() for shift in shifts)
        found = [owner.sever_vendor(firm.id)]
    done = patiently(lambda: owner.wait_for_severance(found[0].id))
    for shift in shifts:
        shift.join(60)
        assert isinstance(shift.ended, ApiError) and not shift.is_alive()
    assert owner.get_severance_proof(done.id).clean
    theirs = sum(len(owner.get_item_answers(project_id, item.id)["answers"]) for item in owner.list_items(project_id))
    assert sum(shift.answered for shift in shifts) <= theirs
    ours = Shift(join(house, owner, "ada", project_id), project_id)
    ours.start()
    while ours.answered < ITEMS - theirs and ours.is_alive():
        time.sleep(0.05)
    progress = owner.get_progress(project_id)["progress"]
    assert (progress["answered"], progress["annotations"]) == (ITEMS, ITEMS)
