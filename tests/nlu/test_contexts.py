"""Contexts lent to single sentences."""

import random

from dialog.acts import parse_acts
from dialog.nlu.contexts import ENOUGH, Contexts
from dialog.nlu.examples import Example
from dialog.state import Turn, UserTurn

PLACE = (Turn(UserTurn.of("a place to stay"), (), "try the Acorn"),)
FOOD = (Turn(UserTurn.of("some food"), (), "try Roma"),)
HEARD = (Turn(UserTurn.of("where is it?"), (), ""),)


def example(acts: str, turns: tuple[Turn, ...] = ()) -> Example:
    return Example("x", tuple(parse_acts(acts)), turns=turns, history=1)


def lent(contexts: Contexts, acts: str, turns: tuple[Turn, ...] = ()) -> set[str]:
    rng = random.Random(0)
    return {contexts.lend(example(acts, turns), rng).context for _ in range(40)}


LENDERS = [
    *[example("hotel.request(address)", PLACE)] * ENOUGH,
    *[example("restaurant.request(address)", FOOD)] * ENOUGH,
    *[example("hotel.request(phone)")] * (ENOUGH - 1),
    *[example("hotel.inform(address=a)", HEARD)] * ENOUGH,
]


def test_the_context_is_that_of_a_sentence_that_does_the_same() -> None:
    contexts = Contexts(LENDERS)
    assert lent(contexts, "hotel.request(address)") == {"user | try the Acorn"}
    assert lent(contexts, "restaurant.request(address)") == {"user | try Roma"}


def test_else_of_the_same_types_and_domains_or_of_the_same_domains() -> None:
    contexts = Contexts(LENDERS)
    # too few ask for the phone, but many ask for something of a hotel, at its beginning too
    assert lent(contexts, "hotel.request(phone)") == {"user | try the Acorn", "user"}
    assert lent(contexts, "hotel.inform(name=a)") == {"user | try the Acorn", "user"}


def test_a_speaker_gets_contexts_of_their_own() -> None:
    contexts = Contexts(LENDERS)
    system = (Turn(UserTurn(()), (), ""),)
    assert lent(contexts, "hotel.inform(address=b)", system) == {"system | where is it?"}


def test_a_sentence_that_none_is_like_stays() -> None:
    assert lent(Contexts(LENDERS), "taxi.request(phone)") == {"user"}
