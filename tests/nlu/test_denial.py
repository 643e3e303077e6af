"""Denials that the words do not bear out."""

import pytest

from dialog.acts import ActType, parse_acts
from dialog.nlu.denial import borne_out


@pytest.mark.parametrize(
    "text", ["any with delta", "ok, are there any on delta?", "Anything by delta"]
)
def test_who_asks_for_any_with_a_value_wishes_for_it(text: str) -> None:
    [act] = parse_acts("atis.deny(airline_name=delta)")
    assert borne_out(act, text).type is ActType.INFORM


@pytest.mark.parametrize(
    "text",
    ["any but delta", "anything other than delta", "any that isn't delta", "any that arent delta",
     "i'm sick of delta", "not delta"],
)  # fmt: skip
def test_a_denial_stays_one(text: str) -> None:
    [act] = parse_acts("atis.deny(airline_name=delta)")
    assert borne_out(act, text) is act


def test_other_acts_stay_as_they_are() -> None:
    [act] = parse_acts("negate()")
    assert borne_out(act, "any") is act
