"""Make the timetable of the trains between the fictional city and other fictional towns.

`python -m domains.train.build` rewrites trains.csv and towns.txt; with `--check` it only compares
them with what it would write, and exits 1 on a difference. Nothing is drawn by chance but the
numbers of the trains, from a fixed seed.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dialog.quantities import DAYS
from domains import rowfiles
from domains.rowfiles import to_csv

ROOT = Path(__file__).resolve().parents[1]
SEED = "trains-1"
CITY = "Quexford"
FIELDS = (
    "train_id", "departure", "destination", "day", "leave_at", "arrive_by", "duration", "price",
)  # fmt: skip
EVERY = 2  # hours between two trains of a line
WEEKEND = ("saturday", "sunday")
LATEST = 24 * 60 - 1  # no train arrives after midnight


class Line(NamedTuple):
    """A line between the city and a town, with trains both ways."""

    town: str
    minutes: int  # that the journey takes
    pence: int  # that a ticket costs
    out: int  # minutes past the hour at which trains leave the city
    back: int  # and the town


LINES = (
    Line("Ambleworth", 17, 440, 9, 36),
    Line("Danesford", 36, 1110, 24, 18),
    Line("Hartmere", 31, 720, 50, 5),
    Line("Kingsmarsh", 48, 1240, 15, 42),
    Line("Larkhaven", 67, 1650, 2, 27),
    Line("Port Ellery", 88, 2130, 33, 11),
    Line("Stonebury", 42, 980, 40, 54),
)


def make_trains() -> list[tuple[str, ...]]:
    """The rows of trains.csv: by day, line and direction, earlier trains first."""
    rides = list(_rides())
    numbers = random.Random(SEED).sample(range(1000, 10_000), len(rides))
    return [(f"TR{number}", *ride) for number, ride in zip(numbers, rides, strict=True)]


def _rides() -> Iterator[tuple[str, ...]]:
    for day in DAYS:
        first = 7 if day in WEEKEND else 5
        for line in LINES:
            ways = ((CITY, line.town, line.out), (line.town, CITY, line.back))
            for departure, destination, past in ways:
                for hour in range(first, 24, EVERY):
                    leaves = 60 * hour + past
                    arrives = leaves + line.minutes
                    if arrives <= LATEST:
                        price = f"{line.pence / 100:.2f} pounds"
                        times = (_clock(leaves), _clock(arrives), f"{line.minutes} minutes")
                        yield (departure, destination, day, *times, price)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def build() -> dict[str, str]:
    """The text of each file, by its path under `domains/`."""
    towns = sorted([CITY, *(line.town for line in LINES)])
    return {
        "train/trains.csv": to_csv(FIELDS, make_trains()),
        "train/towns.txt": "".join(f"{town}\n" for town in towns),
    }


def write(root: Path = ROOT) -> None:
    """Write every file."""
    rowfiles.write(build(), root)


def check(root: Path = ROOT) -> list[str]:
    """The paths of files that are missing or differ from what `write` would write."""
    return rowfiles.stale(build(), root)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line."""
    return rowfiles.run(argv, "domains.train.build", __doc__, write, check)


if __name__ == "__main__":
    sys.exit(main())
