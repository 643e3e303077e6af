"""What stood together where a model learnt."""

import numpy as np
import pytest

from dialog.acts import parse_acts
from dialog.errors import BundleError
from dialog.nlg.lm.learnt import Learnt
from dialog.nlg.lm.linear import line_of


def _items(acts: str):
    return line_of(parse_acts(acts)).items


def _learnt(*turns: str) -> Learnt:
    return Learnt.of(_items(acts) for acts in turns for _ in range(2))


INNS = _learnt(
    "inn.inform(phone=614953, area=north)",
    "inn.inform(area=west, stars=3)",
    "inn.request(day)",
    "bar.request(day)",
    "inn.book(reference=AB12); reqmore()",
    "bar.inform(phone=220011)",
)


@pytest.mark.parametrize(
    ("acts", "known"),
    [
        ("inn.inform(phone=1)", True),
        ("inn.inform(area=east, phone=1)", True),
        ("inn.inform(phone=1, stars=4)", False),  # never together
        ("inn.inform(phone=1, area=west, stars=4)", False),
        ("inn.inform(phone=unknown)", False),
        ("inn.inform(phone=1, phone=2)", False),
        ("inn.request(phone)", False),
        ("inn.confirm(day=monday)", False),
        ("reqmore()", True),
        ("inn.book(reference=XY34); reqmore()", True),
        ("inn.request(day); reqmore()", False),
        ("cafe.inform(phone=1)", True),  # in two domains
        ("cafe.inform(area=west)", False),  # in one
        ("cafe.request(day)", False),  # what is asked is asked of what people do there
    ],
)
def test_what_stood_together_is_known(acts: str, known: bool) -> None:
    assert INNS.knows(_items(acts)) is known


def test_once_may_be_a_slip() -> None:
    once = Learnt.of([_items("inn.inform(phone=1)")])
    assert not once.knows(_items("inn.inform(phone=1)"))


def test_it_is_kept_among_weights() -> None:
    again = Learnt.from_array(INNS.to_array())
    assert again.seen == INNS.seen
    assert again.knows(_items("cafe.inform(phone=1)"))
    with pytest.raises(BundleError, match="What the bundle learnt to say is damaged"):
        Learnt.from_array(np.frombuffer(b"[[1]]", dtype=np.uint8))
