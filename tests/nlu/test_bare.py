"""Bare values, and questions that two domains share."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.nlu.bare import (
    bare_value,
    changed_number,
    one_domain_a_question,
    speaks_for_itself,
    with_moment,
)
from dialog.state import DialogueState
from dialog.values import readers

NUMBERS = ("6", "six", "3", "4", "18:30")
READERS = readers(load_domains(["restaurant", "hotel", "taxi"]))


@pytest.mark.parametrize(
    ("text", "asked", "acts"),
    [
        ("itallian", "restaurant.request(food)", "restaurant.inform(food=italian)"),
        ("cheep!", "hotel.request(pricerange)", "hotel.inform(pricerange=cheap)"),
        ("wensday", "hotel.request(day)", "hotel.inform(day=wednesday)"),
        ("just me", "hotel.request(people)", "hotel.inform(people=1)"),
        ("half six", "restaurant.request(time)", "restaurant.inform(time=18:30)"),
        ("then lemongrass lane", "", "restaurant.inform(name=Lemongrass Lane)"),
        ("lemongras lane", "restaurant.request(name)", "restaurant.inform(name=Lemongrass Lane)"),
        ("turkish", "", "restaurant.inform(food=turkish)"),
        ("xyzzy", "restaurant.request(food)", ""),
        ("wifi", "hotel.request(internet)", ""),
        ("zorblax", "restaurant.request(name)", ""),
        ("is there a turkish one in the north", "", ""),
        (" ?! ", "restaurant.request(food)", ""),
    ],
)
def test_a_few_words_are_a_value_by_themselves(text: str, asked: str, acts: str) -> None:
    system = tuple(parse_acts(asked))
    state = DialogueState(active=system[0].domain if system else "", system_acts=system)
    found = bare_value(text, READERS, state)
    assert format_acts(found) == acts
    for act in found:
        assert act.span is not None
        assert text[slice(*act.span)].strip(" !") == text[slice(*act.span)]


def test_the_domain_under_discussion_comes_first() -> None:
    [act] = bare_value("north", READERS, DialogueState(active="hotel"))
    assert (act.domain, act.slot) == ("hotel", "area")
    [act] = bare_value("north", READERS, DialogueState(active="restaurant"))
    assert (act.domain, act.slot) == ("restaurant", "area")


@pytest.mark.parametrize(
    ("text", "understood", "score", "better"),
    [
        ("itallian", "outofscope()", 0.9, True),
        ("then lemongrass lane", "outofscope()", 0.9, True),
        ("is turkish hard?", "outofscope()", 0.9, False),
        ("itallian", "restaurant.inform(food=italian)", 0.6, True),
        ("itallian", "restaurant.inform(food=italian)", 0.99, False),
        ("turkish", "restaurant.inform(food=polish)", 0.5, False),
        ("xyzzy", "outofscope()", 0.5, False),
    ],
)
def test_a_bare_value_speaks_for_itself(
    text: str, understood: str, score: float, better: bool
) -> None:
    [act] = parse_acts(understood)
    bare = bare_value(text, READERS, DialogueState())
    assert speaks_for_itself(bare, act.with_score(score), text) is better


def test_a_figure_answers_the_question() -> None:
    [act] = parse_acts('restaurant.inform(time="12:00")')
    asked = DialogueState(system_acts=tuple(parse_acts("restaurant.request(people)")))
    assert speaks_for_itself(bare_value("0", READERS, asked), act, "0")
    assert not speaks_for_itself(bare_value("0", READERS, DialogueState()), act, "0")


def test_a_question_is_about_one_domain() -> None:
    acts = [
        a.with_score(s)
        for a, s in zip(
            parse_acts("hotel.request(phone); restaurant.request(phone, food); thank()"),
            (0.6, 0.9, 0.8, 1.0),
            strict=True,
        )
    ]
    assert format_acts(one_domain_a_question(acts, "hotel")) == (
        "hotel.request(phone); restaurant.request(food); thank()"
    )
    assert format_acts(one_domain_a_question(acts, "taxi")) == (
        "restaurant.request(phone, food); thank()"
    )


@pytest.mark.parametrize(
    ("text", "before", "acts"),
    [
        ("actually make it 6", "restaurant.inform(people=5)", "restaurant.inform(people=6)"),
        ("no, make that six please", "hotel.inform(people=5)", "hotel.inform(people=6)"),
        ("sorry i meant 3", "hotel.inform(stay=2, day=friday)", "hotel.inform(stay=3)"),
        (
            "actually, can we make it 4?",
            "restaurant.inform(people=5)",
            "restaurant.inform(people=4)",
        ),
        ("actually make it 6", 'restaurant.inform(people=5, time="19:00")', ""),  # which one?
        ("can you make it 6?", "restaurant.inform(time=19:00)", "restaurant.inform(time=18:00)"),
        ("Can you make it 18:30?", "taxi.inform(arrive_by=19:00)", "taxi.inform(arrive_by=18:30)"),
        (
            "actually make it 6",
            "restaurant.inform(time=19:00)",
            "restaurant.inform(time=18:00)",
        ),
        ("actually make it 6", "taxi.inform(leave_at=17:45)", "taxi.inform(leave_at=18:00)"),
        ("actually make it 6", "taxi.inform(leave_at=07:00)", "taxi.inform(leave_at=06:00)"),
        ("actually make it 6", "restaurant.inform(food=thai)", ""),
        ("make it 6", "restaurant.inform(people=5)", ""),  # an answer
        ("actually make it cheap", "restaurant.inform(people=5)", ""),
    ],
)
def test_a_number_takes_the_place_of_the_one_told_before(text: str, before: str, acts: str) -> None:
    state = DialogueState(user_acts=tuple(parse_acts(before)))
    found = changed_number(text, READERS, state)
    assert format_acts(found) == acts
    assert [text[slice(*act.span)] for act in found if act.span] == [
        word for word in text.replace("?", "").split() if found and word in NUMBERS
    ]


def test_an_answer_changes_nothing() -> None:
    asked = tuple(parse_acts("restaurant.request(people)"))
    told = tuple(parse_acts("restaurant.inform(time=19:00)"))
    state = DialogueState(user_acts=told, system_acts=asked)
    assert changed_number("can you make it 6", READERS, state) == []


@pytest.mark.parametrize(
    ("text", "asked", "heard", "acts"),
    [
        ("i want to leave after 9:45. which car is it?", "taxi.request(leave_at)",
         "taxi.request(car)", "taxi.request(car); taxi.inform(leave_at=09:45)"),
        ("i'd like to leave after 9:45", "taxi.request(leave_at)", "outofscope()",
         "taxi.inform(leave_at=09:45)"),
        ("we come on tuesday", "hotel.request(day)", "", "hotel.inform(day=tuesday)"),
        ("from 9:45 to 10:45", "taxi.request(leave_at)", "outofscope()", "outofscope()"),
        ("i'd like to leave after 9:45", "taxi.request(destination)", "outofscope()",
         "outofscope()"),
    ],
)  # fmt: skip
def test_a_time_that_was_asked_for_is_heard(text: str, asked: str, heard: str, acts: str) -> None:
    state = DialogueState(active="taxi", system_acts=tuple(parse_acts(asked)))
    assert format_acts(with_moment(parse_acts(heard), text, READERS, state)) == acts


def test_a_time_that_was_heard_is_heard_once() -> None:
    state = DialogueState(system_acts=tuple(parse_acts("taxi.request(leave_at)")))
    (act,) = parse_acts("taxi.inform(arrive_by=09:45)")
    heard = [replace(act, span=(6, 10))]
    assert with_moment(heard, "to be 9:45 there", READERS, state) == heard
