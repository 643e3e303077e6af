"""What was wanted with what came about, of conversations by hand."""

from dialog.acts import parse_acts
from dialog.evaluation.paradise.kappa import Attribute
from dialog.simulation.conversation import Exchange, Talk
from dialog.simulation.goals import DomainGoal, Goal
from dialog.simulation.index import indexed
from dialog.simulation.judge import attributes_of

GOAL = DomainGoal(
    "cafe",
    {"food": "thai", "near": "park"},
    requests=("phone",),
    booked=True,
    details={"people": "2"},
)
WANTED = {"cafe": {"food": "thai", "near": "park", "people": "2"}}


def found(domains, system: str, bookings=None) -> list[Attribute]:
    exchange = Exchange((), tuple(parse_acts(system)))
    talk = Talk(Goal((GOAL,)), (exchange,), WANTED, bookings or {})
    schemas = {name: domain.schema for name, domain in domains.items()}
    tables = indexed(schemas, {name: domain.rows() for name, domain in domains.items()})
    return list(attributes_of(talk, schemas, tables))


def test_all_right(domains) -> None:
    booked = {"cafe": [{"entity": "Ada", "people": "2"}]}
    assert found(domains, "cafe.offer(name=Ada); cafe.inform(phone=11)", booked) == [
        ("cafe.food", "thai", "thai"),
        ("cafe.near", "park", "park"),  # one of two that Ada is near
        ("cafe.people", "2", "2"),
        ("cafe.phone?", "told", "told"),
    ]


def test_another_entity_a_wrong_fact_and_no_booking(domains) -> None:
    assert found(domains, "cafe.offer(name=Cy); cafe.inform(phone=11)") == [
        ("cafe.food", "thai", "greek"),
        ("cafe.near", "park", "old mill"),
        ("cafe.people", "2", ""),
        ("cafe.phone?", "told", "11"),
    ]


def test_nothing_came_about(domains) -> None:
    assert {each.got for each in found(domains, "repeat()")} == {""}
