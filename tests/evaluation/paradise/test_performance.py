"""Findings on made dialogues, and on sets that no regression can be made of."""

from dataclasses import replace

import numpy as np
import pytest

from dialog.evaluation.paradise.metrics import paradise_metrics
from dialog.evaluation.paradise.performance import Case, findings
from dialog.evaluation.paradise.report import function_lines, paradise_report
from dialog.evaluation.provenance import Provenance


def metrics_of(cases: list[Case]) -> dict[str, float]:
    """The figures by name; every report on the way must be one that can be written."""
    found = findings(cases)
    metrics = paradise_metrics(found)
    data = {n: number for metric in metrics for n, number in metric.numbers.items()}
    assert np.isfinite(list(data.values())).all()
    report = paradise_report(found, metrics, Provenance({}, {}, 0), "title")
    assert report.to_dict().items() >= data.items()
    return data


def test_what_ratings_depend_on_is_found(cases: list[Case]) -> None:
    found = findings(cases)
    (analysis,) = found.analyses
    assert analysis.name == "kappa"
    assert analysis.full is not None
    assert analysis.stepwise is not None
    weights = {weight.name: weight.value for weight in analysis.stepwise.weights}
    assert set(weights) == {"kappa", "turns"}
    assert weights["kappa"] > 0 > weights["turns"]
    assert {weight.name for weight in analysis.full.weights} == {"kappa", "turns", "repairs"}
    best = max(analysis.performance, key=lambda name: analysis.performance[name])
    assert found.kappas[best] == 1
    assert sum(analysis.performance.values()) == pytest.approx(0)
    assert "Left out, as they are the same in every dialogue: dead_ends." in analysis.notes
    data = metrics_of(cases)
    assert data["kappa"] == pytest.approx(found.agreement.kappa, abs=1e-4)
    assert data["kappa_ci_low"] < data["kappa"] < data["kappa_ci_high"]
    assert data["kappa_stepwise_turns_weight"] == pytest.approx(weights["turns"], abs=1e-4)


def test_dialogues_without_ratings_are_scored_too(cases: list[Case]) -> None:
    unrated = replace(cases[4], name="new", rating=None)
    found = findings([*cases, unrated])
    performance = found.analyses[0].performance
    assert performance["new"] == pytest.approx(performance["d4"])
    assert "Rated are 30 of 31 dialogues." in found.notes


def test_costs_alone_enter_where_goals_are_missing(cases: list[Case]) -> None:
    some = [replace(case, attributes=()) if at < 15 else case for at, case in enumerate(cases)]
    found = findings(some)
    assert [len(analysis.cases) for analysis in found.analyses] == [15, 30]
    assert "kappa" not in {weight.name for weight in found.analyses[1].full.weights}
    assert any("15 of 30 dialogues; for all of them together" in note for note in found.notes)
    data = metrics_of(some)
    assert {"kappa_full_r2", "costs_full_r2", "costs_full_r2_crossed"} <= set(data)
    none = findings([replace(case, attributes=()) for case in cases])
    assert [analysis.name for analysis in none.analyses] == ["costs"]
    assert any("No dialogue has a goal" in note for note in none.notes)


def test_metrics_that_most_lack_are_left_out_and_so_are_dialogues_that_lack_one(cases) -> None:
    some = [
        replace(case, costs=case.costs | {"seconds": 5.0 + at}) for at, case in enumerate(cases)
    ]
    few = [*some[:10], *cases[10:]]
    assert any("seconds, known for 10 of 30" in n for n in findings(few).analyses[0].notes)
    most = [*some[:28], *cases[28:]]
    analysis = findings(most).analyses[0]
    assert len(analysis.cases) == 28
    assert "Dialogues left out as they lack annotation: 2." in analysis.notes


def test_what_follows_from_others_is_left_out(cases: list[Case]) -> None:
    twice = [replace(c, costs=c.costs | {"user_words": 7 * c.costs["turns"]}) for c in cases]
    analysis = findings(twice).analyses[0]
    assert "Left out, as they follow from the others: user_words." in analysis.notes
    assert "user_words" not in {weight.name for weight in analysis.full.weights}


def test_collinear_metrics_are_named(cases: list[Case]) -> None:
    near = [
        replace(c, costs=c.costs | {"user_words": 7 * c.costs["turns"] + (at % 4) / 4})
        for at, c in enumerate(cases)
    ]
    notes = findings(near).analyses[0].notes
    assert any(note.startswith("The weight of turns cannot be told from") for note in notes)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda cases: [replace(c, rating=3.0) for c in cases], "every dialogue is rated 3."),
        (
            lambda cases: [replace(c, costs={"turns": 4.0}, attributes=()) for c in cases],
            "no metric differs between the dialogues.",
        ),
        (lambda cases: cases[:4], "4 rated dialogues for 3 metrics; it takes at least 5."),
        (lambda cases: cases[:1], "no metric differs between the dialogues."),
        (
            lambda cases: [replace(c, rating=None) for c in cases],
            "No dialogue is rated, so there is no regression",
        ),
        (
            lambda cases: [replace(c, attributes=c.attributes[1:]) for c in cases],
            "Kappa is undefined: all attributes are wanted with one and the same value.",
        ),
        (
            lambda cases: [replace(c, rating=1.0 + (at // 3) % 2) for at, c in enumerate(cases)],
            "No metric stays at p < 0.05",
        ),
    ],
)
def test_what_cannot_be_had_is_said(cases: list[Case], change, sentence: str) -> None:
    changed = change(cases)
    metrics_of(changed)
    assert any(sentence in line for line in function_lines(findings(changed)))


def test_ratings_that_follow_exactly(cases: list[Case]) -> None:
    exact = [replace(case, rating=5 - case.costs["turns"] / 2) for case in cases]
    data = metrics_of(exact)
    assert data["kappa_stepwise_r2"] == 1
    assert data["kappa_stepwise_turns_weight"] == -1


def test_the_page_has_every_part(cases: list[Case], tmp_path) -> None:
    found = findings(cases)
    provenance = Provenance({}, {}, 0)
    paradise_report(found, paradise_metrics(found), provenance, "PARADISE").write(tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for part in ("Task success", "Kappa and costs", "Performance = ", "cafe.food", "<svg", "d29"):
        assert part in page
    assert ">nan" not in page
