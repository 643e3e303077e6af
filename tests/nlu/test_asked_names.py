"""Names that answer the question, whatever else their words were read as."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.nlu.asked_names import with_place
from dialog.state import DialogueState
from dialog.values import readers

READERS = readers(load_domains(["hotel", "restaurant", "taxi"]))
STAY = "Appletree Cottage"
FROM = f"taxi.inform(departure={STAY})"
LATE = "i think, and i have to be there by 6"


@pytest.mark.parametrize(
    ("text", "read", "words", "asked", "meant"),
    [
        (f"{STAY} then", f"hotel.inform(name={STAY})", STAY, "departure", FROM),
        (f"{STAY} i think", "outofscope()", "", "departure", FROM),
        (f"from {STAY}, {LATE}", "hotel.inform(type=guesthouse)", "Cottage", "departure", FROM),
        # other words than an answer's
        (
            f"i need a room, is {STAY} any good",
            f"hotel.inform(name={STAY})", STAY, "departure", f"hotel.inform(name={STAY})",
        ),
        # the domain's own slot
        (
            f"no wait, to {STAY}",
            f"taxi.inform(destination={STAY})", STAY, "departure",
            f"taxi.inform(destination={STAY})",
        ),
        # another question
        (
            f"{STAY} then",
            f"hotel.inform(name={STAY})", STAY, "leave_at", f"hotel.inform(name={STAY})",
        ),
    ],
)  # fmt: skip
def test_a_place_that_was_asked_for(
    text: str, read: str, words: str, asked: str, meant: str
) -> None:
    acts = parse_acts(read)
    if words:
        start = text.index(words)
        acts = [replace(act, span=(start, start + len(words))) for act in acts]
    state = DialogueState(active="taxi", system_acts=tuple(parse_acts(f"taxi.request({asked})")))
    assert format_acts(with_place(acts, text, READERS, state)) == meant


def test_a_listed_name_behind_from_or_to_answers_among_other_words() -> None:
    trains = readers(load_domains(["train"]))
    state = DialogueState(active="train", system_acts=tuple(parse_acts("train.request(departure)")))
    text = "i'd like to leave on Monday with my sister, from Kings'marsh"
    found = format_acts(with_place([], text, trains, state))
    assert found == "train.inform(departure=Kingsmarsh)"
    assert with_place([], "my sister lives near Kingsmarsh, you know", trains, state) == []
