"""The state of an unfinished training."""

from pathlib import Path

import pytest

from dialog.errors import StoreError

torch = pytest.importorskip("torch")

from dialog.training.checkpoint import Checkpoint  # noqa: E402


def test_a_state_comes_back_to_the_same_work_only(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "state"
    kept = Checkpoint(file, {"epochs": 3})
    assert kept.load() is None
    kept.save({"epoch": 1, "weights": [torch.ones(2)]})
    kept.save({"epoch": 2, "weights": [torch.zeros(2)]})
    state = Checkpoint(file, {"epochs": 3}).load()
    assert state is not None
    assert state["epoch"] == 2
    assert state["weights"][0].tolist() == [0, 0]
    assert Checkpoint(file, {"epochs": 4}).load() is None
    assert [p.name for p in file.parent.iterdir()] == ["state"]
    kept.remove()
    assert kept.load() is None


@pytest.mark.parametrize("content", [b"", b"no state", b"PK\x03\x04 broken"])
def test_a_damaged_state_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state").write_bytes(content)
    assert Checkpoint(tmp_path / "state", {}).load() is None


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        Checkpoint(tmp_path / "file" / "state", {}).save({})
