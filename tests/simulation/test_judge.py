"""Verdicts on conversations that were judged by hand."""

from pathlib import Path

import pytest
import yaml

from dialog.acts import parse_acts
from dialog.simulation.conversation import Exchange, Talk
from dialog.simulation.goals import DomainGoal, Goal
from dialog.simulation.index import indexed
from dialog.simulation.judge import Cause, Verdict, causes_of, judge

GIVEN = yaml.safe_load(Path(__file__).with_name("verdicts.yml").read_text(encoding="utf-8"))


def verdict(case, domains):
    parts = [DomainGoal.from_dict(GIVEN["goals"][name]) for name in case["goal"]]
    wanted = {part.domain: {**part.final, **part.details} for part in parts}
    exchanges = [Exchange(tuple(parse_acts(u)), tuple(parse_acts(s))) for u, s in case["turns"]]
    talk = Talk(
        Goal(tuple(parts)),
        tuple(exchanges),
        {**wanted, **case.get("wanted", {})},
        case.get("bookings", {}),
        case.get("end", "done"),
    )
    schemas = {name: domain.schema for name, domain in domains.items()}
    tables = indexed(schemas, {name: domain.rows() for name, domain in domains.items()})
    return judge(talk, schemas, tables)


def test_there_are_enough_cases():
    assert len(GIVEN["cases"]) >= 30


@pytest.mark.parametrize("name", GIVEN["cases"])
def test_verdict(name, domains):
    case = GIVEN["cases"][name]
    found = verdict(case, domains)
    assert [str(cause) for cause, _ in found.causes] == case.get("causes", [])
    assert found.success == (not case.get("causes"))
    assert found.complete == case.get("complete", True)
    counts = found.informs
    assert [counts.right, counts.said, counts.wanted] == case.get("informs", [0, 0, 0])
    assert [found.booked, found.to_book] == case.get("booked", [0, 0])


def test_the_main_cause_is_the_worst():
    found = Verdict()
    found.blame(Cause.UNANSWERED)
    found.blame(Cause.WRONG_BOOKING)
    assert found.cause is Cause.WRONG_BOOKING
    assert causes_of([found, Verdict(), found]) == [(Cause.WRONG_BOOKING, 2)]
