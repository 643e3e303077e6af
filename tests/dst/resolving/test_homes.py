"""Values that an NLU puts into a domain that nobody speaks of answer the one that asked."""

import pytest

from dialog.acts import DialogueAct, format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.homes import Homes
from dialog.state import DialogueState, SlotBelief

SCHEMAS = {n: d.schema for n, d in load_domains(["taxi", "train", "restaurant"]).items()}


def spanned(acts: str, text: str) -> list[DialogueAct]:
    """Return acts with the spans of their values, where the text spells them."""
    found = []
    for act in parse_acts(acts):
        at = text.find(act.value or "?")
        span = (at, at + len(act.value or "")) if at >= 0 else None
        found.append(DialogueAct(act.type, act.domain, act.slot, act.value, span=span))
    return found


@pytest.mark.parametrize(
    ("asked", "text", "acts", "meant"),
    [
        ("taxi.departure", "arriving by 19:45", "train.inform(arrive_by=19:45)",
         "taxi.inform(arrive_by=19:45)"),
        ("taxi.destination", "to ely train station", "train.inform(destination=ely train station)",
         "taxi.inform(destination=ely train station)"),
        ("taxi.destination", "ely train station please", "train.inform(destination=ely)",
         "taxi.inform(destination=ely)"),
        ("taxi.leave_at", "ely train station please", "train.inform(destination=ely)", None),
        ("taxi.leave_at", "make it 20:00", "restaurant.inform(time=20:00)",
         "taxi.inform(leave_at=20:00)"),
        ("taxi.destination", "next stop is kaede", "restaurant.inform(name=kaede)",
         "taxi.inform(destination=kaede)"),
        # the train is spoken of, a restaurant is looked for, the taxi has no food
        ("taxi.departure", "the train arriving by 19:45", "train.inform(arrive_by=19:45)", None),
        ("taxi.departure", "to eat at 20:00", "restaurant.inform(task=find, time=20:00)", None),
        ("taxi.leave_at", "thai at 20:00", "restaurant.inform(food=thai, time=20:00)", None),
        # nobody asked
        ("", "arriving by 19:45", "train.inform(arrive_by=19:45)", None),
    ],
)  # fmt: skip
def test_stray_values_answer_the_question(asked, text, acts, meant):
    places = [tuple(asked.split("."))] if asked else []
    state = DialogueState(active="taxi").with_domain("taxi", task="book")
    brought = Homes(SCHEMAS, state, places).bring(spanned(acts, text), text)
    assert format_acts(brought) == format_acts(parse_acts(meant or acts))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("book it for 2 people", "restaurant.inform(people=2, task=book)"),
        ("can you reserve that for 2", "restaurant.inform(people=2, task=book)"),
        ("book the first one for 2", "restaurant.inform(people=2, task=book)"),
        ("i'd like to book option 2 for 2", "restaurant.inform(people=2, task=book)"),
        ("book two train tickets for 2 people", "train.inform(people=2, task=book)"),
        ("i need 2 tickets", "train.inform(people=2, task=book)"),
    ],
)
def test_what_is_under_discussion_is_what_is_booked_by_it(text, meant):
    state = DialogueState(active="restaurant").with_domain("restaurant", entity={"name": "Kaede"})
    acts = spanned("train.inform(people=2, task=book)", text)
    assert format_acts(Homes(SCHEMAS, state, []).bring(acts, text)) == meant


def test_a_domain_that_was_spoken_of_keeps_its_values():
    text, act = "arriving by 19:45", "train.inform(arrive_by=19:45)"
    state = DialogueState(active="taxi").with_domain("train", task="find")
    brought = Homes(SCHEMAS, state, [("taxi", "departure")]).bring(spanned(act, text), text)
    assert format_acts(brought) == format_acts(parse_acts(act))


def test_a_detail_of_what_was_just_booked_is_corrected():
    text, act = "actually 17:30", "restaurant.inform(time=17:30)"
    held = {"leave_at": SlotBelief((("17:10", 1.0),))}
    state = DialogueState(active="taxi").with_domain("taxi", beliefs=held)
    brought = Homes(SCHEMAS, state, [], "taxi").bring(spanned(act, text), text)
    assert format_acts(brought) == format_acts(parse_acts("taxi.inform(leave_at=17:30)"))
    assert Homes(SCHEMAS, state, []).bring(spanned(act, text), text) == spanned(act, text)


