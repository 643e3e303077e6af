"""Rules that book: ask what a booking needs, book, and say how it went."""

from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.policy.deliberation import BOOK, FIND, QUESTIONS, TASK, Deliberation
from dialog.policy.rules.asking import ask
from dialog.policy.rules.finding import unwanted
from dialog.schema import DONTCARE, Slot
from dialog.state import Entity


def wants_booking(turn: Deliberation, domain: str) -> bool:
    """Whether a booking is to be made, and there is something to book."""
    schema, own = turn.schemas[domain], turn.domain(domain)
    if schema.booking is None or (schema.booking.entity and own.entity is None):
        return False
    return own.task == BOOK or (own.task == FIND and schema.search is None)


def asks_given(turn: Deliberation, domain: str) -> bool:
    """Whether the user just asked for what a booking gives, such as its reference."""
    booking = turn.schemas[domain].booking
    gives = booking.gives if booking else ()
    return any(act.slot in gives for act in turn.heard(ActType.REQUEST, domain=domain))


def missing_for_booking(turn: Deliberation, domain: str) -> list[Slot]:
    """Return the slots that a booking still needs, of a group of alternatives the first."""
    schema = turn.schemas[domain]
    if schema.booking is None:
        return []

    def known(name: str) -> bool:
        return turn.value(domain, name) not in (None, DONTCARE)

    missing = [s for s in schema.bookable if s.booking == "required" and not known(s.name)]
    groups = [group for group in schema.booking.one_of if not any(map(known, group))]
    one_each = [_to_ask(turn, domain, [s for s in group if s in schema.slots]) for group in groups]
    firsts = [schema.slots[name] for name in one_each if name]
    return [*missing, *(slot for slot in firsts if slot not in missing)]


def _to_ask(turn: Deliberation, domain: str, group: Sequence[str]) -> str:
    """Return which of a group of alternatives to ask for: the first that is not all the same."""
    matters = [name for name in group if turn.value(domain, name) != DONTCARE]
    return next(iter([*matters, *group]), "")


async def decline_booking(turn: Deliberation, domain: str) -> bool:
    """The user does not want the booking that was proposed."""
    proposed = turn.asked(DialogueAct(ActType.CONFIRM, domain, TASK, BOOK))
    if not proposed or not turn.only(ActType.NEGATE, ActType.DENY, ActType.THANK):
        return False
    entity = turn.domain(domain).entity
    if entity is not None and unwanted(turn, domain, entity):
        return False
    turn.finished = True
    return True


async def ask_detail(turn: Deliberation, domain: str) -> bool:
    """A booking needs a value that is missing."""
    if not wants_booking(turn, domain):
        return False
    missing = missing_for_booking(turn, domain)
    if missing and not turn.asking:
        ask(turn, domain, missing[0], f"a booking needs {', '.join(s.name for s in missing)}")
    return bool(missing)


def _described(turn: Deliberation, domain: str, entity: Entity) -> Entity:
    """Return what is to be known of an entity that is booked when another is talked about."""
    schema = turn.schemas[domain]
    tells = schema.search.tells if schema.search else ()
    needed = (slot.name for slot in schema.searchable if slot.search == "required")
    names = dict.fromkeys([schema.key, *needed, *tells])
    return {name: fact for name in names if (fact := turn.fact(domain, entity, name))}


def told(turn: Deliberation, domain: str, made: Entity) -> list[DialogueAct]:
    """Return what tells of a booking."""
    schema, gives = turn.schemas[domain], turn.schemas[domain].booking
    slots = [*(gives.gives if gives else ()), schema.key, *(s.name for s in schema.bookable)]
    values = {slot: made.get(slot) for slot in dict.fromkeys(slots) if slot}
    return [
        DialogueAct(ActType.BOOK, domain, slot, value)
        for slot, value in values.items()
        if value and value != DONTCARE
    ]


def made_already(turn: Deliberation, domain: str) -> bool:
    """Whether the booking asked for is the last one over again, as far as that one tells."""
    schema, own = turn.schemas[domain], turn.domain(domain)
    if not own.bookings:
        return False
    wanted = {slot.name: turn.value(domain, slot.name) for slot in schema.bookable}
    if own.entity is not None and schema.key:
        wanted[schema.key] = turn.key_of(domain, own.entity)
    last = own.bookings[-1]
    return all(
        value.casefold() == last.get(name, value).casefold()
        for name, value in wanted.items()
        if value and value != DONTCARE
    )


def _only_changed(turn: Deliberation, domain: str) -> bool:
    """Whether the user changes what is booked already, without asking to book or being asked.

    Another entity may be what is to be booked instead, or besides.
    """
    if DialogueAct(ActType.INFORM, domain, TASK, BOOK) in turn.state.user_acts:
        return False
    if turn.heard(ActType.AFFIRM) or asks_given(turn, domain):
        return False
    last = [act for act in turn.state.system_acts if act.domain == domain]
    if any(act.type is ActType.BOOK for act in last):
        return True
    return bool(turn.domain(domain).bookings) and not asked_detail(turn, domain)


def asked_detail(turn: Deliberation, domain: str) -> bool:
    """Whether the last system turn asked of a domain anything but whether to book."""
    proposal = DialogueAct(ActType.CONFIRM, domain, TASK, BOOK)
    asked = [act for act in turn.state.system_acts if act.type in QUESTIONS and act != proposal]
    return any(act.domain == domain for act in asked)


async def book(turn: Deliberation, domain: str) -> bool:
    """All that a booking needs is known."""
    schema, before = turn.schemas[domain], len(turn.domain(domain).bookings)
    if schema.booking is None or not wants_booking(turn, domain):
        return False
    proposal = DialogueAct(ActType.CONFIRM, domain, TASK, BOOK)
    if made_already(turn, domain) and not turn.asked(proposal):
        turn.change(domain, task=FIND if schema.search else "")
        turn.say("the same is booked already", proposal)
        return True
    if _only_changed(turn, domain):
        turn.change(domain, task=FIND if schema.search else "")
        turn.say("a detail of what is booked changed", proposal)
        return True
    result = await turn.act(domain, schema.booking.action, list(schema.slots))
    own = turn.domain(domain)
    gives = schema.booking.gives
    waiting = tuple(slot for slot in own.requested if slot not in gives)
    turn.change(domain, task="", requested=waiting)
    if result.error or len(own.bookings) <= before:
        why = result.error or "the action made no booking"
        turn.say(f"the booking failed: {why}", DialogueAct(ActType.NOBOOK, domain))
        return True
    made = dict(own.bookings[-1])
    if own.entity is not None and schema.key:
        made = {**_described(turn, domain, own.entity), **made}
        turn.change(domain, bookings=(*own.bookings[:-1], made))  # known by its entity's name
    held = {slot.name: turn.value(domain, slot.name) or "" for slot in schema.bookable}
    given = {slot: value for slot, value in made.items() if value}
    turn.say("the booking is made", *told(turn, domain, held | given))
    if not any(act.type is ActType.BOOK for act in turn.acts):
        turn.say("the booking is made", DialogueAct(ActType.BOOK, domain))
    turn.finished = True
    return True
