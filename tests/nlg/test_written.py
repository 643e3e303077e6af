"""Text of a corpus that keeps words and marks apart."""

import pytest

from dialog.nlg.written import written


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [
        ("You 'd like it ?", "You'd like it?"),
        ("I do n't know .   Sorry !", "I don't know. Sorry!"),
        ("It is ( not ) at 12 : 30 , and costs £ 5 .", "It is (not) at 12: 30, and costs £5."),
        ("It's fine, at 12:30 or .5 of it.", "It's fine, at 12:30 or .5 of it."),
        ("评分是4.2分。", "评分是4.2分。"),
    ],
)
def test_marks_are_put_where_people_write_them(kept: str, wanted: str) -> None:
    assert written(kept) == wanted
    assert written(wanted) == wanted
