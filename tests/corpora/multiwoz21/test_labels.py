"""What the labels of MultiWOZ 2.1 say as dialogue acts."""

import pytest

from corpora.multiwoz21.labels import act_of
from dialog.acts import ActType, DialogueAct, format_acts


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (("hotel", "Inform", "none", "none"), "hotel.inform(task=find)"),
        (("train", "OfferBook", "none", "none"), "train.confirm(task=book)"),
        (("train", "OfferBook", "Id", "TR1"), "train.offer(trainID=TR1)"),
        (("train", "OfferBooked", "Ticket", "9 GBP"), "train.book(price=9 GBP)"),
        (("train", "Request", "Time", "?"), "train.request(duration)"),
        (("restaurant", "Inform", "Time", "12:30"), "restaurant.inform(time=12:30)"),
        (("restaurant", "Recommend", "Name", "Roma"), "restaurant.offer(name=Roma)"),
        (("restaurant", "Recommend", "Food", "thai"), "restaurant.inform(food=thai)"),
        (("restaurant", "Recommend", "none", "none"), "restaurant.offer()"),
        (("restaurant", "NoOffer", "none", "none"), "restaurant.nooffer()"),
        (("hotel", "Select", "Price", "cheap"), "hotel.select(pricerange=cheap)"),
        (("hotel", "NoBook", "Day", "friday"), "hotel.nobook(day=friday)"),
        (("hotel", "Inform", "Parking", "none"), "hotel.inform(parking)"),
        (("attraction", "Inform", "Fee", "?"), "attraction.inform(entrance fee)"),
        (("", "welcome", "none", "none"), "thank()"),
        (("", "greet", "none", "none"), "hello()"),
    ],
)
def test_acts(item: tuple[str, str, str, str], expected: str) -> None:
    assert format_acts([act_of(*item)]) == expected


def test_booking_inform_asks_whether_to_book() -> None:
    act = act_of("hotel", "Inform", "none", "none", booking=True)
    assert act == DialogueAct(ActType.CONFIRM, "hotel", "task", "book")
