"""The unified dialogue format, in memory, as JSON and as rows of a dataset."""

import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog import corpus
from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.errors import CorpusError, ExtraMissingError
from dialog.state import Hypothesis

texts = st.text(max_size=12)
slotted = st.builds(
    DialogueAct,
    st.sampled_from(ActType),
    texts,
    texts.filter(bool),
    st.none() | texts,
    st.floats(0, 1),
    st.none() | st.just((0, 0)),
)
acts = slotted | st.builds(DialogueAct, st.sampled_from(ActType), texts)
states = st.dictionaries(texts, st.dictionaries(texts.filter(bool), texts, max_size=2), max_size=2)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
turns = st.builds(
    CorpusTurn,
    st.sampled_from(["user", "system"]),
    texts,
    st.lists(st.builds(Hypothesis, texts, st.floats(0, 1)), max_size=2).map(tuple),
    st.lists(acts, max_size=3).map(tuple),
    states,
    st.dictionaries(
        texts,
        st.lists(st.dictionaries(texts, texts, max_size=2), max_size=2).map(tuple),
        max_size=2,
    ),
    st.dictionaries(texts, json_values, max_size=2),
)
dialogues = st.builds(
    Dialogue,
    texts,
    texts,
    st.lists(texts, max_size=2).map(tuple),
    st.dictionaries(texts, json_values, max_size=2),
    st.lists(turns, max_size=3).map(tuple),
    st.dictionaries(texts, json_values, max_size=2),
)


@settings(deadline=None)
@given(dialogues)
def test_dialogues_survive_json(dialogue: Dialogue) -> None:
    data = dialogue.to_dict()
    back = Dialogue.from_dict(json.loads(json.dumps(data)))
    assert back == dialogue
    assert back.to_dict() == data  # scores and spans too, which equality leaves out


@settings(deadline=None)
@given(st.lists(dialogues, max_size=2))
def test_dialogues_survive_datasets(group: list[Dialogue]) -> None:
    pytest.importorskip("datasets")
    dataset = corpus.to_dataset(group)
    assert dataset.features == corpus.features()
    back = corpus.from_dataset(dataset)
    assert [d.to_dict() for d in back] == [d.to_dict() for d in group]


def test_datasets_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(ExtraMissingError, match=r"dialog-framework\[train\]"):
        corpus.to_dataset([])


def test_words_of_an_act(hello: Dialogue) -> None:
    user, system = hello.turns
    assert [user.text_of(act) for act in user.acts] == ["4"]
    assert [system.text_of(act) for act in system.acts] == [None]


@pytest.mark.parametrize("span", [(0, 4), (-1, 2), (2, 1)])
def test_span_outside_the_utterance(span: tuple[int, int]) -> None:
    act = DialogueAct(ActType.INFORM, "hotel", "area", "east", span=span)
    with pytest.raises(CorpusError, match="outside the utterance 'abc'"):
        CorpusTurn("user", "abc", acts=(act,))


@pytest.mark.parametrize(
    ("turn", "message"),
    [
        ({"utterance": None}, "must be text"),
        ({"speaker": "wizard"}, "'wizard'"),
        ({"acts": [{"type": "shout"}]}, "shout"),
        ({"acts": None}, "'d1'"),
    ],
)
def test_other_data_names_the_dialogue(
    hello: Dialogue, turn: dict[str, object], message: str
) -> None:
    data = hello.to_dict()
    with pytest.raises(CorpusError, match=message):
        Dialogue.from_dict(data | {"turns": [data["turns"][0] | turn]})
    with pytest.raises(CorpusError, match="no 'utterance'"):
        Dialogue.from_dict(data | {"turns": [{"speaker": "user"}]})
    with pytest.raises(CorpusError, match="None"):
        Dialogue.from_dict([])  # type: ignore[arg-type]
