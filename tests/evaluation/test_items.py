"""What each item brings to the figures, kept beside them."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import f1, share
from dialog.evaluation.items import ITEMS, STATISTICS, Answer, Items, identities
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Report


def test_what_was_asked_alike_has_one_id_wherever_it_stands() -> None:
    one, two = identities(["yes", "no", "yes"]), identities(["no", "yes", "yes"])
    assert set(one) == set(two)
    assert len(set(one)) == 3
    assert one[2] == f"{one[0]}-2"


@given(st.lists(st.sampled_from("abc")))
def test_ids_are_different(records: list[str]) -> None:
    assert len(set(identities(records))) == len(records)


def test_a_report_keeps_its_items_and_how_figures_are_made_of_them(tmp_path) -> None:
    ids = identities(["a", "b", "c"])
    right = Counted("accuracy", "Accuracy", "", [(True, 1), (False, 1)], share, ids[:2])
    slots = Counted("slot_f1", "Slot F1", "", [(1, 1, 2), (0.5, 1, 1), (0, 0, 0)], f1, ids)
    bare = Counted("other", "Other", "", [(1, 1)], share)
    metrics = [each.metric(0) for each in (right, slots, bare)]
    items = Items("sentence", dict(zip(ids, "abc", strict=True)))
    Report("R", metrics, Provenance({}, {}, 0), items=items).write(tmp_path)
    data = json.loads((tmp_path / "metrics.json").read_text())
    assert data["items"]["figures"].keys() == {"accuracy", "slot_f1"}
    lines = [json.loads(line) for line in (tmp_path / ITEMS).read_text().splitlines()]
    assert [line["label"] for line in lines] == ["a", "b", "c"]
    assert lines[0]["counts"] == {"accuracy": [1, 1], "slot_f1": [1, 1, 2]}
    assert lines[2]["counts"] == {"slot_f1": [0, 0, 0]}
    for name, made in data["items"]["figures"].items():
        counts = [line["counts"][name] for line in lines if name in line["counts"]]
        sums = [sum(column) for column in zip(*counts, strict=True)]
        value = made["scale"] * float(STATISTICS[made["statistic"]](np.array(sums, dtype=float)))
        assert value == pytest.approx(data[name])


def test_what_was_said_is_kept_with_its_item(tmp_path) -> None:
    ids = identities(["a", "b"])
    right = Counted("accuracy", "Accuracy", "", [(True, 1), (False, 1)], share, ids).metric(0)
    said = {ids[0]: [Answer("bye()", "Bye.", "Goodbye."), Answer("hello()", "Hi.", "Hi.", "me")]}
    items = Items("dialogue", dict(zip(ids, "ab", strict=True)), said)
    Report("R", [right], Provenance({}, {}, 0), items=items).write(tmp_path)
    one, two = [json.loads(line) for line in (tmp_path / ITEMS).read_text().splitlines()]
    assert one["answers"] == [
        {"asked": "bye()", "wanted": "Bye.", "said": "Goodbye.", "by": ""},
        {"asked": "hello()", "wanted": "Hi.", "said": "Hi.", "by": "me"},
    ]
    assert "answers" not in two


def test_without_items_there_is_no_file_of_them(tmp_path) -> None:
    metric = Counted("accuracy", "Accuracy", "", [(True, 1)], share).metric(0)
    Report("R", [metric], Provenance({}, {}, 0), items=Items("sentence", {})).write(tmp_path)
    assert not (tmp_path / ITEMS).exists()
    assert "items" not in json.loads((tmp_path / "metrics.json").read_text())
