"""The figures and sections of an NLU's report."""

from dataclasses import replace

import pytest

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.domain import load_domains
from dialog.evaluation.page import page
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Marked, Matrix, Metric, Table
from dialog.nlu.evaluation import score_acts
from dialog.nlu.examples import OUT_OF_SCOPE, Example
from dialog.nlu.report import Judged, judge, nlu_metrics, nlu_report, nlu_sections
from dialog.nlu.report.classes import LARGEST_MATRIX, confusion
from dialog.nlu.report.judged import NO_INTENT
from dialog.values import readers

READERS = readers(load_domains(["atis"]))
TEXT = "flights to boston"
BOSTON = DialogueAct(ActType.INFORM, "atis", "toloc.city_name", "boston", 0.9, (11, 17))


def task(*names: str, score: float = 1.0) -> tuple[DialogueAct, ...]:
    return tuple(DialogueAct(ActType.INFORM, "atis", "task", name, score) for name in names)


def judged(*sentences: tuple[tuple[DialogueAct, ...], tuple[DialogueAct, ...]]) -> list[Judged]:
    """Judge sentences: acts wanted, acts said."""
    examples = [Example(TEXT, wanted, ("atis",), domain="atis") for wanted, _ in sentences]
    return judge(examples, [(said, 0.01) for _, said in sentences], READERS)


FLIGHT = ((*task("flight"), BOSTON), (*task("flight", score=0.8), BOSTON))
MISSED = ((*task("flight", "airfare"), BOSTON), task("airfare", score=0.7))
OUT = ((OUT_OF_SCOPE,), (OUT_OF_SCOPE.with_score(0.9),))
FOOLED = ((OUT_OF_SCOPE,), task("meal", score=0.6))
REJECTED = (task("meal"), (OUT_OF_SCOPE.with_score(0.7),))
EMPTY = (task("meal"), ())


def figures(metrics: list[Metric]) -> dict[str, float]:
    return {metric.name: metric.value for metric in metrics}


def test_figures_in_scope_by_hand() -> None:
    found = figures(nlu_metrics(judged(FLIGHT, MISSED, EMPTY)))
    assert found["intent_accuracy"] == pytest.approx(100 / 3)
    assert found["slot_f1"] == pytest.approx(100 * 2 / 3)
    assert found["sentence_accuracy"] == pytest.approx(100 / 3)
    assert found["act_f1"] == pytest.approx(100 * 6 / 9)  # 3 right, 3 said, 6 wanted
    # a right one of 0.8 and a wrong one of 0.7; what says nothing has no confidence
    assert found["expected_calibration_error"] == pytest.approx(100 * (0.2 + 0.7) / 2)
    assert found["utterances_per_second"] == pytest.approx(100)
    assert (found["latency_median_ms"], found["latency_p95_ms"]) == pytest.approx((10, 10))
    assert "in_scope_accuracy" not in found
    assert "oos_recall" not in found


def test_figures_out_of_scope_by_hand() -> None:
    found = figures(nlu_metrics(judged(FLIGHT, OUT, FOOLED, REJECTED, EMPTY)))
    assert found["intent_accuracy"] == pytest.approx(100 * 2 / 5)
    assert found["in_scope_accuracy"] == pytest.approx(100 * 1 / 3)
    assert found["oos_recall"] == 50
    # in scope 0.8, 0.3 and (nothing said) 0.5; out of scope 0.1 and 0.6
    assert found["oos_auroc"] == pytest.approx(100 * (2 + 1 + 1) / 6)


def test_figures_are_those_of_the_scores() -> None:
    sentences = (FLIGHT, MISSED, OUT, FOOLED, REJECTED)
    found = figures(nlu_metrics(judged(*sentences)))
    examples = [Example(TEXT, wanted, ("atis",)) for wanted, _ in sentences]
    scores = score_acts(examples, [said for _, said in sentences], READERS)
    assert found["intent_accuracy"] == pytest.approx(100 * scores.intent_accuracy)
    assert found["sentence_accuracy"] == pytest.approx(100 * scores.sentence_accuracy)
    assert found["slot_f1"] == pytest.approx(100 * scores.slots.f1)
    assert found["act_f1"] == pytest.approx(100 * scores.acts.f1)


def test_every_share_has_an_interval_around_it() -> None:
    metrics = nlu_metrics(judged(*[FLIGHT] * 20, *[MISSED] * 5, OUT, FOOLED), seed=3)
    for metric in metrics:
        if metric.name.endswith(("accuracy", "f1", "recall", "auroc")):
            assert metric.interval
            assert metric.interval.low <= metric.value <= metric.interval.high
    assert metrics[0] == nlu_metrics(judged(*[FLIGHT] * 20, *[MISSED] * 5, OUT, FOOLED), seed=3)[0]


