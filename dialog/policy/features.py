"""What a policy learns from: numbers that tell the same things of any domain and slot.

Nothing in them names a domain, a slot or a value, so that what is learned on one domain holds for
another, after Wang et al. 2015, Learning Domain-Independent Dialogue Policies via Ontology
Parameterisation. One vector has a part about the turn, one for each domain and one for each slot:
`Layout` says which part is where, and which parts a move is judged by.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dialog.acts import ActType, DialogueAct
from dialog.policy.carrying import next_match
from dialog.policy.deliberation import BOOK, FIND, TASK, Deliberation
from dialog.policy.moves import KINDS, Move, finds, moves_of
from dialog.policy.rules.answering import known_fact
from dialog.policy.rules.booking import missing_for_booking, wants_booking
from dialog.policy.rules.finding import is_named, named, wants_entity
from dialog.policy.rules.resuming import unfinished
from dialog.schema import DONTCARE, DomainSchema, Slot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

ACTS = tuple(ActType)
_LONG = 20.0  # exchanges, more are as many
_MANY = 5  # entities
_ACT_PLACE = {kind: at for at, kind in enumerate(ACTS)}
_KIND_PLACE = {kind: at for at, kind in enumerate(KINDS)}

TURN = (
    *(f"user {kind}" for kind in ACTS),
    *(f"system {kind}" for kind in ACTS),
    *(f"now {kind}" for kind in KINDS),
    *("nothing heard", "asking", "something waits for an answer", "something is unfinished"),
    *("something else is unfinished", "exchanges"),
)
DOMAIN = (
    *(f"user {kind}" for kind in ACTS),
    *(f"system {kind}" for kind in ACTS),
    *(f"now {kind}" for kind in KINDS),
    *("active", "to find", "to book", "told to book now", "wants an entity", "wants a booking"),
    *("has an entity", "named", "is named", "searched", "none", "one", "few", "many"),
    *("too many", "relaxed", "there is a next one", "put forward before", "booked something"),
    *("booking was proposed", "search lacks what it needs", "has wishes", "waits for an answer"),
    *("doubtful", "booking lacks one", "booking lacks several", "finds", "books an entity"),
    *("books a service", "unfinished", "every wish is told"),
)
SLOT = (
    *("believed", "no preference", "accepted", "doubtful", "sure", "grounded", "search needs it"),
    *("search takes it", "booking needs it", "booking takes it", "one of a group", "missing"),
    *("next for the search", "next for the booking", "waits for an answer", "known"),
    *("told now", "asked about now", "was asked", "ever asked", "tells results apart"),
    *("a booking gives it", "order"),
)


@dataclass(frozen=True)
class Layout:
    """Where in a vector the parts are that a move is judged by.

    A move of no domain is judged by the domain under discussion, whose part is copied to the place
    after the last domain's; a move of no slot by zeros.
    """

    moves: tuple[Move, ...]
    domains: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, schemas: Mapping[str, DomainSchema]) -> "Layout":
        """Return the layout for some domains."""
        slots = tuple((name, slot) for name, schema in schemas.items() for slot in schema.slots)
        return cls(moves_of(schemas), tuple(schemas), slots)

    @property
    def size(self) -> int:
        """The length of a vector."""
        places = len(self.slots) + 1
        return len(TURN) + (len(self.domains) + 1) * len(DOMAIN) + places * len(SLOT)

    @cached_property
    def kinds(self) -> "Ints":
        """The kind of each move, (moves,)."""
        return np.array([_KIND_PLACE[move.kind] for move in self.moves])

    @cached_property
    def pairs(self) -> "Ints":
        """The domain's and the slot's part of every pair that some move has, (pairs, 2)."""
        return np.array(list(dict.fromkeys(map(self._pair, self.moves))))

    @cached_property
    def pair_of(self) -> "Ints":
        """The pair of each move, (moves,)."""
        place = {pair: at for at, pair in enumerate(dict.fromkeys(map(self._pair, self.moves)))}
        return np.array([place[self._pair(move)] for move in self.moves])

    def _pair(self, move: Move) -> tuple[int, int]:
        domain = self.domains.index(move.domain) if move.domain else len(self.domains)
        slot = self.slots.index((move.domain, move.slot)) if move.slot else len(self.slots)
        return domain, slot


class Vectoriser:
    """Makes the vector of a turn.

    Args:
        schemas: of the session's domains.
    """

    def __init__(self, schemas: Mapping[str, DomainSchema]) -> None:
        self.layout = Layout.of(schemas)
        self._schemas = schemas
        self._fixed = {
            (name, slot.name): _fixed(schema, slot)
            for name, schema in schemas.items()
            for slot in schema.slots.values()
        }

    def __call__(self, turn: Deliberation, made: Collection[Move]) -> "Floats":
        """Return the features of a turn after the moves made in it, (layout.size,)."""
        vector = np.zeros(self.layout.size, dtype=np.float32)
        open_domains = unfinished(turn)
        self._turn(vector[: len(TURN)], turn, made, open_domains)
        at = len(TURN)
        parts = {name: at + nth * len(DOMAIN) for nth, name in enumerate(self.layout.domains)}
        for name, start in parts.items():
            part = vector[start : start + len(DOMAIN)]
            self._domain(part, turn, name, made, unfinished=name in open_domains)
        at += len(parts) * len(DOMAIN)
        if (active := parts.get(turn.state.active)) is not None:
            vector[at : at + len(DOMAIN)] = vector[active : active + len(DOMAIN)]
        at += len(DOMAIN)
        for name in self.layout.domains:
            at = self._slots(vector, at, turn, name)
        return vector

    def _turn(
        self,
        out: "Floats",
        turn: Deliberation,
        made: Collection[Move],
        open_domains: Sequence[str],
    ) -> None:
        _mark(out, turn.heard(), turn.state.system_acts, made)
        at = 2 * len(ACTS) + len(KINDS)
        active = turn.state.active
        out[at:] = (
            not turn.heard(),
            turn.asking,
            any(turn.domain(name).requested for name in self.layout.domains),
            bool(open_domains),
            any(name != active for name in open_domains),
            min(1.0, len(turn.state.turns) / _LONG),
        )

    def _domain(
        self,
        out: "Floats",
        turn: Deliberation,
        name: str,
        made: Collection[Move],
        *,
        unfinished: bool,
    ) -> None:
        own, schema = turn.domain(name), self._schemas[name]
        heard = [act for act in turn.heard() if act.domain == name]
        before = [act for act in turn.state.system_acts if act.domain == name]
        _mark(out, heard, before, [move for move in made if move.domain == name])
        at = 2 * len(ACTS) + len(KINDS)
        booking = schema.booking
        found = len(own.results) if own.results is not None else -1
        missing = missing_for_booking(turn, name) if own.task or own.entity is not None else []
        wishes = turn.wishes(name) if finds(schema) else {}
        needed = [s.name for s in schema.searchable if s.asked]
        out[at:] = (
            turn.state.active == name,
            own.task == FIND,
            own.task == BOOK,
            DialogueAct(ActType.INFORM, name, TASK, BOOK) in heard,
            wants_entity(turn, name),
            wants_booking(turn, name),
            own.entity is not None,
            bool(named(turn, name)),
            is_named(turn, name),
            own.results is not None,
            found == 0,
            found == 1,
            1 < found <= _MANY,
            found > _MANY,
            schema.search is not None and found > schema.search.ask_above,
            bool(own.relaxed),
            finds(schema) and next_match(turn, name) is not None,
            bool(own.offered),
            bool(own.bookings),
            DialogueAct(ActType.CONFIRM, name, TASK, BOOK) in before,
            any(slot not in wishes for slot in needed),
            bool(wishes),
            bool(own.requested),
            bool(turn.doubtful(name)),
            len(missing) == 1,
            len(missing) > 1,
            finds(schema),
            booking is not None and booking.entity,
            booking is not None and not booking.entity,
            unfinished,
            all(s.name in wishes for s in schema.searchable if s.name != schema.key),
        )

    def _slots(self, vector: "Floats", at: int, turn: Deliberation, name: str) -> int:
        """Write the parts of a domain's slots, and return where the next domain's begin."""
        own, schema = turn.domain(name), self._schemas[name]
        quiet = not (own.beliefs or own.requested or own.task or own.entity or own.bookings)
        heard = {act.slot: act.type for act in turn.heard() if act.domain == name}
        before = {act.slot for act in turn.state.system_acts if act.domain == name and asks(act)}
        ever = before | {
            act.slot for t in turn.state.turns for act in t.system_acts
            if act.domain == name and asks(act)
        }  # fmt: skip
        missing = [slot.name for slot in missing_for_booking(turn, name)] if not quiet else []
        lacking = [
            s.name
            for s in schema.searchable
            if s.name not in own.beliefs and s.name != schema.key and s.question
        ]
        doubtful = {slot.name for slot, _ in turn.doubtful(name)} if own.beliefs else set()
        results = own.results if own.results and own.entity is None else ()
        for slot in schema.slots.values():
            part = vector[at : at + len(SLOT)]
            at += len(SLOT)
            part[:] = self._fixed[name, slot.name]
            if quiet:
                continue
            belief = own.beliefs.get(slot.name)
            value = turn.value(name, slot.name) if belief else None
            part[:6] = (
                belief.score if belief else 0.0,
                value == DONTCARE,
                value is not None,
                slot.name in doubtful,
                belief is not None and belief.score >= turn.thresholds.sure,
                slot.name in own.grounded,
            )
            part[11:21] = (
                slot.name in missing,
                lacking[:1] == [slot.name],
                missing[:1] == [slot.name],
                slot.name in own.requested,
                slot.name in own.requested and bool(known_fact(turn, name, slot.name)),
                heard.get(slot.name) is ActType.INFORM,
                heard.get(slot.name) is ActType.CONFIRM,
                slot.name in before,
                slot.name in ever,
                slot.search != "no" and _tells_apart(turn, name, slot, results),
            )
        return at


def asks(act: DialogueAct) -> bool:
    """Whether a system act asks for a slot's value."""
    return act.value is None and act.type in (ActType.REQUEST, ActType.CONFREQ)


