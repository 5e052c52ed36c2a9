"""Which targets a question has in an item, and which answer of another question a condition looks at."""

from collections.abc import Iterable, Mapping
from typing import Any

from armslength.fields.service import values
from armslength.questions.model import LabelSchema, Question, Target

ITEM = ["item"]


def expand(schema: LabelSchema, target: Target, content: Mapping[str, Any]) -> list[str]:
    """Target keys in the order they are shown: "item", "m:m0", "t:t0", "r:r1". None when the field is absent."""
    if target.level == "item":
        return ITEM
    field = schema.field(target.field)
    if field is None or field.name not in content:
        return []
    value = content[field.name]
    if target.level == "response":
        return [f"r:{response}" for response, _ in values(field, value) if response is not None]
    messages = _messages(value)
    if target.level == "turn":
        return list(dict.fromkeys(f"t:{message['turn']}" for message in messages))
    return [f"m:{message['id']}" for message in messages if not target.roles or message["role"] in target.roles]


def related(schema: LabelSchema, target: str, other: Question, content: Mapping[str, Any]) -> str | None:
    """Where the answer to `other` that matters at `target` stands: on the same thing, or on the item."""
    if other.target.level == "item":
        return "item"
    return target if target in expand(schema, other.target, content) else None


def can_relate(asker: Target, other: Target) -> bool:
    """Whether a question there may look at a question here: it hangs on the item, or on the same things."""
    return other.level == "item" or (asker.level == other.level and asker.field == other.field)


def _messages(value: Any) -> Iterable[dict[str, Any]]:
    return value["messages"] if isinstance(value, dict) and "messages" in value else []
