"""Rules that find an entity: search, offer, offer another, propose to book it."""

from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.policy.deliberation import (
    BOOK,
    CHOICE,
    COUNT,
    FIND,
    NONE,
    OTHER,
    QUESTIONS,
    TASK,
    Deliberation,
)
from dialog.policy.rules.asking import ask
from dialog.schema import DONTCARE, JOINT
from dialog.state import Entity


def wants_entity(turn: Deliberation, domain: str) -> bool:
    """Whether an entity is yet to be found."""
    own = turn.domain(domain)
    if turn.schemas[domain].search is None or own.entity is not None:
        return False
    if own.task or own.requested or turn.heard(ActType.CONFIRM, ActType.REQALTS, domain=domain):
        return True
    return bool(turn.wishes(domain))


def named(turn: Deliberation, domain: str) -> str:
    """Return the name that the user asked for, "" for none."""
    key = turn.schemas[domain].key
    value = turn.value(domain, key) if key else None
    return value if value and value != DONTCARE else ""


def is_named(turn: Deliberation, domain: str) -> bool:
    """Whether the entity under discussion is the one that the user asked for by name."""
    entity, wanted = turn.domain(domain).entity, named(turn, domain)
    if entity is None or not wanted:
        return False
    return wanted.casefold() == turn.key_of(domain, entity).casefold()


def nooffer(turn: Deliberation, domain: str) -> list[DialogueAct]:
    """Return the acts that say that nothing fits."""
    name = named(turn, domain)
    wanted = {turn.schemas[domain].key: name} if name else turn.constraints(domain)
    acts = [DialogueAct(ActType.NOOFFER, domain, slot, value) for slot, value in wanted.items()]
    return acts or [DialogueAct(ActType.NOOFFER, domain)]


def put_forward(turn: Deliberation, domain: str, entity: Entity) -> list[DialogueAct]:
    """Make an entity the one under discussion and return its offer.

    The offer tells how the entity is in what was misheard perhaps, or had to be dropped, so that
    users notice (implicit confirmation).
    """
    key = turn.key_of(domain, entity)
    offered = dict.fromkeys([*turn.domain(domain).offered, key])
    turn.change(domain, entity=entity, offered=tuple(offered))
    told = {turn.schemas[domain].key: key} | _always_told(turn, domain, entity)
    if not is_named(turn, domain):
        unsure = turn.unsure(domain)
        slots = [*unsure, *turn.domain(domain).relaxed]
        known = [slot for slot in slots if slot in turn.schemas[domain].slots]
        told |= {slot: v for slot in known if (v := _likeness(turn, domain, entity, slot))}
        turn.ground(domain, *(slot for slot in unsure if slot in told))
    return [DialogueAct(ActType.OFFER, domain, slot, value) for slot, value in told.items()]


def _always_told(turn: Deliberation, domain: str, entity: Entity) -> dict[str, str]:
    """Return what an offer of the domain tells in any case; of a list what is wanted, or first."""
    schema, told = turn.schemas[domain], {}
    if schema.search is None:
        return {}
    more = schema.search.tells_named if is_named(turn, domain) else []
    for name in (*schema.search.tells, *more):
        fact = turn.fact(domain, entity, name)
        if schema.slots[name].multiple:
            fact = _likeness(turn, domain, entity, name) or fact.split(JOINT)[0].strip()
        if fact:
            told[name] = fact
    return told


def _likeness(turn: Deliberation, domain: str, entity: Entity, slot: str) -> str:
    """Return an entity's value of a slot; of a list the one that is wanted, "" if it lacks it."""
    wanted, known = turn.domain(domain).value(slot) or "", turn.schemas[domain].slots[slot]
    if known.multiple:
        held = (one for one in known.either(wanted) if turn.holds(domain, entity, slot, one))
        return next(held, "")
    return turn.fact(domain, entity, slot)


async def look_up(turn: Deliberation, domain: str) -> str:
    """Search by the constraints, or by nothing but the name if there is one; return an error."""
    schema = turn.schemas[domain]
    if schema.search is None:
        return "the domain has no search"
    by_name = bool(named(turn, domain))
    seen = [
        slot.name
        for slot in schema.slots.values()
        if slot.name == schema.key or slot.search == "no" or not by_name
    ]
    result = await turn.act(domain, schema.search.action, seen)
    if result.error:
        turn.say(f"the search failed: {result.error}", DialogueAct(ActType.OUTOFSCOPE))
    elif turn.domain(domain).results is None:
        turn.change(domain, results=())
    return result.error


