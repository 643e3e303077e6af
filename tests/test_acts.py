"""Dialogue acts: their text and JSON notation, and what is said of mistakes."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct, acts_of, format_acts, parse_acts
from dialog.errors import ActSyntaxError

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(max_size=20)


@st.composite
def an_act(draw: st.DrawFn) -> DialogueAct:
    slot = draw(st.just("") | texts.filter(bool))
    value = draw(st.none() | texts) if slot else None
    span = draw(st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)))
    kind, score = draw(st.sampled_from(ActType)), draw(st.floats(0, 1))
    return DialogueAct(kind, draw(st.just("") | names), slot, value, score, span)


def by_group(acts: list[DialogueAct]) -> list[tuple[str, str, str, str]]:
    return sorted((a.type, a.domain, a.slot, repr(a.value)) for a in acts)


@given(st.lists(an_act(), max_size=6))
def test_text_comes_back_with_any_values(acts: list[DialogueAct]) -> None:
    text = format_acts(acts)
    assert by_group(parse_acts(text)) == by_group(acts)
    assert format_acts(parse_acts(text)) == text


@given(an_act())
def test_json_comes_back_with_score_and_span(act: DialogueAct) -> None:
    again = DialogueAct.from_dict(json.loads(json.dumps(act.to_dict())))
    assert (again, again.score, again.span) == (act, act.score, act.span)


@given(st.text(alphabet='inform(),=;." \\u\n_x', max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        acts = parse_acts(text)
    except ActSyntaxError:
        return
    assert all(isinstance(act, DialogueAct) for act in acts)


def test_acts_of_one_type_and_domain_stand_together() -> None:
    text = "restaurant.inform(food=italian, near=museum); request(phone); bye()"
    acts = parse_acts(text)
    assert [str(a) for a in acts] == [
        "restaurant.inform(food=italian)",
        "restaurant.inform(near=museum)",
        "request(phone)",
        "bye()",
    ]
    assert format_acts(acts) == text


def test_a_default_domain_is_that_of_acts_that_name_none() -> None:
    acts = parse_acts("inform(food=thai); hotel.request(phone)", default_domain="restaurant")
    assert [a.domain for a in acts] == ["restaurant", "hotel"]


def test_values_with_symbols_are_quoted() -> None:
    act = DialogueAct(ActType.INFORM, "", "name", 'a, "b" = (c); d')
    assert parse_acts(str(act)) == [act]
    assert str(act) == r'inform(name="a, \"b\" = (c); d")'


@pytest.mark.parametrize(
    ("text", "place", "wanted"),
    [
        ("inform", 7, "'('"),
        ("inform(", 8, "a slot or value"),
        ("inform(food", 12, "',' or ')'"),
        ("inform(food=", 13, "a slot or value"),
        ("inform(food=thai", 17, "',' or ')'"),
        ('inform(food="thai)', 13, "a closing quote"),
        ('inform(""=thai)', 8, "a slot"),
        ('inform("")', 8, "a slot"),
        ("bye() bye()", 7, "';'"),
        ("bye();)", 7, "a name"),
        ("restaurant.(x)", 12, "a name"),
    ],
)
def test_an_error_names_the_place(text: str, place: int, wanted: str) -> None:
    with pytest.raises(ActSyntaxError, match=re.escape(f"expected {wanted} at character {place};")):
        parse_acts(text)


def test_an_unknown_type_names_the_place_and_the_nearest() -> None:
    message = r"'infrom' is no dialogue act type \(character 19\)\. Did you mean 'inform'\?"
    with pytest.raises(ActSyntaxError, match=message):
        parse_acts("hello(); hotel.   infrom(area=north)")


def test_a_value_needs_a_slot() -> None:
    with pytest.raises(ActSyntaxError, match="'thai' needs a slot"):
        DialogueAct(ActType.INFORM, value="thai")


def test_score_and_span_say_where_an_act_came_from_not_what_it_is() -> None:
    act = DialogueAct(ActType.AFFIRM, score=0.4, span=(0, 3))
    assert act == DialogueAct(ActType.AFFIRM)
    assert act.with_score(0.9).span == (0, 3)
    assert acts_of([act, DialogueAct(ActType.BYE)], ActType.BYE) == [DialogueAct(ActType.BYE)]
