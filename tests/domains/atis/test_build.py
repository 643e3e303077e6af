"""The script that makes the flight database, and what it made."""

from __future__ import annotations

from pathlib import Path

import pytest

from domains.atis import build

from .tables import AIRPORTS, CITIES, FARES, FLIGHTS, TABLES


def test_files_are_what_the_script_makes() -> None:
    assert build.check() == []
    assert build.main(["--check"]) == 0
    assert sorted(path.name for path in build.ROOT.iterdir()) == sorted(build.build())


def test_check_finds_differences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build.write(tmp_path / "data")
    assert build.check(tmp_path / "data") == []
    with (tmp_path / "data/meals.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    (tmp_path / "data/codes.csv").unlink()
    assert build.check(tmp_path / "data") == ["meals.csv", "codes.csv"]
    monkeypatch.setattr(build, "check", lambda: ["meals.csv"])
    assert build.main(["--check"]) == 1
    assert "meals.csv" in capsys.readouterr().err


def test_headers_counts_and_size() -> None:
    for name, fields in build.FIELDS.items():
        assert tuple(TABLES[name][0]) == fields
    assert 2000 <= len(FLIGHTS) <= 3600
    assert 6000 <= len(FARES) <= 12_000
    assert len(CITIES) == 46
    assert len(AIRPORTS) >= 45
    assert len(TABLES["airlines"]) >= 19
    assert 25 <= len(TABLES["aircraft"]) <= 32
    assert sum(path.stat().st_size for path in build.ROOT.iterdir()) < 1_000_000
