"""Several questions in one sentence."""

import pytest

from dialog.acts import parse_acts
from dialog.nlu.questions import questions, together


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "how many stars does it have and does it have wifi?",
            ["how many stars does it have", "does it have wifi?"],
        ),
        ("Great, what's the phone number, and is there parking?",
         ["what's the phone number", "is there parking?"]),
        ("where is it? how do i call them?", ["where is it", "how do i call them?"]),
        ("what are the address and the phone number?", []),
        ("i want thai food and is there parking?", []),
        ("what about a place that is cheap and is central", ["what about a place that is cheap",
                                                              "is central"]),
        ("is it cheap?", []),
        ("", []),
    ],
)  # fmt: skip
def test_where_one_question_ends(text: str, parts: list[str]) -> None:
    assert questions(text) == parts


@pytest.mark.parametrize(
    ("whole", "parts", "heard"),
    [
        (
            "inn.inform(wifi=yes); inn.request(wifi)",
            ["inn.request(stars)", "inn.inform(wifi=yes); inn.request(wifi)"],
            "inn.request(stars, wifi)",
        ),
        ("inn.request(phone)", ["inn.request(phone)", "inn.request(stars)"],
         "inn.request(phone, stars)"),
        ("affirm(); inn.request(phone)", ["inn.request(phone)", "inn.request(stars)"],
         "affirm(); inn.request(phone, stars)"),
        # what is no question, or of two domains, is read as a whole
        ("inn.inform(price=cheap)", ["inn.inform(price=cheap)", "inn.request(area)"],
         "inn.inform(price=cheap)"),
        ("inn.request(phone)", ["inn.request(phone)", "taxi.request(phone)"], "inn.request(phone)"),
        ("inn.request(phone)", ["inn.request(phone)", ""], "inn.request(phone)"),
    ],
)  # fmt: skip
def test_what_each_asks_for_is_asked(whole: str, parts: list[str], heard: str) -> None:
    found = together(parse_acts(whole), [parse_acts(part) for part in parts])
    assert found == parse_acts(heard)
