"""What systems said where all were asked the same."""

from pathlib import Path

import pytest

from dialog.evaluation.comparison import compared, measured, read_report
from dialog.evaluation.comparison.examples import examples
from dialog.evaluation.comparison.report import comparison_report
from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import share
from dialog.evaluation.items import Answer, Items, identities
from dialog.evaluation.page import page
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import METRICS, Report, Table


def report(voice: str, dialogues: range, *, by: str = "") -> Report:
    """The report of a system that says all with its voice, two things a dialogue."""
    ids = identities([f"dialogue {nth}" for nth in dialogues])
    said = {
        item: [
            Answer(f"say {nth}.{at}", f"corpus {nth}.{at}", f"{voice} {nth}.{at}", by)
            for at in (1, 2)
        ]
        for item, nth in zip(ids, dialogues, strict=True)
    }
    labels = {item: f"D{nth}" for item, nth in zip(ids, dialogues, strict=True)}
    right = Counted("accuracy", "Accuracy", "", [(True, 1)] * len(ids), share, ids).metric(0)
    return Report(voice, [right], Provenance({}, {}, 0), items=Items("dialogue", labels, said))


@pytest.fixture
def systems():
    return [measured("one", report("un", range(6))), measured("two", report("deux", range(2, 9)))]


def test_examples_are_of_what_all_were_asked(systems) -> None:
    found = examples(systems, 50)
    assert len(found) == 8
    assert found[0] == ("D2", "say 2.1", "corpus 2.1", ("un 2.1", "deux 2.1"))
    assert found[-1].said == ("un 5.2", "deux 5.2")


def test_equal_seeds_draw_equal_examples_in_the_order_of_the_corpus(systems) -> None:
    all_of_them, some = examples(systems, 50), examples(systems, 3, seed=1)
    assert some == examples(systems, 3, seed=1)
    assert [each for each in all_of_them if each in some] == some
    assert some != examples(systems, 3, seed=2)


def test_answers_to_something_else_are_no_examples(systems) -> None:
    first, second = systems
    [item, *_] = second.labels
    second.answers[item][0] = Answer("say what", "corpus 2.1", "deux")
    assert examples([first, second], 50)[0].asked == "say 2.2"


def test_reports_without_answers_have_no_examples(system) -> None:
    assert examples([read_report(system("one", "10"))], 50) == []


def test_of_three_systems_each_figure_stands_once_beside_the_others(system) -> None:
    paths = [system("a", "10", speed=5.0), system("b", "11", speed=5.0)]
    paths.append(system("c", "01", speed=5.0))
    found = compared([read_report(path) for path in paths])
    made = comparison_report(found)
    assert made.title == "a, b and c side by side"
    beside, tested = (each for each in made.sections[0].blocks if isinstance(each, Table))
    assert beside.columns == ("figure", "a", "b", "c")
    assert [row[0] for row in beside.rows] == ["accuracy", "slot_f1", "speed"]
    assert beside.rows[2][1:] == ("5.00", "5.00", "5.00")
    assert [row[:2] for row in tested.rows] == [
        *(("b", "accuracy"), ("c", "accuracy"), ("b", "slot_f1"), ("c", "slot_f1"))
    ]


def test_the_page_has_a_column_for_each_and_who_spoke_in_its_place(systems, tmp_path: Path) -> None:
    third = report("trois", range(6), by="stranger")
    third.write(tmp_path)
    read = read_report(tmp_path)
    assert read == measured(tmp_path.name, third, tmp_path / METRICS)
    html = page(comparison_report(compared([*systems, read])))
    assert '<th scope="col">two</th>' in html
    cells = ("say 2.1", "corpus 2.1", "un 2.1", "deux 2.1", "trois 2.1 [stranger]")
    assert "".join(f"<td>{cell}</td>" for cell in cells) in html
    assert "<td>100.00 (100.00 to 100.00)</td>" * 3 in html
