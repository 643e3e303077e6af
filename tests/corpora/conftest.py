"""What the tests of loaders share: records that are damaged in some places."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

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
