"""What the labels of Schema-Guided Dialogue say as dialogue acts."""

import pytest

from corpora.sgd.labels import ACTS, acts_of
from dialog.acts import format_acts


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (("REQUEST", "date", []), "Cinema_1.request(date)"),
        (("REQUEST", "date", ["today", "tonight"]), "Cinema_1.request(date=today, date=tonight)"),
        (("CONFIRM", "seats", ["2"]), "Cinema_1.confirm(seats=2)"),
        (("OFFER_INTENT", "intent", ["Buy"]), "Cinema_1.offer(task=Buy)"),
        (("AFFIRM_INTENT", "", []), "Cinema_1.affirm(task)"),
        (("NEGATE_INTENT", "", []), "Cinema_1.negate(task)"),
        (("AFFIRM", "", []), "affirm()"),
        (("SELECT", "", []), "Cinema_1.select()"),
        (("REQUEST_ALTS", "", []), "Cinema_1.reqalts()"),
        (("NOTIFY_FAILURE", "", []), "Cinema_1.nobook()"),
        (("REQ_MORE", "", []), "reqmore()"),
        (("GREET", "", []), "hello()"),
        (("INFORM", "intent", ["rent"]), "Cinema_1.inform(intent=rent)"),
    ],
)
def test_acts(item: tuple[str, str, list[str]], expected: str) -> None:
    assert format_acts(acts_of("Cinema_1", *item)) == expected


def test_no_two_raw_acts_become_one() -> None:
    slots = {"INFORM_COUNT": "count"}
    made = [str(acts_of("S", label, slots.get(label, "film"), ["x"])[0]) for label in ACTS]
    assert len(set(made)) == len(ACTS) == 19
