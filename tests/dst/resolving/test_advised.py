"""Asking for advice."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.advised import advised
from dialog.dst.resolving.context import Context
from dialog.state import DialogueState

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "taxi", "atis"]).items()}


@pytest.mark.parametrize(
    ("text", "heard", "active", "meant"),
    [
        ("Which one would you recommend?", "outofscope()", "hotel", "hotel.inform(task=find)"),
        ("any suggestions?", "", "hotel", "hotel.inform(task=find)"),
        ("you choose", "outofscope()", "hotel", "hotel.inform(task=find)"),
        ("do you recommend a cheap one?", "hotel.inform(pricerange=cheap)", "hotel", None),
        ("what do you recommend?", "outofscope()", "taxi", None),
        ("what do you recommend?", "outofscope()", "atis", None),
        ("what do you recommend?", "outofscope()", "", None),
        ("who will win the cup?", "outofscope()", "hotel", None),
    ],
)
def test_who_asks_for_advice_wants_what_fits(text, heard, active, meant) -> None:
    context = Context(SCHEMAS, DialogueState(active=active))
    acts = parse_acts(heard)
    assert format_acts(advised(acts, text, context)) == (heard if meant is None else meant)
