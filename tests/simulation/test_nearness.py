"""Which goals for a place near another one can be reached."""

import random

import pytest

from dialog.domain import load_domain
from dialog.simulation.goals import DomainGoal
from dialog.simulation.nearness import Nearness
from dialog.simulation.running import Plan
from dialog.simulation.sampling import GoalSampler
from dialog.simulation.spreading import simulate

KIND = """
name: {name}
description: Find {noun}s.
entity: {noun}
slots:
  name: {{description: the name, search: optional}}
  price: {{description: the price, search: optional, spans: [10, 20], requestable: true}}
  beside: {{description: what is beside it, search: optional, place: true, multiple: true}}
database: {{table: {name}, rows: rows.csv, key: name}}
search: {{}}
"""
ROWS = {
    "bar": "name,price,beside\nAda,5,Hall\nBo,15,Hall;Dome\nCy,30,\n",
    "gig": "name,price,beside\nHall,12,Ada;Bo\nDome,25,Bo\n",
}


@pytest.fixture
def domains(tmp_path):
    for name, rows in ROWS.items():
        (tmp_path / name).mkdir()
        text = KIND.format(name=name, noun=name)
        (tmp_path / name / "domain.yml").write_text(text, encoding="utf-8")
        (tmp_path / name / "rows.csv").write_text(rows, encoding="utf-8")
    return {name: load_domain(tmp_path / name) for name in ROWS}


@pytest.fixture
def nearness(domains):
    rows = {name: domain.rows() for name, domain in domains.items()}
    return Nearness({name: domain.schema for name, domain in domains.items()}, rows)


def test_a_slot_takes_what_was_found_before(nearness):
    assert nearness.slots("bar", [DomainGoal("gig")]) == [("beside", "gig")]
    assert nearness.slots("bar", []) == []


@pytest.mark.parametrize(
    ("first", "second", "reached"),
    [
        ({"price": "at least 20"}, {}, True),  # the Dome, with Bo beside it
        ({"price": "at least 20"}, {"price": "at most 10"}, False),  # Ada is beside the Hall only
        ({"price": "10-20"}, {"price": "at most 10"}, True),
        ({}, {"price": "at most 10"}, False),  # whichever is put forward
        ({}, {"price": "10-20"}, True),
    ],
)
def test_wherever_the_goal_before_leads_there_is_a_fit_one(nearness, first, second, reached):
    before = [DomainGoal("gig", first)]
    assert nearness.reached(DomainGoal("bar", second, near={"beside": "gig"}), before) == reached


def test_drawn_goals_for_a_place_near_another_can_be_reached(domains, nearness):
    sampler, chance = GoalSampler(domains), random.Random(0)
    goals = [sampler.sample(chance) for _ in range(200)]
    near = [(goal, part) for goal in goals for part in goal.parts if part.near]
    assert near
    assert all(nearness.reached(part, goal.parts) for goal, part in near)


def test_users_get_what_they_want_near_something():
    judged = list(simulate(Plan(("crosswoz",), seed=3), dialogues=40))
    assert any(part.near for each in judged for part in each.talk.goal.parts)
    assert sum(each.verdict.success for each in judged) >= 39
