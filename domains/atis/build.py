"""Make the CSV files of the flight database from the facts in `schedule/`.

`python -m domains.atis.build` rewrites the files; with `--check` it only compares them with what
it would write, and exits 1 on a difference. What is drawn for a row depends on the row's own name
(and on the few rows it would collide with), so adding a row leaves most other rows as they were.
Everything drawn or compared is a whole number, so the files are the same bytes on every platform.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from domains.atis.schedule import carriers, places
from domains.atis.schedule.atlas import AIRPORTS, Airport, Service, airports_of, parse, stream
from domains.atis.schedule.fares import BASES, make_fares
from domains.atis.schedule.meals import meal_code
from domains.atis.schedule.network import DAY, Flight
from domains.atis.schedule.trips import Trip, make_trips

ROOT = Path(__file__).resolve().parent / "data"

Row = tuple[str, ...]

FIELDS = {
    "cities": ("name", "state_code", "state_name", "country", "time_zone", "aliases"),
    "airports": ("code", "name", "city", "aliases"),
    "airport_services": ("airport", "city", "miles", "direction", "minutes"),
    "airlines": ("code", "name", "aliases"),
    "aircraft": (
        "code", "name", "manufacturer", "family", "engines", "propulsion", "wide_body", "seats",
        "speed_mph", "range_miles", "length_ft", "wing_span_ft", "weight_lb", "pressurized",
    ),
    "flights": (
        "id", "airline", "number", "origin", "destination", "departs", "arrives", "days", "stops",
        "connections", "minutes",
    ),
    "legs": (
        "flight", "leg", "airline", "number", "origin", "destination", "departs", "arrives",
        "aircraft", "meals", "minutes",
    ),
    "fares": (
        "id", "airline", "origin", "destination", "basis", "one_way", "round_trip", "restriction",
    ),
    "fare_bases": ("code", "class", "economy", "discounted", "night", "season", "description"),
    "restrictions": (
        "code", "advance_days", "minimum_stay", "maximum_stay", "saturday_stay", "description",
    ),
    "meals": ("code", "meals", "description"),
    "ground_services": ("city", "airport", "transport", "fare", "unit"),
    "codes": ("kind", "code", "meaning"),
}  # fmt: skip

ECONOMY = ("coach", "thrift")
# transport -> (dollars from the airport's gate, cents a mile)
GROUND_FARES = {
    "taxi": (4, 150), "limousine": (9, 60), "bus": (3, 20), "train": (1, 8),
    "air taxi operation": (45, 100),
}  # fmt: skip
EVERYWHERE = ("taxi", "limousine", "rental car")
RENTAL_DOLLARS = range(27, 46)  # a day


def yes_or_no(value: bool) -> str:
    """A truth value in a cell."""
    return "yes" if value else "no"


def clock_text(minutes: int) -> str:
    """Minutes since a midnight as "HH:MM"."""
    return "{:02}:{:02}".format(*divmod(minutes % DAY, 60))


def cities() -> Iterator[Row]:
    """The rows of cities.csv."""
    states = {row[0]: row for row in parse(places.STATES)}
    for name, state, zone, aliases in parse(places.CITIES):
        yield name, *states[state], zone, aliases


def airport_aliases(airport: Airport) -> str:
    """The other names of an airport; the only one of its city is called after the city, too."""
    names = airport.aliases.split(";") if airport.aliases else []
    if len(airports_of(airport.city)) == 1:
        city = airport.city.lower()
        names += [f"{city} airport", f"{city} international", f"{city} international airport"]
    return ";".join(name for name in dict.fromkeys(names) if name != airport.name.lower())


def airports() -> Iterator[Row]:
    """The rows of airports.csv."""
    for airport in AIRPORTS.values():
        yield airport.code, airport.name, airport.city, airport_aliases(airport)


def airport_services() -> Iterator[Row]:
    """The rows of airport_services.csv; a transfer takes longer near the centre."""
    for airport in AIRPORTS.values():
        for city, miles, direction in airport.services:
            yield airport.code, city, str(miles), direction, str(10 + miles * 3 // 2)


def airlines() -> Iterator[Row]:
    """The rows of airlines.csv."""
    for code, name, _fleet, _cabins, aliases in parse(carriers.AIRLINES):
        yield code, name, aliases


def aircraft() -> Iterator[Row]:
    """The rows of aircraft.csv."""
    for *cells, _shortest in parse(carriers.AIRCRAFT):
        yield tuple(cells)


def flights(trips: Iterable[Trip]) -> Iterator[Row]:
    """The rows of flights.csv; a trip with changes goes by the number of its first flight."""
    for number, trip in enumerate(trips, start=1):
        yield (
            str(number),
            trip.airline,
            str(trip.flights[0].number),
            trip.origin,
            trip.destination,
            clock_text(trip.departs),
            clock_text(trip.arrives),
            trip.days,
            str(trip.stops),
            str(trip.connections),
            str(trip.minutes),
        )


def leg(flight: Flight) -> Row:
    """The cells of a leg after its place in a trip."""
    return (
        flight.airline,
        str(flight.number),
        flight.origin,
        flight.destination,
        clock_text(flight.departs),
        clock_text(flight.arrives),
        flight.aircraft,
        meal_code(flight),
        str(flight.minutes),
    )


def legs(trips: Iterable[Trip]) -> Iterator[Row]:
    """The rows of legs.csv."""
    for number, trip in enumerate(trips, start=1):
        for index, flight in enumerate(trip.flights, start=1):
            yield str(number), str(index), *leg(flight)


def fares(trips: Iterable[Trip]) -> Iterator[Row]:
    """The rows of fares.csv."""
    for number, fare in enumerate(make_fares(trips), start=1):
        yield (
            str(number),
            fare.airline,
            fare.origin,
            fare.destination,
            fare.basis.code,
            str(fare.one_way),
            str(fare.round_trip),
            fare.basis.restriction,
        )


def fare_bases() -> Iterator[Row]:
    """The rows of fare_bases.csv."""
    for basis in BASES.values():
        yield (
            basis.code,
            basis.cabin,
            yes_or_no(basis.cabin in ECONOMY),
            yes_or_no(basis.discounted),
            yes_or_no(basis.night),
            basis.season,
            basis.description,
        )


def restriction_text(advance: str, minimum: str, maximum: str, saturday: str) -> str:
    """The conditions of a restriction in words."""
    between = ["a Saturday night"] if saturday == "yes" else []
    between += [f"at least {minimum} days"] if minimum else []
    between += [f"at most {maximum} days"] if maximum else []
    text = f"advance purchase, to be bought {advance} days ahead"
    return f"{text}, with {' and '.join(between)} between the flights" if between else text


def restrictions() -> Iterator[Row]:
    """The rows of restrictions.csv."""
    for code, *conditions in parse(carriers.RESTRICTIONS):
        yield code, *conditions, restriction_text(*conditions)


def ground_fare(airport: Airport, service: Service, transport: str) -> int:
    """The price of a way into a city, or of a car for a day."""
    rng = stream("ground", f"{airport.code} {service.city} {transport}")
    if transport == "rental car":
        return rng.choice(RENTAL_DOLLARS)
    dollars, cents = GROUND_FARES[transport]
    return dollars + cents * service.miles // 100 + rng.randrange(3)


def ground_services() -> Iterator[Row]:
    """The rows of ground_services.csv."""
    more = {code: names.split(";") for code, names in parse(places.TRANSPORT)}
    for airport in AIRPORTS.values():
        for service in airport.services:
            for transport in (*EVERYWHERE, *more.get(airport.code, ())):
                unit = "a day" if transport == "rental car" else ""
                fare = ground_fare(airport, service, transport)
                yield service.city, airport.code, transport, str(fare), unit


def to_csv(fields: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV text with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(rows)
    return text.getvalue()


@cache
def build() -> dict[str, str]:
    """The text of each file, by its name."""
    trips = make_trips()
    rows: dict[str, Iterable[Row]] = {
        "cities": cities(),
        "airports": airports(),
        "airport_services": airport_services(),
        "airlines": airlines(),
        "aircraft": aircraft(),
        "flights": flights(trips),
        "legs": legs(trips),
        "fares": fares(trips),
        "fare_bases": fare_bases(),
        "restrictions": restrictions(),
        "meals": parse(carriers.MEALS),
        "ground_services": ground_services(),
        "codes": parse(carriers.CODES),
    }
    return {f"{name}.csv": to_csv(FIELDS[name], rows[name]) for name in FIELDS}


def write(root: Path = ROOT) -> None:
    """Write every file."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in build().items():
        (root / name).write_bytes(text.encode("utf-8"))


def check(root: Path = ROOT) -> list[str]:
    """The names of files that are missing or differ from what `write` would write."""
    files = {name: root / name for name in build()}
    return [
        name
        for name, text in build().items()
        if not files[name].is_file() or files[name].read_bytes() != text.encode("utf-8")
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m domains.atis.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if different")
    if not parser.parse_args(argv).check:
        write()
        return 0
    stale = check()
    for name in stale:
        sys.stderr.write(f"domains/atis/data/{name} is not what domains/atis/build.py makes\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
