"""What an epoch learns from."""

from hypothesis import given
from hypothesis import strategies as st

from dialog.training.batches import drawn_dialogues, of_like_length

TURNS = [f"{dialogue}{turn}" for dialogue in "abcdefg" for turn in range(3)]


def drawn(number: int, nth: int, seed: int = 0) -> list[str]:
    return drawn_dialogues(TURNS, lambda turn: turn[0], seed, number, nth=nth)


@given(number=st.integers(1, 9), nth=st.integers(0, 20), seed=st.integers(0, 3))
def test_whole_dialogues_are_drawn_in_their_order(number: int, nth: int, seed: int) -> None:
    found = drawn(number, nth, seed)
    assert len(found) == 3 * min(number, 7)
    assert found == [turn for turn in TURNS if turn in found]
    assert found == drawn(number, nth, seed)


def test_all_have_had_their_turn_before_one_comes_again() -> None:
    assert sorted(turn for nth in range(7) for turn in drawn(1, nth)) == TURNS


@given(st.lists(st.text(max_size=9)), st.integers(1, 5))
def test_each_item_is_in_one_batch(items: list[str], size: int) -> None:
    batches = of_like_length(items, size, len)
    assert sorted(item for batch in batches for item in batch) == sorted(items)
    assert all(len(batch) <= size for batch in batches)
