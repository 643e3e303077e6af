"""Users who come alone, and say so without a number."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.company import alone
from dialog.dst.resolving.context import Context
from dialog.state import DialogueState, SlotBelief

SCHEMAS = {n: d.schema for n, d in load_domains(["restaurant", "taxi", "train"]).items()}


ON_TRAINS = DialogueState(active="train")


def people(text, acts="", state=ON_TRAINS):
    return format_acts(alone(parse_acts(acts), text, Context(SCHEMAS, state)))


@pytest.mark.parametrize(
    "text",
    ["can you book that? I'm traveling alone.", "just me", "a ticket just for myself please"],
)
def test_who_comes_alone_is_one(text):
    assert people(text, "outofscope()") == "train.inform(people=1)"


def test_it_is_one_of_what_the_turn_is_about():
    assert people("a table for just myself", "restaurant.inform(time=14:00)") == (
        "restaurant.inform(time=14:00, people=1)"
    )


@pytest.mark.parametrize("text", ["just me and my wife", "leave me alone", "only the phone number"])
def test_other_words_are_no_number(text):
    assert people(text) == ""


def test_a_number_that_was_told_stays():
    assert people("just me", "train.inform(people=2)") == "train.inform(people=2)"
    two = DialogueState(active="train").with_domain(
        "train", beliefs={"people": SlotBelief((("2", 1.0),))}
    )
    assert people("it's just me who is late", state=two) == ""
    assert people("just me", state=DialogueState(active="taxi")) == ""
