"""The timetable, and what the bot makes of it, between acts and the real components."""

import csv
from pathlib import Path

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.session import Session
from dialog.simulation.running import Plan, Simulation
from dialog.state import Hypothesis, UserTurn
from domains.train import build

with (build.ROOT / "train/trains.csv").open(encoding="utf-8", newline="") as file:
    TRAINS = list(csv.DictReader(file))
RIDE = "departure=Quexford, destination=Larkhaven, day=friday"


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return Simulation(Plan(("train",)))


class Talk:
    """A conversation in acts."""

    def __init__(self, simulation: Simulation, *turns: str) -> None:
        simulation.database.begin("0")
        self.session = Session(simulation.pipeline)
        for turn in turns:
            self.say(turn)

    def say(self, acts: str) -> str:
        said = UserTurn((Hypothesis(""),), (tuple(parse_acts(acts, default_domain="train")),))
        return format_acts(self.session.respond_sync(said).system_acts)

    @property
    def one(self) -> dict[str, str]:
        return dict(self.session.state.domain("train").entity or {})


def test_files_are_what_the_script_makes(tmp_path: Path) -> None:
    assert build.main(["--check"]) == 0
    build.write(tmp_path)
    assert build.check(tmp_path) == []


def test_each_train_has_a_number_and_arrives_before_midnight() -> None:
    assert len({row["train_id"] for row in TRAINS}) == len(TRAINS)
    for row in TRAINS:
        assert row["leave_at"] < row["arrive_by"] <= "23:59"
        assert build.CITY in (row["departure"], row["destination"])


def test_a_time_of_either_kind_is_asked_for(simulation: Simulation) -> None:
    assert Talk(simulation).say(f"inform(task=find, {RIDE})") == "train.request(leave_at)"
    for time in ("leave_at=10:00", "arrive_by=13:00", "leave_at=dontcare"):
        assert "train.offer(" in Talk(simulation).say(f"inform({RIDE}, {time})")


def test_the_next_train_is_offered_and_described(simulation: Simulation) -> None:
    talk = Talk(simulation)
    said = talk.say(f"inform({RIDE}, leave_at=10:00)")
    later = sorted(
        row["leave_at"]
        for row in TRAINS
        if (row["departure"], row["destination"], row["day"]) == ("Quexford", "Larkhaven", "friday")
        and row["leave_at"] >= "10:00"
    )
    assert talk.one["leave_at"] == later[0]
    for column in ("leave_at", "arrive_by", "duration", "price"):
        assert f"{column}={talk.one[column]}" in said
    talk.say("reqalts()")
    assert talk.one["leave_at"] == later[1]


def test_the_last_train_in_time_is_offered(simulation: Simulation) -> None:
    talk = Talk(simulation)
    talk.say(f"inform({RIDE}, arrive_by=13:00)")
    first = talk.one["arrive_by"]
    talk.say("reqalts()")
    assert talk.one["arrive_by"] < first <= "13:00"


def test_when_none_is_late_enough_the_latest_is_offered(simulation: Simulation) -> None:
    talk = Talk(simulation)
    said = talk.say(f"inform({RIDE}, leave_at=23:50)")
    assert said.startswith("train.nooffer(")
    same = [r for r in TRAINS if r["destination"] == "Larkhaven" and r["day"] == "friday"]
    assert talk.one["leave_at"] == max(row["leave_at"] for row in same)


def test_whether_it_is_in_time_is_answered(simulation: Simulation) -> None:
    talk = Talk(simulation, f"inform({RIDE}, leave_at=10:00)")
    arrives = talk.one["arrive_by"]
    assert talk.say("confirm(arrive_by=23:00)") == f"train.affirm(arrive_by={arrives})"
    assert talk.say("confirm(arrive_by=10:30)") == f"train.negate(arrive_by={arrives})"


def test_tickets_are_booked(simulation: Simulation) -> None:
    talk = Talk(simulation, f"inform({RIDE}, leave_at=10:00)")
    assert talk.say("inform(task=book)") == "train.request(people)"
    said = talk.say("inform(people=3)")
    assert said.startswith("train.book(reference=")
    assert "people=3" in said


def test_a_price_for_some_people_is_no_order(simulation: Simulation) -> None:
    talk = Talk(simulation, f"inform({RIDE}, leave_at=10:00)")
    said = talk.say("inform(people=2); request(price)")
    assert said == f"train.inform(price={talk.one['price']})"
    assert "train.book(" in talk.say("inform(task=book)")
