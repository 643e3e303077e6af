"""What the neural tracker reads of a turn: what was said, what is held true, what was offered.

All of it is one pair of texts, so that one pass of the encoder reads it. A value's words have their
place in it, wherever they come from: the user, the system, another slot or an offer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.schema import DONTCARE
from dialog.state import DialogueState


class Place(NamedTuple):
    """A slot of a domain."""

    domain: str
    slot: str


Part = Literal["context", "text"]
Values = Mapping[Place, str]  # what is held of the slots that are filled
_ANY = "any"  # how no preference is written
_ASKING = frozenset({ActType.REQUEST, ActType.CONFREQ, ActType.SELECT})
_TELLING = frozenset({ActType.INFORM, ActType.OFFER, ActType.BOOK, ActType.CONFIRM, ActType.SELECT})


@dataclass(frozen=True, slots=True)
class Known:
    """A value that was known before the turn, and its characters in the context."""

    place: Place
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of a turn."""

    context: str  # what the system said, what is held, what was offered
    text: str  # what the user said
    said: int  # how many characters of the context are the system's words
    held: tuple[Known, ...] = ()
    offered: tuple[Known, ...] = ()
    asked: frozenset[Place] = frozenset()  # the slots that the system asked for


def reading(
    system: str, text: str, held: Values, offers: Values, asked: Iterable[Place] = ()
) -> Reading:
    """Return what is read of a turn.

    Args:
        system: the system's words before it, "" at the beginning.
        text: the user's words.
        held: the state before the turn.
        offers: what the system last told of slots, where that is not held.
        asked: the slots that the system asked for.
    """
    context = f"{system} |"
    known: list[Known] = []
    for place, value in [*held.items(), *offers.items()]:
        context += f" {words_of(place)}: "
        start = len(context)
        context += _ANY if value == DONTCARE else value
        known.append(Known(place, value, start, len(context)))
        context += " ;"
    first, rest = tuple(known[: len(held)]), tuple(known[len(held) :])
    return Reading(context, text, len(system), first, rest, frozenset(asked))


def places_of(domains: Domains) -> tuple[Place, ...]:
    """Return the slots of domains that users inform of or ask for."""
    return tuple(
        Place(name, slot.name)
        for name, domain in domains.items()
        for slot in domain.schema.slots.values()
        if slot.informable or slot.requestable
    )


def told_of(domains: Domains, places: Iterable[Place]) -> tuple[Place, ...]:
    """Return those of some slots that users inform of; of the others they only ask."""
    return tuple(p for p in places if domains[p.domain].schema.slots[p.slot].informable)


def words_of(place: Place) -> str:
    """Return the name of a slot in words: "hotel price range"."""
    return f"{place.domain} {place.slot}".replace("_", " ").replace("-", " ").replace(".", " ")


def told_by(acts: Iterable[DialogueAct], told: dict[Place, str]) -> None:
    """Note what system acts tell of slots; what was told last comes last."""
    for act in acts:
        if act.type in _TELLING and act.slot and act.value:
            place = Place(act.domain, act.slot)
            told.pop(place, None)
            told[place] = act.value


def asked_by(acts: Iterable[DialogueAct]) -> frozenset[Place]:
    """Return the slots that system acts ask for."""
    return frozenset(
        Place(act.domain, act.slot) for act in acts if act.type in _ASKING and act.slot
    )


def offers(places: Collection[Place], state: DialogueState, held: Values) -> dict[Place, str]:
    """Return what the system told of some slots in a state's exchanges, where it is not held."""
    told: dict[Place, str] = {}
    for turn in state.turns:
        told_by(turn.system_acts, told)
    told_by(state.system_acts, told)
    return latest({place: value for place, value in told.items() if place in places}, held)


def latest(told: Values, held: Values, *, most: int = 6) -> dict[Place, str]:
    """Return the last few of the told values, the last first, without those held."""
    news = [(place, value) for place, value in told.items() if held.get(place) != value]
    return dict(news[: -most - 1 : -1])


def values_before(places: Sequence[Place], state: DialogueState, least: float) -> dict[Place, str]:
    """Return what a state holds of some slots, of what is believed at least so much."""
    found: dict[Place, str] = {}
    for place in places:
        belief = state.domain(place.domain).beliefs.get(place.slot)
        if belief is not None and belief.value is not None and belief.score >= least:
            found[place] = belief.value
    return found
