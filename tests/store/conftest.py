"""A store in a file that is not there yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialog.store import ConversationStore

from .conversations import url


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture
def store(path: Path) -> Iterator[ConversationStore]:
    opened = ConversationStore(url(path))
    yield opened
    opened.close()
