"""Wishes that compare with what is under discussion."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.compared import compared
from dialog.dst.resolving.context import Context
from dialog.schema import Slot
from dialog.state import DialogueState, Origin, SlotBelief

CITY = {n: d.schema for n, d in load_domains(["hotel", "restaurant", "train"]).items()}
BEIJING = {d.schema.name: d.schema for d in load_domains(["crosswoz"]).values()}


def found(text, acts="", domain="hotel", entity=None, schemas=CITY, **held):
    beliefs = {slot: SlotBelief(((value, 1.0),)) for slot, value in held.items()}
    state = DialogueState(active=domain).with_domain(domain, entity=entity, beliefs=beliefs)
    return format_acts(compared(parse_acts(acts), text, Context(schemas, state)))


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("anything cheaper?", "expensive", "moderate"),
        ("that is Too Expensive", "moderate", "cheap"),
        ("a more expensive one", "cheap", "moderate"),
        ("something fancier", "expensive", "expensive"),  # there is nothing above
        ("less expensive please", "cheap", "cheap"),
    ],
)
def test_of_a_list_of_values_the_next_one_is_meant(text, entity, value) -> None:
    meant = f"hotel.inform(pricerange={value})"
    assert found(text, entity={"pricerange": entity}, pricerange="cheap") == meant
    assert found(text, pricerange=entity) == meant


@pytest.mark.parametrize(("text", "value"), [("cheaper", "cheap"), ("pricier", "expensive")])
def test_with_nothing_to_compare_with_it_is_an_end_of_the_list(text, value) -> None:
    assert found(text) == f"hotel.inform(pricerange={value})"


def test_numbers_are_compared_by_one() -> None:
    assert found("one with more stars", "outofscope()", stars="3") == "hotel.inform(stars=over 3)"
    assert found("one with more stars", "outofscope()") == "outofscope()"


@pytest.mark.parametrize(
    ("text", "held", "value"),
    [
        ("有没有便宜一点的", {"价格": "420"}, "价格=低于420元"),
        ("太贵了", {}, "价格=300元以下"),
        ("评分高一点的", {"评分": "4.1"}, "评分=超过4.1分"),
        ("评分高一点的", {"评分": "4分以上"}, ""),  # there is no upper end to compare with
        ("评分高一点的酒店", {}, "评分=4.5分以上"),
    ],
)
def test_of_spans_what_lies_beyond_is_meant(text, held, value) -> None:
    meant = f"酒店.inform({value})" if value else ""
    assert found(text, domain="酒店", schemas=BEIJING, **held) == meant


def test_what_the_words_were_taken_for_gives_way_and_the_rest_stays() -> None:
    acts = "hotel.inform(pricerange=cheap, area=north); reqalts()"
    said = found("something cheaper in the north", acts, entity={"pricerange": "expensive"})
    assert said == "hotel.inform(area=north, pricerange=moderate)"


def test_two_wishes_in_one_turn() -> None:
    said = found("cheaper, and with more stars", pricerange="moderate", stars="3")
    assert said == "hotel.inform(pricerange=cheap, stars=over 3)"


def test_the_domain_that_a_text_names_is_meant() -> None:
    text = "is there a cheaper restaurant"
    assert (
        found(text, domain="hotel", pricerange="expensive") == "restaurant.inform(pricerange=cheap)"
    )


@pytest.mark.parametrize("text", ["not too expensive", "a hotel", "不太贵"])
def test_what_is_denied_or_does_not_compare_stays(text) -> None:
    acts = "hotel.inform(pricerange=moderate)"
    assert found(text, acts, pricerange="moderate") == acts


def test_only_what_has_an_order_can_be_compared() -> None:
    with pytest.raises(ValueError, match="values, numbers, `spans` or a `bound`"):
        Slot(description="the name", less=["shorter"])


def test_one_more_person_is_no_other_hotel() -> None:
    assert found("and one more person", "reqalts()", people="2") == "hotel.inform(people=3)"
    assert found("actually one fewer night", stay="2") == "hotel.inform(stay=1)"


OFFERED = {"train_id": "TR1", "leave_at": "09:09", "arrive_by": "09:26"}


@pytest.mark.parametrize(
    ("text", "held", "meant"),
    [
        ("any later train?", {"leave_at": "09:00"}, "inform(leave_at=09:10)"),
        ("that is too early", {"arrive_by": "10:00"}, "inform(leave_at=09:10)"),
        ("an earlier one", {"arrive_by": "10:00"}, "inform(arrive_by=09:25)"),
        (
            "an earlier one",
            {"leave_at": "09:00"},
            "inform(arrive_by=09:25); train.deny(leave_at=09:00)",
        ),
    ],
)
def test_a_time_with_a_bound_is_beyond_that_of_the_one_under_discussion(text, held, meant) -> None:
    said = found(text, "reqalts()", "train", OFFERED, **held)
    assert said == f"train.{meant}"


@pytest.mark.parametrize("text", ["no later than that", "see you later", "i will decide later"])
def test_not_every_later_is_a_wish(text) -> None:
    assert found(text, domain="train", entity=OFFERED) == ""


def test_without_an_offer_there_is_no_later_one() -> None:
    assert found("a later one", "reqalts()", "train") == "reqalts()"


@pytest.mark.parametrize(
    ("text", "acts", "held", "meant"),
    [
        ("the earliest train", "", {}, "train.inform(leave_at=00:00)"),
        ("the earliest one", "reqalts()", {"leave_at": "09:00"}, "train.inform(leave_at=09:00)"),
        ("the last train", "", {}, "train.inform(arrive_by=23:59)"),
        (
            "the earliest one after 9",
            "train.inform(leave_at=09:00)",
            {},
            "train.inform(leave_at=09:00)",
        ),
    ],
)
def test_the_earliest_and_the_latest_are_within_what_the_user_said(text, acts, held, meant) -> None:
    assert found(text, acts, "train", **held) == meant


def test_what_comparing_gave_is_no_bound_of_the_users() -> None:
    beliefs = {"arrive_by": SlotBelief((("08:00", 1.0),), {"08:00": Origin(1, "an earlier one")})}
    state = DialogueState(active="train").with_domain("train", beliefs=beliefs)
    meant = compared([], "the last train of the day", Context(CITY, state))
    assert format_acts(meant) == "train.inform(arrive_by=23:59)"


@pytest.mark.parametrize(
    ("text", "value"), [("the cheapest one", "cheap"), ("the most expensive hotel", "expensive")]
)
def test_the_least_and_the_most_of_a_list_are_its_ends(text, value) -> None:
    said = found(text, "outofscope()", entity={"pricerange": "moderate"})
    assert said == f"hotel.inform(pricerange={value})"
