"""The moves that a policy can choose from: acts without their values, made of any schemas.

A turn is a sequence of moves that ends with `listen`, as Rasa's policies predict actions until
`action_listen`. A move is a kind, with a domain and a slot where the kind has them:
`restaurant.request(area)`. Its values come from the state and the database when it is carried out
(`dialog.policy.carrying`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialog.schema import DomainSchema


class Kind(StrEnum):
    """What a move does, in the order in which the moves of a turn are best said."""

    HELLO = "hello"  # greet back
    THANK = "thank"  # take thanks
    CANCEL = "cancel"  # let go of what the user gives up
    NOOFFER = "nooffer"  # say that nothing has all that is wanted
    NOOTHER = "noother"  # say that there is no other one
    COUNT = "count"  # say how many fit
    OFFER = "offer"  # put the best match forward, or the next one
    RECALL = "recall"  # put the entity under discussion forward once more
    VERIFY = "verify"  # say whether the value that the user asked about holds
    TELL = "tell"  # tell a fact that the user asked for
    BOOK = "book"  # make the booking that the user asked for
    CONFIRM = "confirm"  # ask whether a doubtful value is meant, or which
    PROPOSE = "propose"  # ask whether to book
    REQUEST = "request"  # ask for a value
    REPEAT = "repeat"  # ask the user to say that again
    HELP = "help"  # say what can be done here
    REQMORE = "reqmore"  # ask whether there is anything else
    BYE = "bye"  # say goodbye
    LISTEN = "listen"  # end the turn


KINDS = tuple(Kind)
GENERAL = (
    *(Kind.HELLO, Kind.THANK, Kind.CANCEL, Kind.REPEAT, Kind.HELP, Kind.REQMORE, Kind.BYE),
    Kind.LISTEN,
)
QUESTIONS = (Kind.CONFIRM, Kind.PROPOSE, Kind.REQUEST)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do in a turn."""

    kind: Kind
    domain: str = ""  # "" of a kind that belongs to none
    slot: str = ""  # "" of a kind that has none

    def __str__(self) -> str:
        domain = f"{self.domain}." if self.domain else ""
        return f"{domain}{self.kind}{f'({self.slot})' if self.slot else ''}"


LISTEN = Move(Kind.LISTEN)


def moves_of(schemas: Mapping[str, DomainSchema]) -> tuple[Move, ...]:
    """Return every move over some domains, by kind, domain and slot in their order."""
    every = [Move(kind) for kind in GENERAL]
    for schema in schemas.values():
        every += _of_domain(schema)
    place = {kind: at for at, kind in enumerate(KINDS)}
    return tuple(sorted(every, key=lambda move: place[move.kind]))


def _of_domain(schema: DomainSchema) -> Iterator[Move]:
    name = schema.name
    if finds(schema):
        kinds = (Kind.NOOFFER, Kind.NOOTHER, Kind.COUNT, Kind.OFFER, Kind.RECALL)
        yield from (Move(kind, name) for kind in kinds)
    if schema.booking is not None:
        yield Move(Kind.BOOK, name)
        if schema.booking.entity:
            yield Move(Kind.PROPOSE, name)
    gives = set(schema.booking.gives) if schema.booking else set()
    for slot in schema.slots.values():
        asked = slot.informable and bool(slot.question) and slot.name != schema.key
        if asked and (slot.search != "no" or slot.booking != "no"):
            yield Move(Kind.REQUEST, name, slot.name)
        if slot.informable and (slot.search != "no" or slot.booking != "no"):
            yield Move(Kind.CONFIRM, name, slot.name)
        if slot.requestable or slot.name in gives:
            yield Move(Kind.TELL, name, slot.name)
        if slot.informable or slot.requestable:
            yield Move(Kind.VERIFY, name, slot.name)


def finds(schema: DomainSchema) -> bool:
    """Whether there is an entity to be found."""
    return schema.search is not None and bool(schema.key)


def ordered(moves: Sequence[Move], space: Sequence[Move]) -> list[Move]:
    """Return moves once each, in the order in which they are best said."""
    place = {move: at for at, move in enumerate(space)}
    return sorted(dict.fromkeys(moves), key=lambda move: place[move])
