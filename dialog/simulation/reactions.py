"""How a simulated user takes what the system says, act by act.

The user goes by what it hears: it cannot look into the database. It answers questions, says no to
a value that it did not mean, falls back when nothing fits, and now and then changes its mind.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dialog.acts import ActType, DialogueAct
from dialog.simulation.goals import BOOK, TASK

if TYPE_CHECKING:
    from dialog.simulation.standing import Standing
    from dialog.simulation.user import AgendaUser

QUESTIONS = (ActType.REQUEST, ActType.CONFREQ, ActType.CONFIRM, ActType.SELECT)
LOST = (ActType.REPEAT, ActType.HELP, ActType.OUTOFSCOPE)
OTHER = "other"  # nooffer(other=none): there is no other one


def react(user: "AgendaUser", said: Sequence[DialogueAct], facts: Mapping[str, str]) -> None:
    """Make a user take in what the system said.

    Args:
        user: who listens.
        said: the system's acts.
        facts: what its words stated, slot or domain.slot -> value.
    """
    for domain in dict.fromkeys(act.domain for act in said if act.domain):
        acts = [act for act in said if act.domain == domain]
        part = user.parts.get(domain)
        if part is None:
            _astray(user, domain, acts)
        else:
            _take_in(user, part, acts, facts)
    kinds = {act.type for act in said}
    if ActType.RESTART in kinds or ActType.CANCEL in kinds:
        user.restate()
    elif kinds & set(LOST):
        user.repeat()
    elif ActType.BYE in kinds:
        user.restate()


def _astray(user: "AgendaUser", domain: str, acts: Sequence[DialogueAct]) -> None:
    """The system speaks of a domain that the user does not want."""
    if any(act.type in QUESTIONS for act in acts):
        user.decline(domain)
    else:
        user.sigh()


def _take_in(
    user: "AgendaUser",
    part: "Standing",
    acts: Sequence[DialogueAct],
    facts: Mapping[str, str],
) -> None:
    wrong = _wrong(part, acts, facts)
    nothing = [act for act in acts if act.type is ActType.NOOFFER]
    key = part.schema.key
    offers = [act for act in acts if act.type is ActType.OFFER and act.slot == key and act.value]
    booked = [act for act in acts if act.type is ActType.BOOK]
    if offers:
        _offered(user, part, str(offers[-1].value))
    told = _valued(acts, ActType.OFFER, ActType.INFORM, ActType.AFFIRM, ActType.NEGATE)
    for slot, value in told.items():
        if slot in part.goal.requests:
            part.answers[slot] = value
    if booked:
        _booked(user, part, _valued(booked, ActType.BOOK))
    if nothing and not any(act.slot == OTHER for act in nothing):
        wrong = _nothing(user, part, nothing)
    elif offers and not wrong:
        _change_mind(user, part)
        _ask_for_other(user, part)
    for slot in wrong:
        user.correct(part.goal.domain, slot)
    _answer_questions(user, part, acts, wrong)


def _valued(acts: Sequence[DialogueAct], *types: ActType) -> dict[str, str]:
    return {act.slot: act.value for act in acts if act.type in types and act.slot and act.value}


def _wrong(part: "Standing", acts: Sequence[DialogueAct], facts: Mapping[str, str]) -> list[str]:
    """Return the constraints that what was said of an entity goes against."""
    name, wanted = part.goal.domain, part.wanted
    described = any(act.type is ActType.OFFER for act in acts)
    given_up = any(act.type is ActType.NOOFFER for act in acts)
    if given_up:
        return []
    values = _valued(acts, ActType.INFORM, ActType.NEGATE)
    if described:
        told = [slot for slot in wanted if slot in part.told]
        stated = {slot: facts.get(slot) or facts.get(f"{name}.{slot}") for slot in told}
        values |= {slot: value for slot, value in stated.items() if value}
    passing = _valued(acts, ActType.CONFREQ)
    amiss = [slot for slot, value in passing.items() if not part.suits(slot, value)]
    amiss += [
        slot
        for slot, value in values.items()
        if slot in wanted and slot not in passing and not part.met_by(slot, value)
    ]
    return [slot for slot in amiss if slot in part.schema.slots]


def _offered(user: "AgendaUser", part: "Standing", key: str) -> None:
    if key != part.offered:
        part.offered = key
        user.ask_again(part)


def _booked(user: "AgendaUser", part: "Standing", values: Mapping[str, str]) -> None:
    """The system says that it booked."""
    if not part.goal.booked:
        user.sigh()
        return
    for slot in part.goal.requests:
        if slot in values:
            part.answers[slot] = values[slot]
    if part.schema.key and (key := values.get(part.schema.key)) and part.finds:
        _offered(user, part, key)
    wanted = {**part.details, **part.linked}
    read_back = {s: v for s, v in values.items() if s in {b.name for b in part.schema.bookable}}
    every = dict.fromkeys([*wanted, *read_back]) if read_back else ()
    wrong = [s for s in every if wanted.get(s, "").casefold() != read_back.get(s, "").casefold()]
    part.booking = None if wrong else values
    for slot in wrong:
        user.correct(part.goal.domain, slot)


def _nothing(user: "AgendaUser", part: "Standing", acts: Sequence[DialogueAct]) -> list[str]:
    """Nothing fits: return what was looked for in error, or else fall back."""
    sought = {act.slot: act.value or "" for act in acts if act.slot in part.schema.slots}
    wrong = [slot for slot, value in sought.items() if not part.suits(slot, value)]
    if wrong:
        return wrong
    if not part.fell_back:
        part.fell_back = True
        slots = part.revise(part.goal.fallback)
    elif not part.changed:
        part.changed = True
        slots = part.revise(part.goal.change)
    else:
        user.sigh()
        slots = list(part.constraints)
    user.answer(*(DialogueAct(ActType.INFORM, part.goal.domain, slot) for slot in slots))
    return []


def _change_mind(user: "AgendaUser", part: "Standing") -> None:
    """Want something else than what was said before."""
    if part.changed or not any(slot in part.told for slot in part.goal.change):
        return
    part.changed = True
    slots = part.revise(part.goal.change)
    user.answer(*(DialogueAct(ActType.INFORM, part.goal.domain, slot) for slot in slots))


def _ask_for_other(user: "AgendaUser", part: "Standing") -> None:
    if part.asked_other or not all(slot in part.told for slot in part.constraints):
        return
    part.asked_other = True
    user.answer(DialogueAct(ActType.REQALTS))


def _answer_questions(
    user: "AgendaUser", part: "Standing", acts: Sequence[DialogueAct], wrong: Sequence[str]
) -> None:
    name, slots = part.goal.domain, part.schema.slots
    questions = [act for act in acts if act.type in QUESTIONS]
    if any(_unwanted(part, act) for act in questions):
        user.decline(name)
        return
    if questions and not part.finds and not wrong:
        _change_mind(user, part)
    for act in questions:
        if act.slot == TASK:
            _consent(user, part, act, wrong)
        elif act.slot not in slots or act.slot in wrong:
            continue
        elif act.type is ActType.CONFIRM and act.value is not None:
            if part.suits(act.slot, act.value):
                part.told.add(act.slot)
                user.answer(DialogueAct(ActType.AFFIRM))
            else:
                user.correct(name, act.slot)
        elif act.type is ActType.SELECT or act.value is None:
            slot = act.slot
            if slot not in part.wanted:
                slot = part.instead_of(slot) or slot
            if slot in part.told:
                user.sigh()  # it was told already
            user.answer(DialogueAct(ActType.INFORM, name, slot))


def _unwanted(part: "Standing", act: DialogueAct) -> bool:
    """Whether a question is about a booking that is not wanted, or cannot be told of yet."""
    slot = part.schema.slots.get(act.slot)
    if slot is None or slot.booking == "no" or slot.search != "no":
        return False
    return not part.goal.booked or (slot.name in part.goal.links and slot.name not in part.linked)


def _consent(user: "AgendaUser", part: "Standing", act: DialogueAct, wrong: Sequence[str]) -> None:
    """The system asks whether to find or book something."""
    if wrong:
        return
    if act.value != BOOK:
        user.answer(DialogueAct(ActType.AFFIRM))
    elif not part.goal.booked or part.booking is not None:
        user.answer(DialogueAct(ActType.NEGATE))
    elif all(slot in part.told for slot in part.constraints) and not user.answering:
        part.asked_to_book = True
        user.answer(DialogueAct(ActType.AFFIRM))
