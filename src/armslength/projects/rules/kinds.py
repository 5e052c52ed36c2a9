"""What kinds of fields and questions there are, with their JSON Schemas."""

from functools import cache

import msgspec

from armslength.fields import service as fields
from armslength.projects.schemas import KindInfo, Kinds
from armslength.questions import service as questions


@cache
def kinds() -> Kinds:
    """Every kind, as it describes itself."""
    return Kinds(
        fields=[
            KindInfo(name, kind.title, kind.summary, msgspec.json.schema(kind.Settings), kind.value_schema(), [*kind.levels])
            for name, kind in fields.kinds().items()
        ],
        questions=[
            KindInfo(
                name, kind.title, kind.summary, msgspec.json.schema(kind.Settings), msgspec.json.schema(kind.Value),
                [*kind.targets],
            )
            for name, kind in questions.kinds().items()
        ],
    )  # fmt: skip