def _mark(
    out: "Floats",
    heard: Collection[DialogueAct],
    before: Collection[DialogueAct],
    made: Collection[Move],
) -> None:
    """Note which acts the user and the system had last, and which moves were made."""
    for act in heard:
        out[_ACT_PLACE[act.type]] = 1
    for act in before:
        out[len(ACTS) + _ACT_PLACE[act.type]] = 1
    for move in made:
        out[2 * len(ACTS) + _KIND_PLACE[move.kind]] = 1


def _fixed(schema: DomainSchema, slot: Slot) -> "Floats":
    """Return what holds of a slot in any turn, (len(SLOT),)."""
    groups = schema.booking.one_of if schema.booking else []
    gives = schema.booking.gives if schema.booking else []
    out = np.zeros(len(SLOT), dtype=np.float32)
    out[6:11] = (
        slot.asked,
        slot.search == "optional",
        slot.booking == "required",
        slot.booking == "optional",
        any(slot.name in group for group in groups),
    )
    out[21:] = (slot.name in gives, list(schema.slots).index(slot.name) / len(schema.slots))
    return out


def _tells_apart(
    turn: Deliberation, domain: str, slot: Slot, results: Sequence[Mapping[str, str]]
) -> bool:
    if len(results) < 2:
        return False
    first = turn.fact(domain, results[0], slot.name)
    return any(turn.fact(domain, row, slot.name) != first for row in results[1:])
