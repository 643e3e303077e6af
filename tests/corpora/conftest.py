"""What the tests of loaders share: damaged records, and what a loader may do with them."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from dialog.corpus import Dialogue
from dialog.errors import CorpusError

Change = Callable[[Any, list[Any], Any], Any]
LoadOrSay = Callable[[Callable[[], Dialogue], str], None]
Mutate = Callable[[st.DataObject, Any], Any]

_JUNK: tuple[Any, ...] = (
    *(None, True, -1, 10**9, 0.5, "", "?", "none", "-"),
    *([], [[]], [None], {}, {"": []}),
)
_DROP = object()


def _places(data: Any) -> list[list[Any]]:
    """The path of every value inside JSON data."""
    keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    return [path for key in keys for path in ([key], *([key, *p] for p in _places(data[key])))]


@pytest.fixture(scope="session")
def changed() -> Change:
    """A function that copies a JSON record with another value at one place, given its path."""

    def change(record: Any, path: list[Any], value: Any) -> Any:
        record = copy.deepcopy(record)
        parent = record
        for key in path[:-1]:
            parent = parent[key]
        parent[path[-1]] = value
        return record

    return change


@pytest.fixture(scope="session")
def loads_or_says() -> LoadOrSay:
    """A function that checks a loader on a damaged record.

    Either its dialogue goes through JSON and back, or its one sentence begins with the place.
    """

    def check(load: Callable[[], Dialogue], where: str) -> None:
        try:
            dialogue = load()
        except CorpusError as error:
            message = str(error)
        else:
            assert Dialogue.from_dict(json.loads(json.dumps(dialogue.to_dict()))) == dialogue
            return
        assert message.startswith(where)

    return check


@pytest.fixture(scope="session")
def mutated() -> Mutate:
    """A function that drops values of a JSON record, or puts others in their place."""

    def mutate(data: st.DataObject, record: Any) -> Any:
        record = copy.deepcopy(record)
        for _ in range(data.draw(st.integers(1, 3))):
            path = data.draw(st.sampled_from(_places(record) or [[]]))
            if not path:
                break
            value = data.draw(st.sampled_from((_DROP, *_JUNK)))
            parent = record
            for key in path[:-1]:
                parent = parent[key]
            if value is _DROP:
                del parent[path[-1]]
            else:
                parent[path[-1]] = copy.deepcopy(value)
        return record

    return mutate
