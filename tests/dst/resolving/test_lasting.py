"""Days on which something ends."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.lasting import lasting
from dialog.state import DialogueState, SlotBelief

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "train"]).items()}


def said(text: str, *days: str, held: str = "", domain: str = "hotel", also: str = "") -> str:
    """Return what is meant by a text in which these days are named, each at its half sure."""
    acts, at = list(parse_acts(also)), 0
    for day in days:
        at = text.lower().index(day, at)
        [act] = parse_acts(f"{domain}.inform(day={day})")
        acts.append(replace(act, span=(at, at + len(day)), score=0.5))
        at += len(day)
    beliefs = {"day": SlotBelief(((held, 1.0),))} if held else {}
    state = DialogueState(active=domain).with_domain(domain, beliefs=beliefs)
    return format_acts(lasting(acts, text, Context(SCHEMAS, state)))


@pytest.mark.parametrize(
    ("text", "days", "nights"),
    [
        ("from Saturday to Monday", ("saturday", "monday"), 2),
        ("from friday until next monday", ("friday", "monday"), 3),
        ("monday till friday", ("monday", "friday"), 4),
        ("monday - wednesday", ("monday", "wednesday"), 2),
        ("arriving on friday and leaving on sunday", ("friday", "sunday"), 2),
        ("we arrive on saturday, leaving tuesday", ("saturday", "tuesday"), 3),
        ("friday, check out sunday", ("friday", "sunday"), 2),
        ("from tuesday to tuesday", ("tuesday", "tuesday"), 7),
        ("from today to tomorrow", ("today", "tomorrow"), 1),
    ],
)
def test_from_one_day_to_another_is_so_many_nights(
    text: str, days: tuple[str, ...], nights: int
) -> None:
    assert said(text, *days) == f"hotel.inform(day={days[0]}, stay={nights})"


@pytest.mark.parametrize("text", ["until sunday", "we leave on sunday", "checking out on sunday"])
def test_an_end_alone_lasts_from_the_day_that_is_known(text: str) -> None:
    words = text.replace("leave on", "leaving")
    assert said(words, "sunday", held="friday") == "hotel.inform(stay=2)"
    assert said(words, "sunday") == "hotel.inform(day=sunday)"


def test_other_words_between_days_leave_the_choice() -> None:
    assert said("friday or sunday", "friday", "sunday") == "hotel.inform(day=friday, day=sunday)"
    assert said("sunday", "sunday", held="friday") == "hotel.inform(day=sunday)"


def test_a_length_that_is_told_too_is_the_length() -> None:
    two = said("2 nights, friday to sunday", "friday", "sunday", also="hotel.inform(stay=3)")
    assert two == "hotel.inform(stay=3, day=friday)"


def test_a_domain_whose_days_begin_nothing_keeps_them() -> None:
    days = said("from friday to sunday", "friday", "sunday", domain="train")
    assert days == "train.inform(day=friday, day=sunday)"
