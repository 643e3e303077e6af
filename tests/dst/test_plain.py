"""What rules read of a turn by themselves."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.plain import read_plainly
from dialog.state import DialogueState
from dialog.values import readers

READERS = readers(load_domains(["hotel", "restaurant"]))


@pytest.mark.parametrize(
    ("text", "system", "acts"),
    [
        ("Yes, please!", "", "affirm()"),
        ("no thanks", "", "negate()"),
        ("好的", "", "affirm()"),
        ("thank you very much", "", "thank()"),
        ("再见", "", "bye()"),
        ("yes or no, who knows", "", ""),
        ("for 4 nights", "hotel.request(stay)", "hotel.inform(stay=4)"),
        ("at half past seven", "restaurant.request(time)", "restaurant.inform(time=19:30)"),
        ("north", "hotel.request(area)", "hotel.inform(area=north)"),
        ("thai food in the north", "", "restaurant.inform(food=thai, area=north)"),
        ("no italian please", "", "restaurant.deny(food=italian)"),
        ("a hotel in the north", "", "hotel.inform(type=hotel, area=north)"),
        ("tell me a joke", "", ""),
    ],
)
def test_read(text: str, system: str, acts: str) -> None:
    state = DialogueState(active="restaurant")
    assert format_acts(read_plainly(text, READERS, state, parse_acts(system))) == acts


def test_it_is_not_so_sure_that_nothing_need_be_said() -> None:
    (act,) = read_plainly("thai", READERS, DialogueState(), ())
    assert 0.6 <= act.score < 0.95
    assert act.span == (0, 4)
