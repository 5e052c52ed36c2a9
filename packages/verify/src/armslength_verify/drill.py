"""Drills: how long severing took and whether the walls held, as a customer recorded and signed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from armslength_verify.envelope import opened
from armslength_verify.errors import NotVerified
from armslength_verify.key import VerifierKey

PAYLOAD_TYPE: Final = "application/vnd.armslength.drill+json"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class DrillRecord:
    """A recorded drill that the key signed; `said` is all of it."""

    said: Mapping[str, Any]

    @property
    def held(self) -> bool:
        """Whether nothing failed."""
        return not self.said["result"]["failures"]

    def lines(self) -> list[str]:
        """What it says, in sentences for people."""
        said, result = self.said, self.said["result"]
        lines = [
            f"Drill {said['id']}, played {result['began_at']} with version {result['version']}",
            f"Recorded by {said['recorded_by']['name']} of {said['customer']['name']} ({said['customer']['id']})",
            f"  {said['recorded_at']}; digest of the result {said['sha256']}",
        ]
        lines += [
            f"  {each['lab']} severs a vendor from {each['project']}: {each['answered_ms']} ms, {each['late']} late"
            for each in result["severed"]
        ]
        lines += [f"  {each['number']} {each['state']}: {each['says']}" for each in result["checks"]]
        return [*lines, *(f"  FAILED: {each}" for each in result["failures"]),
                "The walls held." if self.held else "The walls did not hold."]  # fmt: skip


def verify_drill(signed: bytes, key: VerifierKey) -> DrillRecord:
    """The recorded drill in a signed file, when the key signed it and it is whole. Raises NotVerified."""
    record = DrillRecord(opened(signed, key, PAYLOAD_TYPE, VERSION, "drill"))
    try:
        record.lines()
    except (KeyError, TypeError):
        raise NotVerified("It is signed, but parts of the drill are missing.") from None
    return record
