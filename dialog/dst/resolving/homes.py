"""Acts that an NLU put into a domain that nobody speaks of, brought home to the one that asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from dialog.acts import ActType, DialogueAct
from dialog.pointing import plain_words, points_back
from dialog.schema import DONTCARE, DomainSchema, Slot, SlotType
from dialog.state import DialogueState

Place = tuple[str, str]  # (domain, slot)
TASK = "task"
_CORRECTS = re.compile(
    r"\b(?:actually|instead|rather|sorry|wait|make (?:it|that)|change|i mean(?:t)?)\b",
    re.IGNORECASE,
)
_BOOKS_IT = re.compile(
    r"\b(?:book|reserve)\s+(?:me\s+)?(?:it|that|this|there|(?:the\s+)?\w+\s+one|"
    r"(?:option|number)\s+\w+)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:they|their|its?|there|nearby|near ?by|close by)\b", re.IGNORECASE)
_TYPED = (SlotType.NUMBER, SlotType.TIME, SlotType.DAY)  # types whose values look alike anywhere


class Homes:
    """Knows which domain a turn answers.

    Args:
        schemas: of the session's domains.
        state: the dialogue so far.
        asked: the slots that the system just asked for.
        booked: the domain in which it just booked, whose details may be corrected.
        owners: of each name, by its plain words, the domains whose entities go by it.
    """

    def __init__(
        self,
        schemas: Mapping[str, DomainSchema],
        state: DialogueState,
        asked: Sequence[Place],
        booked: str = "",
        owners: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self._schemas = schemas
        self._state = state
        self._asked = asked
        self._booked = booked
        self._owners = owners

    def bring(self, acts: Iterable[DialogueAct], text: str) -> list[DialogueAct]:
        """Return the acts, those of stray domains as what they say of the one that asked or booked.

        A domain is stray in which nothing was said before, which the text does not name, and of
        whose slots the other has its like: "leaving at eight" is of the taxi that is being
        ordered, though trains leave too. To look for something opens a domain. What answers the
        very question is no other domain's even if the text names it: "to the train station". Who
        says "book it for two", or yes to what was put forward, books what is under discussion.
        """
        acts = list(acts)
        name, slots = self._home(text, acts)
        home = self._schemas.get(name)
        if home is None or home.tasks:
            return acts
        opened = [home.slots[slot] for slot in slots if slot in home.slots]
        moved: dict[int, DialogueAct] = {}
        for domain in {act.domain for act in acts}:
            own = [n for n, act in enumerate(acts) if act.domain == domain and _tells(act)]
            found = [self._at_home(acts[n], home, opened, acts) for n in own]
            answers = all(acts[n].slot in slots for n in own)
            around = "" if answers else _around(text, acts)
            stray = domain != name and self._is_stray(domain, around)
            if found and all(found) and stray:
                moved |= {n: act for n, act in zip(own, found, strict=True) if act}
        return [moved.get(n, act) for n, act in enumerate(acts)]

    def without_stray_questions(self, acts: Iterable[DialogueAct], text: str) -> list[DialogueAct]:
        """Return the acts, questions of domains that nobody spoke of as what they are.

        Who asks of a restaurant "do they have parking" does not ask of hotels, though these alone
        tell of parking; and "when will it leave" is about the taxi that was ordered, though of
        trains alone it is usually asked.
        """
        acts = list(acts)
        active = self._schemas.get(self._state.active)
        if active is None or active.tasks:
            return acts
        told = {act.domain for act in acts if _tells(act)}
        return [
            self._question(act, active, text)
            if act.type is ActType.REQUEST
            and act.domain not in told
            and self._is_stray(act.domain, text)
            else act
            for act in acts
        ]

    def _question(self, act: DialogueAct, active: DomainSchema, text: str) -> DialogueAct:
        """Return what a stray question asks of the domain under discussion, if it does."""
        own, slot = self._state.domain(active.name), active.slots.get(act.slot)
        if slot is not None and slot.type in _TYPED and (own.bookings or own.task):
            return replace(act, domain=active.name)
        there = own.entity is not None or bool(own.bookings)
        if slot is None and there and _POINTS.search(text):
            return DialogueAct(ActType.OUTOFSCOPE, score=act.score)
        return act

    def without_stray_days(self, acts: Iterable[DialogueAct], text: str) -> list[DialogueAct]:
        """Return the acts without days in domains that the turn is not about.

        Who orders a taxi "tonight at ten" opens no search for a restaurant, though a taxi has no
        day and a table has one.
        """
        acts = list(acts)
        about = {act.domain for act in acts if act.slot == TASK and act.domain in self._schemas}
        stray = {
            domain
            for domain in {act.domain for act in acts} - about
            if about and self._is_stray(domain, text) and self._only_days(domain, acts)
        }
        return [act for act in acts if act.domain not in stray]

    def _only_days(self, domain: str, acts: Sequence[DialogueAct]) -> bool:
        slots = self._schemas[domain].slots
        own = [slots.get(act.slot) for act in acts if act.domain == domain]
        return all(slot is not None and slot.type is SlotType.DAY for slot in own)

    def _home(self, text: str, acts: Sequence[DialogueAct]) -> tuple[str, list[str]]:
        """Return the domain that a text answers, "" for none, and the slots that are open in it."""
        name = next((domain for domain, _ in self._asked if domain in self._schemas), "")
        active = self._schemas.get(self._state.active)
        takes_it = _BOOKS_IT.search(text) or self._accepts(acts)
        if active is not None and not name and takes_it and self._offered():
            return active.name, [slot.name for slot in active.bookable]
        if name or not _CORRECTS.search(text):
            return name, [slot for domain, slot in self._asked if domain == name]
        return self._booked, list(self._state.domain(self._booked).beliefs)

    def _accepts(self, acts: Sequence[DialogueAct]) -> bool:
        """Whether a yes answers what was just put forward: "yes, i'd like it for two"."""
        last = [act for act in self._state.system_acts if act.domain == self._state.active]
        offered = any(act.type is ActType.OFFER for act in last)
        return offered and any(act.type is ActType.AFFIRM for act in acts)

    def _offered(self) -> bool:
        """Whether there is an entity under discussion that can be booked."""
        active = self._schemas.get(self._state.active)
        bookable = active is not None and active.booking is not None and active.booking.entity
        return bookable and self._state.domain(self._state.active).entity is not None

    def _is_stray(self, domain: str, text: str) -> bool:
        if domain not in self._schemas or domain in self._state.domains:
            return False
        schema = self._schemas[domain]
        nouns = "|".join(re.escape(n) for n in schema.nouns)
        return re.search(rf"\b(?:{nouns})", text, re.IGNORECASE) is None

    def _at_home(
        self,
        act: DialogueAct,
        home: DomainSchema,
        opened: Sequence[Slot],
        turn: Sequence[DialogueAct],
    ) -> DialogueAct | None:
        """Return what an act says of the domain that asked, None if it cannot be about it."""
        if act.slot == TASK:
            others = any(_tells(other) and other.domain == home.name for other in turn)
            others |= home.name == self._state.active and self._offered()
            return replace(act, domain=home.name) if act.value == "book" and others else None
        schema = self._schemas.get(act.domain)
        slot = schema.slots.get(act.slot) if schema else None
        if schema is None or slot is None or points_back(act.value or "", slot):
            return None  # what points elsewhere opens a domain of its own
        alike = [each for each in opened if each.type is slot.type and slot.type in _TYPED]
        places = [each for each in opened if each.place]
        likes = [home.slots[slot.name]] if slot.name in home.slots else []
        likes += alike if act.span and len(alike) == 1 else []
        if act.slot == schema.key and len(places) == 1:
            return replace(act, domain=home.name, slot=places[0].name)
        if act.slot == schema.key and schema.name in self._owners.get(
            plain_words(act.value or ""), ()
        ):
            return None
        like = next((like for like in likes if _fits(like, slot, act.value)), None)
        return replace(act, domain=home.name, slot=like.name) if like else None


def _around(text: str, acts: Sequence[DialogueAct]) -> str:
    """Return the words of a text that are in no value: "train station" speaks of no train."""
    for start, end in sorted((act.span for act in acts if act.span), reverse=True):
        text = text[:start] + text[end:]
    return text


def _tells(act: DialogueAct) -> bool:
    """Whether an act gives a value, or says what is wanted."""
    return act.type in (ActType.INFORM, ActType.DENY, ActType.CONFIRM) and bool(act.slot)


def _fits(like: Slot, slot: Slot, value: str | None) -> bool:
    """Whether a slot can hold what was said of another."""
    if like.type is not slot.type or not like.informable or like.unit != slot.unit:
        return False
    return not like.values or value in like.values or value == DONTCARE