def test_a_corpus_without_intents_has_none_of_their_figures() -> None:
    example = Example(TEXT, (BOSTON,), ("atis",), task=False, domain="atis")
    made = judge([example], [((*task("flight"), BOSTON), 0.01)], READERS)
    assert figures(nlu_metrics(made)).keys() == {
        "slot_f1", "act_f1", "all_acts_right", "act_calibration_error",
        "utterances_per_second", "latency_median_ms", "latency_p95_ms",
    }  # fmt: skip
    titles = [section.title for section in nlu_sections(made)]
    assert titles == ["Slots", "Calibration", "Speed", "Errors"]


def test_sections_of_intents_and_scope() -> None:
    sections = {s.title: s.blocks for s in nlu_sections(judged(FLIGHT, MISSED, OUT, FOOLED))}
    assert list(sections) == [
        "Intents", "Confused intents", "Slots", "Scope", "Calibration", "Speed", "Errors"
    ]  # fmt: skip
    [intents] = [block for block in sections["Intents"] if isinstance(block, Table)]
    assert list(intents.rows) == [
        ("flight", 100, 50, pytest.approx(200 / 3), 2, 1),
        ("airfare", 100, 100, 100, 1, 1),
        ("meal", 0, None, 0, 0, 1),
    ]
    [matrix] = [block for block in sections["Confused intents"] if isinstance(block, Matrix)]
    at = {label: place for place, label in enumerate(matrix.labels)}
    assert at.keys() == {NO_INTENT, "airfare#flight", "flight", "airfare", "meal"}
    assert matrix.counts[at["airfare#flight"]][at["airfare"]] == 1
    assert matrix.counts[at[NO_INTENT]][at["meal"]] == 1
    assert sum(map(sum, matrix.counts)) == 4


def test_of_many_intents_the_pairs_confused_most_are_told() -> None:
    names = [f"intent{nth}" for nth in range(LARGEST_MATRIX + 1)]
    right = [(task(name), task(name)) for name in names]
    wrong = (task("intent1"), task("intent2"))
    words, pairs = confusion(judged(*right, wrong, wrong), short=lambda label: label)
    assert isinstance(pairs, Table)
    assert list(pairs.rows) == [("atis.intent1", "atis.intent2", 2)]
    [words] = confusion(judged(*right), short=str)
    assert words == "No intent is taken for another."


def test_the_surest_mistakes_come_first_with_their_words_marked() -> None:
    moved = replace(BOSTON, score=0.95, span=(8, 17))
    sure = (FLIGHT[0], (*task("flight"), moved))
    [errors] = [s for s in nlu_sections(judged(MISSED, FLIGHT, sure)) if s.title == "Errors"]
    [table] = [block for block in errors.blocks if isinstance(block, Table)]
    assert [row[0] for row in table.rows] == [0.95, 0.0]
    _, wanted, said = table.rows[0]
    assert isinstance(wanted, Marked)
    assert isinstance(said, Marked)
    assert [(m.label, m.right, m.start, m.end) for m in wanted.marks] == [
        ("inform(task=flight)", True, 0, 0),
        ("toloc.city_name", False, 11, 17),
    ]
    assert [(m.label, m.right, m.start, m.end) for m in said.marks][1] == (
        "toloc.city_name", False, 8, 17,
    )  # fmt: skip


def test_a_report_without_mistakes_says_so_on_its_page() -> None:
    data = {"corpus": "toy", "split": "validation", "sentences": 1, "sha256": ""}
    report = nlu_report(judged(FLIGHT), Provenance({}, data, 0))
    text = page(report)
    assert "Understanding of toy, validation: 1 sentences" in text
    assert "None: all 1 sentences are right." in text


def test_domains_are_told_apart_where_there_are_several() -> None:
    texts = [Example("bye", tuple(parse_acts("bye()")), domain=name) for name in ("atis", "")]
    made = judge(texts, [(parse_acts("bye()"), 0.01), ((), 0.01)], READERS)
    sections = {section.title: section.blocks for section in nlu_sections(made)}
    [table] = sections["Domains"]
    assert isinstance(table, Table)
    assert list(table.rows) == [("atis", 1, 100, 100, 100), ("none", 1, 0, 100, 0)]
    [_, acts] = sections["Acts without words"]
    assert isinstance(acts, Table)
    assert acts.rows[0][0] == "bye()"
