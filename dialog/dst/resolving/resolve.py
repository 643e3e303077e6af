"""What a user's acts mean in context: whose slot, which entity, which answer to what question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from dialog.acts import ActType, DialogueAct
from dialog.dst.origins import turn_number, words_of
from dialog.dst.resolving.again import had_again
from dialog.dst.resolving.agreed import agreed
from dialog.dst.resolving.around import without_taken_back
from dialog.dst.resolving.between import ends
from dialog.dst.resolving.chosen import CHOICE, chosen
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.homes import Homes
from dialog.dst.resolving.named import by_name
from dialog.dst.resolving.references import TYPED, Referents
from dialog.dst.resolving.rewording import reworded
from dialog.dst.resolving.wishes import widened
from dialog.pointing import is_pointer, place_words
from dialog.schema import DONTCARE, JOINT, DomainSchema, SlotType
from dialog.state import DialogueState, Origin

TASK = "task"  # the pseudo-slot that says what the user is after
FIND = "find"
BOOK = "book"
THIS = "this"  # the pseudo-slot that stands for whatever was asked
VALUED = frozenset({ActType.INFORM, ActType.DENY, ActType.CONFIRM})  # acts that give a value
ASKING = frozenset({ActType.REQUEST, ActType.CONFIRM})  # acts that ask about an entity
Place = tuple[str, str]  # (domain, slot)


@dataclass(frozen=True, slots=True)
class Question:
    """What the last system turn asked."""

    asked: tuple[Place, ...] = ()  # slots whose value it wanted
    checked: tuple[DialogueAct, ...] = ()  # values it wanted confirmed
    assumed: tuple[DialogueAct, ...] = ()  # values it put in passing, while asking for another

    @classmethod
    def of(cls, acts: Iterable[DialogueAct]) -> "Question":
        """Return the question that system acts put."""
        asked, checked, assumed = [], [], []
        for act in acts:
            if act.type is ActType.CONFIRM and act.value is not None:
                checked.append(act)
            elif act.type is ActType.CONFREQ and act.value is not None:
                assumed.append(act)
            elif act.type in (ActType.REQUEST, ActType.CONFREQ, ActType.SELECT):
                asked.append((act.domain, act.slot))
        return cls(tuple(dict.fromkeys(asked)), tuple(checked), tuple(assumed))


class Resolver:
    """Resolves the acts of one turn against the state and the question before it."""

    def __init__(
        self,
        schemas: Mapping[str, DomainSchema],
        state: DialogueState,
        system_acts: Sequence[DialogueAct],
        names: Mapping[str, str] = MappingProxyType({}),
        owners: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self._schemas = schemas
        self._state = state
        self._context = Context(schemas, state)
        self._owners = owners
        self._question = Question.of(system_acts)
        self._referents = Referents(schemas, state, names)
        booked = next((act.domain for act in system_acts if act.type is ActType.BOOK), "")
        self._homes = Homes(schemas, state, self._question.asked, booked, owners)
        self.origins: dict[tuple[str, str, str], Origin] = {}  # of the values resolved so far
        self._places: dict[tuple[str, str, str], str] = {}  # where those that refer were found

    def resolve(self, acts: Iterable[DialogueAct], text: str = "") -> tuple[DialogueAct, ...]:
        """Return the acts with domains, slots and references filled in.

        Yes and no gain the acts they amount to: inform or deny of what was confirmed. An act whose
        reference points at nothing keeps its slot and loses its value. A text that is nothing but
        a value answers the question. Values that stand together become one, "united;delta". Without
        a text nothing is looked for in its words.
        """
        meant = widened(list(acts), text, self._schemas) if text else list(acts)
        meant = without_taken_back(meant, text, self._context, self._question.asked)
        meant = by_name(meant, self._context, self._owners)
        if text:
            asked, put = self._question.asked, self._question.checked
            meant = reworded(meant, text, self._context, self._referents, asked, put)
        meant = self._homes.bring(self._homes.without_stray_days(meant, text), text)
        meant = self._pointed(meant, text) if text else meant
        plain = [self._answered(self._plain(act), text) for act in meant]
        placed = [found for act in plain for found in self._placed(act, plain)]
        valued = [self._referred(act, placed) for act in placed]
        valued += self._wished(valued, text) if text else []
        valued = agreed(valued, text) if self._question.checked else valued
        implied = self._implied(valued)
        final = self._joined([self._negated(act) for act in (*valued, *implied)])
        self._trace(final, text, implied)
        return final

    def _pointed(self, acts: list[DialogueAct], text: str) -> list[DialogueAct]:
        """Return the acts with what words point at: an entity's facts, a place in a list."""
        meant = self._homes.without_stray_questions(acts, text)
        recent, asks = next(iter(self._referents.recent), ""), bool(self._question.asked)
        return chosen(meant, text, self._context, recent, self._owners, asks=asks)

    def _wished(self, acts: list[DialogueAct], text: str) -> list[DialogueAct]:
        """Return what is wished for by words that stand for values known before."""
        again = had_again(acts, text, self._context, self._referents)
        return [*again, *ends([*acts, *again], text, self._context, self._referents)]

    def _trace(
        self, acts: Iterable[DialogueAct], text: str, implied: Sequence[DialogueAct]
    ) -> None:
        """Note where the values of resolved acts came from; what a turn's first guess says wins."""
        for act in acts:
            if act.type is not ActType.INFORM or not act.value:
                continue
            key = (act.domain, act.slot, act.value)
            via = Origin.QUESTION if act in implied else self._places.get(key, "")
            origin = Origin(turn_number(self._state), words_of(act, text), via)
            self.origins.setdefault(key, origin)

    def _negated(self, act: DialogueAct) -> DialogueAct:
        """Return "not Delta" as a value, of a slot that takes it so."""
        known = self._schemas[act.domain].slots if act.domain in self._schemas else {}
        negatable = act.slot in known and known[act.slot].negatable
        if act.type is not ActType.DENY or not act.value or not negatable:
            return act
        return replace(act, type=ActType.INFORM, value=f"not {act.value}")

    def _joined(self, acts: Sequence[DialogueAct]) -> tuple[DialogueAct, ...]:
        """Return the acts with the values that stand together in one act, as sure as the least."""
        groups: dict[tuple[str, str], list[DialogueAct]] = {}
        for act in acts:
            if act.type is ActType.INFORM and act.value and self._takes_many(act):
                groups.setdefault((act.domain, act.slot), []).append(act)
        joined: list[DialogueAct] = []
        for act in acts:
            group = groups.get((act.domain, act.slot), [])
            if len(group) < 2 or act not in group:
                joined.append(act)
            elif act is group[0]:
                value = JOINT.join(dict.fromkeys(a.value or "" for a in group))
                score = min(a.score for a in group)
                joined.append(replace(act, value=value, score=score, span=None))
        return tuple(joined)

    def _takes_many(self, act: DialogueAct) -> bool:
        schema = self._schemas.get(act.domain)
        if schema is None:
            return False
        return bool(schema.tasks) if act.slot == TASK else schema.takes_many(act.slot)

    @staticmethod
    def _plain(act: DialogueAct) -> DialogueAct:
        """Read hello(slot=v) and book(slot=v) as inform, book() as inform(task=book)."""
        if act.type is ActType.BOOK and not act.slot:
            return replace(act, type=ActType.INFORM, slot=TASK, value=BOOK)
        if act.type in (ActType.BOOK, ActType.HELLO) and act.slot:
            return replace(act, type=ActType.INFORM)
        return act

    def _answered(self, act: DialogueAct, text: str) -> DialogueAct:
        """Return the act about the slot that was asked for, if the text is a bare value for it.

        Only the question tells the number of guests from that of nights in "two".
        """
        place = (act.domain, act.slot)
        if act.type is ActType.CONFIRM and act.value and place in self._question.asked:
            return replace(act, type=ActType.INFORM)  # "is there one on friday?", asked for the day
        if act.type is not ActType.INFORM or act.span is None or not self._has(*place):
            return act
        if place in self._question.asked or act.slot in (TASK, CHOICE):
            return act
        start, end = act.span
        bare = not re.search(r"\w", text[:start] + text[end:])
        fits = [asked for asked in self._question.asked if self._alike(place, asked)]
        if not bare or len(fits) != 1:
            return act
        return replace(act, domain=fits[0][0], slot=fits[0][1])

    def _alike(self, place: Place, other: Place) -> bool:
        """Whether nothing but its place tells a value of one slot from that of another."""
        if not self._declares(*place) or not self._declares(*other):
            return False
        one, two = (self._schemas[domain].slots[slot] for domain, slot in (place, other))
        return one.type is two.type and (one.type in TYPED or (one.place and two.place))

    def _placed(self, act: DialogueAct, turn: list[DialogueAct]) -> list[DialogueAct]:
        if act.slot == THIS:
            places = [(d, s) for d, s in self._question.asked if self._has(d, s)]
            return [replace(act, domain=d, slot=s) for d, s in places]
        if not act.slot:
            return [act]
        about = act.type is ActType.REQUEST or (
            act.type is ActType.CONFIRM and not self._has(act.domain, act.slot)
        )
        domain = self._owner_of_request(act, turn) if about else ""
        domain = domain or self._owner(act, turn)
        if domain == act.domain and self._is_near_itself(act):
            return []  # what is to be near it is of a domain that cannot say so
        return [act if domain == act.domain else replace(act, domain=domain)]

    def _owner(self, act: DialogueAct, turn: list[DialogueAct]) -> str:
        """Return the domain of a value, for one without: where it was asked for or fits best.

        Nobody looks for a hotel near the hotel: another domain is meant, where one is spoken of.
        """
        if act.domain and not self._is_near_itself(act):
            return act.domain
        said = [a for a in turn if a.domain]
        asked = [*self._question.asked, *((a.domain, a.slot) for a in self._question.checked)]
        order = [
            *(a.domain for a in said if a.slot == TASK),
            *(domain for domain, slot in asked if slot == act.slot or act.slot == TASK),
            *(domain for domain, _ in asked),
            *(a.domain for a in said),
            *self._referents.recent,
            *([] if act.slot == TASK or act.domain else self._schemas),
        ]
        fitting = (d for d in order if d != act.domain and self._has(d, act.slot))
        return next(fitting, act.domain)

    def _is_near_itself(self, act: DialogueAct) -> bool:
        """Whether what is looked for is to have what it is itself for a value."""
        schema = self._schemas.get(act.domain)
        slot = schema.slots.get(act.slot) if schema else None
        if schema is None or slot is None or not act.value or slot.type is not SlotType.OPEN:
            return False
        own = slot.place or slot.name == schema.key
        return not own and self._referents.calls(act.domain, act.value)

    def _owner_of_request(self, act: DialogueAct, turn: list[DialogueAct]) -> str:
        """Return whose fact is asked for: of what is under discussion rather than of nothing."""
        own = self._state.domain(act.domain)
        mentioned = {a.domain for a in turn if a.type not in ASKING}
        if act.domain and (own.entity is not None or own.bookings or act.domain in mentioned):
            return act.domain
        tellable = [d for d in self._referents.recent if self._tells(d, act.slot)]
        known = [
            d
            for d in tellable
            if self._state.domain(d).entity is not None or self._state.domain(d).bookings
        ]
        said = [a.domain for a in turn if a.domain and self._tells(a.domain, act.slot)]
        fallback = [d for d in self._schemas if self._tells(d, act.slot)]
        own_choice = [act.domain] if act.domain else []
        return next(iter([*known[:1], *own_choice, *said, *tellable, *fallback]), "")

    def _has(self, domain: str, slot: str) -> bool:
        own = (TASK, CHOICE)
        return domain in self._schemas and (slot in own or slot in self._schemas[domain].slots)

    def _declares(self, domain: str, slot: str) -> bool:
        """Whether it is a slot of a domain's own, which no pseudo-slot is."""
        return domain in self._schemas and slot in self._schemas[domain].slots

    def _tells(self, domain: str, slot: str) -> bool:
        schema = self._schemas.get(domain)
        if schema is None:
            return False
        given = schema.booking.gives if schema.booking else []
        return slot in given or (slot in schema.slots and schema.slots[slot].requestable)

    def _referred(self, act: DialogueAct, turn: list[DialogueAct]) -> DialogueAct:
        if act.type not in VALUED or act.value is None:
            return act
        if not self._declares(act.domain, act.slot):
            return act
        slot = self._schemas[act.domain].slots[act.slot]
        taken = self._taken(act, turn) if slot.place else frozenset()
        if slot.place and is_pointer(place_words(act.value)):
            named = [name for name in self._named_before(act, turn) if name not in taken]
            if named:
                return replace(act, value=named[-1])
        value, place = self._referents.resolve(act.value, act.domain, slot, taken)
        if value and place:
            self._places[act.domain, act.slot, value] = place
        return act if value == act.value else replace(act, value=value)

    def _named_before(self, act: DialogueAct, turn: Iterable[DialogueAct]) -> list[str]:
        """Return the names of places that a turn says of other domains, before an act's words."""
        end = act.span[0] if act.span else None
        return [
            each.value
            for each in turn
            if each.type is ActType.INFORM and each.value and each.domain in self._schemas
            if self._schemas[each.domain].has_places
            if each.slot == self._schemas[each.domain].key and each.domain != act.domain
            if end is None or (each.span or (end, end))[1] <= end
        ]

    def _taken(self, act: DialogueAct, turn: list[DialogueAct]) -> frozenset[str]:
        """Return the places that the domain's other slots hold: nobody goes from there to there."""
        said = {
            a.slot: a.value
            for a in turn
            if a.type is ActType.INFORM and a.domain == act.domain and a.value is not None
        }
        taken = set()
        for slot in self._schemas[act.domain].slots.values():
            value = said.get(slot.name) or self._state.domain(act.domain).value(slot.name)
            if slot.place and slot.name != act.slot and value:
                taken.add(self._referents.resolve(value, act.domain, slot).value or "")
        return frozenset(taken)

    def _implied(self, acts: list[DialogueAct]) -> list[DialogueAct]:
        """Return what a yes or no amounts to, given what was asked."""
        yes = max((a.score for a in acts if a.type is ActType.AFFIRM), default=0.0)
        no = max((a.score for a in acts if a.type is ActType.NEGATE), default=0.0)
        informed = {(a.domain, a.slot) for a in acts if a.type is ActType.INFORM}
        exact = {(a.domain, a.slot, a.value) for a in acts if a.type is ActType.INFORM}
        checked = self._question.checked
        answered = any(place in informed for place in self._question.asked)
        booleans = [] if checked else [p for p in self._asked_open(informed) if self._yes_no(p)]
        put = [] if booleans else [*(checked or self._question.assumed)]
        implied = []
        if yes:
            implied += _informs(booleans, "yes", yes)
            implied += [
                replace(act, type=ActType.INFORM, score=yes, span=None)
                for act in put
                if (act.domain, act.slot) not in informed
            ]
        if no:
            implied += _informs(booleans, "no", no)
            implied += [
                replace(act, type=ActType.DENY, score=no, span=None)
                for act in put
                if (act.domain, act.slot, act.value) not in exact
                if checked or not answered  # "no, to Ely": what was put in passing stays
            ]
            if not checked and all(act.type is ActType.NEGATE for act in acts):
                free = [p for p in self._asked_open(informed) if self._optional(p)]
                implied += _informs(free, DONTCARE, no)
        return implied

    def _asked_open(self, informed: set[Place]) -> list[Place]:
        """Return the slots that were asked for and got no value."""
        places = (place for place in self._question.asked if self._declares(*place))
        return [place for place in places if place not in informed]

    def _yes_no(self, place: Place) -> bool:
        return self._schemas[place[0]].slots[place[1]].type is SlotType.BOOLEAN

    def _optional(self, place: Place) -> bool:
        """Whether a plain no to the question means no preference."""
        slot = self._schemas[place[0]].slots[place[1]]
        return slot.search == "optional" and not self._yes_no(place)


def _informs(places: Iterable[Place], value: str, score: float) -> list[DialogueAct]:
    return [DialogueAct(ActType.INFORM, domain, slot, value, score) for domain, slot in places]
