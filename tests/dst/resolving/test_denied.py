"""Values that the word before them denies."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.denied import denied, without_excluded
from dialog.state import DialogueState, SlotBelief

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "restaurant"]).items()}


def meant(text: str, acts: str, *words: str) -> str:
    heard = []
    for act, said in zip(parse_acts(acts), words, strict=True):
        at = text.find(said)
        heard.append(replace(act, span=(at, at + len(said))))
    return format_acts(denied(heard, text, Context(SCHEMAS, DialogueState())))


@pytest.mark.parametrize(
    ("text", "acts", "words", "left"),
    [
        ("with wifi, not a guesthouse", "hotel.inform(type=guesthouse)", ("guesthouse",),
         "hotel.deny(type=guesthouse)"),
        ("cheap, no guesthouses", "hotel.inform(pricerange=cheap, type=guesthouse)",
         ("cheap", "guesthouses"), "hotel.inform(pricerange=cheap); hotel.deny(type=guesthouse)"),
        ("in the north, but not a cheap one", "hotel.inform(area=north, pricerange=cheap)",
         ("north", "cheap"), "hotel.inform(area=north); hotel.deny(pricerange=cheap)"),
        ("not indian or chinese", "restaurant.deny(food=indian); restaurant.inform(food=chinese)",
         ("indian", "chinese"), "restaurant.deny(food=indian, food=chinese)"),
        ("one that isn't cheap", "hotel.inform(pricerange=cheap)", ("cheap",),
         "hotel.deny(pricerange=cheap)"),
        ("something cheap in the north, not indian",
         "restaurant.deny(pricerange=cheap); restaurant.inform(food=indian)", ("cheap", "indian"),
         "restaurant.inform(pricerange=cheap); restaurant.deny(food=indian)"),
        ("not cheap, not indian",
         "restaurant.deny(pricerange=cheap); restaurant.inform(food=indian)", ("cheap", "indian"),
         "restaurant.deny(pricerange=cheap, food=indian)"),
        ("anywhere, just not in the centre", "restaurant.inform(area=centre)", ("centre",),
         "restaurant.deny(area=centre)"),
    ],
)  # fmt: skip
def test_what_comes_behind_not_is_denied(text, acts, words, left) -> None:
    assert meant(text, acts, *words) == left


def test_words_that_say_not_themselves_are_no_denial_of_their_value() -> None:
    said = meant("one that isn't too dear", "hotel.deny(pricerange=cheap)", "isn't too dear")
    assert said == "hotel.inform(pricerange=cheap)"


@pytest.mark.parametrize(
    ("text", "acts", "words"),
    [
        ("no, chinese", "restaurant.inform(food=chinese)", ("chinese",)),
        ("no chinese", "restaurant.inform(food=chinese)", ("chinese",)),  # "no" may be an answer
        ("why not chinese?", "restaurant.inform(food=chinese)", ("chinese",)),
        ("if not indian, chinese", "restaurant.inform(food=indian, food=chinese)",
         ("indian", "chinese")),
        ("not too expensive", "restaurant.inform(pricerange=cheap)", ("not too expensive",)),
        ("not more than 2 nights", "hotel.inform(stay=2)", ("2",)),
        ("not on friday", "hotel.inform(day=friday)", ("friday",)),
        ("not indian but chinese", "restaurant.deny(food=indian); restaurant.inform(food=chinese)",
         ("indian", "chinese")),
        ("not the north, the centre", "hotel.deny(area=north); hotel.inform(area=centre)",
         ("north", "centre")),
        ("not only italian or thai", "restaurant.inform(food=italian, food=thai)",
         ("italian", "thai")),
    ],
)  # fmt: skip
def test_what_does_not_is_kept(text, acts, words) -> None:
    assert meant(text, acts, *words) == acts


def wished(acts: str, **held: str) -> str:
    beliefs = {slot: SlotBelief(((value, 1.0),)) for slot, value in held.items()}
    state = DialogueState().with_domain("hotel", beliefs=beliefs)
    return format_acts(without_excluded(parse_acts(acts), Context(SCHEMAS, state)))


def test_of_a_closed_slot_all_but_what_is_denied_will_do() -> None:
    assert wished("hotel.deny(type=guesthouse)") == "hotel.inform(type=hotel)"
    assert wished("hotel.deny(pricerange=cheap)") == 'hotel.inform(pricerange="moderate;expensive")'
    both = "hotel.deny(area=north, area=centre)"
    assert wished(both) == 'hotel.inform(area="south;east;west")'


@pytest.mark.parametrize(
    ("acts", "held"),
    [
        ("hotel.deny(type=guesthouse)", {"type": "guesthouse"}),  # taken back, not excluded
        ("hotel.deny(type=guesthouse)", {"type": "hotel"}),
        ("hotel.deny(area=north); hotel.inform(area=south)", {}),
        ("hotel.deny(parking=yes)", {}),
        ("restaurant.deny(food=thai)", {}),  # there are more than are listed
        ("hotel.deny(pricerange)", {}),
    ],
)
def test_other_denials_are_kept(acts: str, held: dict[str, str]) -> None:
    assert wished(acts, **held) == acts
