"""`dialog report compare` from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import group
from dialog.errors import ConfigError
from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import share
from dialog.evaluation.items import Items, identities
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Metric, Report


def written(folder: Path, right: str) -> str:
    ids = identities(range(len(right)))
    hits = [(sign == "1", 1) for sign in right]
    metrics = [
        Counted("accuracy", "Accuracy", "", hits, share, ids).metric(0),
        Metric("speed", "Speed", 5.0, ""),
    ]
    items = Items("sentence", {item: f"sentence {at}" for at, item in enumerate(ids)})
    Report("R", metrics, Provenance({}, {}, 0), items=items).write(folder)
    return str(folder)


def compare(*words: str) -> str:
    made = CliRunner().invoke(
        group, ["report", "compare", *words], catch_exceptions=False, standalone_mode=False
    )
    return made.output


def test_two_systems_side_by_side(tmp_path: Path) -> None:
    one, two = written(tmp_path / "one", "1" * 8), written(tmp_path / "two", "0" * 8)
    shown = compare(one, two, "--report", str(tmp_path / "compared"))
    [line] = [line for line in shown.splitlines() if line.startswith("accuracy")]
    assert line.split() == [
        *("accuracy", "100.00", "0.00", "-100.00", "(-100.00", "to", "-100.00)", "0.008ᵐ", "8")
    ]
    data = json.loads((tmp_path / "compared" / "metrics.json").read_text(encoding="utf-8"))
    assert data["accuracy_2_gain"] == -100
    assert data["config"]["systems"].keys() == {"one", "two"}
    assert json.loads(compare(one, two, "--json"))["accuracy_2_p"] == data["accuracy_2_p"]


def test_figures_with_long_names_can_be_told_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        names = ("milliseconds_per_response_before", "milliseconds_per_response_after")
        long = [Metric(name, "", 5.0) for name in names]
        Report("R", long, Provenance({}, {}, 0)).write(tmp_path / folder)
    shown = compare(str(tmp_path / "one"), str(tmp_path / "two"))
    assert "before" in shown
    assert "after" in shown


def test_a_mistake_is_one_sentence(tmp_path: Path) -> None:
    one = written(tmp_path / "one", "10")
    with pytest.raises(ConfigError, match="needs two reports"):
        compare(one)
    with pytest.raises(ConfigError, match=r"There is no .*; name a folder that --report wrote"):
        compare(one, str(tmp_path / "nowhere"))
