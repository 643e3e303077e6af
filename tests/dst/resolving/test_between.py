"""A way between two places that were talked about."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.between import ends
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.references import Referents
from dialog.state import DialogueState

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "restaurant", "taxi"]).items()}
BEFORE = (
    DialogueState(active="restaurant")
    .with_domain("hotel", entity={"name": "Campus Inn"})
    .with_domain("restaurant", entity={"name": "Kaede"})
)


def found(acts: str, text: str, state: DialogueState = BEFORE) -> str:
    return format_acts(
        ends(parse_acts(acts), text, Context(SCHEMAS, state), Referents(SCHEMAS, state))
    )


@pytest.mark.parametrize("text", ["a taxi between the two", "a cab for both places", "to commute"])
def test_the_way_leads_from_the_one_before_to_the_last(text):
    meant = format_acts(parse_acts('taxi.inform(departure="Campus Inn", destination=Kaede)'))
    assert found("taxi.inform(task=book)", text) == meant


def test_the_end_that_is_not_named_is_the_other_place():
    text = "a taxi between both places, leaving Kaede at 8"
    meant = format_acts(parse_acts('taxi.inform(destination="Campus Inn")'))
    assert found("taxi.inform(departure=Kaede)", text) == meant


def test_the_way_back_leads_from_the_other_place():
    assert found('taxi.inform(destination="Campus Inn")', "a cab back to the hotel") == (
        "taxi.inform(departure=Kaede)"
    )
    assert found("taxi.inform(task=book)", "i'll get back to you") == ""


@pytest.mark.parametrize(
    ("text", "acts", "meant"),
    [
        ("a taxi from the hotel to the restaurant", "taxi.inform(task=book)",
         'taxi.inform(departure="Campus Inn", destination=Kaede)'),
        ("leaving my hotel by 15:30", "taxi.inform(leave_at=15:30)",
         'taxi.inform(departure="Campus Inn")'),
        ("back to the hotel", "taxi.inform(task=book)",
         'taxi.inform(destination="Campus Inn", departure=Kaede)'),
        ("to the restaurant", "taxi.inform(destination=Forno)", ""),
        ("to the airport", "taxi.inform(task=book)", ""),
        ("a room from the first to the last night", "hotel.inform(task=book)", ""),
    ],
)  # fmt: skip
def test_an_end_is_what_the_words_call_it(text, acts, meant):
    assert found(acts, text) == format_acts(parse_acts(meant))


def test_nothing_is_guessed_without_two_places_or_such_words():
    assert found("taxi.inform(task=book)", "i need a taxi") == ""
    assert found("restaurant.inform(task=find)", "something between the two") == ""
    one = DialogueState(active="taxi").with_domain("hotel", entity={"name": "Campus Inn"})
    assert found("taxi.inform(task=book)", "a taxi between the two", one) == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("打车从餐馆过去", "出租.inform(出发地=炸酱面馆, 目的地=祈年酒店)"),
        ("从那家餐馆打车到酒店", "出租.inform(出发地=炸酱面馆, 目的地=祈年酒店)"),
        ("从这里出发", "出租.inform(出发地=祈年酒店)"),
        ("从此以后", ""),
    ],
)
def test_in_chinese(text, meant):
    schemas = {name: domain.schema for name, domain in load_domains(["crosswoz"]).items()}
    state = DialogueState(active="酒店").with_domain("餐馆", entity={"名称": "炸酱面馆"})
    state = state.with_domain("酒店", entity={"名称": "祈年酒店"})
    acts = parse_acts("出租.inform(task=book)")
    heard = ends(acts, text, Context(schemas, state), Referents(schemas, state))
    assert format_acts(heard) == format_acts(parse_acts(meant) if meant else ())