def unwanted(turn: Deliberation, domain: str, entity: Entity) -> bool:
    """Whether the user just said no to a value that the entity has."""
    slots = turn.schemas[domain].slots
    return any(
        act.domain == domain
        and act.slot in slots
        and bool(act.value)
        and turn.holds(domain, entity, act.slot, act.value or "")
        for act in turn.heard(ActType.DENY)
    )


async def refuse_choice(turn: Deliberation, domain: str) -> bool:
    """The user chose the third of what are only two."""
    if DialogueAct(ActType.INFORM, domain, CHOICE, "0") not in turn.heard():
        return False
    count = str(len(turn.domain(domain).results or ()))
    turn.say(
        "there is no such result",
        DialogueAct(ActType.NOOFFER, domain, CHOICE, NONE),
        DialogueAct(ActType.NOOFFER, domain, COUNT, count),
    )
    return True


async def offer_other(turn: Deliberation, domain: str) -> bool:
    """The user wants another entity than the one offered."""
    own = turn.domain(domain)
    if own.entity is None or turn.schemas[domain].search is None:
        return False
    asked = _asked_for_other(turn, domain) or _refused(turn, domain)
    if not (asked or unwanted(turn, domain, own.entity)):
        return False
    told_to_book = DialogueAct(ActType.INFORM, domain, TASK, BOOK) in turn.heard()
    if own.task == BOOK and not told_to_book:
        turn.change(domain, task=FIND)
    if own.results is None and await look_up(turn, domain):
        return True
    own = turn.domain(domain)
    others = [
        row
        for row in own.results or ()
        if turn.key_of(domain, row) not in own.offered and not unwanted(turn, domain, row)
    ]
    if others:
        turn.say(f"{len(others)} others match", *put_forward(turn, domain, others[0]))
    else:
        turn.say("no other matches", DialogueAct(ActType.NOOFFER, domain, OTHER, NONE))
    return False


def _asked_for_other(turn: Deliberation, domain: str) -> bool:
    active = turn.state.active
    return any((act.domain or active) == domain for act in turn.heard(ActType.REQALTS))


def _refused(turn: Deliberation, domain: str) -> bool:
    last = [act for act in turn.state.system_acts if act.domain == domain]
    offered = any(act.type is ActType.OFFER for act in last)
    asked = any(act.type in (ActType.CONFIRM, ActType.REQUEST) for act in last)
    active = turn.state.active == domain
    return active and offered and not asked and turn.only(ActType.NEGATE)


async def search(turn: Deliberation, domain: str) -> bool:
    """All that a search needs is known."""
    if not wants_entity(turn, domain) or turn.domain(domain).results is not None:
        return False
    return bool(await look_up(turn, domain))


async def offer(turn: Deliberation, domain: str) -> bool:
    """A search was made: put the first match forward, or say that there is none."""
    own = turn.domain(domain)
    if not wants_entity(turn, domain) or own.results is None:
        return False
    if not own.results and (slots := own.relaxed or _only_wish(turn, domain)):
        _refuse_unknown(turn, domain, slots)
        return True
    if not own.results:
        turn.say("nothing matches", *nooffer(turn, domain))
        turn.change(domain, requested=())
        if named(turn, domain):  # nothing has that name: do not search by it again
            key = turn.schemas[domain].key
            beliefs = {slot: b for slot, b in own.beliefs.items() if slot != key}
            turn.change(domain, beliefs=beliefs, results=None)
        return True
    if own.relaxed:
        turn.say(
            f"nothing matches without dropping {', '.join(own.relaxed)}", *nooffer(turn, domain)
        )
    elif len(own.results) > 1 and not own.requested:  # a count amid answers would confuse
        count = str(len(own.results))
        turn.say("several match", DialogueAct(ActType.INFORM, domain, COUNT, count))
    wanted = [r for r in own.results if not unwanted(turn, domain, r)] or own.results
    fresh = (r for r in wanted if turn.key_of(domain, r) not in own.offered)
    first = next(fresh, wanted[0])
    turn.say("the best match", *put_forward(turn, domain, first))
    return False


