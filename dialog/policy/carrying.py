"""Which moves a turn allows, and carrying them out.

What is not allowed makes no sense (to tell what nobody asked for), or must never depend on what
was learned: nothing is booked that the user did not ask for, a turn puts one question at most, and
it does not end while a fact that was asked for is known and not told.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.policy.deliberation import BOOK, COUNT, FIND, NONE, OTHER, TASK, UNKNOWN, Deliberation
from dialog.policy.moves import QUESTIONS, Kind, Move, finds
from dialog.policy.rules.answering import known_fact, verdict
from dialog.policy.rules.asking import ask, put_doubt
from dialog.policy.rules.booking import book, missing_for_booking, wants_booking
from dialog.policy.rules.conversation import give_up, pending
from dialog.policy.rules.finding import (
    is_named,
    look_up,
    named,
    nooffer,
    put_forward,
    unwanted,
    wants_entity,
)
from dialog.schema import DONTCARE
from dialog.state import Entity

MOST_MOVES = 8  # in a turn, `listen` left out
WHY = "chosen"


async def look_around(turn: Deliberation) -> None:
    """Search where the user wants an entity and said what it should be like."""
    for domain, schema in turn.schemas.items():
        wanted = finds(schema) and turn.domain(domain).results is None
        if wanted and wants_entity(turn, domain) and turn.constraints(domain):
            await look_up(turn, domain)


def next_match(turn: Deliberation, domain: str) -> Entity | None:
    """Return the entity that an offer would put forward, None for none.

    While one is under discussion that is another one, which was not put forward before.
    """
    own = turn.domain(domain)
    matches = [row for row in own.results or () if not unwanted(turn, domain, row)]
    fresh = (row for row in matches if turn.key_of(domain, row) not in own.offered)
    first = next(fresh, None)
    if first is not None or own.entity is not None:
        return first
    return next(iter(matches or own.results or ()), None)


def allowed(turn: Deliberation, move: Move, made: Collection[Move]) -> bool:
    """Whether a move makes sense now.

    Args:
        turn: what is known, and said already.
        move: the move.
        made: the moves of this turn so far.
    """
    if move.kind is Kind.LISTEN:
        return bool(turn.acts) and (len(made) >= MOST_MOVES or not _owes(turn))
    if move in made or len(made) >= MOST_MOVES:
        return False
    if move.kind in QUESTIONS and turn.asking:
        return False
    return _ALLOWED[move.kind](turn, move)


async def carry_out(turn: Deliberation, move: Move, entity: Entity | None = None) -> None:
    """Do what an allowed move says; its domain becomes the one under discussion.

    Args:
        turn: the turn.
        move: the move.
        entity: what an offer puts forward; by default the next match.
    """
    if move.domain:
        turn.state = replace(turn.state, active=move.domain)
    if move.kind is Kind.OFFER:
        _offer(turn, move.domain, entity)
    else:
        await _CARRIED_OUT[move.kind](turn, move)


# What is allowed


def _if_heard(kind: ActType) -> Callable[[Deliberation, Move], bool]:
    return lambda turn, move: bool(turn.heard(kind))


def _nothing_fits(turn: Deliberation, move: Move) -> bool:
    own = turn.domain(move.domain)
    return own.results == () or bool(own.relaxed)


def _no_other(turn: Deliberation, move: Move) -> bool:
    own = turn.domain(move.domain)
    return own.entity is not None and next_match(turn, move.domain) is None


def _counts(turn: Deliberation, move: Move) -> bool:
    own = turn.domain(move.domain)
    return own.entity is None and own.results is not None and len(own.results) > 1


def _offers(turn: Deliberation, move: Move) -> bool:
    return not _put(turn, move.domain) and next_match(turn, move.domain) is not None


def _put(turn: Deliberation, domain: str) -> bool:
    """Whether an entity was put forward in this turn."""
    return any(act.type is ActType.OFFER and act.domain == domain for act in turn.acts)


def _recalls(turn: Deliberation, move: Move) -> bool:
    return turn.domain(move.domain).entity is not None and not _put(turn, move.domain)


def _verifies(turn: Deliberation, move: Move) -> bool:
    return not wants_entity(turn, move.domain) and _questioned(turn, move) is not None


def _questioned(turn: Deliberation, move: Move) -> DialogueAct | None:
    asked = turn.heard(ActType.CONFIRM, domain=move.domain)
    return next((act for act in asked if act.slot == move.slot and act.value), None)


def _tells(turn: Deliberation, move: Move) -> bool:
    if move.slot not in turn.domain(move.domain).requested or wants_entity(turn, move.domain):
        return False
    booking = turn.schemas[move.domain].booking
    later = booking is not None and move.slot in booking.gives and wants_booking(turn, move.domain)
    return not later or bool(known_fact(turn, move.domain, move.slot))


def _owes(turn: Deliberation) -> bool:
    """Whether a fact that the user asked for is known, and not told."""
    return any(
        _tells(turn, Move(Kind.TELL, domain, slot)) and known_fact(turn, domain, slot)
        for domain in turn.schemas
        for slot in turn.domain(domain).requested
    )


def _books(turn: Deliberation, move: Move) -> bool:
    domain = move.domain
    if not wants_booking(turn, domain) or missing_for_booking(turn, domain):
        return False
    return not _put(turn, domain) or is_named(turn, domain)  # it has to be accepted first


def _proposes(turn: Deliberation, move: Move) -> bool:
    return turn.domain(move.domain).entity is not None and not _booked(turn, move)


def _booked(turn: Deliberation, move: Move) -> bool:
    return any(act.type is ActType.BOOK and act.domain == move.domain for act in turn.acts)


def _confirms(turn: Deliberation, move: Move) -> bool:
    return any(slot.name == move.slot for slot, _ in turn.doubtful(move.domain))


def _requests(turn: Deliberation, move: Move) -> bool:
    schema, domain = turn.schemas[move.domain], move.domain
    slot, value = schema.slots[move.slot], turn.value(move.domain, move.slot)
    if slot.search != "no" and value is None and wants_entity(turn, domain):
        return not named(turn, domain)
    if slot.booking == "no" or schema.booking is None or value not in (None, DONTCARE):
        return False
    if schema.booking.entity and turn.domain(domain).entity is None:
        return False
    if not schema.booking.entity and not turn.domain(domain).task:
        return False
    group = next((group for group in schema.booking.one_of if move.slot in group), [])
    return all(turn.value(domain, name) in (None, DONTCARE) for name in group)


def _closes(turn: Deliberation, move: Move) -> bool:
    return bool(turn.heard()) and not turn.heard(ActType.INFORM, ActType.REQUEST)


_ALLOWED: dict[Kind, Callable[[Deliberation, Move], bool]] = {
    Kind.HELLO: _if_heard(ActType.HELLO),
    Kind.THANK: _if_heard(ActType.THANK),
    Kind.CANCEL: _if_heard(ActType.CANCEL),
    Kind.NOOFFER: _nothing_fits,
    Kind.NOOTHER: _no_other,
    Kind.COUNT: _counts,
    Kind.OFFER: _offers,
    Kind.RECALL: _recalls,
    Kind.VERIFY: _verifies,
    Kind.TELL: _tells,
    Kind.BOOK: _books,
    Kind.CONFIRM: _confirms,
    Kind.PROPOSE: _proposes,
    Kind.REQUEST: _requests,
    Kind.REPEAT: lambda turn, move: not turn.heard(),
    Kind.HELP: lambda turn, move: not turn.acts,
    Kind.REQMORE: lambda turn, move: not turn.asking,
    Kind.BYE: _closes,
}


# Carrying out


async def _say(turn: Deliberation, move: Move) -> None:
    turn.say(WHY, DialogueAct(ActType(move.kind.value)))


async def _nooffer(turn: Deliberation, move: Move) -> None:
    domain, own = move.domain, turn.domain(move.domain)
    turn.say(WHY, *nooffer(turn, domain))
    if own.results:
        return
    turn.change(domain, requested=())
    if named(turn, domain):  # nothing has that name: do not search by it again
        key = turn.schemas[domain].key
        kept = {slot: belief for slot, belief in own.beliefs.items() if slot != key}
        turn.change(domain, beliefs=kept, results=None)


async def _noother(turn: Deliberation, move: Move) -> None:
    turn.say(WHY, DialogueAct(ActType.NOOFFER, move.domain, OTHER, NONE))


async def _count(turn: Deliberation, move: Move) -> None:
    count = str(len(turn.domain(move.domain).results or ()))
    turn.say(WHY, DialogueAct(ActType.INFORM, move.domain, COUNT, count))


def _offer(turn: Deliberation, domain: str, entity: Entity | None) -> None:
    own = turn.domain(domain)
    told_to_book = DialogueAct(ActType.INFORM, domain, TASK, BOOK) in turn.heard()
    if own.entity is not None and own.task == BOOK and not told_to_book:
        turn.change(domain, task=FIND)  # another one is not what was to be booked
    match = entity or next_match(turn, domain)
    assert match is not None  # or else it is not allowed
    turn.say(WHY, *put_forward(turn, domain, match))


async def _recall(turn: Deliberation, move: Move) -> None:
    entity = turn.domain(move.domain).entity
    assert entity is not None  # or else it is not allowed
    turn.say(WHY, *put_forward(turn, move.domain, entity))


async def _verify(turn: Deliberation, move: Move) -> None:
    act = _questioned(turn, move)
    assert act is not None  # or else it is not allowed
    turn.say(WHY, verdict(turn, act, act.value or ""))


async def _tell(turn: Deliberation, move: Move) -> None:
    domain, slot = move.domain, move.slot
    value = known_fact(turn, domain, slot) or UNKNOWN
    turn.say(WHY, DialogueAct(ActType.INFORM, domain, slot, value))
    waiting = tuple(name for name in turn.domain(domain).requested if name != slot)
    turn.change(domain, requested=waiting)


async def _book(turn: Deliberation, move: Move) -> None:
    await book(turn, move.domain)


async def _confirm(turn: Deliberation, move: Move) -> None:
    put_doubt(turn, move.domain, move.slot)


async def _propose(turn: Deliberation, move: Move) -> None:
    if turn.domain(move.domain).task == BOOK:  # the answer decides
        turn.change(move.domain, task=FIND)
    turn.say(WHY, DialogueAct(ActType.CONFIRM, move.domain, TASK, BOOK))


async def _request(turn: Deliberation, move: Move) -> None:
    ask(turn, move.domain, turn.schemas[move.domain].slots[move.slot], WHY)


async def _cancel(turn: Deliberation, move: Move) -> None:
    if not await give_up(turn):
        turn.say(WHY, DialogueAct(ActType.CANCEL))


async def _repeat(turn: Deliberation, move: Move) -> None:
    turn.say(WHY, DialogueAct(ActType.REPEAT), *pending(turn))


async def _bye(turn: Deliberation, move: Move) -> None:
    turn.state = replace(turn.state, closed=True)
    turn.say(WHY, DialogueAct(ActType.BYE))


_CARRIED_OUT: dict[Kind, Callable[[Deliberation, Move], Awaitable[None]]] = {
    Kind.HELLO: _say,
    Kind.THANK: _say,
    Kind.CANCEL: _cancel,
    Kind.NOOFFER: _nooffer,
    Kind.NOOTHER: _noother,
    Kind.COUNT: _count,
    Kind.RECALL: _recall,
    Kind.VERIFY: _verify,
    Kind.TELL: _tell,
    Kind.BOOK: _book,
    Kind.CONFIRM: _confirm,
    Kind.PROPOSE: _propose,
    Kind.REQUEST: _request,
    Kind.REPEAT: _repeat,
    Kind.HELP: _say,
    Kind.REQMORE: _say,
    Kind.BYE: _bye,
}
