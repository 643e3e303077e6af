"""A café and a courier of the tests' own."""

import shutil
from pathlib import Path

import pytest

from dialog.domain import Domain, load_domain

PLUGINS = Path(__file__).parent.parent / "plugins"


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """The folder that the two plugins are in, to be written to."""
    for name in ("cafe", "courier"):
        shutil.copytree(PLUGINS / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def domains(plugins: Path) -> dict[str, Domain]:
    """Both of them, loaded."""
    return {name: load_domain(plugins / name) for name in ("cafe", "courier")}
