"""A few hundred turns of the benchmark: nothing that a lying model makes up is shown."""

from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The benchmark's module."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import generation  # type: ignore[import-not-found]

    return generation


def test_nothing_that_a_lying_model_injects_is_shown(benchmark: Any) -> None:
    found = benchmark.lies(240, seed=7)
    assert found["counts"]["turns"] == 240
    assert found["shown"] == []
    assert sum(made.invented > 0 for made in found["made"]) > 120  # it did lie
    assert any(not made.fallback for made in found["made"])  # and not always


@pytest.mark.parametrize("part", ["development", "test", "workshop"])
def test_good_answers_pass(benchmark: Any, part: str) -> None:
    judged = list(benchmark.good_answers(part, 240, seed=7))
    refused = [(text, why) for text, why in judged if why]
    assert len(judged) > 100
    assert len(refused) <= 0.02 * len(judged) + 1, refused


@pytest.mark.parametrize("part", ["tuning", "workshop"])
def test_most_false_answers_are_refused(benchmark: Any, part: str) -> None:
    import false_answers  # type: ignore[import-not-found]

    answers = list(false_answers.judged(part))
    passed = [answer for answer in answers if not answer.problems]
    assert len(answers) >= 40
    assert len(passed) <= 3, passed
