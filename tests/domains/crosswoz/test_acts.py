"""What the corpus's acts amount to here."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.state import DialogueState
from domains.crosswoz.acts import here

DOMAINS = load_domains(["crosswoz"])


@pytest.mark.parametrize(
    ("said", "dish"), [("卖烤鸭", "烤鸭"), ("那川菜", "川菜"), ("烤鸭", "烤鸭"), ("来一", "来一")]
)
def test_what_stands_before_a_dish_is_no_part_of_it(said: str, dish: str) -> None:
    acts = list(here(parse_acts(f"餐馆.inform(推荐菜={said})"), DOMAINS, DialogueState()))
    assert format_acts(acts) == f"餐馆.inform(推荐菜={dish})"
