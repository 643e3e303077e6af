"""The unified dialogue format, finding corpora, and `dialog corpora`."""

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog import corpus
from dialog.acts import ActType, DialogueAct
from dialog.commands.corpora import corpora
from dialog.corpus import Corpus, CorpusTurn, Dialogue
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

HELLO = Dialogue(
    "d1",
    "train",
    ("hotel",),
    {"hotel": {"stars": "4"}},
    (
        CorpusTurn(
            "user",
            "A 4 star hotel",
            (Hypothesis("A 4 star hotel"),),
            (DialogueAct(ActType.INFORM, "hotel", "stars", "4", span=(2, 3)),),
            {"hotel": {"stars": "4"}},
        ),
        CorpusTurn(
            "system", "Where [roughly]?", acts=(DialogueAct(ActType.REQUEST, "hotel", "area"),)
        ),
    ),
)


class ToyCorpus:
    name = "toy"
    description = "A toy."
    licence = "none"
    citation = "nobody"
    splits: tuple[str, ...] = ("train", "empty")

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> Sequence[Dialogue]:
        return [HELLO] if split == "train" else []


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The corpora folder, in which `toy` is the one registered corpus."""
    point = EntryPoint("toy", f"{__name__}:ToyCorpus", "dialog.corpora")
    monkeypatch.setattr(EntryPoint, "load", lambda self: ToyCorpus)
    monkeypatch.setattr(corpus, "registered_corpora", lambda: {"toy": point})
    monkeypatch.setenv("DIALOG_CORPORA", str(tmp_path))
    (tmp_path / "toy").mkdir()
    return tmp_path


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
        corpus.to_dataset([HELLO])


def test_words_of_an_act() -> None:
    user, system = HELLO.turns
    assert [user.text_of(act) for act in user.acts] == ["4"]
    assert [system.text_of(act) for act in system.acts] == [None]


@pytest.mark.parametrize("span", [(0, 4), (-1, 2), (2, 1)])
def test_span_outside_the_utterance(span: tuple[int, int]) -> None:
    act = DialogueAct(ActType.INFORM, "hotel", "area", "east", span=span)
    with pytest.raises(CorpusError, match="outside the utterance 'abc'"):
        CorpusTurn("user", "abc", acts=(act,))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"turns": None}, "'d1'"),
        ({"turns": [{"speaker": "user"}]}, "no 'utterance'"),
        ({"turns": [{**HELLO.turns[0].to_dict(), "speaker": "wizard"}]}, "'wizard'"),
        ({"turns": [{**HELLO.turns[0].to_dict(), "acts": [{"type": "shout"}]}]}, "shout"),
        ({"turns": [{**HELLO.turns[0].to_dict(), "utterance": 7}]}, "must be text"),
    ],
)
def test_other_data_names_the_dialogue(change: dict[str, object], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        Dialogue.from_dict(HELLO.to_dict() | change)
    with pytest.raises(CorpusError, match="None"):
        Dialogue.from_dict([])  # type: ignore[arg-type]


def test_find_corpus(toy: Path) -> None:
    found = corpus.find_corpus("toy")
    assert isinstance(found, Corpus)
    assert isinstance(found, ToyCorpus)
    assert found.folder == toy / "toy"


def test_unknown_corpus_suggests_the_nearest() -> None:
    with pytest.raises(CorpusError, match="Did you mean 'multiwoz21'"):
        corpus.find_corpus("multiwoz")


def test_corpus_not_at_hand(toy: Path) -> None:
    (toy / "toy").rmdir()
    with pytest.raises(CorpusError, match="DIALOG_CORPORA"):
        corpus.find_corpus("toy")


def test_something_else_registered(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EntryPoint, "load", lambda self: 7)
    with pytest.raises(CorpusError, match="'toy' is 7, not a class"):
        corpus.find_corpus("toy")


def test_corpora_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_CORPORA", str(tmp_path))
    assert corpus.corpora_folder() == tmp_path
    monkeypatch.setenv("DIALOG_CORPORA", str(tmp_path / "gone"))
    with pytest.raises(CorpusError, match="gone; correct the environment variable DIALOG_CORPORA"):
        corpus.corpora_folder()
    monkeypatch.delenv("DIALOG_CORPORA")
    monkeypatch.setattr(corpus, "user_cache_dir", lambda name: str(tmp_path / name))
    with pytest.raises(CorpusError, match="set the environment variable DIALOG_CORPORA"):
        corpus.corpora_folder()
    (tmp_path / "dialog" / "corpora").mkdir(parents=True)
    assert corpus.corpora_folder() == tmp_path / "dialog" / "corpora"


def test_importing_stays_light() -> None:
    code = (
        "import sys, dialog.commands.corpora; light = set(sys.modules); import dialog.corpus; "
        "assert not {'rich', 'dialog.corpus'} & light; "
        "assert not {'datasets', 'torch', 'rich'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_list_command(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = CliRunner().invoke(corpora, ["list"])
    assert result.exit_code == 0, result.output
    assert "toy" in result.output
    assert "yes" in result.output
    monkeypatch.setenv("DIALOG_CORPORA", str(toy / "gone"))
    result = CliRunner().invoke(corpora, ["list"])
    assert result.exit_code == 0, result.output
    assert "DIALOG_CORPORA" in result.output


@pytest.mark.usefixtures("toy")
def test_info_command() -> None:
    result = CliRunner().invoke(corpora, ["info", "toy"])
    assert result.exit_code == 0, result.output
    for shown in ("A toy.", "nobody", "area, stars", "Where [roughly]?", "hotel.request(area)"):
        assert shown in result.output
    assert "state + hotel.stars=4" in result.output


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--split", "empty"], "holds no dialogue"), (["--dialogue", "dd1"], "Did you mean 'd1'")],
)
def test_info_without_a_sample(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(corpora, ["info", "toy", *arguments])
    assert isinstance(result.exception, CorpusError)
    assert message in str(result.exception)
    assert not result.output
