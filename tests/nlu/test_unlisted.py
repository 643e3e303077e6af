"""Values that no slot lists: which of them are any."""

from dataclasses import replace

import pytest

from dialog.acts import DialogueAct, format_acts, parse_acts
from dialog.domain import load_domains
from dialog.nlu.bert import BertNlu
from dialog.nlu.unlisted import insisted, without_strays
from dialog.state import DialogueState, DomainState, SlotBelief, UserTurn
from dialog.values import readers

DOMAINS = load_domains(["restaurant", "hotel"])
READERS = readers(DOMAINS)


def understood(text: str, words: str, value: str, others: str = "") -> list[DialogueAct]:
    [act] = parse_acts(f"restaurant.inform(food={value})")
    start = text.index(words)
    return [replace(act, span=(start, start + len(words))), *parse_acts(others)]


@pytest.mark.parametrize(
    ("text", "words", "others", "active", "kept"),
    [
        ("kosher food please", "kosher", "outofscope()", "", True),
        ("kosher", "kosher", "outofscope()", "", True),
        ("are there any halal places?", "halal", "outofscope()", "", True),
        ("how about tuscan", "tuscan", "outofscope()", "restaurant", True),
        ("i feel like danish", "danish", "restaurant.inform(task=find)", "", True),
        ("interested in danish food", "danish", "", "", True),
        ("a charming old restaurant", "old", "", "", False),
        ("can i use pepper for salt", "pepper", "outofscope()", "", False),
        ("speak navajo", "navajo", "outofscope()", "hotel", False),
        ("a restaurant in niger", "niger", "restaurant.inform(task=find)", "", False),
    ],
)
def test_the_sentence_speaks_of_the_domain_otherwise(
    text: str, words: str, others: str, active: str, kept: bool
) -> None:
    acts = understood(text, words, words, others)
    left = without_strays(acts, text, READERS, DialogueState(active=active))
    assert left == (acts if kept else acts[1:])


def test_listed_values_are_no_strays() -> None:
    acts = understood("i speak thai", "thai", "thai", "outofscope()")
    assert without_strays(acts, "i speak thai", READERS, DialogueState()) == acts


@pytest.mark.parametrize(
    ("text", "others", "held", "value"),
    [
        ("no, north indian", "negate()", "indian", "north indian"),
        ("north indian", "", "indian", "indian"),  # a first time
        ("no, north indian", "negate()", "thai", "indian"),
    ],
)
def test_who_insists_means_what_it_says(text: str, others: str, held: str, value: str) -> None:
    state = DialogueState(
        domains={"restaurant": DomainState(beliefs={"food": SlotBelief(((held, 0.9),))})},
        active="restaurant",
    )
    acts = insisted(understood(text, "north indian", "indian", others), text, READERS, state)
    assert acts[0].value == value


@pytest.fixture(scope="module")
def nlu() -> BertNlu:
    component = BertNlu(load_domains(["restaurant", "attraction"]))
    component.warm_up()
    return component


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("i want a romanian restaurant in the centre", "food=romanian"),
        ("find me a restaurant that serves kosher food", "food=kosher"),
        ("do you have any danish food?", "food=danish"),
        ("a swedish restaurant in the east", "food=swedish"),
        ("something with belgian food please", "food=belgian"),
        ("not romanian, italian", "food=italian"),
        ("itallian food", "food=italian"),
        ("is there a planetarium in town?", "type=planetarium"),
        ("a nice restaurant", ""),
        ("a good place to eat", ""),
        ("a busy restaurant", ""),
        ("a big restaurant", ""),
        ("a cosy little restaurant in the north", ""),
        ("a trendy modern restaurant", ""),
        ("a family friendly restaurant", ""),
        ("i'm hungry, find me food", ""),
        ("delicious food", ""),
        ("can i use pepper instead of salt", ""),
    ],
)
def test_the_shipped_model_hears_kinds_that_it_never_met(
    nlu: BertNlu, text: str, wished: str
) -> None:
    acts = nlu.understand(UserTurn.of(text), DialogueState()).best_acts
    slots = {"restaurant": "food", "attraction": "type"}
    told = [a for a in acts if a.type == "inform" and a.slot == slots.get(a.domain) and a.span]
    assert (format_acts(told).partition("(")[2][:-1] if told else "") == wished
