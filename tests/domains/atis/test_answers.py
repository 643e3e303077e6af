"""Questions are answered with just the rows of the tables that answer them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.database import Database
from dialog.domain import Domain, find_domain
from dialog.nlu.bert import BertNlu
from dialog.state import DialogueState, UserTurn
from domains.atis.answers import Answer, Answers, Question
from domains.atis.errors import UnmetError
from domains.atis.names import Names
from domains.atis.timetable import Timetable

from . import oracle

SATURDAY = date(2026, 11, 21)
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "questions.yml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def domain() -> Domain:
    return find_domain("atis")


@pytest.fixture(scope="module")
def answers(domain: Domain, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    file = tmp_path_factory.mktemp("atis") / "atis.sqlite"
    database = Database(f"sqlite:///{file}", {"atis": domain})
    database.open()
    yield Answers(database, Timetable(database, Names.read(database), lambda: SATURDAY))
    database.close()


def ask(answers: Answers, notation: str, text: str = "") -> Answer:
    return asked(answers, parse_acts(f"inform({notation})"), text)


def asked(answers: Answers, acts: Iterable[DialogueAct], text: str) -> Answer:
    tasks: list[str] = []
    slots: dict[str, list[str]] = {}
    for act in acts:
        if act.slot == "task":
            tasks.append(act.value or "")
        else:
            slots.setdefault(act.slot, []).append(act.value or "")
    return answers.answer(tasks, Question(slots, text))


def with_number(case: dict[str, Any]) -> dict[str, Any]:
    """Put the number of a nonstop flight of a route into a question about it."""
    if "number" not in case:
        return case
    route = case["number"]
    flight = next(
        f for f in oracle.flights()
        if all(f[k] == v for k, v in route.items()) and not f["connections"] and not f["stops"]
    )  # fmt: skip
    return {
        key: value.replace("{number}", flight["number"]) if isinstance(value, str) else value
        for key, value in case.items()
    }


def flight_ids(case: dict[str, Any], condition: str) -> list[int]:
    found = oracle.holding(condition, oracle.flights())
    return [row["id"] for row in (oracle.best(case["best"], found) if "best" in case else found)]


def routes(found: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(row["airline"], row["origin"], row["destination"]) for row in found}


@pytest.mark.parametrize("case", CASES, ids=[case["ask"].replace(" ", "-") for case in CASES])
def test_just_the_rows_that_answer_are_found(answers: Answers, case: dict[str, Any]) -> None:
    case = with_number(case)
    answer = ask(answers, case["acts"], case["ask"])
    rows = answer.rows
    if "flights" in case:
        wanted = flight_ids(case, case["flights"])
        assert wanted, "no row of the tables answers: the question shows nothing"
        assert not answer.missed
        assert sorted(int(row["flight_id"]) for row in rows) == sorted(wanted)
        assert [row["departs"] for row in rows] == sorted(row["departs"] for row in rows)
    if "fares" in case:
        flown = routes(oracle.holding(case.get("flown", "True"), oracle.flights()))
        found = oracle.holding(case["fares"], oracle.fares())
        found = [f for f in found if (f["airline"], f["origin"], f["destination"]) in flown]
        found = oracle.best(case["best"], found) if "best" in case else found
        assert found
        assert not answer.missed
        assert sorted(int(row["fare_id"]) for row in rows) == sorted(f["id"] for f in found)
    if "airlines" in case:
        found = oracle.holding(case["airlines"], oracle.flights())
        assert {row["code"] for row in rows} == {f["airline"] for f in found} != set()
    if "aircraft" in case:
        flown_by = {
            p for f in oracle.holding(case["aircraft"], oracle.flights()) for p in f["planes"]
        }
        found = [row for row in oracle.rows("aircraft") if row["code"] in flown_by]
        found = oracle.best(case["best"], found) if "best" in case else found
        assert {row["code"] for row in rows} == {row["code"] for row in found} != set()
    if "cities" in case:
        ports = {f["destination"] for f in oracle.holding(case["cities"], oracle.flights())}
        assert {row["airport"] for row in rows} == ports != set()
    if "stopping" in case:
        ports = {v for f in oracle.holding(case["stopping"], oracle.flights()) for v in f["via"]}
        assert {row["airport"] for row in rows} == ports != set()
    if "airports" in case:
        assert sorted(row["code"] for row in rows) == case["airports"]
    if "planes" in case:
        assert sorted(row["code"] for row in rows) == sorted(case["planes"])
    if "city" in case:
        assert [row["city"].partition(",")[0] for row in rows] == case["city"]
    for table, name in (("ground_services", "ground"), ("airport_services", "distances")):
        if name in case:
            found = oracle.holding(case[name], oracle.rows(table))
            assert found
            assert len(rows) == len(found)
            assert {row["city"] for row in rows} == {row["city"] for row in found}
    for code, meaning in case.get("codes", {}).items():
        [row] = [row for row in rows if row["code"] == code]
        assert meaning in row["meaning"]
        assert len(rows) == len(case["codes"])
    if "amount" in case:
        count = len(oracle.holding(case["counted"], oracle.flights())) if "counted" in case else ""
        assert rows == [{"amount": case["amount"].replace("{n}", str(count))}]


def test_the_shipped_model_leads_to_the_same_rows(answers: Answers, domain: Domain) -> None:
    nlu = BertNlu({"atis": domain})
    nlu.warm_up()
    other = []
    for case in map(with_number, CASES):
        wanted = ask(answers, case["acts"], case["ask"]).rows
        [acts] = nlu.understand(UserTurn.of(case["ask"]), DialogueState()).acts or ((),)
        meant = [
            replace(a, value=f"not {a.value}") if a.type is ActType.DENY else a
            for a in acts
            if a.value
        ]
        try:
            found = asked(answers, meant, case["ask"]).rows
        except UnmetError:
            found = []
        if found != wanted:
            other.append(case["ask"])
    assert len(other) <= 0.07 * len(CASES), other


def test_every_case_says_what_answers_it() -> None:
    assert len(CASES) >= 120
    kinds = {
        "flights", "fares", "airlines", "aircraft", "cities", "stopping", "airports", "planes",
        "city", "ground", "distances", "codes", "amount",
    }  # fmt: skip
    assert all(kinds & set(case) for case in CASES)


def test_what_is_not_there_is_said_and_the_nearest_offered(answers: Answers) -> None:
    route = "task=flight, fromloc.city_name=denver, toloc.city_name=san francisco"
    answer = ask(answers, f"{route}, airline_name=midwest express")
    assert answer.missed == "flights from Denver to San Francisco on Midwest Express"
    assert answer.sought == "flights from Denver to San Francisco"
    assert answer.rows == ask(answers, route).rows


def test_a_flight_number_that_is_not_there_is_not_swapped_for_another(answers: Answers) -> None:
    answer = ask(answers, "task=flight, airline_name=united, flight_number=9999")
    assert not answer.rows
    assert not answer.missed
    assert answer.sought == "flights with the number 9999 on United Airlines"


@pytest.mark.parametrize(
    ("notation", "reason"),
    [
        ("task=flight, fromloc.city_name=tokyo", "no city called Tokyo"),
        ("task=flight, fromloc.city_name=boston, airline_name=qantas", "no airline called Qantas"),
        ("task=flight, fromloc.airport_name=heathrow", "no airport called Heathrow"),
        ("task=capacity, aircraft_code=concorde", "no aircraft called CONCORDE"),
        ("task=abbreviation, fare_basis_code=zz9", "what ZZ9 stands for"),
        ("task=abbreviation", "which abbreviation you mean"),
        ("task=flight, fromloc.city_name=boston, class_type=premium", "but no premium"),
        ("task=flight, fromloc.city_name=boston, depart_date.month_name=june", "day of June"),
        ("task=ground_service", "the city or the airport"),
    ],
)
def test_what_cannot_be_answered_says_what_is_missing(
    answers: Answers, notation: str, reason: str
) -> None:
    with pytest.raises(UnmetError, match=reason):
        ask(answers, notation)


def test_what_stands_for_nothing_is_named_so_that_it_can_be_forgotten(answers: Answers) -> None:
    with pytest.raises(UnmetError) as caught:
        ask(answers, "task=flight, fromloc.city_name=boston, class_type=premium class")
    assert caught.value.words == {"premium class"}
    with pytest.raises(UnmetError) as caught:
        ask(answers, "task=flight, fromloc.city_name=boston, airline_name=Ryanair")
    assert caught.value.words == {"ryanair"}


def test_an_aircraft_has_its_article(answers: Answers) -> None:
    route = "task=flight, fromloc.city_name=boston, toloc.city_name=atlanta"
    assert (
        "on an M80 or a 757"
        in ask(answers, f"{route}, aircraft_code=m80, aircraft_code=757").sought
    )
