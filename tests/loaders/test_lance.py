"""A table becomes a dataset that Lance's own library reads, with the same rows; run by `make test-loaders`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from tests.frozen import PAIRWISE, prefer, record, written

from armslength.release.model import Recipe
from armslength_client.lance import to_lance

lance = pytest.importorskip("lance")


def table(folder: Path, count: int) -> Path:
    raw: dict[str, Any] = {"prompt": [{"role": "user", "content": "2+2?"}], "responses": ["4", "5 😀"]}
    records = [record(PAIRWISE, raw, [prefer("r1")], Recipe(), number) for number in range(1, count + 1)]
    path = folder / "train.parquet"
    path.write_bytes(written("parquet", PAIRWISE, records, Recipe())[0][""])
    return path


def test_a_table_becomes_a_dataset_and_then_its_next_version(tmp_path: Path) -> None:
    from pyarrow import parquet

    for count in (3, 5):
        source = table(tmp_path, count)
        rows, digest = parquet.read_table(source).to_pylist(), hashlib.sha256(source.read_bytes()).hexdigest()
        dataset = lance.dataset(to_lance(source, digest))
        assert "preference.strength" in rows[0] and len(rows) == count
        named = [{name.replace(".", "__"): value for name, value in row.items()} for row in rows]
        assert dataset.to_table().to_pylist() == named
        assert dataset.count_rows("preference__strength IS NOT NULL") == count
        assert dataset.schema.metadata[b"parquet.sha256"].decode() == digest
        assert not source.exists()
    assert [version["version"] for version in dataset.versions()] == [1, 2]
    assert lance.dataset(tmp_path / "train.lance", version=1).count_rows() == 3


def test_what_is_no_table_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "train.parquet").write_bytes(b"PAR1 not a table PAR1")
    with pytest.raises(Exception, match=r"[Pp]arquet"):
        to_lance(tmp_path / "train.parquet", "")
    assert [path.name for path in tmp_path.iterdir()] == ["train.parquet"]
