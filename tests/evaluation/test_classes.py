"""Figures class by class."""

from dialog.evaluation.classes import by_class, confused, labels_of
from dialog.evaluation.f1 import F1

PAIRS = [("a", "a"), ("a", "b"), ("b", "b"), ("a", "b"), ("c", "a")]


def test_counts_of_each_label() -> None:
    found = by_class([({"x", "y"}, {"x"}), ({"y"}, {"y", "z"}), (set(), set())])
    assert found == {"y": F1(1, 1, 2), "x": F1(1, 1, 1), "z": F1(0, 1, 0)}
    assert list(found) == ["y", "x", "z"]  # the most wanted first


def test_what_counts_may_be_more_than_its_label() -> None:
    wanted, said = {("slot", 1), ("slot", 2)}, {("slot", 2), ("slot", 3)}
    assert by_class([(wanted, said)], label=lambda item: item[0]) == {"slot": F1(1, 2, 2)}


def test_labels_and_the_pairs_confused_most() -> None:
    assert labels_of(PAIRS) == ["a", "b", "c"]
    assert confused(PAIRS) == [("a", "b", 2), ("c", "a", 1)]
    assert confused([("a", "a")]) == []


def test_counts_add_up() -> None:
    total = F1(1, 2, 3)
    total += F1(1, 1, 1)
    assert total == F1(2, 3, 4)
