"""What packages register."""

from importlib import metadata

import pytest

from dialog import plugins


def test_every_group_is_found_and_packages_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = metadata.entry_points
    calls = []
    monkeypatch.setattr(metadata, "entry_points", lambda: calls.append(1) or read())
    plugins._every.cache_clear()
    assert "bert" in {point.name for point in plugins.entry_points("dialog.nlu")}
    assert "atis" in {point.name for point in plugins.entry_points("dialog.domains")}
    assert list(plugins.entry_points("dialog.nothing")) == []
    assert len(calls) == 1
