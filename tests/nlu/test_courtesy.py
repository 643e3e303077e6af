"""Acts of no domain, read word for word."""

import pytest

from dialog.acts import parse_acts
from dialog.nlu.courtesy import courtesies


@pytest.mark.parametrize(
    ("text", "language", "acts"),
    [
        ("好的，谢谢！", "zh", "affirm(); thank()"),
        ("换一家吧", "zh", "reqalts()"),
        ("不用了，再见", "zh", "negate(); bye()"),
        ("好的酒店", "zh", ""),
        ("Thanks, bye.", "en", "thank(); bye()"),
    ],
)
def test_clauses_that_are_a_phrase(text, language, acts):
    assert courtesies(text, language) == parse_acts(acts)


def test_an_act_has_the_words_that_say_it():
    [first, second] = courtesies("嗯，谢谢你", "zh")
    assert (first.span, second.span) == ((0, 1), (2, 5))
