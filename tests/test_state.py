"""The dialogue state: beliefs, and JSON and back without loss."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct
from dialog.state import (
    DialogueState,
    DomainState,
    Hypothesis,
    Listing,
    Origin,
    SlotBelief,
    Tracking,
    Turn,
    UserTurn,
    turn_to_dict,
)

texts = st.text(max_size=8)
rows = st.dictionaries(texts, texts, max_size=3)
tuples = st.lists(texts, max_size=3).map(tuple)
acts = st.builds(
    DialogueAct,
    st.sampled_from(ActType),
    texts,
    texts.filter(bool),
    st.none() | texts,
    st.floats(0, 1),
    st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
groups = st.lists(acts, max_size=2).map(tuple)


came_from = st.builds(Origin, st.integers(1, 99), texts, texts)


@st.composite
def beliefs(draw: st.DrawFn) -> SlotBelief:
    scores = draw(st.dictionaries(texts, st.floats(0, 1), max_size=4))
    total = max(1.0, sum(scores.values()))
    origins = draw(st.dictionaries(st.sampled_from([*scores, ""]), came_from, max_size=2))
    return SlotBelief(tuple((v, score / total) for v, score in scores.items()), origins)


domain_states = st.builds(
    DomainState,
    beliefs=st.dictionaries(texts, beliefs(), max_size=2),
    task=texts,
    topic=texts,
    beside=tuples,
    requested=tuples,
    grounded=tuples,
    results=st.none() | st.lists(rows, max_size=2).map(tuple),
    relaxed=tuples,
    offered=tuples,
    entity=st.none() | rows,
    bookings=st.lists(rows, max_size=2).map(tuple),
    sought=texts,
    missed=texts,
    unmet=texts,
    listed=st.integers(0, 99),
)
users = st.builds(
    UserTurn,
    st.lists(st.builds(Hypothesis, texts, st.floats(0, 1)), max_size=2).map(tuple),
    st.none() | st.lists(groups, max_size=2).map(tuple),
)


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    columns = draw(tuples)
    cells = st.tuples(*(texts for _ in columns))
    return Listing(columns, tuple(draw(st.lists(cells, max_size=3))), draw(st.integers(1, 99)))


states = st.builds(
    DialogueState,
    st.dictionaries(texts, domain_states, max_size=2),
    texts,
    groups,
    groups,
    st.lists(st.builds(Turn, users, groups, texts, st.none() | listings()), max_size=2).map(tuple),
    st.booleans(),
    st.builds(Tracking, texts, tuples, st.integers(0, 9), st.integers(0, 9)),
)


@given(states)
def test_json_and_back_without_loss(state: DialogueState) -> None:
    text = json.dumps(state.to_dict(), allow_nan=False)
    again = DialogueState.from_dict(json.loads(text))
    assert again == state
    # scores, spans and origins, which equality leaves out
    assert again.to_dict() == state.to_dict()
    assert state.to_dict(turns=False)["turns"] == []


@given(listings())
def test_a_listing_is_json_and_back_without_loss(listing: Listing) -> None:
    assert Listing.from_dict(json.loads(json.dumps(listing.to_dict()))) == listing


def test_what_was_kept_before_there_were_lists_or_origins_still_loads() -> None:
    turn = Turn(UserTurn.of("thai food"), (), "Roma is nice.")
    state = DialogueState(turns=(turn,)).with_domain("eatery", task="find", entity={"n": "1"})
    data = json.loads(json.dumps(state.to_dict()))
    del data["tracking"]
    for name in ("topic", "beside", "sought", "missed", "unmet", "listed", "origins"):
        del data["domains"]["eatery"][name]
    assert "listing" not in data["turns"][0]
    assert DialogueState.from_dict(data) == state


def test_only_a_turn_with_a_table_keeps_one() -> None:
    table = Listing(("title",), (("Salt",),), 4)
    turn = Turn(UserTurn.of("books"), (), "These are 4 to 4 of 4.", table)
    assert turn_to_dict(turn)["listing"] == {"columns": ["title"], "rows": [["Salt"]], "first": 4}


@given(beliefs())
def test_a_belief_is_a_distribution_best_first(belief: SlotBelief) -> None:
    scores = [score for _, score in belief.values]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1 + 1e-6
    assert all(belief.score_of(value) == score for value, score in belief.values)
    assert belief.score == (scores[0] if scores else 0)
    assert belief.value == (belief.values[0][0] if scores else None)


@pytest.mark.parametrize(
    "values",
    [
        (("thai", -0.1),),
        (("thai", 0.7), ("greek", 0.4)),
        (("thai", math.nan),),
        (("thai", math.inf),),
        (("thai", 0.2), ("thai", 0.3)),
    ],
)
def test_what_is_no_distribution_is_refused(values: tuple[tuple[str, float], ...]) -> None:
    with pytest.raises(ValueError, match="belief"):
        SlotBelief(values)


def test_the_best_hypothesis_is_the_likeliest() -> None:
    bye, hello = (DialogueAct(ActType.BYE),), (DialogueAct(ActType.HELLO),)
    turn = UserTurn((Hypothesis("by", 0.2), Hypothesis("hi", 0.7)), (bye, hello))
    assert (turn.text, turn.best_acts) == ("hi", hello)
    assert (UserTurn(()).text, UserTurn((), ((),)).best_acts) == ("", ())
    assert UserTurn.of("x").best_acts == ()


def test_focus_prefers_the_active_domain_then_the_latest() -> None:
    state = DialogueState().with_domain("a", entity={"n": "1"}).with_domain("b", entity={"n": "2"})
    assert state.focus == ("b", {"n": "2"})
    assert DialogueState(state.domains, active="a").focus == ("a", {"n": "1"})
    assert DialogueState().focus is None


def test_changing_one_domain_leaves_the_others_and_the_old_state() -> None:
    before = DialogueState().with_domain("a", task="find")
    after = before.with_domain("b", task="book")
    assert (before.domain("b").task, after.domain("a").task, after.domain("b").task) == (
        "",
        "find",
        "book",
    )
    assert after.domain("never").value("food") is None


def test_an_act_is_as_likely_as_the_hypotheses_that_hold_it() -> None:
    thai = DialogueAct(ActType.INFORM, "restaurant", "food", "thai", 0.9, (2, 6))
    elsewhere = replace(thai, score=0.5, span=(4, 8))
    north = DialogueAct(ActType.INFORM, "restaurant", "area", "north", 0.8, (9, 14))
    hypotheses = (Hypothesis("a thai", 0.6), Hypothesis("the thai north", 0.3))
    turn = UserTurn(hypotheses, ((thai,), (elsewhere, elsewhere, north)))
    first, second = turn.likely_acts
    assert first == thai
    assert first.score == pytest.approx(0.6 * 0.9 + 0.3 * 0.5)
    assert first.span == (2, 6)
    assert second == replace(north, span=None)
    assert second.score == pytest.approx(0.3 * 0.8)
    assert second.span is None  # the likeliest text does not say it
    assert UserTurn(hypotheses).likely_acts == ()


def test_hypotheses_that_sum_to_more_than_one_are_scaled_down() -> None:
    bye = DialogueAct(ActType.BYE)
    turn = UserTurn((Hypothesis("bye", 1.0), Hypothesis("by", 1.0)), ((bye,), ()))
    assert turn.likely_acts[0].score == 0.5
