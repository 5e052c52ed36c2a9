"""Every kind of field: one line each."""

from typing import Any

from armslength.fields.chat.kind import ChatField
from armslength.fields.code.kind import CodeField
from armslength.fields.image.kind import ImageField
from armslength.fields.model import FieldKind
from armslength.fields.table.kind import TableField
from armslength.fields.text.kind import TextField

KINDS: dict[str, FieldKind[Any]] = {
    "text": TextField(),
    "chat": ChatField(),
    "image": ImageField(),
    "code": CodeField(),
    "table": TableField(),
}
