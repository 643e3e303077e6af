"""How often the small generator says a turn itself, for each set of domains, and what it says.

    python benchmarks/wording.py --turns 800 --seed 31
    python benchmarks/wording.py --turns 800 --seed 31 --show 150

Acts and states are recorded in simulated conversations about the shipped domains, and about one
that no model was trained on (`workshop`), and worded as in a chat. With `--show`, different texts
of the model's own are drawn for a person to read.
"""

import argparse
import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generation import SETS, record

from dialog.acts import format_acts
from dialog.nlg.lm.generator import LmGenerator

WORKSHOP = Path(__file__).with_name("workshop")


@dataclass(frozen=True)
class Worded:
    """What was said in a turn."""

    domains: str
    acts: str
    text: str
    source: str  # "lm", or "template (lm: why)"


def worded(names: Sequence[str], turns: int, seed: int) -> Iterator[Worded]:
    """Yield what the generator says in so many turns of conversations about some domains."""
    domains, recorded = record(names, turns, seed)
    generator = LmGenerator(domains)
    generator.warm_up()
    for turn in recorded:
        said = asyncio.run(generator.generate(turn.acts, turn.state))
        acts = format_acts(turn.acts).replace("\n", "; ")
        yield Worded(" ".join(domains), acts, said.text, said.source)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--turns", type=int, default=800)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="texts to be read")
    options = parser.parse_args()
    sets = [*SETS, (str(WORKSHOP),)]
    share = options.turns // len(sets)
    found = [each for names in sets for each in worded(names, share, options.seed)]
    turns, own = (
        Counter(each.domains for each in some)
        for some in (found, [each for each in found if each.source == "lm"])
    )
    for domains, number in turns.items():
        print(f"{domains:40} {own[domains]:4} of {number:4}, {100 * own[domains] / number:5.1f} %")
    print(
        f"{'all':40} {own.total():4} of {turns.total():4}, {100 * own.total() / len(found):5.1f} %"
    )
    for why, number in Counter(each.source for each in found).most_common(8):
        print(f"{number:5} {why}")
    different = sorted({each.text: each for each in found if each.source == "lm"}.values(), key=str)
    read = random.Random(options.seed).sample(different, min(options.show, len(different)))
    for number, each in enumerate(read, start=1):
        print(f"{number}. {each.acts}\n   {each.text}")


if __name__ == "__main__":
    main()
