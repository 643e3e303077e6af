"""What is eaten on a flight."""

from __future__ import annotations

from domains.atis.schedule import network
from domains.atis.schedule.meals import meal_code


def flight(departs: str, minutes: int, airline: str = "AA", aircraft: str = "M80") -> str:
    at = network.clock(departs)
    plane = network.Flight(airline, 1, "BOS", "ORD", at, minutes, "1234567", aircraft)
    return meal_code(plane)


def test_meals_go_by_the_time_and_the_way() -> None:
    assert flight("07:00", 45) == ""
    assert flight("07:00", 60, "US", "BE1") == ""
    assert flight("07:00", 80) == "S"
    assert flight("07:00", 100) == "B/S"
    assert flight("07:00", 100, "WN", "73S") == "B"
    assert flight("12:00", 180) == "L"
    assert flight("18:00", 180) == "D"
    assert flight("15:00", 180) == "S"
    assert flight("22:30", 280) == "SB"
    assert flight("12:00", 280) in ("LS", "LD")
