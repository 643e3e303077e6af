"""Time conversations and searches as plugins grow: `python benchmarks/scaling.py [--dialogues 60]`.

Makes plugins in a temporary folder, of entities with a name and slots of ten values each, and has
simulated users talk to the rule policy about them, act by act. One size after the other grows
tenfold, the others staying as in the first line. Times are of the processor; a search is one of
the database file, of a name and of values of three slots that few rows have.
"""

import argparse
import csv
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import yaml

from dialog.database import Database
from dialog.domain import load_domains
from dialog.simulation.running import Plan, Simulation

VALUES = 10  # of a slot
RARE = "rare"  # a value of each slot that few rows have
SEARCHES = 30
WARM = 5  # conversations before the clock starts


@dataclass(frozen=True)
class Size:
    """How large the plugins are."""

    domains: int = 1
    slots: int = 3
    rows: int = 100


SIZES = (
    Size(),
    Size(domains=10),
    Size(slots=30),
    Size(rows=1_000),
    Size(rows=10_000),
    Size(rows=100_000),
)


def write_plugin(folder: Path, size: Size) -> Path:
    """Write a plugin into a folder and return it."""
    folder.mkdir()
    name = folder.name
    slots = {
        f"s{n}": {
            "type": "categorical",
            "description": f"the s{n}",
            "question": f"Which s{n}?",
            "search": "optional",
            "requestable": True,
            "values": [*(f"value{v}" for v in range(VALUES)), RARE],
        }
        for n in range(size.slots)
    }
    own = {"name": {"description": "the name", "search": "optional", "question": "Which one?"}}
    day = {"type": "day", "description": "the day", "question": "When?", "booking": "required"}
    schema = {
        "name": name,
        "version": 1,
        "description": "Finds things.",
        "entity": "thing",
        "slots": {**slots, **own, "day": day},
        "database": {"table": name, "rows": "rows.csv", "key": "name"},
        "search": {"action": "action_search"},
        "booking": {"action": "action_book", "entity": True, "gives": ["reference"]},
    }
    (folder / "domain.yml").write_text(yaml.safe_dump(schema, sort_keys=False), encoding="utf-8")
    rng = random.Random(name)
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", *slots])
        for n in range(size.rows):
            rare = n % (size.rows // 10) == 0
            cells = [RARE if rare else f"value{rng.randrange(VALUES)}" for _ in slots]
            writer.writerow([f"{name} thing {n}", *cells])
    return folder


def milliseconds(runs: int, run: Callable[[int], object]) -> float:
    """Return the median of what runs take of the processor."""
    taken = []
    for number in range(runs):
        start = time.process_time()
        run(number)
        taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken)


def searched(folder: Path, size: Size, plugin: Path) -> tuple[float, float]:
    """Return the milliseconds of a search by name, and of one by three values that few have."""
    domains = load_domains([str(plugin)])
    name, rare = plugin.name, dict.fromkeys(("s0", "s1", "s2"), RARE)
    with closing(Database(f"sqlite:///{folder / 'rows.db'}", domains)) as database:
        database.open()
        found = database.search(name, {"name": f"{name} thing 7"})
        assert len(found) == 1
        assert 10 <= len(database.search(name, rare)) <= 11
        one = milliseconds(
            SEARCHES, lambda n: database.search(name, {"name": f"{name} thing {n % size.rows}"})
        )
        return one, milliseconds(SEARCHES, lambda _: database.search(name, rare))


def measure(size: Size, dialogues: int) -> str:
    """Return a line of the table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        plugins = [write_plugin(folder / f"d{n}", size) for n in range(size.domains)]
        by_name, by_values = searched(folder, size, plugins[0])
        simulation = Simulation(Plan(tuple(map(str, plugins)), seed=0))
        for number in range(WARM):
            simulation.run(dialogues + number)
        start = time.process_time()
        judged = [simulation.run(number) for number in range(dialogues)]
        spent = 1000 * (time.process_time() - start)
    turns = sum(len(each.talk.exchanges) for each in judged)
    right = sum(each.verdict.success for each in judged)
    return (
        f"| {size.domains} | {size.slots} | {size.rows:,} | {1000 * dialogues / spent:.0f} "
        f"| {spent / turns:.2f} | {100 * right / dialogues:.0f} "
        f"| {by_name:.2f} | {by_values:.2f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dialogues", type=int, default=60, help="of each size")
    arguments = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, {arguments.dialogues} each\n")
    print(
        "| domains | slots | rows | conversations a second | ms a turn | success % "
        "| search by name, ms | by three values, ms |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for size in SIZES:
        print(measure(size, arguments.dialogues), flush=True)


if __name__ == "__main__":
    main()
