"""What the guard lets through of a stub that lies, and what it refuses of good answers.

    python benchmarks/generation.py --turns 10000
    python benchmarks/generation.py --good
    python benchmarks/generation.py --good --part test
    python benchmarks/generation.py --good --part fresh --figures
    python benchmarks/generation.py --good --part workshop

Acts and states are recorded in simulated conversations about the shipped domains. In the first
form the `llm` generator says them with `adversary.py` as its model; an unsupported text is counted
as shown by what the stub logged that it injected. In the second form other words for the same acts,
from `paraphrases/`, are put to the guard: every one of them is right. Those of the part `workshop`
are about the plugin of that folder, whose words the guard's lists were not made with.
"""

import argparse
import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from adversary import ORDERS, Adversary, planted

from dialog.acts import DialogueAct
from dialog.component import Domains, Generation
from dialog.domain import load_domains
from dialog.nlg.book import Book
from dialog.nlg.guard.briefing import brief_of
from dialog.nlg.guard.check import check
from dialog.nlg.guard.lexicon import Lexicon
from dialog.nlg.llm import LlmGenerator
from dialog.nlg.template import Saying, TemplateGenerator
from dialog.nlg.values import Group, Values
from dialog.schema import Language
from dialog.simulation.running import Plan, Simulation
from dialog.state import DialogueState, Turn, UserTurn

PARAPHRASES = Path(__file__).with_name("paraphrases")
SETS = [
    ("restaurant",), ("hotel",), ("taxi",), ("attraction",), ("train",),
    ("hotel", "restaurant", "taxi"), ("attraction", "hotel", "restaurant", "taxi", "train"),
]  # fmt: skip
WORKSHOP = Path(__file__).with_name("workshop")
PARTS = (
    "development", "test", "held_out", "idioms", "spoken", "styled", "workshop", "fresh", "natural",
)  # fmt: skip
PLANTED = 0.15  # of the turns have an instruction in the conversation, as many in a value


@dataclass(frozen=True)
class Recorded:
    """What the policy decided in a turn."""

    acts: tuple[DialogueAct, ...]
    state: DialogueState


def record(names: Sequence[str], turns: int, seed: int = 0) -> tuple[Domains, list[Recorded]]:
    """Return what was to be said in some turns of simulated conversations."""
    simulation = Simulation(Plan(tuple(names), noise=0.15, seed=seed))
    found: list[Recorded] = []
    generate = simulation.pipeline.nlg.generate

    async def kept(acts: Sequence[DialogueAct], state: DialogueState) -> Any:
        if acts:
            found.append(Recorded(tuple(acts), state))
        return await generate(acts, state)

    simulation.pipeline.nlg.generate = kept  # type: ignore[method-assign]
    number = 0
    while len(found) < turns:
        simulation.run(number)
        number += 1
    return simulation.domains, found[:turns]


def with_order(turn: Recorded, rng: random.Random) -> Recorded:
    """Return a turn with an instruction in what the user said before, or in a value."""
    words = planted(rng.choice(ORDERS))
    chance = rng.random()
    if chance < PLANTED:
        said = Turn(UserTurn.of(words), (), "I see.")
        return replace(turn, state=replace(turn.state, turns=(*turn.state.turns, said)))
    if chance < 2 * PLANTED:
        of_row = [a for a in turn.acts if a.slot in ("address", "near", "postcode") and a.value]
        if of_row:
            chosen = rng.choice(of_row)
            bad = replace(chosen, value=f"{chosen.value} {words}")
            return replace(turn, acts=tuple(bad if a is chosen else a for a in turn.acts))
    return turn


def lies(turns: int, seed: int = 0) -> dict[str, Any]:
    """Return what was shown of so many turns that a lying model was asked to say."""
    counts: Counter[str] = Counter()
    shown: list[tuple[str, str]] = []
    made: list[Generation] = []
    everything = load_domains(SETS[-1]).values()
    entities = [row["name"] for d in everything for row in d.rows() if row.get("name")]
    for number, names in enumerate(SETS):
        share = turns // len(SETS) + (number < turns % len(SETS))
        domains, recorded = record(names, share, seed)
        values = {s.name: [*s.values] for d in domains.values() for s in d.schema.slots.values()}
        values = {slot: some for slot, some in values.items() if len(some) > 1}
        stub = Adversary(entities, values, seed + number)
        generator = LlmGenerator(domains, llm=stub)
        generator.warm_up()
        rng = random.Random(seed)
        asyncio.run(_ask(generator, stub, recorded, rng, counts, shown, made))
    return {"counts": counts, "shown": shown, "made": made}


async def _ask(
    generator: LlmGenerator,
    stub: Adversary,
    recorded: Sequence[Recorded],
    rng: random.Random,
    counts: Counter[str],
    shown: list[tuple[str, str]],
    made: list[Generation],
) -> None:
    for number, plain_turn in enumerate(recorded):
        turn = with_order(plain_turn, rng)
        stub.log.clear()
        if number % 2:  # every other turn as it is in a chat
            said: list[str] = []
            response = await generator.generate_aloud(turn.acts, turn.state, said.append)
            text = " ".join(said)
            assert text == response.text, (text, response.text)
        else:
            response = await generator.generate(turn.acts, turn.state)
            text = response.text
        draft = generator.template.say(turn.acts, turn.state).text
        counts["turns"] += 1
        for lie in stub.log:
            counts[f"said: {lie.kind}"] += 1
            if any(text.count(words) > draft.count(words) for words in lie.injected):
                counts[f"shown: {lie.kind}"] += 1
                shown.append((lie.kind, text))
        if response.generation:
            made.append(response.generation)


