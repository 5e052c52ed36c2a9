"""Passes: what a request acts under, checked again inside every transaction that it opens.

The guard decides when a request comes in; a seat may end or a vendor be cut off a moment later, before the handler's
own transaction begins. So the guard leaves a pass with the request, and `Database.tenant` sends it along with BEGIN:
the first statement of the transaction takes the locks that an end must wait for and looks once more. No handler can
forget it, because no handler does it.

The pass travels in a context variable, the one piece of this house that is not an argument: it must reach transactions
whose authors did not think of it. Jobs and events carry none; they act for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from armslength.kit.errors import ArmslengthError

REFUSED: Final = "AL001"
"""SQLSTATE of armslength_pass when the request may not go on."""
ELSEWHERE: Final = "AL002"
"""The same when only its session is in the way: it has ended, or works in another project."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Who acts, for which firm (None: the tenant itself), where, under which epoch of the grant, since when.

    `session`: the one that must be bound to the project, where a vendor's person reads or writes what is in it.
    `refusal` makes what the caller is told when the pass no longer holds, `elsewhere` when it is the session alone.
    """

    tenant_id: UUID
    person_id: UUID
    vendor_id: UUID | None
    project_id: UUID | None
    epoch: int
    at: datetime
    refusal: Callable[[], ArmslengthError]
    elsewhere: Callable[[], ArmslengthError]
    session: bytes | None = None

    @property
    def call(self) -> str:
        """The check, for the simple protocol, which binds nothing: ids, a number and a moment are safe to format."""
        ids = (self.tenant_id, self.person_id, self.vendor_id, self.project_id)
        texts = ", ".join("null" if each is None else f"'{UUID(str(each))}'" for each in ids)
        session = "null" if self.session is None else f"'\\x{self.session.hex()}'"
        return f"armslength_pass({texts}, {int(self.epoch)}, '{self.at.isoformat()}', {session})"

    def refused(self, sqlstate: str | None) -> ArmslengthError | None:
        """What the caller is told of this failure of a statement, if it is the check's."""
        if sqlstate == ELSEWHERE:
            return self.elsewhere()
        return self.refusal() if sqlstate == REFUSED else None


def checks(held: Sequence[Pass]) -> str:
    """What checks passes of one tenant, and takes their locks in an order that all share: of several, those of all
    people before that of any grant. Who has a person to themselves may wait for a cut, and a cut waits for the grant.
    """
    ordered = sorted(held, key=lambda each: each.person_id)
    calls = f"select {', '.join(each.call for each in ordered)}"
    if len(ordered) == 1:
        return calls
    people = ",".join(str(UUID(str(each.person_id))) for each in ordered)
    tenant = UUID(str(ordered[0].tenant_id))
    return (
        f"select pg_advisory_xact_lock_shared(armslength_person_lock('{tenant}', person))"
        f" from unnest('{{{people}}}'::uuid[]) as person; {calls}"
    )


_carried: ContextVar[Pass | None] = ContextVar("armslength_pass", default=None)


def carry(held: Pass) -> None:
    """From here on, in this request, every transaction in the pass's tenant is checked by it."""
    _carried.set(held)


def carried(tenant_id: UUID) -> Pass | None:
    """The pass of this request, if it is one of the tenant."""
    held = _carried.get()
    return held if held is not None and held.tenant_id == tenant_id else None


@contextmanager
def carrying(held: Pass | None) -> Iterator[None]:
    """Carry this pass, or none, until the end of the block."""
    before = _carried.set(held)
    try:
        yield
    finally:
        _carried.reset(before)
