"""Two plugins with like actions and one without any, and what runs them."""

from pathlib import Path

import pytest

from dialog.actions import ActionRunner
from dialog.database import Database
from dialog.domain import Domain

from .eateries import ACTIONS, plugin


@pytest.fixture
def domains(tmp_path: Path) -> dict[str, Domain]:
    return {
        "eatery": plugin(tmp_path / "a", "eatery", ACTIONS),
        "other": plugin(tmp_path / "b", "other", ACTIONS),
        "plain": plugin(tmp_path / "c", "plain"),
    }


@pytest.fixture
def runner(domains: dict[str, Domain]) -> ActionRunner:
    return ActionRunner(domains, Database("sqlite://", domains), timeout=1.0)
