"""What is free, and what one thing among several is."""

import pytest

from tests.nlg.guard.conftest import Judge


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("hotel.inform(internet=yes)", "Yes, you'll have free internet access there."),
        ("hotel.inform(internet=yes)", "Yes, Wi-Fi is included."),
        ("hotel.inform(parking=yes)", "Yes, you can park there free of charge."),
        ("hotel.inform(type=guesthouse)", "It is a guesthouse rather than a hotel."),
        ("hotel.offer(name=Mariners' Hostel)", "One option I'd suggest is Mariners' Hostel."),
        ("attraction.inform(entrance_fee=free)", "There's no entrance fee."),
        ("attraction.inform(entrance_fee=free)", "Entry won't cost you a thing."),
        ("taxi.confirm(arrive_by='12:45')", "That is no later than 12:45, right?"),
        ("train.confirm(departure=dontcare)", "You're flexible on where to leave from?"),
    ],
)
def test_what_is_so_passes(judge: Judge, acts: str, text: str) -> None:
    assert not judge(acts.replace("'12:45'", '"12:45"'), text)


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("hotel.inform(internet=yes)", "Yes, and the room is free."),
        ("hotel.inform(parking=yes)", "It has free parking, and you can stay for free."),
        (
            "taxi.confirm(task=book)",
            "Shall I order a taxi, and shall I tell you that it's already booked?",
        ),
        ("hotel.inform(internet=yes)", "Yes, you get a free room with wifi."),
        ("hotel.inform(internet=yes)", "Yes, free wifi and free parking."),
        ("hotel.inform(internet=yes)", "Yes, there's wifi, and breakfast too."),
        ("hotel.inform(internet=yes)", "Breakfast is included with wifi."),
        ("hotel.inform(phone=460912)", "You'll reach them on 460912, and it's free."),
        ("hotel.inform(type=guesthouse)", "It is a hotel rather than a guesthouse."),
        ("hotel.inform(count=5)", "There is one option that fits."),
        ("attraction.inform(entrance_fee=2 pounds)", "There's no entrance fee, just 2 pounds."),
    ],
)
def test_what_is_not_so_is_refused(judge: Judge, acts: str, text: str) -> None:
    assert judge(acts, text)