@pytest.mark.parametrize(
    ("text", "acts", "meant"),
    [
        ("do they have parking", "hotel.request(parking)", "outofscope()"),
        ("do they tell the phone", "hotel.request(phone)", None),  # the restaurant has one
        ("do the hotels have parking? is it free", "hotel.request(parking)", None),
        ("is there parking nearby?", "hotel.request(parking)", "outofscope()"),
        ("is parking free", "hotel.request(parking)", None),
    ],
)
def test_a_question_about_it_is_none_about_what_nobody_spoke_of(text, acts, meant) -> None:
    schemas = {n: d.schema for n, d in load_domains(["hotel", "restaurant"]).items()}
    talk = DialogueState(active="restaurant").with_domain("restaurant", entity={"name": "Kaede"})
    found = Homes(schemas, talk, ()).without_stray_questions(parse_acts(acts), text)
    assert format_acts(found) == (meant or acts)
    booked = DialogueState(active="restaurant").with_domain("restaurant", bookings=({},))
    found = Homes(schemas, booked, ()).without_stray_questions(parse_acts(acts), text)
    assert format_acts(found) == (meant or acts)
    nobody = Homes(schemas, DialogueState(), ()).without_stray_questions(parse_acts(acts), text)
    assert format_acts(nobody) == acts


@pytest.mark.parametrize(
    ("text", "acts", "meant"),
    [
        ("when will it pick me up?", "train.request(leave_at)", "taxi.request(leave_at)"),
        ("when does the train leave?", "train.request(leave_at)", None),
        (
            "when can i leave for ely",
            "train.request(leave_at); train.inform(destination=ely)",
            None,
        ),
        ("what does it cost", "train.request(price)", "outofscope()"),
        ("a ticket is how much", "train.request(price)", None),
    ],
)
def test_a_question_for_a_time_is_about_what_is_ordered(text, acts, meant) -> None:
    ordered = DialogueState(active="taxi").with_domain("taxi", bookings=({"car": "red Volvo"},))
    found = Homes(SCHEMAS, ordered, ()).without_stray_questions(parse_acts(acts), text)
    assert format_acts(found) == format_acts(parse_acts(meant or acts))
    under_way = DialogueState(active="taxi").with_domain("taxi", task="book")
    found = Homes(SCHEMAS, under_way, ()).without_stray_questions(parse_acts(acts), text)
    price = "price" in acts
    assert format_acts(found) == format_acts(parse_acts(acts if price else meant or acts))


@pytest.mark.parametrize(
    ("acts", "meant"),
    [
        ("taxi.inform(task=book); restaurant.inform(day=today)", "taxi.inform(task=book)"),
        ("taxi.inform(task=book); restaurant.inform(day=today, people=2)", None),
        ("restaurant.inform(day=today)", None),
    ],
)
def test_a_taxi_tonight_opens_no_search_for_a_restaurant(acts, meant) -> None:
    homes = Homes(SCHEMAS, DialogueState(), ())
    found = homes.without_stray_days(parse_acts(acts), "a cab tonight")
    assert format_acts(found) == (meant or acts)


def test_a_name_stays_with_the_domain_that_has_it() -> None:
    text, act = "tell me about roma", "restaurant.inform(name=roma)"
    state = DialogueState(active="hotel").with_domain("hotel", task="book")
    schemas = {n: d.schema for n, d in load_domains(["hotel", "restaurant"]).items()}
    asked = [("hotel", "people")]
    moved = Homes(schemas, state, asked).bring(spanned(act, text), text)
    assert format_acts(moved) == "hotel.inform(name=roma)"
    owners = {"roma": ["restaurant"]}
    kept = Homes(schemas, state, asked, owners=owners).bring(spanned(act, text), text)
    assert format_acts(kept) == act


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("affirm(); train.inform(people=2)", "affirm(); restaurant.inform(people=2)"),
        ("train.inform(people=2)", "train.inform(people=2)"),
    ],
)
def test_who_says_yes_to_an_offer_wants_that(said, meant):
    offer = tuple(parse_acts("restaurant.offer(name=Kaede)"))
    state = DialogueState(active="restaurant", system_acts=offer)
    state = state.with_domain("restaurant", entity={"name": "Kaede"})
    text = "yes, i would like it for 2"
    brought = Homes(SCHEMAS, state, []).bring(spanned(said, text), text)
    assert format_acts(brought) == meant
