"""Knobs of the queue (ARMSLENGTH_ASSIGNMENT_<KNOB>)."""

from typing import Annotated

from msgspec import Meta

from armslength.kit.settings import Settings


class AssignmentSettings(Settings, frozen=True, kw_only=True):
    """How the queue behaves."""

    in_hand: Annotated[int, Meta(ge=1, le=50)] = 3
    """Live leases a person may hold in a project: the one on screen and those loaded ahead."""

    sweep_seconds: Annotated[float, Meta(gt=0)] = 10.0
    """How often leases that ran out go back to the queue."""

    wait_seconds: Annotated[int, Meta(ge=1)] = 10
    """When to ask again while the last items are with others."""

    idle_seconds: Annotated[int, Meta(ge=1)] = 30
    """When to ask again otherwise; the only answer a vendor's people get."""

    rework_seconds: Annotated[int, Meta(ge=30)] = 3600
    """What the bench is told of rework's lease; in truth it waits for its author until somebody takes it away."""
