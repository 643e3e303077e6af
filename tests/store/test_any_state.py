"""Any turns and states come back from the store."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct
from dialog.state import (
    DialogueState,
    DomainState,
    Hypothesis,
    SlotBelief,
    Turn,
    UserTurn,
)
from dialog.store import ConversationStore

from .conversations import url

_words = st.text(max_size=8)
_names = st.text(min_size=1, max_size=6)
_scores = st.floats(0, 1)
_acts = st.lists(
    st.builds(
        DialogueAct,
        st.sampled_from(ActType),
        _words,
        _names,
        st.none() | _words,
        _scores,
        st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)),
    ),
    max_size=3,
).map(tuple)
_tuples = st.lists(_words, max_size=3).map(tuple)
_rows = st.dictionaries(_names, _words, max_size=3)
_beliefs = st.dictionaries(_names, st.floats(0, 0.25), max_size=4).map(
    lambda scores: SlotBelief(tuple(scores.items()))
)
_domains = st.builds(
    DomainState,
    beliefs=st.dictionaries(_names, _beliefs, max_size=3),
    task=st.sampled_from(["", "find", "book"]),
    requested=_tuples,
    grounded=_tuples,
    results=st.none() | st.lists(_rows, max_size=2).map(tuple),
    relaxed=_tuples,
    offered=_tuples,
    entity=st.none() | _rows,
    bookings=st.lists(_rows, max_size=2).map(tuple),
)


@st.composite
def _turns(draw: st.DrawFn) -> Turn:
    texts = draw(st.lists(st.builds(Hypothesis, st.text(), _scores), max_size=3))
    understood = draw(st.booleans())
    acts = tuple(draw(_acts) for _ in texts) if understood else None
    return Turn(UserTurn(tuple(texts), acts), draw(_acts), draw(st.text()))


_states = st.builds(
    DialogueState,
    domains=st.dictionaries(_names, _domains, max_size=2),
    active=_words,
    user_acts=_acts,
    system_acts=_acts,
    closed=st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(said=st.lists(st.tuples(_turns(), _states), max_size=3))
def test_any_state_comes_back(said: list[tuple[Turn, DialogueState]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = ConversationStore(url(Path(folder) / "conversations.db"))
        kept = store.create(["eatery"])
        for number, (one, state) in enumerate(said, start=1):
            store.append(kept, number, one, state, None)
        found = store.load(kept).state
        last = said[-1][1].to_dict() if said else DialogueState().to_dict()
        history = DialogueState(turns=tuple(t for t, _ in said)).to_dict()["turns"]
        assert found.to_dict() == {**last, "turns": history}
        assert found.turns == tuple(t for t, _ in said)
        store.close()
