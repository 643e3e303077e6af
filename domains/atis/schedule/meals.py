"""What is served on a flight."""

from __future__ import annotations

from domains.atis.schedule import carriers
from domains.atis.schedule.atlas import parse, stream
from domains.atis.schedule.network import AIRCRAFT, Flight, window

MEAL_TIMES = {"B": window("06:00-09:00"), "L": window("11:00-13:30"), "D": window("17:00-20:00")}
NIGHT = window("21:30-23:59")
SNACK_MINUTES = 60  # the shortest flights with a snack,
MEAL_MINUTES = 90  # with a meal,
ALL_CABINS_MINUTES = 150  # with a meal in coach too where there is a cabin in front,
TWO_MEALS_MINUTES = 240  # and with something more

HAS_FRONT = {row[0]: bool(row[3]) for row in parse(carriers.AIRLINES)}


def meal_code(flight: Flight) -> str:
    """The code of the meals of a flight, or nothing where there are none."""
    plane = AIRCRAFT[flight.aircraft]
    if not plane.is_jet or flight.minutes < SNACK_MINUTES:
        return ""
    if flight.minutes >= TWO_MEALS_MINUTES and NIGHT[0] <= flight.departs <= NIGHT[1]:
        return "SB"
    times = MEAL_TIMES.items()
    meal = next((code for code, (first, last) in times if first <= flight.departs <= last), "S")
    if meal == "S" or flight.minutes < MEAL_MINUTES:
        return "S"
    if flight.minutes < ALL_CABINS_MINUTES:
        return f"{meal}/S" if HAS_FRONT[flight.airline] else meal
    if flight.minutes < TWO_MEALS_MINUTES:
        return meal
    return long_flight_code(meal, f"{flight.airline} {flight.origin} {flight.destination}")


def long_flight_code(meal: str, name: str) -> str:
    """A meal and a snack, or two meals, as the airline likes on the route."""
    richer = {"B": ("BL", "BS"), "L": ("LD", "LS"), "D": ("SD", "DS", "SD/D")}
    return stream("meal", name).choice(richer[meal])
