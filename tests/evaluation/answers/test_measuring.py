"""From answers to figures and a report."""

import re

import pytest

from dialog.corpus.answers import Wanted
from dialog.errors import CorpusError
from dialog.evaluation.answers import Answer, answer_metrics, measure
from dialog.evaluation.answers.measuring import human
from dialog.evaluation.answers.report import answers_report, remarks
from dialog.evaluation.page import page
from dialog.evaluation.provenance import Provenance

NORTH = Wanted({"area": "north"}, frozenset({"phone"}), "name")
RIGHT, WRONG = "[name] is nice , call [phone]", "[name] is nice , goodbye then"


@pytest.fixture
def dialogues(stay):
    return [stay(NORTH, RIGHT, name=name) for name in ("D1", "D2.json", "D3")]


def test_the_figures(inns, dialogues) -> None:
    north, south = {"inn": {"AREA": "north"}}, {"inn": {"AREA": "south"}}
    answers = {
        "d1": [Answer(RIGHT, north)],
        "d2": [Answer(WRONG, north)],
        "d3": [Answer(RIGHT, south)],
    }
    found = measure(dialogues, answers, inns)
    assert (found.states, found.topics, found.unanswered, found.silent) == (
        "system",
        "states",
        0,
        0,
    )
    figures = {metric.name: metric for metric in answer_metrics(found.measured)}
    assert figures["inform"].value == pytest.approx(200 / 3)
    assert figures["success"].value == pytest.approx(100 / 3)
    bleu = figures["bleu"].value
    assert 0 < bleu < 100
    assert figures["combined"].value == pytest.approx(50 + bleu)
    for figure in figures.values():
        assert figure.interval
        assert figure.interval.low <= figure.value <= figure.interval.high


def test_annotated_states_stand_in_for_none(inns, dialogues) -> None:
    found = measure(dialogues, {"d1": [Answer(RIGHT)], "d2": []}, inns)
    assert (found.states, found.unanswered, found.silent) == ("corpus", 1, 1)
    assert [each.outcome.success for each in found.measured] == [True, False]


def test_the_corpus_answers_itself(inns, dialogues) -> None:
    found = measure(dialogues, human(dialogues, inns), inns)
    names = [metric.name for metric in answer_metrics(found.measured, compared=False)]
    assert names == ["inform", "success"]
    assert all(each.outcome.success for each in found.measured)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"d11": [Answer("")]}, "the dialogue 'd11', which the split does not have.* Did you mean"),
        ({"d1": [Answer("")] * 2}, "2 answers to the dialogue 'D1', which has 1 turns"),
    ],
)
def test_answers_to_other_dialogues_are_refused(inns, dialogues, answers, message) -> None:
    with pytest.raises(CorpusError, match=message):
        measure(dialogues, answers, inns)


def test_the_page_tells_each_failure_with_its_cause(inns, dialogues) -> None:
    answers = {"d1": [Answer(RIGHT)], "d2": [Answer("[name]", None)], "d3": [Answer("<b>no")]}
    found = measure(dialogues, answers, inns)
    data = {"corpus": "inns", "split": "test"}
    made = answers_report(
        found, answer_metrics(found.measured), Provenance({}, data, 0), [*remarks(found)]
    )
    html = page(made)
    assert "Not told: 1." in html
    assert "Nothing offered: 1." in html
    assert "judged by the annotated ones" in html
    assert "<td>D3</td>" in html
    assert "<td>D1</td>" not in html
    [offered] = re.findall(r"Nothing offered: 1\.</p>.*?<thead>(.*?)</thead>", html, re.DOTALL)
    assert "wanted" in offered
    assert "state" not in offered  # a column that would be empty
