"""Names that a sentence says plainly and a model overlooks."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.nlu.plain_names import with_names
from dialog.values import readers

READERS = readers(load_domains(["restaurant", "taxi"]))
FOUR = "restaurant.inform(people=4)"


@pytest.mark.parametrize(
    ("text", "acts", "all_of_them"),
    [
        ("a table at roma for 4", FOUR, "restaurant.inform(people=4, name=Roma)"),
        ("book the jade lantern for 4", FOUR, "restaurant.inform(people=4, name=Jade Lantern)"),
        ("4 of us come from roma", FOUR, FOUR),
        ("pick me up at roma", "taxi.inform(task=book)", "taxi.inform(task=book)"),
        ("a table at roma", "restaurant.deny(name=Roma)", "restaurant.deny(name=Roma)"),
        ("a table at roma", "thank()", "thank()"),
    ],
)  # fmt: skip
def test_a_name_behind_at_is_asked_for(text: str, acts: str, all_of_them: str) -> None:
    assert format_acts(with_names(parse_acts(acts), text, READERS)) == all_of_them


def test_a_long_name_is_more_than_what_its_parts_say() -> None:
    [kind] = parse_acts("restaurant.inform(food=seafood)")
    text = "tell me about roma and sea food"
    assert with_names([replace(kind, span=(23, 31))], text, READERS)[0] == kind
    name = max((row["name"] for row in READERS["restaurant"].domain.rows()), key=len)
    text = f"tell me about {name.lower()}"
    part = replace(kind, span=(len(text) - len(name.split()[-1]), len(text)))
    assert format_acts(with_names([part], text, READERS)) == f"restaurant.inform(name={name})"
    whole = replace(kind, span=(len(text) - len(name), len(text)))
    assert with_names([whole], text, READERS) == [whole]


def test_words_of_another_value_are_no_name() -> None:
    [act] = parse_acts("restaurant.inform(near=roma)")
    act = replace(act, span=(8, 12))
    assert with_names([act], "table at roma", READERS) == [act]
    assert len(with_names([replace(act, span=(0, 5))], "table at roma", READERS)) == 2
