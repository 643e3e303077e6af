"""Reading CLINC150; what needs the corpus itself is skipped where it is absent."""

import copy
import gzip
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.clinc150 import Clinc150
from corpora.clinc150.corpus import read_domains
from dialog.acts import ActType, format_acts
from dialog.corpus import Corpus, Dialogue
from dialog.errors import CorpusError

DATA: dict[str, Any] = {
    "train": [["freeze it", "freeze_account"], ["what card", "new_card"]],
    "val": [["stop my account", "freeze_account"]],
    "test": [["a card please", "new_card"]],
    "oos_train": [["how tall is he", "oos"]],
    "oos_val": [["who won", "oos"]],
    "oos_test": [["why", "oos"]],
}
PLUS = {**DATA, "oos_train": [["how old is he", "oos"], ["how tall is he", "oos"]]}
DOMAINS = {"banking": ["freeze_account"], "credit_cards": ["new_card"]}
RAW: dict[str, Any] = {"data_full": DATA, "data_oos_plus": PLUS, "domains": DOMAINS}


def write(folder: Path, raw: dict[str, Any]) -> Clinc150:
    for name, data in raw.items():
        (folder / f"{name}.json.gz").write_bytes(gzip.compress(json.dumps(data).encode(), 1))
    return Clinc150(folder)


def shown(dialogues: list[Dialogue]) -> list[tuple[str, str, str]]:
    return [(d.dialogue_id, d.turns[0].utterance, format_acts(d.turns[0].acts)) for d in dialogues]


def test_splits(tmp_path: Path) -> None:
    corpus = write(tmp_path, RAW)
    assert isinstance(corpus, Corpus)
    train = [
        ("train-1", "freeze it", "banking.inform(task=freeze_account)"),
        ("train-2", "what card", "credit_cards.inform(task=new_card)"),
    ]
    assert shown(corpus.load("train")) == [
        *train,
        ("oos_train-1", "how tall is he", "outofscope()"),
    ]
    assert shown(corpus.load("train_oos_plus")) == [
        *train,
        ("oos_plus_train-1", "how old is he", "outofscope()"),
        ("oos_plus_train-2", "how tall is he", "outofscope()"),
    ]
    assert shown(corpus.load("validation"))[1] == ("oos_validation-1", "who won", "outofscope()")
    first, last = corpus.load("test")
    assert (first.domains, first.turns[0].extra) == (("credit_cards",), {"intent": "new_card"})
    assert (last.domains, last.turns[0].extra, last.split) == ((), {"intent": "oos"}, "test")
    assert last.turns[0].hypotheses[0].text == "why"


@pytest.mark.parametrize(
    ("file", "path", "value", "message"),
    [
        ("data_full", ["train"], None, "has nothing at train"),
        ("data_full", ["oos_train"], {}, "has an object at oos_train"),
        ("data_full", ["train", 1], ["x"], r"train, item 2 is \['x'\] where"),
        ("data_full", ["train", 1], [" ", "new_card"], "train, item 2 is"),
        ("data_full", ["train", 1, 1], "card", "train, item 2 has the unknown intent 'card'"),
        ("domains", ["banking"], 3, "has a whole number at banking"),
        ("domains", ["banking", 0], None, r"has nothing at banking\[0\]"),
        ("domains", ["banking", 0], "new_card", "'new_card' in banking and in credit_cards"),
    ],
)
def test_malformed_records(
    tmp_path: Path, file: str, path: list[Any], value: Any, message: str
) -> None:
    raw = copy.deepcopy(RAW)
    parent = raw[file]
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = value
    with pytest.raises(CorpusError, match=message) as caught:
        write(tmp_path, raw).load("train")
    assert str(tmp_path / file) in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    corpus = write(tmp_path, RAW)
    with pytest.raises(CorpusError, match="Did you mean 'train_oos_plus'"):
        corpus.load("train_oos")
    path = tmp_path / "data_full.json.gz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CorpusError, match=r"data_full\.json\.gz"):
        corpus.load("train")
    path.write_bytes(gzip.compress(b"\xff"))
    with pytest.raises(CorpusError, match="UTF-8"):
        corpus.load("train")
    (tmp_path / "domains.json.gz").unlink()
    with pytest.raises(CorpusError, match=r"domains\.json\.gz does not exist"):
        corpus.load("train")


@settings(deadline=None)
@given(data=st.data(), split=st.sampled_from(Clinc150.splits))
def test_mutated_records_load_or_say_what_is_wrong(
    data: st.DataObject, split: str, mutated: Callable[[st.DataObject, Any], Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            # The three files themselves are there: dropping one is tested above.
            dialogues = write(Path(folder), {**RAW, **mutated(data, RAW)}).load(split)
        except CorpusError as error:
            message = str(error)
        else:
            assert [Dialogue.from_dict(d.to_dict()) for d in dialogues] == dialogues
            return
        assert folder in message


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "clinc150"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds clinc150",
)


@real
@pytest.mark.parametrize(
    ("split", "each", "out_of_scope"),
    [
        ("train", 100, 100),
        ("train_oos_plus", 100, 250),
        ("validation", 20, 100),
        ("test", 30, 1_000),
    ],
)
def test_published_counts(split: str, each: int, out_of_scope: int) -> None:
    counts: Counter[str] = Counter()
    for dialogue in Clinc150(FOLDER).load(split):
        (act,) = dialogue.turns[0].acts
        counts["oos" if act.type is ActType.OUTOFSCOPE else f"{act.domain} {act.value}"] += 1
    assert counts.pop("oos") == out_of_scope
    assert len(counts) == 150
    assert set(counts.values()) == {each}
    domains = Counter(name.split()[0] for name in counts)
    assert len(domains) == 10
    assert set(domains.values()) == {15}


@real
def test_the_larger_file_differs_in_out_of_scope_training_alone() -> None:
    full, plus = (
        json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))
        for name in ("data_full", "data_oos_plus")
    )
    assert [key for key in full if full[key] != plus[key]] == ["oos_train"]
    assert (
        len({text for text, _ in full["oos_train"]} & {text for text, _ in plus["oos_train"]}) == 99
    )
    assert len(read_domains(FOLDER / "domains.json.gz")) == 150
