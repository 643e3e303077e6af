"""What a placeholder may be filled with: the acts, the entity, the booking, the beliefs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dialog.acts import ActType, DialogueAct
from dialog.nlg.grammar import GRAMMARS
from dialog.nlg.patterns import Placeholder
from dialog.ranges import canonical
from dialog.schema import DONTCARE, DomainSchema, Language, Slot, SlotType
from dialog.state import DialogueState, Entity
from dialog.texts import Form

UNKNOWN = "unknown"  # the value of a slot that the system was asked for and does not know
# Acts about what the user wants; the entity found earlier has no say in them.
WISHES = frozenset({ActType.REQUEST, ActType.CONFIRM, ActType.CONFREQ, ActType.SELECT})
_FACTUAL = frozenset({ActType.OFFER, ActType.INFORM, ActType.BOOK})
_CHOICES = WISHES | {ActType.NOOFFER}
SPECIALS = frozenset({"entity", "slot", "value", "question", "list"})


@dataclass(frozen=True, slots=True)
class Group:
    """Acts of one type and domain: slot -> the values given for it, in order."""

    type: ActType
    domain: str
    slots: Mapping[str, tuple[str, ...]]

    @property
    def asked(self) -> list[str]:
        """The slots without a value."""
        return [slot for slot, values in self.slots.items() if not values]

    @property
    def valued(self) -> list[str]:
        """The slots whose value can be put into words."""
        return [s for s, values in self.slots.items() if values and UNKNOWN not in values]


def grouped(acts: Sequence[DialogueAct]) -> list[Group]:
    """Group acts by type and domain, in order; slotless acts group apart, and so do bookings."""
    groups: dict[tuple[ActType, str, bool, int], dict[str, list[str]]] = {}
    number = 0  # of the booking that is told of
    for act in acts:
        slots = groups.setdefault((act.type, act.domain, bool(act.slot), number), {})
        if act.type is ActType.BOOK and act.slot in slots:
            number += 1
            slots = groups.setdefault((act.type, act.domain, True, number), {})
        if act.slot:
            values = slots.setdefault(act.slot, [])
            if act.value and act.value.strip() and act.value not in values:
                values.append(act.value)
    return [
        Group(kind, domain, {slot: tuple(values) for slot, values in slots.items()})
        for (kind, domain, *_), slots in groups.items()
    ]


class Values:
    """The values that one group's templates may say.

    Args:
        group: the acts to be said now.
        groups: all groups of the turn.
        schemas: the session's domains.
        language: that is spoken.
    """

    def __init__(
        self,
        group: Group,
        groups: Sequence[Group],
        state: DialogueState,
        schemas: Mapping[str, DomainSchema],
        language: Language = "en",
    ) -> None:
        self.group = group
        self.language = language
        self._grammar = GRAMMARS[language]
        self.schema = schemas.get(group.domain)
        self._schemas = schemas
        active = schemas.get(group.domain or state.active)
        self._noun = active.entity if active else ""
        self._state = state.domain(group.domain)
        self._beside = [
            g for g in groups if g.domain == group.domain and g.type in _FACTUAL and g != group
        ]
        self._entity = self._entity_row()
        self._words: dict[tuple[str, Form, str], str | None] = {}  # variants share placeholders

    def lookup(self, gap: Placeholder, bound: str) -> str | None:
        """Return the words for a placeholder, None for none.

        `bound` is the slot that {slot} and {value} mean.
        """
        key = gap.name, gap.form, bound if gap.name in SPECIALS else ""
        if key not in self._words:
            found = self._found(gap, bound)
            self._words[key] = found if found and found.strip() else None
        return self._words[key]

    def _found(self, gap: Placeholder, bound: str) -> str | None:
        if gap.name == "entity":
            return self._formed(self._noun, gap.form) or None
        if gap.name == "slot":
            return self._formed(self.description(bound), gap.form) if bound else None
        if gap.name == "question":
            return self._question(bound)
        if gap.name == "list":
            return self._list(gap.form)
        if gap.name == "value":
            phrases = [self._phrase(bound, v, gap.form) for v in self._own(bound, spoken=True)]
            return self._joined(phrases) or None
        return self._joined([self._said(gap.name, v, gap.form) for v in self.of(gap.name)]) or None

    def of(self, slot: str) -> list[str]:
        """Return a slot's values from the best source that has any."""
        own = self._own(slot)
        if own or self.group.type is ActType.NOOFFER:
            return own
        if self.group.slots.get(slot):
            return []  # unknown or dontcare, and no other source knows better
        held = self._state.value(slot)
        belief = self._slot(slot).either(held) if held and held != DONTCARE else []
        if self.group.type in WISHES:
            if given := self._given(slot):
                return [given]
            if self.schema and slot == self.schema.key:  # put forward, rather than asked for
                return [] if slot in self.group.slots else self._of_entity(slot, belief)
            return [] if slot in self.group.slots else belief
        for group in self._beside:
            if slot in group.valued:
                return self._split(slot, group.slots[slot])
        if self.group.type is ActType.BOOK and self._state.bookings:
            booking = self._booking()
            if slot in booking:  # one that it left out is not booked, whatever is half believed
                return [booking[slot]] if booking[slot] else []
        return self._of_entity(slot, belief)

    def _booking(self) -> Entity:
        """Return the booking that the acts tell of, by all that they say, else the last."""
        said = {slot: values[0] for slot, values in self.group.slots.items() if values}
        told = (b for b in self._state.bookings if said.items() <= b.items())
        return next(told, self._state.bookings[-1])

    def _given(self, slot: str) -> str:
        """Return what the last booking told of a slot that bookings give."""
        booking = self.schema.booking if self.schema else None
        last = self._state.bookings[-1:]
        return last[0].get(slot) or "" if booking and slot in booking.gives and last else ""

    def facts(self, names: Collection[str], bound: str) -> dict[str, str]:
        """Return what a template states that filled the placeholders named."""
        stated: dict[str, list[str]] = {}
        for name in sorted(names):
            if name == "value":
                stated[bound] = self._own(bound, spoken=True)
            elif name == "list":
                stated |= {s: self._own(s, spoken=True) for s in self.group.valued}
            elif name not in SPECIALS:
                stated[name] = self.of(name)
        return {slot: "; ".join(values) for slot, values in stated.items() if values}

    def description(self, slot: str) -> str:
        """Return the noun phrase for a slot."""
        return self._slot(slot).description

    def _slot(self, name: str) -> Slot:
        known = self.schema.slots.get(name) if self.schema else None
        return known or Slot(
            name=name, description=self._grammar.the.format(name.replace("_", " "))
        )

    def _own(self, slot: str, *, spoken: bool = False) -> list[str]:
        """Return the group's values of a slot; "dontcare" only where it is put into words."""
        silent = (UNKNOWN,) if spoken else (UNKNOWN, DONTCARE)
        return self._split(slot, [v for v in self.group.slots.get(slot, ()) if v not in silent])

    def _split(self, slot: str, values: Sequence[str]) -> list[str]:
        if not self._slot(slot).multiple:
            return [one for value in values for one in self._slot(slot).either(value)]
        return [item.strip() for value in values for item in value.split(";") if item.strip()]

    def _entity_row(self) -> Entity | None:
        """Return the row of the entity that the acts name, else of the one under discussion."""
        key = self.schema.key if self.schema else ""
        if not key:
            return self._state.entity
        named = [v for g in (self.group, *self._beside) for v in g.slots.get(key, ())]
        rows = [row for row in (self._state.entity, *(self._state.results or ())) if row]
        if not named:
            return self._state.entity
        return next((r for r in rows if r.get(self._column(key), "") == named[0]), None)

    def _column(self, slot: str) -> str:
        return self._slot(slot).column or slot

    def _of_entity(self, slot: str, belief: list[str]) -> list[str]:
        row = self._entity
        column = self._column(slot)
        if row is None or column not in row:
            return belief
        values = self._split(slot, [row[column]] if row[column] else [])
        if self._slot(slot).multiple:  # too many to say: only what the user asked by
            return [value for value in belief if value in values]
        return values

    def _question(self, bound: str) -> str | None:
        asked = self.group.asked if self.group.type is ActType.CONFREQ else [bound]
        slots = [self._slot(slot) for slot in asked if slot]
        return (
            self._grammar.between.join(
                s.question or self._grammar.what.format(s.description) for s in slots
            )
            or None
        )

    def _list(self, form: Form) -> str | None:
        if not self.group.slots:
            nouns = [self._grammar.plural(schema.entity) for schema in self._schemas.values()]
            return self._grammar.listed(nouns) or None
        items = [
            self._phrase(slot, value, form, named=True)
            for slot in self.group.valued
            for value in self._own(slot, spoken=True)
        ]
        choice = self.group.type is ActType.SELECT
        return (self._grammar.choice if choice else self._grammar.listed)(items) or None

    def _phrase(self, slot: str, value: str, form: Form, *, named: bool = False) -> str:
        """Return a value in words of its own: "2 nights", "any part of town", "free parking"."""
        known = self._slot(slot)
        noun = known.noun
        if value == DONTCARE:
            return self._grammar.any.format(noun)
        if named and known.type is SlotType.BOOLEAN and value in ("yes", "no"):
            return noun if value == "yes" else self._grammar.without.format(noun)
        return self._said(slot, value, form)

    def _said(self, slot: str, value: str, form: Form) -> str:
        """Return a value in a form: with its unit, and in the letter case that people write."""
        known = self._slot(slot)
        unit = known.unit
        if slot == "count" and form == "unit":
            unit = self._noun
        if known.spans and form == "":
            return canonical(value, unit, self.language) or value
        if unit and form in ("", "unit"):
            return self._grammar.counted(value, unit)
        if known.type is SlotType.DAY:  # "Monday" as well as "tomorrow", whatever form is asked for
            return self._grammar.day(value)
        return self._formed(known.written.get(value, value), form)

    def _joined(self, items: Sequence[str]) -> str:
        choice = self.group.type in _CHOICES
        return (self._grammar.choice if choice else self._grammar.listed)(items)

    def _formed(self, value: str, form: Form) -> str:
        """Return a word or phrase in the form that a placeholder asks for."""
        if form == "title":
            return self._grammar.title(value)
        if form == "plural":
            return self._grammar.plural(value)
        return self._grammar.bare(value) if form == "bare" else value
