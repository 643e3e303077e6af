"""From a model's answer to acts: what does not fit the domains is repaired, or left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz import fuzz

from dialog.acts import ActType, DialogueAct
from dialog.dst.prompting.names import Names, squeezed
from dialog.dst.prompting.schema import REMOVED, USER_ACTS
from dialog.dst.resolving.resolve import BOOK, TASK
from dialog.pointing import is_pointer, noun_of, place_words, plain_words, points_back, whose
from dialog.quantities import fold
from dialog.schema import DONTCARE, DomainSchema, Slot, SlotType
from dialog.state import DialogueState
from dialog.values import ValueReader

REPAIRED = 0.8  # how sure a repaired value is: enough to act upon, too little to be left unsaid
_TRUSTED = 0.8  # how well words must fit a value of a closed set to be taken for it
_HEARD = 75.0  # of 100: how like the words of a name must be to words of the turn
_NOTHING = frozenset({"", "none", "null", "notmentioned", "unknown"})  # a slot left as it is
_DONTCARE = frozenset({DONTCARE, "dontcare", "donotcare", "any", "anything", "nopreference"})
_YES = frozenset({"yes", "true", "1", "是", "有"})
_NO = frozenset({"no", "false", "0", "否", "没有"})
_OF_A_SLOT = (ActType.REQUEST, ActType.CONFIRM, ActType.DENY)


@dataclass(frozen=True, slots=True)
class Turn:
    """What an answer is held against."""

    text: str  # what the user said
    state: DialogueState
    told: str  # all that the model was told of the turn, in lower case


@dataclass(frozen=True, slots=True)
class _Given:
    """A value that an answer gives a slot."""

    domain: str
    slot: str
    value: str
    words: Any  # of the turn, which are said to give it

    @property
    def place(self) -> str:
        return f"{self.domain}.{self.slot}"


@dataclass
class Reading:
    """What an answer says."""

    acts: list[DialogueAct] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what was repaired or left out
    dropped: int = 0  # entries of which nothing was left

    @property
    def useless(self) -> bool:
        """Whether the answer said something, but nothing that fits the domains."""
        return bool(self.dropped) and not self.acts


class AnswerReader:
    """Reads answers about the domains of a session.

    Args:
        schemas: the domains.
        readers: the reader of each domain's values.
    """

    def __init__(
        self, schemas: Mapping[str, DomainSchema], readers: Mapping[str, ValueReader]
    ) -> None:
        self._schemas = schemas
        self._readers = readers
        self._names = Names(schemas)
        self._nouns = {plain_words(noun) for schema in schemas.values() for noun in schema.nouns}

    def read(self, data: Mapping[str, Any], turn: Turn) -> Reading:
        """Return the acts of an answer.

        Raises:
            ValueError: saying in a few words what shape it should have, if it has another.
        """
        changes, acts = data.get("changes", []), data.get("acts", [])
        if not {"changes", "acts"} & set(data) or not (_entries(changes) and _entries(acts)):
            raise ValueError('it should hold two lists of objects, "changes" and "acts"')
        reading = Reading()
        for entry in changes:
            self._take(self._change(entry, turn, reading), reading)
        for entry in acts:
            self._take(self._act(entry, turn, reading), reading)
        reading.acts = list(dict.fromkeys(reading.acts))
        return reading

    @staticmethod
    def _take(acts: Iterable[DialogueAct] | None, reading: Reading) -> None:
        """Add what became of an entry; None says that it was dropped."""
        if acts is None:
            reading.dropped += 1
        else:
            reading.acts += acts

    def _change(
        self, entry: Mapping[str, Any], turn: Turn, reading: Reading
    ) -> list[DialogueAct] | None:
        """Return a change of the state as acts, None if it fits no domain."""
        place = self._names.informable(entry.get("domain"), entry.get("slot"), reading.notes)
        if place is None:
            return None
        values = entry.get("value")
        values = [_text(value) for value in (values if isinstance(values, list) else [values])]
        many = place[1] == TASK or self._schemas[place[0]].takes_many(place[1])
        if not values or (len(values) > 1 and not many):
            reading.notes.append(f"{'.'.join(place)} takes one value, not {_shown(values)}")
            return None
        given = [_Given(*place, value, entry.get("words")) for value in values]
        read = [self._valued(each, turn, reading.notes) for each in given]
        return None if None in read else [act for acts in read for act in acts or ()]

    def _valued(self, given: _Given, turn: Turn, notes: list[str]) -> list[DialogueAct] | None:
        """Return the acts of one value that a slot takes, keeps or loses."""
        domain, slot = given.domain, given.slot
        own = turn.state.domain(domain)
        span = _span(turn.text, given.words, given.value)
        known = self._schemas[domain].slots.get(slot)
        if known is None or given.value not in known.values:
            if squeezed(given.value) in _NOTHING:
                return []
            if squeezed(given.value) == REMOVED:
                return self._removed(domain, slot, turn.state, span)
        found = self._value(given, turn, notes)
        if found is None:
            return None
        read, score = found
        if span is None and read == (own.task if slot == TASK else own.value(slot)):
            return []  # what the state holds already, and nobody said again
        return [DialogueAct(ActType.INFORM, domain, slot, read, score, span)]

    def _removed(
        self, domain: str, slot: str, state: DialogueState, span: tuple[int, int] | None
    ) -> list[DialogueAct]:
        """Return the acts that leave nothing believed of a slot."""
        own = state.domain(domain)
        if slot == TASK:
            return [DialogueAct(ActType.DENY, domain, TASK, own.task)] if own.task else []
        if not own.value(slot):
            return []
        if self._schemas[domain].slots[slot].negatable:  # a value that is denied is one, "not ..."
            return [DialogueAct(ActType.DENY, domain, slot, span=span)]
        believed = (value for value, _ in own.beliefs[slot].values)
        return [DialogueAct(ActType.DENY, domain, slot, value, span=span) for value in believed]

    def _value(self, given: _Given, turn: Turn, notes: list[str]) -> tuple[str, float] | None:
        """Return a value of a slot in its own spelling with its score, None if it has none such."""
        domain, slot, value = given.domain, given.slot, given.value
        if slot == TASK:
            return self._names.task(domain, value, notes)
        known, reader = self._schemas[domain].slots[slot], self._readers[domain]
        if squeezed(value) in _DONTCARE:
            return DONTCARE, 1.0
        if points_back(value, known) or self._points(domain, known, value):
            return value, 1.0  # what it points at is for the tracker's rules to find
        read = _truth(value) if known.type is SlotType.BOOLEAN else reader.read(slot, value)
        if read is None or (known.type is not SlotType.OPEN and read[1] < _TRUSTED):
            notes.append(f"{value!r} is no value of {given.place}")
            return None
        if known.type is SlotType.OPEN:
            if not self._heard(read[0], given, reader, turn):
                notes.append(f"nobody spoke of {value!r}, said to be {given.place}")
                return None
            return read[0], 1.0
        if known.values and read[1] < 1:
            notes.append(f"{value!r} was read as {given.place} {read[0]!r}")
            return read[0], REPAIRED
        return read[0], 1.0

    def _points(self, domain: str, slot: Slot, value: str) -> bool:
        """Whether a value is words like "there", "the hotel" and "the hotel's area"."""
        words = place_words(value)
        named = slot.place or slot.name == self._schemas[domain].key
        if named and is_pointer(words):
            return True
        called = whose(value) or (noun_of(words) if slot.type is SlotType.OPEN else "")
        return called in self._nouns

    @staticmethod
    def _heard(read: str, given: _Given, reader: ValueReader, turn: Turn) -> bool:
        """Whether a free value is in what was said before, or like words of the turn."""
        if fold(read) in turn.told or fold(given.value) in turn.told:
            return True
        words = str(given.words or "")
        if words and words.casefold() in turn.text.casefold():
            stated = reader.read(given.slot, words)
            if stated and stated[0] == read:
                return True
        if len(turn.text) < len(given.value):
            return fuzz.ratio(fold(given.value), fold(turn.text)) >= _HEARD
        return fuzz.partial_ratio(fold(given.value), fold(turn.text)) >= _HEARD

    def _act(
        self, entry: Mapping[str, Any], turn: Turn, reading: Reading
    ) -> list[DialogueAct] | None:
        """Return another act of the user, None for one that is not theirs or fits no domain."""
        kind = squeezed(entry.get("type"))
        if kind == ActType.INFORM:
            reading.notes.append("an inform among the acts was read as a change")
            return self._change(entry, turn, reading)
        if kind == ActType.BOOK:
            place = self._names.informable(entry.get("domain"), TASK, reading.notes)
            return [DialogueAct(ActType.INFORM, place[0], TASK, BOOK)] if place else None
        if kind not in USER_ACTS:
            reading.notes.append(f"{_shown(entry.get('type'))} is no act of a user")
            return None
        act = DialogueAct(ActType(kind))
        domain = str(entry.get("domain") or "")
        if act.type not in _OF_A_SLOT:
            return [replace(act, domain=domain if domain in self._schemas else "")]
        if act.type is ActType.REQUEST:
            place = self._names.tellable(domain, entry.get("slot"), reading.notes)
            return [replace(act, domain=place[0], slot=place[1])] if place else None
        place = self._names.informable(domain, entry.get("slot"), reading.notes)
        if place is None:
            return None
        given = _Given(*place, _text(entry.get("value")), entry.get("words"))
        return self._about_value(act, given, turn, reading.notes)

    def _about_value(
        self, act: DialogueAct, given: _Given, turn: Turn, notes: list[str]
    ) -> list[DialogueAct] | None:
        """Return a confirm or deny with its value; a deny may have none."""
        act = replace(act, domain=given.domain, slot=given.slot)
        if squeezed(given.value) in _NOTHING:
            return [act] if act.type is ActType.DENY else [replace(act, type=ActType.REQUEST)]
        found = self._value(given, turn, notes)
        if found is None:
            return None
        span = _span(turn.text, given.words, given.value)
        return [replace(act, value=found[0], score=found[1], span=span)]


def _entries(entries: Any) -> bool:
    return isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)


def _text(value: Any) -> str:
    """Return a value as text: JSON may have it as a number or a truth, or leave it out."""
    return "" if value is None else str(value)


def _truth(value: str) -> tuple[str, float] | None:
    said = squeezed(value)
    return ("yes", 1.0) if said in _YES else ("no", 1.0) if said in _NO else None


def _span(text: str, *words: Any) -> tuple[int, int] | None:
    """Return where the first of some words that a text holds stand in it."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text  # where lower case is longer, only the same case is found
    for said in words:
        if isinstance(said, str) and said.strip():
            at = lowered.find(said.strip().lower())
            if at >= 0:
                return at, at + len(said.strip())
    return None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