class Paraphraser(TemplateGenerator):
    """Says acts in other words than the domains' own, drawn at random so that all are heard.

    Args:
        domains: the session's domains.
        part: whose words: those that the guard was written with, or those that measure it.
        seed: decides which.
    """

    def __init__(self, domains: Domains, part: str, seed: int = 0) -> None:
        super().__init__(domains, seed=seed)
        self.rng = random.Random(seed)
        self.other: dict[str, Book] = {}
        shared = PARAPHRASES / "development" / "generic.yml"  # for a part that has none
        for path in (shared, *sorted((PARAPHRASES / part).glob("*.yml"))):
            self.other[path.stem] = Book.parse(yaml.safe_load(path.read_text("utf-8")), path.name)

    def _books_of(self, domain: str, language: Language) -> list[Book]:
        own = [self.other[domain]] if domain in self.other else []
        return [*own, self.other["generic"], *super()._books_of(domain, language)]

    def _variants(
        self, group: Group, left: set[str], values: Values, *, opening: bool
    ) -> list[Saying]:
        found = super()._variants(group, left, values, opening=opening)
        return self.rng.sample(found, len(found))


_COUNTS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
]  # fmt: skip
_HOURS = ["twelve", *_COUNTS[1:12]]


def otherwise_written(text: str, rng: random.Random) -> str:
    """Return a text with times, counts and phone numbers as a speaker might write them."""
    text = re.sub(r"\b([012]\d):([0-5]\d)\b", lambda m: _time(m, rng), text)
    if rng.random() < 0.5:
        text = re.sub(
            r"(?<![\w:$])(\d{1,2})(?= (?:people|person|nights?|stars?|guests?|of you|options|"
            r"places|matching|flights|hotels|restaurants))",
            lambda m: _COUNTS[int(m[1])] if int(m[1]) < len(_COUNTS) else m[1],
            text,
        )
    if rng.random() < 0.3:
        text = re.sub(r"\b(\d{3})(\d{3})\b", r"\1 \2", text)
    text = re.sub(r"(?<= [ap]\.m\.)\.", "", text)  # one full stop ends "at 4 p.m." and the sentence
    return re.sub(r"^[a-z]", lambda m: m[0].upper(), text)


def _time(match: re.Match[str], rng: random.Random) -> str:
    hour, minute = int(match[1]), match[2]
    half = "pm" if hour >= 12 else "am"
    spoken = _HOURS[hour % 12]
    short = hour % 12 or 12
    forms = [match[0], f"{short}:{minute} {half}", f"{short}:{minute} {half[0]}.m."]
    if minute == "00":
        forms += [f"{short} {half}", f"{spoken} o'clock", f"{short}{half}"]
    if minute == "30":
        forms += [f"half past {spoken}", f"{spoken} thirty"]
    if minute in ("15", "45"):
        later = _HOURS[(hour + 1) % 12]
        forms += [f"quarter past {spoken}" if minute == "15" else f"quarter to {later}"]
    return rng.choice(forms)


def good_answers(part: str, turns: int, seed: int = 0) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield different good answers, each with what the guard has against it."""
    seen: set[str] = set()
    rng = random.Random(seed)
    sets = [(str(WORKSHOP),)] if part == "workshop" else SETS
    for names in sets:
        domains, recorded = record(names, turns // len(sets), seed + 1)
        template, other = TemplateGenerator(domains), Paraphraser(domains, part, seed)
        lexicon = Lexicon.of(domains)
        for turn in recorded:
            draft = template.say(turn.acts, turn.state)
            words = other.say(turn.acts, turn.state).text
            text = otherwise_written(words, rng)
            if words != draft.text and text not in seen:
                seen.add(text)
                brief = brief_of(turn.acts, turn.state, draft, domains, lexicon)
                yield text, check(text, brief).problems


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--turns", type=int, default=10_000)
    parser.add_argument("--good", action="store_true")
    parser.add_argument("--part", choices=PARTS, default="development")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--figures", action="store_true", help="print no answers")
    options = parser.parse_args()
    start = time.process_time()
    if options.good:
        judged = list(good_answers(options.part, options.turns, options.seed))
        refused = [(text, why) for text, why in judged if why]
        for text, why in refused[:400] if not options.figures else ():
            print(f"- {text}\n    {'; '.join(why)}")
        share = 100 * len(refused) / len(judged)
        print(
            f"{options.part}: {len(refused)} of {len(judged)} good answers refused, {share:.2f} %"
        )
    else:
        found = lies(options.turns, options.seed)
        for kind, text in found["shown"][:60]:
            print(f"- {kind}: {text}")
        for name, count in sorted(found["counts"].items()):
            print(f"{name:20} {count:6}")
        made, counts = found["made"], found["counts"]
        print("said: what was injected into the stub's texts, of which there may be two a turn")
        print(f"unsupported texts shown: {len(found['shown'])} in {counts['turns']} turns")
        wrong, due = sum(g.missing + g.invented for g in made), sum(g.due for g in made)
        print("of the stub's first texts, before the guard:")
        print(f"  left out or made up, per value due   {100 * wrong / max(due, 1):.1f} %")
        invented = sum(g.invented > 0 for g in made)
        print(f"  texts with something made up         {100 * invented / len(made):.1f} %")
        fallbacks = sum(g.fallback for g in made)
        print(f"turns in which the templates spoke     {100 * fallbacks / len(made):.1f} %")
    print(f"{time.process_time() - start:.1f} s of CPU")


if __name__ == "__main__":
    main()
