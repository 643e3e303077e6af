"""The domains that the tracker on a language model is tested with."""

from collections.abc import Mapping

import pytest

from dialog.domain import Domain, load_domains


@pytest.fixture(scope="module")
def city() -> Mapping[str, Domain]:
    return load_domains(["hotel", "restaurant", "taxi"])
