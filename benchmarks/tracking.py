"""Time the neural tracker: `python benchmarks/tracking.py --model FOLDER [--slots 30 120]`.

Tracks the same turns of a corpus with made-up schemas of so many slots, three in ten with a list
of five values, on one thread, in turns; prints the median of a turn in milliseconds and how many
times longer it takes than with the first number of slots.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}

import argparse
import statistics
import time
from pathlib import Path

from dialog.corpus import CorpusTurn, find_corpus
from dialog.domain import Domain
from dialog.dst.neural.tracker import NeuralTracker
from dialog.schema import DomainSchema, Slot, SlotType
from dialog.state import DialogueState, Turn, UserTurn

A_DOMAIN = 10  # slots of each


def made_up(count: int) -> dict[str, Domain]:
    """Return domains with so many slots together."""
    domains: dict[str, Domain] = {}
    for first in range(0, count, A_DOMAIN):
        name = f"service{first // A_DOMAIN}"
        slots = {}
        for nth in range(min(A_DOMAIN, count - first)):
            listed = {f"kind {value} of {nth}": [] for value in range(5)} if nth % 10 < 3 else {}
            slots[f"slot{nth}"] = Slot(
                name=f"slot{nth}",
                type=SlotType.CATEGORICAL if listed else SlotType.OPEN,
                description=f"the detail number {first + nth} of the service",
                values=listed,
            )
        schema = DomainSchema(name=name, description=name, entity=name, slots=slots)
        domains[name] = Domain(schema, Path(name))
    return domains


def exchanges(corpus: str, count: int) -> list[tuple[DialogueState, UserTurn]]:
    """Return user turns of a corpus with what the system said before."""
    found: list[tuple[DialogueState, UserTurn]] = []
    for dialogue in find_corpus(corpus).load("validation"):
        before: CorpusTurn | None = None
        for turn in dialogue.turns:
            if turn.speaker == "user":
                system = before.utterance if before else ""
                history = (Turn(UserTurn.of(""), (), system),) if system else ()
                found.append((DialogueState(turns=history), UserTurn.of(turn.utterance)))
            before = turn
        if len(found) >= count:
            break
    return found[:count]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", help="A tracker's folder; by default an installed one.")
    parser.add_argument("--corpus", default="multiwoz21")
    parser.add_argument("--slots", type=int, nargs="+", default=[30, 120])
    parser.add_argument("--turns", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    turns = exchanges(args.corpus, args.turns)
    trackers = {n: NeuralTracker(made_up(n), bundle=args.model) for n in args.slots}
    for tracker in trackers.values():
        tracker.warm_up()
        for state, turn in turns[:10]:
            tracker.track(state, turn, ())
    times: dict[int, list[float]] = {count: [] for count in trackers}
    for _ in range(args.rounds):
        for state, turn in turns:
            for count, tracker in trackers.items():
                start = time.perf_counter()
                tracker.track(state, turn, ())
                times[count].append((time.perf_counter() - start) * 1000)
    first = statistics.median(next(iter(times.values())))
    for count, each in times.items():
        middle = statistics.median(each)
        print(f"{count:4d} slots {middle:7.2f} ms a turn, {middle / first:.2f} times")


if __name__ == "__main__":
    main()
