"""Names that were taken for those of another domain."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.named import by_name, cancelled_by_name
from dialog.state import DialogueState

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "restaurant", "attraction"]).items()}
OWNERS = {"campus inn": ("hotel",), "kaede": ("restaurant",), "the mill": ("hotel", "attraction")}


@pytest.mark.parametrize(
    ("acts", "active", "meant"),
    [
        ('restaurant.inform(task=find, name="Campus Inn")', "",
         'hotel.inform(task=find, name="Campus Inn")'),
        ('restaurant.inform(name="campus inn"); restaurant.request(phone)', "",
         'hotel.inform(name="campus inn"); hotel.request(phone)'),
        # one wants a restaurant beside; several domains know the name; nobody does
        ('restaurant.inform(food=thai, name="campus inn")', "",
         'restaurant.inform(food=thai); hotel.inform(name="campus inn")'),
        ('restaurant.inform(name="the mill")', "attraction", 'attraction.inform(name="the mill")'),
        ("hotel.inform(name=kaede)", "restaurant", "restaurant.inform(name=kaede)"),
        ("restaurant.inform(name=kaede)", "", "restaurant.inform(name=kaede)"),
        ("restaurant.inform(name=nowhere)", "", "restaurant.inform(name=nowhere)"),
    ],
)  # fmt: skip
def test_a_name_is_its_domains(acts, active, meant):
    state = DialogueState(active=active)
    found = by_name(parse_acts(acts), Context(SCHEMAS, state), OWNERS)
    assert format_acts(found) == format_acts(parse_acts(meant))


def test_what_was_wanted_before_stays():
    state = DialogueState(active="restaurant").with_domain("restaurant", task="book")
    acts = parse_acts('restaurant.inform(task=book, name="campus inn")')
    found = by_name(acts, Context(SCHEMAS, state), OWNERS)
    assert format_acts(found) == "restaurant.inform(task=book); hotel.inform(name=campus inn)"


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("cancel the restaurant", "restaurant"),
        ("cancel it", ""),
        ("drop the hotel and the restaurant", ""),
    ],
)
def test_what_is_cancelled_is_what_is_named(text: str, domain: str) -> None:
    [act] = cancelled_by_name(parse_acts("cancel()"), text, Context(SCHEMAS, DialogueState()))
    assert act.domain == domain
