"""The client and the server speak of the same things: every field the client wants, the contract has."""

from __future__ import annotations

import inspect
import json
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

import armslength_client
from armslength_client import AsyncArmslength

ROOT = Path(__file__).resolve().parents[2]
CONTRACT: dict[str, Any] = json.loads((ROOT / "contracts" / "openapi.json").read_text())
SCHEMAS: dict[str, Any] = CONTRACT["components"]["schemas"]
NAMES = {
    "Assignment": "AssignmentOut",
    "ExportFile": "FileInfo",
    "Format": "FormatInfo",
    "ImportPreview": "Preview",
    "InvitedProject": "InvitationProject",
    "Item": "ItemRow",
    "ItemDetail": "OpenItem",
    "Review": "ReviewWork",
    "RowProblem": "ingest_model_Problem",
    "Tenant": "TenantSeat",
    "WallRefusal": "Refusal",
}
"""The client's word for a thing where the contract has another."""
OWN = {"Ref", "PersonRef", "OrganizationRef", "Upload", "Page", "Worked"}
"""Shapes the client shares among several of the server's."""

MODULES = [
    import_module(f"armslength_client.{each.name}")
    for each in pkgutil.iter_modules(armslength_client.__path__)
    if each.name.startswith("types")
]
STRUCTS = [
    kind for name, kind in {name: kind for module in MODULES for name, kind in vars(module).items()}.items()
    if inspect.isclass(kind) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct and name not in OWN
]  # fmt: skip


@pytest.mark.parametrize("kind", STRUCTS, ids=lambda kind: kind.__name__)
def test_what_the_client_wants_the_server_sends(kind: Any) -> None:
    schema = SCHEMAS[NAMES.get(kind.__name__, kind.__name__)]
    wanted = {field.encode_name for field in msgspec.structs.fields(kind)}
    assert wanted <= set(schema["properties"]), wanted - set(schema["properties"])


def test_the_client_has_a_method_for_what_people_do_from_programs() -> None:
    operations = {
        operation["operationId"] for path in CONTRACT["paths"].values() for operation in path.values()
        if "operationId" in operation
    }  # fmt: skip
    methods = {name for name, _ in inspect.getmembers(AsyncArmslength, inspect.isfunction) if not name.startswith("_")}
    beyond = {"call", "pages", "download", "aclose", "import_file", "import_suggestions", "import_marked_errors",
              "import_renditions",
              "wait_for_renditions", "wait_for_import",
              "wait_for_release", "export", "wait_for_schema_migration", "wait_for_severance",
              "wait_for_comparison", "wait_for_bulk_act"}  # fmt: skip
    assert methods - beyond <= operations, methods - beyond - operations
    both = {name.replace("_project_webhook", "_webhook") for name in operations}  # one method for both, by project_id
    unreachable = {
        name for name in both - methods if re.match(r"(create|list|get)_(project|batch|item|release|export)", name)
    }
    assert unreachable <= {"list_projects", "get_media"}, unreachable
