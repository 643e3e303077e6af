"""No test reads or writes the user's own folders, or asks the network for a model."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"  # read when huggingface_hub is imported


@pytest.fixture(scope="session", autouse=True)
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder of prepared models for the whole session, as preparing takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("model-cache")
        patch.setenv("DIALOG_CACHE", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder of the test's own."""
    folder = tmp_path / "dialog-home"
    monkeypatch.setenv("DIALOG_HOME", str(folder))
    return folder
