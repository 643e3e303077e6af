"""What "and the return" makes of a trip."""

from domains.atis.trips import told_apart, way_back

TRIP = {
    "fromloc.city_name": ["boston"],
    "toloc.airport_name": ["love field"],
    "depart_date.day_name": ["monday"],
    "depart_time.period_of_day": ["morning"],
    "airline_name": ["delta"],
}


def test_the_places_change_sides_and_the_day_is_open() -> None:
    back, changed = way_back(TRIP | {"round_trip": ["return"]}, {"round_trip"})
    assert back == {
        "toloc.city_name": ["boston"],
        "fromloc.airport_name": ["love field"],
        "airline_name": ["delta"],
    }
    assert changed["fromloc.city_name"] is None
    assert changed["toloc.city_name"] == "boston"
    assert changed["depart_date.day_name"] is None
    assert changed["round_trip"] is None


def test_the_day_of_the_return_is_then_the_day() -> None:
    told = TRIP | {"round_trip": ["return"], "return_date.day_name": ["friday"]}
    back, _ = way_back(told, {"round_trip"})
    assert back["depart_date.day_name"] == ["friday"]


def test_a_day_said_with_it_is_the_day() -> None:
    told = TRIP | {"round_trip": ["return"], "depart_date.day_name": ["friday"]}
    back, _ = way_back(told, {"round_trip", "depart_date.day_name"})
    assert back["depart_date.day_name"] == ["friday"]


def test_coming_back_on_a_day_is_enough() -> None:
    back, _ = way_back(TRIP | {"return_date.day_name": ["friday"]}, {"return_date.day_name"})
    assert back["toloc.city_name"] == ["boston"]
    assert back["depart_date.day_name"] == ["friday"]


def test_a_round_trip_is_no_turning_back() -> None:
    told = TRIP | {"round_trip": ["round trip"], "return_date.day_name": ["friday"]}
    assert way_back(told, {"round_trip", "return_date.day_name"}) == (told, {})


def test_a_route_said_now_is_the_route() -> None:
    told = TRIP | {"round_trip": ["return"]}
    assert way_back(told, {"round_trip", "fromloc.city_name"}) == (told, {})


def test_days_behind_returning_are_those_of_the_return() -> None:
    told = {"depart_date.day_name": ["monday", "friday"]}
    text = "round trip to boston leaving on monday and returning on friday"
    assert told_apart(told, text) == {
        "depart_date.day_name": ["monday"],
        "return_date.day_name": ["friday"],
    }
    assert told_apart(told, "on monday or friday") == told
    one = {"depart_date.day_name": ["friday"]}
    assert told_apart(one, "returning on friday") == one
