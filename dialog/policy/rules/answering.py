"""Rules that answer the user's questions about an entity or a booking."""

from dialog.acts import ActType, DialogueAct
from dialog.policy.deliberation import BOOK, FIND, TASK, UNKNOWN, Deliberation
from dialog.policy.rules.booking import (
    asked_detail,
    made_already,
    missing_for_booking,
    wants_booking,
)
from dialog.policy.rules.finding import wants_entity
from dialog.schema import DONTCARE, JOINT

MOST_TOLD = 5  # of the values that a fact has: all that is near would be too much to hear


def known_fact(turn: Deliberation, domain: str, slot: str) -> str:
    """Return a slot's value: of the booking where a booking gives it, else of the entity."""
    own, booking = turn.domain(domain), turn.schemas[domain].booking
    booked = own.bookings[-1].get(slot, "") if own.bookings else ""
    if booking and slot in booking.gives and booked:
        return booked
    described = turn.fact(domain, own.entity, slot) if own.entity is not None else ""
    said = turn.value(domain, slot) or ""
    return described or booked or (said if said != DONTCARE else "")


def _comes_later(turn: Deliberation, domain: str, slot: str) -> bool:
    """Whether a search or booking under way may yet tell the slot."""
    return wants_entity(turn, domain) or _comes_with(turn, domain, slot)


def _comes_with(turn: Deliberation, domain: str, slot: str) -> bool:
    """Whether the booking that is being made gives the slot."""
    booking = turn.schemas[domain].booking
    return booking is not None and slot in booking.gives and wants_booking(turn, domain)


async def answer(turn: Deliberation, domain: str) -> bool:
    """The user asked for facts: tell those that are known."""
    waiting, answers = [], []
    for slot in turn.domain(domain).requested:
        anew = _comes_with(turn, domain, slot) and not missing_for_booking(turn, domain)
        later = wants_entity(turn, domain) or anew
        if (value := known_fact(turn, domain, slot)) and not later:
            answers.append(
                DialogueAct(ActType.INFORM, domain, slot, _some(turn, domain, slot, value))
            )
        elif _comes_later(turn, domain, slot):
            waiting.append(slot)
        else:
            answers.append(DialogueAct(ActType.INFORM, domain, slot, UNKNOWN))
    if answers:
        turn.say("the user asked", *answers)
        turn.change(domain, requested=tuple(waiting))
    if _comes_with_booking(turn, domain, answers) and not turn.asking:
        proposal = DialogueAct(ActType.CONFIRM, domain, TASK, BOOK)
        turn.say("a booking would tell what the user asked", proposal)
    return False


def _comes_with_booking(turn: Deliberation, domain: str, answers: list[DialogueAct]) -> bool:
    """Whether something that could not be told comes with a booking of what is discussed."""
    booking = turn.schemas[domain].booking
    if booking is None or not booking.entity or turn.domain(domain).entity is None:
        return False
    return any(act.value == UNKNOWN and act.slot in booking.gives for act in answers)


def _some(turn: Deliberation, domain: str, slot: str, value: str) -> str:
    """Return the first of a long list of values, any other value as it is."""
    known = turn.schemas[domain].slots.get(slot)
    if known is None or not known.multiple:
        return value
    return JOINT.join(value.split(JOINT)[:MOST_TOLD])


async def check(turn: Deliberation, domain: str) -> bool:
    """The user asked whether a value holds."""
    if wants_entity(turn, domain):
        return False
    for act in turn.heard(ActType.CONFIRM):
        if act.domain != domain or act.slot not in turn.schemas[domain].slots or not act.value:
            continue
        turn.say("the user asked whether it holds", verdict(turn, act, act.value))
    return False


async def say_booked(turn: Deliberation, domain: str) -> bool:
    """The user says again what is booked, and orders nothing: say that it is so.

    Who goes back to it after a change that was not booked leaves it at that.
    """
    own = turn.domain(domain)
    told = [act for act in turn.heard(ActType.INFORM) if act.domain == domain]
    if not told or not turn.booked(domain) or turn.heard(ActType.AFFIRM):
        return False
    changing = own.task == BOOK or turn.asked(DialogueAct(ActType.CONFIRM, domain, TASK, BOOK))
    if asked_detail(turn, domain) or (changing and not made_already(turn, domain)):
        return False
    facts = {act.slot: _booked_fact(turn, domain, act) for act in told}
    if not all(facts.values()):
        return False
    if own.task == BOOK:
        turn.change(domain, task=FIND if turn.schemas[domain].search else "")
    said = (DialogueAct(ActType.AFFIRM, domain, slot, fact) for slot, fact in facts.items())
    turn.say("that is what is booked", *said)
    return True


def _booked_fact(turn: Deliberation, domain: str, act: DialogueAct) -> str:
    """Return what is booked of an act's slot, "" if that is not as the act has it, or unknown."""
    own, slot = turn.domain(domain), turn.schemas[domain].slots.get(act.slot)
    described = turn.fact(domain, own.entity, act.slot) if own.entity is not None else ""
    actual = own.bookings[-1].get(act.slot) or described
    if slot is None or not actual or not act.value or not slot.admits(actual, act.value):
        return ""
    return act.value if slot.multiple else actual


def verdict(turn: Deliberation, act: DialogueAct, wanted: str) -> DialogueAct:
    """Return the answer to whether the value wanted of an act's slot holds."""
    actual = known_fact(turn, act.domain, act.slot)
    if not actual:
        return DialogueAct(ActType.INFORM, act.domain, act.slot, UNKNOWN)
    slot = turn.schemas[act.domain].slots[act.slot]
    if slot.admits(actual, wanted):
        told = wanted if slot.multiple else actual
        return DialogueAct(ActType.AFFIRM, act.domain, act.slot, told)
    return DialogueAct(ActType.NEGATE, act.domain, act.slot, actual)
