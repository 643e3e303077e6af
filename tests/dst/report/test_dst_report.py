"""The figures and the page of a tracker's report."""

import json
from dataclasses import replace

import pytest

from dialog.acts import parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.scoring import PLAIN, Scoring
from dialog.domain import Domain
from dialog.dst.replay import gold, replay
from dialog.dst.report import dst_metrics, dst_report, judged_by
from dialog.dst.report.metrics import gains
from dialog.dst.rule import RuleTracker
from dialog.evaluation.provenance import Provenance
from dialog.schema import DomainSchema

SLOTS = {name: {"description": name} for name in ("food", "area")}
SCHEMA = DomainSchema(name="eat", description="", entity="restaurant", slots=SLOTS)
DOMAINS = {"eat": Domain(SCHEMA, None)}


def dialogue(name, *turns):
    """Turns as (acts, the state's food, the state's area)."""
    made = []
    for acts, food, area in turns:
        state = {k: v for k, v in (("food", food), ("area", area)) if v}
        made.append(CorpusTurn("user", acts, acts=tuple(parse_acts(acts)), state={"eat": state}))
        made.append(CorpusTurn("system", "Yes."))
    return Dialogue(name, "test", ("eat",), {}, tuple(made))


TALKS = [
    dialogue("a", ("eat.inform(food=thai)", "thai", ""), ("eat.request(phone)", "thai", "")),
    dialogue("b", ("eat.inform(food=thai)", "greek", ""), ("eat.inform(area=north)", "greek", "")),
]


@pytest.fixture
def tracked():
    return list(replay(RuleTracker(DOMAINS), DOMAINS, TALKS, gold))


def numbers(tracked, *scorings, seen=frozenset({"eat"})):
    scored = judged_by(tracked, DOMAINS, scorings or (PLAIN,))
    return {m.name: m.value for m in dst_metrics(tracked, scored, seen)}


def test_figures_by_hand(tracked) -> None:
    found = numbers(tracked)
    assert found["joint_goal_accuracy"] == 50.0
    assert found["slot_accuracy"] == pytest.approx(100 * (2 + 2 + 1 + 0) / 8)
    assert found["slot_f1"] == pytest.approx(100 * 2 * 2 / (5 + 4))
    assert found["request_f1"] == 100.0
    assert found["l2"] == pytest.approx((0 + 0 + 2 + 2) / 4)
    assert found["milliseconds_per_turn"] > 0
    assert "joint_goal_accuracy_seen" not in found


def test_another_scoring_is_told_where_it_differs(tracked) -> None:
    lenient = Scoring("lenient", "All is right.", match=lambda slot, right, said: 1.0)
    found = numbers(tracked, PLAIN, lenient, replace(PLAIN, name="same"))
    assert found["joint_goal_accuracy_lenient"] == 75.0
    assert "joint_goal_accuracy_same" not in found


def test_seen_and_unseen_domains_are_told_apart(tracked) -> None:
    framed = replace(PLAIN, frames=lambda turn: ["eat"])
    assert numbers(tracked, framed, seen=frozenset())["joint_goal_accuracy_unseen"] == 50.0
    assert "joint_goal_accuracy_unseen" not in numbers(tracked, framed)


def test_a_gain_is_paired_by_dialogue(tracked) -> None:
    [judged] = [j for _, j in judged_by(tracked, DOMAINS, (PLAIN,)).values()]
    none = [replace(each, slots=[]) for each in judged]  # all right
    found = {metric.name: metric for metric in gains(none, judged)}
    assert found["joint_goal_accuracy_top"].value == 50.0
    assert found["joint_goal_accuracy_gain"].value == 50.0
    assert found["joint_goal_accuracy_gain"].interval.low >= 0
    assert found["l2_top"].value == pytest.approx(1.0)
    assert found["l2_gain"].value == 0  # of the same probabilities


def test_the_report_lists_each_error_once(tracked, tmp_path) -> None:
    scored = judged_by(tracked, DOMAINS, (PLAIN,))
    metrics = dst_metrics(tracked, scored, frozenset({"eat"}))
    provenance = Provenance({}, {"corpus": "small", "split": "test"}, 0)
    dst_report(tracked, scored, metrics, provenance).write(tmp_path)
    data = json.loads((tmp_path / "metrics.json").read_text())
    assert data["joint_goal_accuracy"] == 50.0
    assert data["joint_goal_accuracy_ci_low"] == 0.0
    page = (tmp_path / "report.html").read_text()
    assert "3 slots of turns are wrong; 2 of them became so in their turn" in page
    assert page.count("<td>b 1</td>") == 1
