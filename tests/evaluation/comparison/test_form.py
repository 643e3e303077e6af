"""The published schemas are those that reports are read by, and reports fit them."""

import json
from pathlib import Path

import pytest

from dialog.evaluation.comparison.form import schemas

DOCS = Path(__file__).parents[3] / "docs" / "schemas"


@pytest.mark.parametrize("name", ["metrics.schema.json", "items.schema.json"])
def test_the_published_schema_is_the_one_that_is_read_by(name: str) -> None:
    assert json.loads((DOCS / name).read_text(encoding="utf-8")) == schemas()[name]


def test_a_report_fits_the_published_schemas(system) -> None:
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    metrics, items = (
        validator(json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8")))
        for name in ("metrics", "items")
    )
    folder = system("one", "110")
    data = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    metrics.validate(data)
    for line in (folder / "items.jsonl").read_text(encoding="utf-8").splitlines():
        items.validate(json.loads(line))
    for wrong in (data | {"Slot F1": 1}, data | {"slot_f1": "1"}, data | {"seed": None}):
        assert not metrics.is_valid(wrong)
    del data["command"]
    assert not metrics.is_valid(data)
