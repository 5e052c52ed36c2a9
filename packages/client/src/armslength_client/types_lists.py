"""Lists: views of them, and how long they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from armslength_client.types import Ref


class ItemCount(msgspec.Struct):
    """How many items there are; where not `exact`, at least so many."""

    count: int
    exact: bool


class ListView(msgspec.Struct):
    """Filters, sort and columns of a list under a name; `problem` says which filter no longer holds."""

    id: UUID
    list: str
    name: str
    shared: bool
    filters: dict[str, Any]
    sort: str
    columns: Sequence[str]
    person: Ref
    mine: bool
    default: bool
    problem: dict[str, str] | None
    created_at: datetime
    updated_at: datetime
