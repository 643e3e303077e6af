"""Acts to labels and back."""

import pytest

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.nlu.labels import LabelSet, act_of, opened, sentence_label

SPELLED = DialogueAct(ActType.INFORM, "restaurant", "food", "thai", span=(0, 4))
CONFIRMED = DialogueAct(ActType.CONFIRM, "restaurant", "food", "thai", span=(0, 4))


def test_an_informed_value_that_words_spell_needs_no_sentence_label() -> None:
    assert sentence_label(SPELLED) is None


def test_a_confirmed_value_has_a_label_for_what_is_done_with_it() -> None:
    assert sentence_label(CONFIRMED) == "restaurant.confirm(food)"


@pytest.mark.parametrize(
    "label",
    ["bye()", "restaurant.request(phone)", "hotel.inform(parking=yes)", "taxi.inform(task=book)"],
)
def test_a_sentence_label_is_the_act_itself(label: str) -> None:
    assert sentence_label(act_of(label)) == label


def test_labels_are_collected_in_a_fixed_order() -> None:
    groups = [[CONFIRMED], [SPELLED, DialogueAct(ActType.BYE)]]
    labels = LabelSet.of(groups)
    assert labels == LabelSet.of(reversed(groups))
    assert labels.sentence == ("bye()", "restaurant.confirm(food)")
    assert labels.tags == ("O", "B-restaurant.food", "I-restaurant.food")
    assert labels.domains() == {"restaurant"}


def test_a_value_without_words_that_is_too_rare_has_no_label() -> None:
    groups = [
        parse_acts("hotel.inform(parking=yes); hotel.inform(task=find); bye()"),
        parse_acts("hotel.inform(parking=yes); hotel.inform(name=acorn)"),
    ]
    labels = LabelSet.of(groups, rarest=2)
    assert labels.sentence == ("bye()", "hotel.inform(parking=yes)", "hotel.inform(task=find)")


@pytest.mark.parametrize(
    ("said", "carried"),
    [
        ("hello(); restaurant.inform(task=find)", "restaurant.hello(task=find)"),
        ("hello()", "hello()"),
        ("restaurant.inform(food=thai)", "restaurant.inform(food=thai)"),
        ("hello(); restaurant.request(phone)", "hello(); restaurant.request(phone)"),
    ],
)
def test_a_greeting_carries_what_is_informed(said: str, carried: str) -> None:
    assert list(opened(parse_acts(said))) == parse_acts(carried)
