"""What a language model may and may not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import parse_acts
from dialog.nlg.figures import pattern, plain
from dialog.nlg.guard import check

FACTS = {
    "name": "Roma",
    "phone": "614953",
    "address": "100 Guild Street",
    "time": "19:00",
    "people": "2",
    "reference": "AB12CD34",
    "area": "west",
}
NAMES = ["Roma", "Siam House", "Roma Nova", "thai", "italian", "west", "north", "1"]


def problems(text: str, acts: str = "hello()") -> list[str]:
    return check(text, parse_acts(acts, default_domain="inn"), FACTS, NAMES)


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("offer(name=Roma)", "How about Roma in the west?"),
        ("inform(phone=614953)", "You can reach Roma on 614953."),
        ("inform(phone=614953)", "You can reach Roma on 614 953."),
        ("inform(phone=614953)", "Phone:614953."),
        ("inform(address=100 Guild Street)", "It's at 100 Guild Street, number 100."),
        ('inform(time="19:00")', "It is at 7 pm."),
        ('inform(time="19:00")', "It is at 7:00 p.m. sharp."),
        ('inform(time="19:00")', "It is at seven pm."),
        ("inform(people=2)", "A table for two people."),
        ("book(reference=AB12CD34)", "Booked! Your reference is AB12CD34."),
        ("request(food)", "What would you like to eat?"),
        ("confirm(area=west)", "In the west, is that right?"),
        ("confirm(area=dontcare)", "Any part of town will do, is that right?"),
        ("confirm(task=find)", "Are you looking for somewhere to eat?"),
        ("nooffer(area=west)", "I'm afraid there is nothing in the west."),
        ("inform(internet=yes)", "Yes, they do have wifi."),
        ("inform(internet=no)", "They don't have wifi."),
        ("inform(stars=0)", "It has no stars."),
        ("negate(internet=yes)", "On the contrary, they have wifi."),
        ("inform(phone=unknown)", "There is no driver yet, as nothing is booked."),
        ("inform(phone=unknown)", "Sorry, I do not know the number."),
        (
            "offer(name=Roma)",
            "Roma is the one that I like. It's a nice one, which one do you like?",
        ),
        ("bye()", "Goodbye! Have a nice day, and do not hesitate to come back."),
    ],
)
def test_true_words_pass(acts: str, text: str) -> None:
    assert problems(text, acts) == []


@pytest.mark.parametrize(
    ("acts", "text", "why"),
    [
        ("offer(name=Roma)", "I found a lovely place.", "name 'Roma' is not said"),
        ("offer(name=Roma)", "Romano is nice.", "not said"),
        ("inform(phone=614953)", "Call 6149531.", "not said"),
        ("inform(people=2)", "A table for 20.", "not said"),
        ('inform(time="19:00")', "At 7 am.", "not said"),
        ("nooffer(area=west)", "There is nothing like that.", "not said"),
        ("request(food)", "Tell me about food.", "nothing is asked"),
        ("confreq(area=west, food)", "In the west.", "nothing is asked"),
        ("nooffer(area=west)", "I found one in the west.", "a no is not said"),
        ("inform(internet=no)", "They have wifi.", "a no is not said"),
        ("offer(name=Roma, internet=no)", "Roma has wifi.", "a no is not said"),
        ("inform(internet=yes)", "They have no wifi.", "a yes is denied"),
        ("negate(area=west)", "It is in the west.", "a no is not said"),
        ("inform(phone=unknown)", "The phone is free.", "not known"),
        ("hello()", "Hi! Call 01632 960123.", "'01632' is no fact"),
        ("hello()", "It costs £25.", "'25' is no fact"),
        ("hello()", "It costs twenty five pounds.", "'25' is no fact"),
        ("hello()", "It has three stars.", "'3' is no fact"),
        ("hello()", "It is one mile away.", "'1' is no fact"),
        ("hello()", "It opens at 8:30.", "'08:30' is no fact"),
        ("hello()", "It opens at noon.", "'12:00' is no fact"),
        ("hello()", "It opens at 7 am.", "'07:00' is no fact"),
        ("hello()", "Half past seven then.", "'7' is no fact"),
        ("hello()", "Your reference is XY99ZZ.", "'xy99zz' is no fact"),
        ("hello()", "Your reference is QWERTZ.", "'QWERTZ' is no fact"),
        ("hello()", "Postcode QX1 4WG.", "'qx1' is no fact"),
        ("hello()", "Roma or Siam House?", "'siam house' is no fact"),
        ("hello()", "Roma Nova is nice.", "'roma nova' is no fact"),
        ("hello()", "Thai food is nice.", "'thai' is no fact"),
        ("hello()", "See you on Friday.", "'friday' is no fact"),
        ("hello()", "See roma.example at www.roma.example now.", "www.roma.example"),
        ("hello()", "Write to me@roma.example now.", "me@roma.example"),
        ("offer(name=Roma)", "I have booked Roma.", "a booking is claimed"),
        ("hello()", "inform(name)", "markup"),
        ("hello()", "Hello {name}.", "markup"),
        ("hello()", " ", "empty"),
        ("hello()", "Hello. " * 200, "too long"),
    ],
)
def test_other_words_do_not(acts: str, text: str, why: str) -> None:
    found = problems(text, acts)
    assert any(why in problem for problem in found), found


def test_several_values_of_a_fact() -> None:
    facts = {"food": "thai; italian"}
    acts = parse_acts("inn.select(food=thai); inn.select(food=italian)")
    assert check("Thai or Italian?", acts, facts, NAMES) == []
    assert check("Thai?", acts, facts, NAMES) == ["food 'italian' is not said"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Twenty-one at 7PM", "21 at 19:00"),
        ("12 am, 12 pm, midnight", "00:00, 12:00, 00:00"),
        ("at 7.30 p.m. and 9 o'clock", "at 19:30 and 09:00"),
        ("Founders\u2019 Hall,  12,000", "founders' hall, 12000"),
        ("one of them, the one, one night", "it of them, the it, 1 night"),
        ("someone, stone, tent", "someone, stone, tent"),
    ],
)
def test_plain(text: str, figures: str) -> None:
    assert plain(text) == figures


@given(st.integers(10_000, 99_999_999), st.integers(0, 99_999_999))
def test_no_number_but_the_facts(number: int, other: int) -> None:
    acts = parse_acts(f"inn.inform(phone={number})")
    facts = {"phone": str(number)}
    assert check(f"Call {number} now.", acts, facts) == []
    if other != number:
        assert check(f"Call {number} or {other}.", acts, facts)


@given(st.from_regex(r"[A-Z0-9]{6,8}", fullmatch=True))
def test_a_value_is_found_where_it_is_said(value: str) -> None:
    assert pattern(value).search(plain(f"It is {value}."))
    assert not pattern(value).search(plain(f"It is {value}9."))
