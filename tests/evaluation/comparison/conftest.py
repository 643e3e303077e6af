"""Reports of made-up systems."""

from pathlib import Path

import pytest

from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import f1, share
from dialog.evaluation.items import Items, identities
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Metric, Report


@pytest.fixture
def system(tmp_path: Path):
    """A function that writes the report of a system: which of its sentences are right."""

    def make(name: str, right: str, *, first: int = 0, kept: bool = True, **more: float) -> Path:
        asked = [f"sentence {first + at}" for at in range(len(right))]
        ids = identities(asked) if kept else []
        hits = [sign == "1" for sign in right]
        metrics = [
            Counted("accuracy", "Accuracy", "", [(h, 1) for h in hits], share, ids).metric(0),
            Counted("slot_f1", "Slot F1", "", [(2 * h, 2, 2) for h in hits], f1, ids).metric(0),
            *(Metric(key, key, value, "") for key, value in more.items()),
        ]
        items = Items("sentence", dict(zip(ids, asked, strict=True))) if kept else None
        Report(name, metrics, Provenance({}, {"corpus": "toy"}, 0), items=items).write(
            tmp_path / name
        )
        return tmp_path / name

    return make