def _only_wish(turn: Deliberation, domain: str) -> tuple[str, ...]:
    """Return the slot of the only wish, where another value of it can be asked for."""
    slots = tuple(turn.constraints(domain))
    asks = len(slots) == 1 and turn.schemas[domain].slots[slots[0]].question
    return slots if asks and not named(turn, domain) else ()


def _refuse_unknown(turn: Deliberation, domain: str, slots: Sequence[str]) -> None:
    """Say which of the values that a search needs nobody knows, and ask for another."""
    own = turn.domain(domain)
    unknown = {slot: turn.value(domain, slot) for slot in slots}
    acts = [DialogueAct(ActType.NOOFFER, domain, slot, value) for slot, value in unknown.items()]
    turn.say("no row has the value at all", *acts)
    beliefs = {slot: belief for slot, belief in own.beliefs.items() if slot not in unknown}
    turn.change(domain, beliefs=beliefs, results=None, relaxed=(), requested=())
    ask(turn, domain, turn.schemas[domain].slots[slots[0]], "another value is needed")


async def propose_booking(turn: Deliberation, domain: str) -> bool:
    """An entity is accepted, or found for a booking: ask before anything is booked.

    So it is when details of a booking are told of it, without a word of booking.
    """
    schema, own = turn.schemas[domain], turn.domain(domain)
    bookable = schema.booking is not None and schema.booking.entity
    if own.entity is None:
        return False
    found = any((act.type, act.domain) == (ActType.OFFER, domain) for act in turn.acts)
    if own.task == BOOK:
        if not found or is_named(turn, domain) or _was_put_forward(turn, domain, own.entity):
            return False
        turn.change(domain, task=FIND)
        why = "found for a booking, but not yet accepted"
    elif not found and _accepted(turn, domain):
        why = "the offer is accepted"
        again = any(act.type is ActType.OFFER for act in turn.state.system_acts)
        if not bookable or (turn.booked(domain) and not again):
            turn.finished = True
            return True
    elif bookable and _details_told(turn, domain):
        why = "details of a booking were told"
    else:
        return False
    if bookable and not turn.asking:
        turn.say(why, DialogueAct(ActType.CONFIRM, domain, TASK, BOOK))
    return True


def _was_put_forward(turn: Deliberation, domain: str, entity: Entity) -> bool:
    """Whether an entity that fits is the last of its domain that the user heard of before."""
    key = turn.schemas[domain].key
    if turn.domain(domain).relaxed:
        return False
    offers = (
        act.value
        for past in reversed(turn.state.turns)
        for act in past.system_acts
        if (act.type, act.domain, act.slot) == (ActType.OFFER, domain, key)
    )
    return next(offers, None) == turn.key_of(domain, entity)


def _details_told(turn: Deliberation, domain: str) -> bool:
    """Whether the user just told what a booking takes and no search, and asked for nothing."""
    if turn.heard(ActType.REQUEST, ActType.CONFIRM, domain=domain):
        return False
    slots = turn.schemas[domain].slots
    told = {act.slot for act in turn.heard(ActType.INFORM) if act.domain == domain}
    held = [slots[name] for name in told & slots.keys() if turn.value(domain, name) is not None]
    return any(slot.booking != "no" and slot.search == "no" for slot in held)


def _accepted(turn: Deliberation, domain: str) -> bool:
    """Whether a yes means the entity just offered or described."""
    if turn.domain(domain).entity is None or not turn.heard(ActType.AFFIRM):
        return False
    shown = (ActType.OFFER, ActType.INFORM, ActType.AFFIRM, ActType.NEGATE)
    last = [act for act in turn.state.system_acts if act.domain == domain]
    elsewhere = any(act.domain not in ("", domain) for act in turn.heard())
    # what was offered and booked at once needs no yes
    done = any(act.type in QUESTIONS or act.type is ActType.BOOK for act in last)
    astray = turn.state.active == domain and all(
        act.type in (ActType.REPEAT, ActType.OUTOFSCOPE) for act in turn.state.system_acts
    )  # what was put forward before still stands
    return (astray or any(act.type in shown for act in last)) and not (done or elsewhere)
