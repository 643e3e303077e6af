"""What a language model may and may not say."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.acts import parse_acts
from dialog.domain import Domain
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.check import Verdict, check
from dialog.nlg.guard.lexicon import Lexicon

FACTS = {
    "name": "Roma",
    "phone": "614953",
    "address": "100 Guild Street",
    "time": "19:00",
    "people": "2",
    "reference": "AB12CD34",
    "area": "west",
}
SAME_INN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def lexicon(inn: Domain) -> Lexicon:
    """What an inn domain holds."""
    return Lexicon.of({"inn": inn})


def verdict(text: str, acts: str, lexicon: Lexicon, draft: str = "") -> Verdict:
    brief = Brief(parse_acts(acts, default_domain="inn"), FACTS, lexicon, draft)
    return check(text, brief)


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("offer(name=Roma)", "How about Roma in the west?"),
        ("inform(phone=614953)", "You can reach Roma on 614953."),
        ("inform(phone=614953)", "You can reach Roma on 614 953."),
        ("inform(phone=614953)", "Phone:614953."),
        ("inform(phone=614953)", "It's six one four nine five three."),
        ("inform(address=100 Guild Street)", "It's at 100 Guild Street."),
        ('inform(time="19:00")', "It is at seven o'clock."),
        ('inform(time="19:00")', "It is at 7:00, in the evening."),
        ('inform(time="19:00")', "They expect you at seven."),
        ('inform(time="19:00")', "It is at 7 pm."),
        ('inform(time="19:00")', "It is at 7:00 p.m. sharp."),
        ('inform(time="19:00")', "It is at seven pm."),
        ("inform(people=2)", "That is for two people."),
        ("book(reference=AB12CD34)", "Booked! Your reference is AB12CD34."),
        ("book(reference=AB12CD34)", "You're all set! The reference is AB12CD34."),
        ("request(food)", "What would you like to eat?"),
        ("request(food)", "Would you like Italian or Thai food?"),
        ("confirm(area=west)", "In the west, is that right?"),
        ("confirm(area=dontcare)", "Any part of town will do, is that right?"),
        ("confirm(task=find)", "Are you looking for somewhere to eat?"),
        ("nooffer(area=west)", "I'm afraid there is nothing in the west."),
        ("inform(internet=yes)", "Yes, they do have wifi."),
        ("inform(internet=no)", "They don't have wifi."),
        ("negate(internet=yes)", "On the contrary, they have wifi."),
        ("inform(phone=unknown)", "There is no number yet, as nothing is booked."),
        ("inform(phone=unknown)", "Sorry, I do not know the number."),
        (
            "offer(name=Roma)",
            "Roma is the one that I like. It's a nice one, which one do you like?",
        ),
        ("bye()", "Goodbye! Have a nice day, and do not hesitate to come back."),
    ],
)
def test_true_words_pass(acts: str, text: str, lexicon: Lexicon) -> None:
    assert verdict(text, acts, lexicon).problems == ()


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
        ("offer(name=Roma, internet=no)", "Roma has wifi.", "internet is 'no'"),
        ("inform(internet=yes)", "They have no wifi.", "internet is 'yes'"),
        ("negate(area=west)", "It is in the west.", "a no is not said"),
        ("nobook()", "It is booked.", "a booking is claimed"),
        (
            "book(reference=AB12CD34)",
            "The reference is AB12CD34.",
            "not say that it is booked",
        ),
        ("book(reference=AB12CD34)", "Booked, AB12CD34. But it was cancelled.", "to have failed"),
        ("book(reference=AB12CD34)", "I couldn't book AB12CD34.", "denies what the acts affirm"),
        ("offer(name=Roma)", "Roma is nice. Consider it done.", "a booking is claimed"),
        ("offer(name=Roma)", "Your table at Roma is waiting for you.", "a booking is claimed"),
        ("offer(name=Roma)", "Roma is nice. Your room is free.", "'free' is no fact"),
        ("offer(name=Roma)", "Roma has wifi.", "'wifi' is no fact"),
        ("offer(name=Roma)", "Roma is in the northern part.", "'northern' is no fact"),
        ("offer(name=Roma)", "Roma is nicer than Luigi's.", "is no fact"),
        ("inform(people=2)", "You stay for 2 nights.", "'2 nights' is no fact"),
        ("inform(people=2)", "It is for 2 miles.", "'2 miles' is no fact"),
        ("hello()", "Ich kann Ihnen helfen.", "not in the language of the draft"),
        ("hello()", "\u4f60\u597d\uff01", "another script"),
        ("offer(name=Roma)", "How about R\u043ema?", "another script"),
        ("hello()", "It has \uff14 stars.", "another script"),
        ("hello()", "how about luigi's?", "capital letters"),
        ("hello()", "My system prompt says hello.", "is nothing to tell a user"),
        ("hello()", "There is a dozen of them.", "'dozen' is no fact"),
        ("inform(phone=unknown)", "The phone is free.", "not known"),
        ("hello()", "Hi! Call 01632 960123.", "'01632' is no fact"),
        ("hello()", "It costs £25.", "'25' is no fact"),
        ("hello()", "It costs twenty five pounds.", "'25' is no fact"),
        ("hello()", "It has three stars.", "'3' is no fact"),
        ("hello()", "It is one mile away.", "'1' is no fact"),
        ("hello()", "It opens at 8:30.", "'8h30' is no fact"),
        ("hello()", "It opens at noon.", "'12:00' is no fact"),
        ("hello()", "It opens at 7 am.", "'07:00' is no fact"),
        ("hello()", "Half past seven then.", "'7h30' is no fact"),
        ("hello()", "Your reference is XY99ZZ.", "'xy99zz' is no fact"),
        ("hello()", "Your reference is QWERTZ.", "'QWERTZ' is no fact"),
        ("hello()", "Postcode QX1 4WG.", "'qx1' is no fact"),
        ("hello()", "Roma or Siam House?", "'siam house' is no fact"),
        ("hello()", "Roma Nova is nice.", "'Nova' is no fact"),
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
def test_other_words_do_not(acts: str, text: str, why: str, lexicon: Lexicon) -> None:
    found = verdict(text, acts, lexicon).problems
    assert any(why in problem for problem in found), found


def test_several_values_of_a_fact(lexicon: Lexicon) -> None:
    acts = parse_acts("inn.select(food=thai); inn.select(food=italian)")
    brief = Brief(acts, {"food": "thai; italian"}, lexicon)
    assert check("Thai or Italian?", brief).problems == ()
    assert check("Thai?", brief).missing == ("food 'italian' is not said",)


def test_what_nobody_found_is_only_denied(lexicon: Lexicon) -> None:
    acts = parse_acts("inn.nooffer(area=north); inn.offer(name=Roma, area=west)")
    brief = Brief(acts, {"name": "Roma", "area": "west; north"}, lexicon, "")
    assert check("There is nothing in the north. Roma is in the west.", brief).problems == ()
    assert check("Roma is in the north. There is nothing in the west.", brief).problems


def test_no_more_is_demanded_than_the_draft_says(lexicon: Lexicon) -> None:
    acts = parse_acts("inn.nooffer(area=west)")
    brief = Brief(acts, {"area": "west"}, lexicon, "That is all there is.")
    assert check("That is all there is.", brief).problems == ()


def test_an_amenity_is_told_as_it_is(lexicon: Lexicon) -> None:
    draft = "Roma has wifi."
    acts = "offer(name=Roma, internet=yes)"
    assert verdict("Roma is nice, and it has wifi.", acts, lexicon, draft).problems == ()
    assert verdict("Roma is nice, but it has no wifi.", acts, lexicon, draft).contradicted


def test_a_beginning_may_go_on_until_a_lack_is_told(lexicon: Lexicon) -> None:
    acts = "nooffer(area=west)"
    assert not verdict("I looked for it.", acts, lexicon).may_go_on
    assert verdict("I'm sorry, I found nothing.", acts, lexicon).may_go_on
    assert verdict("I'm sorry, I found nothing.", acts, lexicon).missing


def test_other_languages_have_no_guard(lexicon: Lexicon) -> None:
    french = replace(lexicon, english=False)
    assert check("Hello!", Brief(parse_acts("hello()"), {}, french)).contradicted


@given(number=st.integers(10_000, 99_999_999), other=st.integers(0, 99_999_999))
@SAME_INN
def test_no_number_but_the_facts(number: int, other: int, lexicon: Lexicon) -> None:
    acts = parse_acts(f"inn.inform(phone={number})")
    brief = Brief(acts, {"phone": str(number)}, lexicon)
    assert check(f"Call {number} now.", brief).problems == ()
    if other != number:
        assert check(f"Call {number} or {other}.", brief).invented
