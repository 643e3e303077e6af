"""Hours said without their half of the day."""

from dataclasses import replace

import pytest

from dialog.acts import parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.halves import told_halves
from dialog.state import DialogueState

CITY = {n: d.schema for n, d in load_domains(["restaurant", "taxi", "train"]).items()}


def heard(text: str, words: str, acts: str, **booked: str) -> str | None:
    rows = (booked,) if booked else ()
    state = DialogueState(active="restaurant").with_domain("restaurant", bookings=rows)
    [act] = parse_acts(acts)
    start = text.index(words)
    act = replace(act, span=(start, start + len(words)))
    [meant] = told_halves([act], text, Context(CITY, state))
    return meant.value


@pytest.mark.parametrize(
    ("booked", "said", "value", "meant"),
    [
        ("20:00", "10", "10:00", "22:00"),
        ("20:00", "seven", "07:00", "19:00"),
        ("12:30", "11", "11:00", "11:00"),
        ("09:00", "8", "08:00", "08:00"),
        ("20:00", "10:00", "10:00", "10:00"),  # figures are plain, unless one is alone
        ("20:00", "7:30", "07:30", "19:30"),
        ("20:00", "07:30", "07:30", "07:30"),
        ("20:00", "22", "22:00", "22:00"),
    ],
)
def test_a_bare_hour_is_in_the_half_nearest_to_what_is_booked(booked, said, value, meant) -> None:
    acts = f"taxi.inform(leave_at={value})"
    assert heard(f"a cab at {said}", said, acts, time=booked, day="friday") == meant
    assert heard(f"a cab at {said}", said, acts) == value


@pytest.mark.parametrize("text", ["a cab at 10 am", "a cab at 10 in the morning", "at 10am"])
def test_a_half_that_is_named_stays(text: str) -> None:
    assert heard(text, "10", "taxi.inform(leave_at=10:00)", time="20:00") == "10:00"


def test_a_domain_with_days_may_mean_another_one() -> None:
    assert heard("a train at 10", "10", "train.inform(leave_at=10:00)", time="20:00") == "10:00"


@pytest.mark.parametrize(
    ("text", "acts", "meant"),
    [
        ("a taxi tonight at 10", "taxi.inform(leave_at=10:00)", "22:00"),
        ("this evening at 10 please", "train.inform(leave_at=10:00)", "22:00"),
        ("at 10 in the morning, not in the evening", "taxi.inform(leave_at=10:00)", "10:00"),
    ],
)
def test_words_of_the_text_tell_the_half(text: str, acts: str, meant: str) -> None:
    assert heard(text, "10", acts) == meant


def test_of_two_times_none_is_moved() -> None:
    text = "leaving at 9, and one back this evening by 8"
    acts = parse_acts("taxi.inform(leave_at=09:00); taxi.inform(arrive_by=08:00)")
    acts = [replace(acts[0], span=(11, 12)), replace(acts[1], span=(43, 44))]
    assert told_halves(acts, text, Context(CITY, DialogueState())) == acts


@pytest.mark.parametrize(
    ("text", "words", "value", "meant"),
    [
        ("after 5", "5", "05:00", "17:00"),
        ("after five", "five", "05:00", "17:00"),
        ("at half past one", "half past one", "01:30", "13:30"),
        ("at 5:30", "5:30", "05:30", "17:30"),
        ("at 6", "6", "06:00", "18:00"),
        ("at 7", "7", "07:00", "07:00"),  # people leave at 7 in either half
        ("at 10", "10", "10:00", "10:00"),
        ("at 05:30", "05:30", "05:30", "05:30"),  # a clock with 24 hours
        ("at 5 am", "5 am", "05:00", "05:00"),
        ("at 5 in the morning", "5", "05:00", "05:00"),
        ("at 12:30 at night", "12:30 at night", "00:30", "00:30"),
    ],
)
def test_an_hour_from_one_to_six_is_in_the_afternoon(text, words, value, meant) -> None:
    for slot in ("leave_at", "arrive_by"):
        assert heard(text, words, f"train.inform({slot}={value})") == meant


def test_what_is_booked_tells_more_than_the_usual_half() -> None:
    assert heard("a cab at 2", "2", "taxi.inform(leave_at=02:00)", time="23:00") == "02:00"
    assert heard("a train at 2", "2", "train.inform(leave_at=02:00)", time="23:00") == "14:00"
