"""Reports side by side: paired where they can be, told in a sentence where not."""

import json

import pytest

from dialog.errors import ConfigError
from dialog.evaluation.comparison import compared, read_report
from dialog.evaluation.comparison.differences import BOOTSTRAP, MCNEMAR
from dialog.evaluation.comparison.report import comparison_report
from dialog.evaluation.page import page
from dialog.evaluation.report import METRICS

ONE, TWO = "1" * 10 + "0" * 10, "1" * 18 + "0" * 2


def compare(*paths):
    return compared([read_report(path) for path in paths])


def test_figures_of_the_same_items_are_tested(system) -> None:
    found = compare(system("one", ONE, speed=5.0), system("two", TWO, speed=7.0) / METRICS)
    assert [each.name for each in found.systems] == ["one", "two"]
    assert found.figures == ["accuracy", "slot_f1", "speed"]
    accuracy, slots, speed = (found.differences[name, 1] for name in found.figures)
    assert (accuracy.test, slots.test, speed.test) == (MCNEMAR, BOOTSTRAP, "")
    assert accuracy.items == slots.items == 20
    assert accuracy.paired
    assert slots.paired
    assert accuracy.paired.difference == pytest.approx(40)
    assert accuracy.p == pytest.approx(2 / 2**8)
    assert slots.p is not None
    assert slots.p < 0.01
    assert speed.p is None
    assert speed.apart is None
    assert not found.notes


def test_the_report_lists_what_one_alone_has_right(system, tmp_path) -> None:
    found = compare(system("one", "110"), system("two", "011"))
    made = comparison_report(found)
    made.write(tmp_path / "compared")
    data = json.loads((tmp_path / "compared" / METRICS).read_text())
    assert (data["accuracy_1"], data["accuracy_2"]) == (66.6667, 66.6667)
    assert (data["accuracy_2_gain"], data["accuracy_2_p"]) == (0, 1)
    html = page(made)
    assert "of 3 items both have 1 right, one alone 1, two alone 1, neither 0." in html
    assert "<td>sentence 0</td>" in html
    assert "<td>sentence 1</td>" not in html
    assert read_report(tmp_path / "compared").figures["accuracy_1"].value == 66.6667


def test_items_in_common_are_what_is_tested(system) -> None:
    found = compare(system("one", ONE), system("two", TWO, first=5))
    assert found.differences["accuracy", 1].items == 15
    assert found.notes == ["one has 20 sentences and two 20; the tests are over the 15 in common."]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"first": 100}, "as no item of the one is an item of the other"),
        ({"kept": False}, "as two kept no items"),
    ],
)
def test_without_common_items_only_intervals_are_compared(system, more, why) -> None:
    found = compare(system("one", "0" * 20), system("two", "1" * 20, **more))
    difference = found.differences["accuracy", 1]
    assert difference.apart
    assert difference.p is None
    [note] = found.notes
    assert why in note
    assert note.endswith("only their intervals are compared.")
    assert "intervals apart" in page(comparison_report(found))


def test_several_systems_are_compared_with_the_first_and_p_is_corrected(system) -> None:
    alone = compare(system("one", ONE), system("two", TWO)).differences["accuracy", 1].p
    found = compare(system("one", ONE), system("two", TWO), system("three", ONE))
    assert found.differences["accuracy", 1].p == pytest.approx(2 * alone)
    assert found.differences["accuracy", 2].p == 1
    assert "p is corrected for 2 systems beside one (Holm 1979)." in found.notes
    assert "<td>three</td>" in page(comparison_report(found))


def test_folders_of_one_name_are_numbered(system, tmp_path) -> None:
    one = system("report", ONE)
    (tmp_path / "other").mkdir()
    two = one.rename(tmp_path / "other" / "report")
    one = system("report", TWO)
    assert [each.name for each in compare(two, one).systems] == ["report (1)", "report (2)"]


def test_one_report_and_reports_of_other_things_are_refused(system, tmp_path) -> None:
    one = system("one", ONE)
    with pytest.raises(ConfigError, match="needs two reports"):
        compare(one)
    data = json.loads((one / METRICS).read_text())
    kept = {k: v for k, v in data.items() if not k.startswith(("accuracy", "slot_f1", "items"))}
    other = tmp_path / "other.json"
    other.write_text(json.dumps(kept | {"joint_goal_accuracy": 1.0}))
    with pytest.raises(ConfigError, match="no figure that all of one and other have"):
        compare(one, other)


def test_bad_files_are_told_with_their_place(system, tmp_path) -> None:
    one = system("one", "10")
    with pytest.raises(ConfigError, match=r"There is no .*nowhere; name a folder"):
        read_report(tmp_path / "nowhere")
    text = (one / METRICS).read_text()
    for wrong, message in (
        ("{", "is no JSON"),
        (text.replace("50.0", "NaN", 1), "NaN is no number"),
        (text.replace("50.0", '"half"', 1), "accuracy: input should be a valid number"),
        (
            text.replace('"statistic": "f1"', '"statistic": "f2"'),
            "'slot_f1' is not what items.jsonl makes",
        ),
        ("[]", "all of it: "),
    ):
        (one / METRICS).write_text(wrong)
        with pytest.raises(ConfigError, match=message):
            read_report(one)
    (one / METRICS).write_text(text)
    items = one / "items.jsonl"
    line = items.read_text().splitlines()[0]
    for wrong, message in (
        (f"{line}\n{line}\n", "line 2: the item .* stands there twice"),
        (f"{line}\n{{\n", r"items.jsonl, line 2 is no JSON"),
        (line.replace('"id"', '"name"'), "line 1: id: field required"),
        (line.replace("[1, 1]", "[0, 1]"), "'accuracy' is not what items.jsonl makes"),
        (line.replace("[1, 1]", "[1]"), "'accuracy' is not what items.jsonl makes"),
    ):
        items.write_text(wrong)
        with pytest.raises(ConfigError, match=message):
            read_report(one)
    items.unlink()
    with pytest.raises(ConfigError, match=r"There is no .*items.jsonl"):
        read_report(one)
