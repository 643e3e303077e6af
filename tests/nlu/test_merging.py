"""Whose a sentence is, of several models that share a session."""

from dataclasses import replace

from dialog.acts import DialogueAct, format_acts, parse_acts
from dialog.nlu.merging import Share, merged, owned

HOTEL, ATIS = Share({"hotel"}), Share({"atis"}, answers=True)


def said(notation: str, *words: str, score: float = 0.9) -> list[DialogueAct]:
    """Return acts; those of the slots named in `words` have a span."""
    acts = [act.with_score(score) for act in parse_acts(notation)]
    spans = {slot: (4 * nth, 4 * nth + 3) for nth, slot in enumerate(words)}
    return [replace(act, span=spans.get(act.slot)) for act in acts]


def heard(*groups: list[DialogueAct], active: str = "") -> str:
    shares = [replace(share, active=active in share.domains) for share in (HOTEL, ATIS)]
    return format_acts(merged(owned(groups, shares)))


def test_values_without_a_task_go_on_with_the_question_under_discussion_only() -> None:
    room = said("hotel.inform(day=friday)", "day")
    date = said("atis.inform(day_name=friday)", "day_name")
    assert heard(room, date, active="hotel") == "hotel.inform(day=friday)"
    assert heard([], date, active="atis") == "atis.inform(day_name=friday)"
    assert heard(said("outofscope()"), date) == "outofscope()"
    assert heard([], date) == "atis.inform(day_name=friday)"  # nobody else has anything to say


def test_a_whole_question_is_heard_whatever_is_under_discussion() -> None:
    flight = said("atis.inform(task=flight, toloc.city_name=boston)", "toloc.city_name")
    guess = said("hotel.inform(area=boston)", "area")
    assert "hotel" not in heard(guess, flight, active="hotel")
    room = said("hotel.inform(task=find, stars=4)", "stars")
    both = heard(room, [flight[0], replace(flight[1], span=(8, 14))])
    assert both.count("task") == 2


def test_what_belongs_to_no_domain_is_said_by_whoever_speaks() -> None:
    asked = said("hotel.request(phone)")
    assert heard(asked, said("thank()")) == "hotel.request(phone)"
    assert heard(said("affirm()"), said("thank()"), active="hotel") == "affirm()"
    assert heard(said("affirm()"), said("affirm()", score=0.5)) == "affirm()"
    assert heard([], said("outofscope()"), active="hotel") == ""
