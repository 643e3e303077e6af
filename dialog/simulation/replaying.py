"""A corpus's own goals, in the terms of the domains given, over the corpus's own rows.

The `corpora:` of each domain.yml says which of the corpus's domains and slots are its own. Goals
are about the entities of the corpus, so its rows take the place of the plugins': with invented
ones, what was to be found would not be there.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dialog.component import Domains
from dialog.corpus.dialogue import Dialogue
from dialog.corpus.entities import entity_rows, spelt
from dialog.corpus.goals import UserGoal
from dialog.corpus.registry import Corpus, find_corpus, offered
from dialog.domain import Domain
from dialog.errors import ConfigError
from dialog.quantities import read_number, read_time
from dialog.ranges import canonical
from dialog.rows import Row
from dialog.schema import DONTCARE, Language, Slot, SlotType
from dialog.simulation.goals import DomainGoal, Goal, Values
from dialog.simulation.yielding import Yielding


@dataclass(frozen=True)
class Replay:
    """The goals of a corpus that the domains serve, and those that they do not.

    Attributes:
        corpus: whose goals they are.
        split: from which split.
        domains: the domains given, over the corpus's rows.
        goals: those that the domains serve, in the corpus's order.
        left_out: how many are not served.
        lacking: what those want that no domain has, with the number of goals that want it.
    """

    corpus: str
    split: str
    domains: Domains
    goals: tuple[Goal, ...]
    left_out: int
    lacking: Mapping[str, int]

    @property
    def rows(self) -> dict[str, list[Row]]:
        """What there is to find, by domain."""
        return {name: domain.rows() for name, domain in self.domains.items()}

    def numbered(self, number: int, seed: str) -> Goal:
        """Return the goal of a conversation; after the last one the first comes again."""
        return self.goals[number % len(self.goals)]

    def sample(self, rng: random.Random) -> Goal:
        """Return any of the goals."""
        return rng.choice(self.goals)

    def __str__(self) -> str:
        most = ", ".join(f"{name} {count:,}" for name, count in self.lacking.items())
        left = f"; {self.left_out:,} are left out, as they want {most}" if most else ""
        return f"{len(self.goals):,} goals of {self.corpus}, {self.split}{left}."


def replay(name: str, split: str, domains: Domains) -> Replay:
    """Return the goals of a split of a corpus, as far as the domains serve them.

    Raises:
        CorpusError: for a corpus or split that there is not.
        ConfigError: for a corpus without goals, and when none of them is served.
    """
    corpus = find_corpus(name)
    user_goal = offered(corpus, "user_goal", "tells no goals of its users")
    unmapped = [d for d, domain in domains.items() if name not in domain.schema.corpora]
    if unmapped:
        raise ConfigError(
            f"The domain {unmapped[0]!r} does not say under `corpora:` in its domain.yml how to "
            f"read {name!r}; leave it out."
        )
    over = {d: over_its_rows(corpus, domain) for d, domain in domains.items()}
    reader = _Reader(name, domains)
    yielding = Yielding(over)
    goals: list[Goal] = []
    lacking: Counter[str] = Counter()
    dialogues: list[Dialogue] = [d for d in corpus.load(split) if d.goal]
    for dialogue in dialogues:
        parts = user_goal(dialogue)
        if missing := set(reader.missing(parts)):
            lacking.update(missing)
        elif parts:
            goals.append(yielding.goal(reader.read(parts)))
    if not goals:
        raise ConfigError(f"No goal of {name}, {split}, is about nothing but {', '.join(domains)}.")
    common = dict(lacking.most_common())
    return Replay(name, split, over, tuple(goals), len(dialogues) - len(goals), common)


def over_its_rows(corpus: Corpus, domain: Domain) -> Domain:
    """Return a domain with the corpus's rows in its table, itself if it has no table."""
    database = domain.schema.database
    if database is None or not database.table:
        return domain
    return replace(domain, instead=entity_rows(corpus, domain)[0])


class _Reader:
    """Puts a corpus's goals into the domains' terms."""

    def __init__(self, corpus: str, domains: Domains) -> None:
        schemas = [domain.schema for domain in domains.values()]
        self._schemas = {schema.corpora[corpus].domain: schema for schema in schemas}
        self._slots = {
            theirs: schema.corpora[corpus].slots for theirs, schema in self._schemas.items()
        }

    def missing(self, parts: Mapping[str, UserGoal]) -> Iterator[str]:
        """Yield what a goal wants that no domain has: "attraction", "hotel.stars"."""
        for name, part in parts.items():
            if name not in self._schemas:
                yield name
                continue
            schema = self._schemas[name]
            gives = schema.booking.gives if schema.booking else []
            details = {**(part.booking or {}), **part.links}
            for slot in {**part.wanted, **part.tried, **part.near}:
                known = self._known(name, slot)
                if known is None or (known.search == "no" and known.name != schema.key):
                    yield f"{name}.{slot}"
            for slot in part.asked:
                known = self._known(name, slot)
                if known is None or not (known.requestable or known.name in gives):
                    yield f"{name}.{slot}"
            for slot in details:
                known = self._known(name, slot)
                if known is None or known.booking == "no" or schema.booking is None:
                    yield f"{name}.{slot}"

    def _known(self, domain: str, slot: str) -> Slot | None:
        return self._schemas[domain].slots.get(self._slots[domain].get(slot, ""))

    def read(self, parts: Mapping[str, UserGoal]) -> Goal:
        """Return a goal that lacks nothing."""
        return Goal(tuple(self._part(name, part) for name, part in parts.items()))

    def _part(self, name: str, part: UserGoal) -> DomainGoal:
        wanted, tried = self._values(name, part.wanted), self._values(name, part.tried)
        given_up = {slot: DONTCARE for slot in tried if slot not in wanted}
        fallback = {s: v for s, v in wanted.items() if s in tried and v != tried[s]} | given_up
        asked = [self._slots[name][slot] for slot in part.asked]
        return DomainGoal(
            self._schemas[name].name,
            {**wanted, **tried},
            fallback,
            requests=tuple(slot for slot in dict.fromkeys(asked) if slot not in wanted),
            booked=part.booking is not None,
            details=self._values(name, part.booking or {}),
            links=self._links(name, part.links),
            near=self._links(name, part.near),
        )

    def _links(self, domain: str, links: Values) -> dict[str, str]:
        slots = self._slots[domain]
        return {slots[slot]: self._schemas[other].name for slot, other in links.items()}

    def _values(self, domain: str, values: Values) -> dict[str, str]:
        slots = self._schemas[domain].slots
        ours = {self._slots[domain][slot]: value for slot, value in values.items()}
        language = self._schemas[domain].language
        return {name: read_value(slots[name], value, language) for name, value in ours.items()}


def read_value(slot: Slot, value: str, language: Language = "en") -> str:
    """Return a value as the domain writes it."""
    if slot.spans:
        return canonical(value, slot.unit, language) or value
    if slot.type is SlotType.TIME:
        return read_time(value) or value
    if slot.type is SlotType.NUMBER:
        return read_number(value) or value
    return spelt(slot, value)
