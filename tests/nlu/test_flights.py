"""What the shipped bundle understands of flights, at first and later in a dialogue."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.nlu.bert import BertNlu
from dialog.state import DialogueState, UserTurn

FLIGHTS = "atis.inform(task=flight, query=boston to denver, count=12)"
ONE = "atis.inform(task=flight, query=boston to denver, number=281, fare=300)"


@pytest.fixture(scope="module")
def nlu() -> BertNlu:
    return BertNlu(load_domains(["atis"]))


def understood(nlu: BertNlu, text: str, before: str) -> str:
    said = tuple(parse_acts(before))
    state = DialogueState(active="atis" if said else "", system_acts=said)
    return format_acts(sorted(nlu.understand(UserTurn.of(text), state).best_acts, key=str))


@pytest.mark.parametrize(
    ("before", "text", "acts"),
    [
        (
            "",
            "I need a flight from Boston to Denver on Monday morning.",
            "atis.inform(depart_date.day_name=Monday, depart_time.period_of_day=morning, "
            "fromloc.city_name=Boston, task=flight, toloc.city_name=Denver)",
        ),
        (
            "",
            "list flights and fares from dallas to atlanta on delta or united",
            "atis.inform(airline_name=delta, airline_name=united, fromloc.city_name=dallas, "
            "or=or, task=airfare, task=flight, toloc.city_name=atlanta)",
        ),
        (FLIGHTS, "what about tuesday", "atis.inform(depart_date.day_name=tuesday)"),
        (FLIGHTS, "to new york instead", "atis.inform(toloc.city_name=new york)"),
        ("atis.request(toloc.city_name)", "denver", "atis.inform(toloc.city_name=denver)"),
        ("atis.request(fromloc.city_name)", "denver", "atis.inform(fromloc.city_name=denver)"),
        ("atis.request(airline_name)", "any airline", "atis.inform(airline_name=dontcare)"),
        (ONE, "how much is it?", "atis.inform(task=airfare)"),
        (ONE, "and the return", "atis.inform(round_trip=return)"),
        (
            FLIGHTS,
            "show me flights from dallas to atlanta",
            "atis.inform(fromloc.city_name=dallas, task=flight, toloc.city_name=atlanta)",
        ),
        (FLIGHTS, "thank you", "thank()"),
    ],
)
def test_what_is_said_of_flights(nlu: BertNlu, before: str, text: str, acts: str) -> None:
    assert understood(nlu, text, before) == acts
