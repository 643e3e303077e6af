"""Where sentences end."""

import pytest

from dialog.nlg.sentences import sentences, split_off


@pytest.mark.parametrize(
    "parts",
    [
        ["It is at 7 p.m. sharp."],
        ["It is at 7 p.m.", "Shall I book it?"],
        ["It leaves at 9 a.m. from St. Paul's."],
        ["Ask Mrs. Hale.", "She is at No. 9."],
        ["\u6709\u505c\u8f66\u573a\u3002", "\u8981\u8ba2\u5417\uff1f"],
    ],
)
def test_abbreviations_end_no_sentence_but_a_time_may(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_time_ends_a_sentence_only_once_the_next_one_begins() -> None:
    assert split_off("At 7 p.m. ") == ([], "At 7 p.m. ")
    assert split_off("At 7 p.m. S") == (["At 7 p.m."], "S")
