"""Shapes on the wire that every room shares."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from armslength.kit.errors import Invalid

Filter = TypeVar("Filter", bound=msgspec.Struct)


class Named(msgspec.Struct, frozen=True):
    """Somebody or something, by id and name."""

    id: UUID
    name: str


class Lease(msgspec.Struct, frozen=True):
    """Until when a lease holds."""

    lease_until: datetime


def read_filters(kind: type[Filter], raw: Mapping[str, Any], at: str, what: str) -> Filter:
    """Filters of a list as somebody wrote them; raises Invalid naming the place below `at` where one is unknown or
    wrong. `what`: the rows of the list, as in "Items have no such filter"."""
    known = kind.__struct_fields__
    for name in raw:
        if name not in known:
            said = f"{what} have no filter {name!r}; there are {', '.join(known)}."
            raise Invalid(said, field=f"{at}.{name}")
    for name, value in raw.items():
        try:
            msgspec.convert({name: value}, _each(kind))
        except msgspec.ValidationError as error:
            raise Invalid(f"{str(error).partition(' - at ')[0]}.", field=f"{at}.{name}") from None
    try:
        return msgspec.convert(raw, kind)
    except Invalid as error:
        raise Invalid(error.message, field=f"{at}.{error.field}") from None


def refuse_unknown(kind: type[msgspec.Struct], asked: Iterable[str], what: str) -> None:
    """Raises Invalid naming what of an address the list has no filter for: it would otherwise narrow nothing, and look
    as if it had."""
    known = {*kind.__struct_fields__, "sort", "cursor", "limit"}
    for name in asked:
        if name not in known:
            raise Invalid(f"{what} have no filter {name!r}.", field=name)


@cache
def _each(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """Its filters, each of which may stand by itself, so that an error says which."""
    return msgspec.defstruct("_Each", [(field.name, field.type, None) for field in msgspec.structs.fields(kind)])
