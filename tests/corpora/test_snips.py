"""Reading SNIPS; what needs the corpus itself is skipped where it is absent."""

import os
from pathlib import Path

import pytest

from corpora.snips import Snips
from dialog.acts import format_acts
from dialog.corpus import Corpus, Dialogue
from dialog.errors import CorpusError

FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "snips"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds snips",
)


def write(folder: Path, label: str) -> Snips:
    (folder / "test").mkdir()
    (folder / "test" / "seq.in").write_text("play café del mar \n", encoding="utf-8")
    (folder / "test" / "seq.out").write_text("O B-album I-album I-album \n", encoding="utf-8")
    (folder / "test" / "label").write_text(f"{label}\n", encoding="utf-8")
    return Snips(folder)


def test_a_sentence(tmp_path: Path) -> None:
    corpus = write(tmp_path, "PlayMusic")
    assert isinstance(corpus, Corpus)
    (dialogue,) = corpus.load("test")
    assert dialogue.domains == ("snips",)
    assert dialogue.turns[0].utterance == "play café del mar"
    assert format_acts(dialogue.turns[0].acts) == "snips.inform(task=PlayMusic, album=café del mar)"


def test_unknown_intent(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="line 1 has the unknown intent 'atis_flight'"):
        write(tmp_path, "atis_flight").load("test")


@real
def test_published_counts() -> None:
    loaded = {split: Snips(FOLDER).load(split) for split in Snips.splits}
    assert {split: len(found) for split, found in loaded.items()} == {
        "train": 13_084,
        "validation": 700,
        "test": 700,
    }
    acts = [act for found in loaded.values() for d in found for act in d.turns[0].acts]
    assert {act.value for act in acts if act.slot == "task"} == Snips.intents
    assert len(Snips.intents) == 7
    assert {act.slot for act in acts} == Snips.slots | {"task"}
    assert len(Snips.slots) == 39
    train = [d.turns[0].utterance for d in loaded["train"]]
    assert (
        len(train) - len(set(train)) == 225
    )  # 189 where a space at the end counts as a difference
    words = {word for text in train for word in text.split()}
    assert len(words) == 11_418
    # Goo et al. 2018, table 1, where every number is one word.
    assert len({"0" if word.isdigit() else word for word in words}) == 11_241
    for found in loaded.values():
        for turn in (d.turns[0] for d in found):
            assert all(turn.text_of(act) == act.value for act in turn.acts if act.slot != "task")
    assert Dialogue.from_dict(loaded["test"][0].to_dict()) == loaded["test"][0]
