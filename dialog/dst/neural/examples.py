"""Turns of corpora as the neural tracker learns them: what is read, and what changes by it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from dialog.acts import ActType
from dialog.component import Domains
from dialog.corpus.dialogue import CorpusTurn, Dialogue
from dialog.corpus.scoring import annotated
from dialog.dst.neural.reading import (
    Part,
    Place,
    Reading,
    Values,
    asked_by,
    latest,
    places_of,
    reading,
    told_by,
    told_of,
)
from dialog.quantities import fold
from dialog.schema import DONTCARE, SlotType
from dialog.values import ValueReader, readers
from dialog.wordbounds import lower, places

_WORD = re.compile(r"\w+(?:['’]\w+)*|\S")
_LONGEST = 6  # words of a number, a time or a day
_ALIKE = 85.0  # of 100: how like a value words are that spell it with a typing error
_SHORTEST = 5  # letters of a value that is found so
_READ = frozenset({SlotType.TIME, SlotType.NUMBER, SlotType.DAY})


@dataclass(frozen=True, slots=True)
class Words:
    """Where the words of a value stand."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a turn says of a slot: its new value, "" when it holds no longer."""

    value: str
    words: Words | None = None  # that spell the value, None where none do


@dataclass(frozen=True, slots=True)
class TrackedTurn:
    """A user turn of a corpus with the state around it."""

    dialogue: str
    number: int  # of the user turn, from 0
    system: str  # what the system said before
    text: str
    told: Mapping[Place, str]  # what it has told of slots so far, the last one last
    places: tuple[Place, ...]  # the slots that are asked for in this dialogue
    before: Mapping[Place, str]
    after: Mapping[Place, str]
    changes: Mapping[Place, Change] = field(default_factory=dict)
    requested: frozenset[Place] | None = None  # None: the user's acts are not annotated
    acts: frozenset[str] = frozenset()  # the types of the user's acts without a slot
    asked: frozenset[Place] = frozenset()  # what the system asked for before
    # slots of domains of other kinds, of each domain those that a training may ask for as well
    strangers: Sequence[tuple[Place, ...]] = ()

    @property
    def reading(self) -> Reading:
        """What is read with the annotated state before the turn."""
        return self.read_with(self.before)

    def length(self) -> int:
        """How many characters are read."""
        return len(self.system) + len(self.text) + 20 * len(self.before)

    def to_dict(self) -> dict[str, Any]:
        """Return what is read and what is annotated as JSON-able data, for a checksum."""
        state = [[*place, value] for place, value in self.after.items()]
        return {"system": self.system, "text": self.text, "state": state}

    def read_with(self, held: Values) -> Reading:
        """Return what is read when a state was tracked before the turn."""
        return reading(self.system, self.text, held, latest(self.told, held), self.asked)


