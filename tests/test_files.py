"""Folders that are there whole, or as they were."""

from pathlib import Path

import pytest

from dialog.files import whole_folder


def test_a_folder_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "model"
    for name in ("one", "two"):
        with whole_folder(path) as fresh:
            (fresh / name).touch()
    assert [file.name for file in path.iterdir()] == ["two"]
    assert list(path.parent.iterdir()) == [path]


def test_one_that_is_not_filled_leaves_it_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "model"
    with whole_folder(path) as fresh:
        (fresh / "one").touch()
    with pytest.raises(KeyboardInterrupt):
        _fill_in_vain(path)
    assert [file.name for file in path.iterdir()] == ["one"]
    assert list(tmp_path.iterdir()) == [path]


def _fill_in_vain(path: Path) -> None:
    with whole_folder(path) as fresh:
        (fresh / "two").touch()
        raise KeyboardInterrupt
