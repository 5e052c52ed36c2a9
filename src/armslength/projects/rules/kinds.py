"""What kinds of fields and questions there are, with their JSON Schemas."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from armslength.fields import service as fields
from armslength.fields.model import FieldKind
from armslength.projects.schemas import KindInfo, Kinds
from armslength.questions import service as questions
from armslength.questions.model import QuestionKind


@cache
def kinds() -> Kinds:
    """Every kind, as it describes itself."""
    return Kinds(
        fields=[_info(kind, kind.value_schema(), kind.levels) for kind in fields.kinds().values()],
        questions=[_info(kind, msgspec.json.schema(kind.Value), kind.targets) for kind in questions.kinds().values()],
    )


def _info(
    kind: FieldKind[Any] | QuestionKind[Any, Any], value_schema: dict[str, Any], targets: Iterable[str]
) -> KindInfo:
    settings_schema = msgspec.json.schema(kind.Settings)
    return KindInfo(kind.kind, kind.title, kind.summary, settings_schema, value_schema, list(targets))