class TrackedTurns:
    """Makes the turns of dialogues.

    Args:
        domains: those whose state the corpus annotates.
    """

    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self.readers = readers(domains)
        self._strangers: dict[frozenset[str], Sequence[tuple[Place, ...]]] = {}

    def places(self, dialogue: Dialogue, *, own: bool) -> tuple[Place, ...]:
        """Return the slots asked for in a dialogue: of all domains, or of its own ones only."""
        return places_of(
            {n: d for n, d in self.domains.items() if not own or n in dialogue.domains}
        )

    def turns(self, dialogue: Dialogue, *, own: bool = False) -> Iterator[TrackedTurn]:
        """Yield the user turns of a dialogue.

        Args:
            dialogue: with annotated states.
            own: track the slots of the dialogue's own domains only.
        """
        asked = self.places(dialogue, own=own)
        tracked = frozenset(told_of(self.domains, asked))
        strangers = self._others(dialogue) if own else ()
        before: dict[Place, str] = {}
        told: dict[Place, str] = {}
        system, questions = "", frozenset[Place]()
        number = 0
        for turn in dialogue.turns:
            if turn.speaker == "system":
                system, questions = turn.utterance, asked_by(turn.acts)
                told_by(turn.acts, told)
                continue
            state = {
                Place(domain, slot): values
                for domain, slots in annotated(turn).items()
                for slot, values in slots.items()
                if Place(domain, slot) in tracked
            }
            # of several spellings of a value that did not change the one before stays
            after = {p: before[p] if before.get(p) in v else v[0] for p, v in state.items()}
            known = {place: value for place, value in told.items() if place in tracked}
            read = reading(system, turn.utterance, before, latest(known, before))
            yield TrackedTurn(
                dialogue.dialogue_id, number, system, turn.utterance, known, asked, before, after,
                self._changes(read, turn, before, state), _requested(turn), _bare_acts(turn),
                questions, strangers,
            )  # fmt: skip
            before, number = after, number + 1

    def _others(self, dialogue: Dialogue) -> Sequence[tuple[Place, ...]]:
        """Return the slots of each domain that is of no kind that the dialogue is about."""
        kinds = frozenset(self.domains[name].schema.entity for name in dialogue.domains)
        if kinds not in self._strangers:
            self._strangers[kinds] = [
                places_of({name: domain})
                for name, domain in self.domains.items()
                if domain.schema.entity not in kinds
            ]
        return self._strangers[kinds]

    def _changes(
        self,
        read: Reading,
        turn: CorpusTurn,
        before: Mapping[Place, str],
        state: Mapping[Place, Sequence[str]],
    ) -> dict[Place, Change]:
        changes = {place: Change("") for place in before if place not in state}
        for place, values in state.items():
            if before.get(place) in values:
                continue
            spelled = (self._spelled(read, turn, place, v) for v in values if v != DONTCARE)
            changes[place] = Change(values[0], next((words for words in spelled if words), None))
        return changes

    def _spelled(self, read: Reading, turn: CorpusTurn, place: Place, value: str) -> Words | None:
        """Return the words that a value stems from: the user's, the system's, those known."""
        reader = self.readers[place.domain]
        for act in turn.acts:
            same = (act.domain, act.slot) == place and act.span is not None
            if (
                same
                and act.span
                and matches(reader, place.slot, read.text[slice(*act.span)], value)
            ):
                return Words("text", *act.span)
        if found := find(reader, place.slot, read.text, value):
            return Words("text", *found)
        others = (known for known in read.held if known.place != place)
        for known in (*read.offered, *others):
            if fold(known.value) == fold(value):
                return Words("context", known.start, known.end)
        system = read.context[: read.said]
        if found := find(reader, place.slot, system, value):
            return Words("context", *found)
        if reader.domain.schema.slots[place.slot].type is not SlotType.OPEN:
            return None
        if found := find_like(read.text, value):
            return Words("text", *found)
        found = find_like(system, value)
        return Words("context", *found) if found else None


def _requested(turn: CorpusTurn) -> frozenset[Place] | None:
    asked = (act for act in turn.acts if act.type is ActType.REQUEST and act.slot)
    return frozenset(Place(act.domain, act.slot) for act in asked) if turn.acts else None


def _bare_acts(turn: CorpusTurn) -> frozenset[str]:
    return frozenset(str(act.type) for act in turn.acts if not act.slot)


def matches(reader: ValueReader, slot: str, words: str, value: str) -> bool:
    """Whether words are read as a value of a slot."""
    if fold(words) == fold(value):
        return True
    read = reader.read(slot, words)
    return read is not None and fold(read[0]) == fold(value)


def find(reader: ValueReader, slot: str, text: str, value: str) -> tuple[int, int] | None:
    """Return the fewest words of a text that stand for a value, of several the last."""
    if exact := list(places(fold(value), lower(text))):
        return exact[-1]
    if reader.domain.schema.slots[slot].type not in _READ:
        return None
    wanted, bounds = fold(value), _bounds(text)
    found = [
        (end - start, -start, end)
        for at, (start, _) in enumerate(bounds)
        for _, end in bounds[at : at + _LONGEST]
        if _read(reader, slot, text[start:end]) == wanted
    ]
    if not found:
        return None
    _, start, end = min(found)
    return -start, end


def find_like(text: str, value: str) -> tuple[int, int] | None:
    """Return the words of a text that spell a value otherwise, or with a typing error."""
    wanted, bounds = _squeezed(value), _bounds(text)
    if len(wanted) < _SHORTEST:
        return None
    most = 2 * len(_bounds(value)) + 1
    found = [
        (fuzz.ratio(_squeezed(text[start:end]), wanted, score_cutoff=_ALIKE), start - end, start)
        for at, (start, _) in enumerate(bounds)
        for _, end in bounds[at : at + most]
    ]
    likeness, length, start = max(found, default=(0, 0, 0))
    return (start, start - length) if likeness else None


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _read(reader: ValueReader, slot: str, words: str) -> str | None:
    read = reader.read(slot, words)
    return fold(read[0]) if read else None


@lru_cache(maxsize=4096)
def _bounds(text: str) -> Sequence[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]
