"""A database of eateries."""

from pathlib import Path

import pytest

from dialog.database import Database

from .eateries import domain, url


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(url(tmp_path), {"eatery": domain(tmp_path / "eatery")})
