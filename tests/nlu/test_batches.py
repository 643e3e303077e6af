"""Texts of like length together, and what is understood of many turns at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import parse_acts
from dialog.domain import load_domains
from dialog.nlu.batches import TOKENS, batches
from dialog.nlu.bert import BertNlu
from dialog.state import DialogueState, Hypothesis, UserTurn

LINES = (
    "flights from boston to denver on monday",
    "what is the cheapest one way fare from dallas to baltimore on a twa flight before noon",
    "",
    "ground transportation in oakland",
    "which airlines fly from denver to san francisco",
    "show me the afternoon flights from philadelphia to atlanta which serve a meal",
    "monday",
)


@given(st.lists(st.integers(1, 600)))
def test_every_text_is_in_one_batch_of_texts_of_like_length(lengths: list[int]) -> None:
    made = batches(lengths)
    assert sorted(at for batch in made for at in batch) == list(range(len(lengths)))
    for batch in made:
        longest = max(lengths[at] for at in batch)
        assert len(batch) == 1 or longest * len(batch) <= TOKENS
    inside = [lengths[at] for batch in made for at in batch]
    assert inside == sorted(lengths, reverse=True)


def test_texts_of_one_length_keep_their_order() -> None:
    assert batches([2, 3, 2, 3], most=6) == [[1, 3], [0, 2]]


@pytest.fixture(scope="module")
def exact() -> BertNlu:
    """The shipped model in float32, in which batches change nothing that can be seen."""
    nlu = BertNlu(load_domains(["atis"]), precision="float32")
    nlu.warm_up()
    return nlu


def test_many_turns_at_once_are_understood_as_one_by_one(exact: BertNlu) -> None:
    asked = DialogueState(active="atis", system_acts=tuple(parse_acts("atis.request(class_type)")))
    turns = [UserTurn.of(line) for line in LINES] * 4
    states = [DialogueState(), asked] * (len(turns) // 2)
    apart = [exact.understand(*pair) for pair in zip(turns, states, strict=True)]
    for workers in (1, 2, 3):
        together = exact.understand_all(turns, states, workers=workers)
        assert [turn.hypotheses for turn in together] == [turn.hypotheses for turn in turns]
        for one, other in zip(apart, together, strict=True):
            assert one.best_acts == other.best_acts
            assert [a.span for a in one.best_acts] == [a.span for a in other.best_acts]
            scores = [act.score for act in one.best_acts]
            assert scores == pytest.approx([a.score for a in other.best_acts], abs=2e-4)
    assert apart[2].best_acts == ()


def test_workers_do_not_change_int8_answers() -> None:
    nlu = BertNlu(load_domains(["atis"]))
    turns, states = [UserTurn.of(line) for line in LINES * 8], [DialogueState()] * len(LINES * 8)
    first, second = (nlu.understand_all(turns, states, workers=n) for n in (1, 3))
    for one, other in zip(first, second, strict=True):
        assert one == other
        assert [a.score for a in one.best_acts] == [a.score for a in other.best_acts]


def test_every_hypothesis_has_its_acts(exact: BertNlu) -> None:
    heard = UserTurn((Hypothesis("flights to boston", 0.7), Hypothesis("flights to austin", 0.3)))
    both, none = exact.understand_all([heard, UserTurn(())], [DialogueState()] * 2)
    assert [[a.value for a in acts if a.span] for acts in both.acts] == [["boston"], ["austin"]]
    assert none.acts == ()
    assert exact.understand_all([], []) == []


def test_each_turn_needs_a_state(exact: BertNlu) -> None:
    with pytest.raises(ValueError, match="shorter"):
        exact.understand_all([UserTurn.of("hi"), UserTurn.of("bye")], [DialogueState()])
