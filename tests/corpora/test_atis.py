"""Reading ATIS and the line files it shares with SNIPS; real files where they are at hand."""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.atis import Atis
from dialog.acts import ActType, format_acts, parse_acts
from dialog.corpus import Corpus, CorpusTurn, Dialogue
from dialog.corpus.iob import read_chunks
from dialog.errors import CorpusError

FILES = {
    "seq.in": " to  new york on monday \nshow meals\n",
    "seq.out": "O B-toloc.city_name I-toloc.city_name O B-depart_date.day_name\nO B-meal\n",
    "label": "atis_flight#atis_airfare\natis_meal\n",
}


def write(folder: Path, files: dict[str, str], split: str = "train") -> Atis:
    (folder / split).mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / split / name).write_text(text, encoding="utf-8")
    return Atis(folder)


def test_sentences(tmp_path: Path) -> None:
    corpus = write(tmp_path, FILES)
    assert isinstance(corpus, Corpus)
    first, second = corpus.load("train")
    turn = first.turns[0]
    assert (first.dialogue_id, first.split, first.domains) == ("train-1", "train", ("atis",))
    assert turn.utterance == turn.hypotheses[0].text == "to  new york on monday"
    assert format_acts(turn.acts) == (
        "atis.inform(task=flight, task=airfare, "
        "toloc.city_name=new york, depart_date.day_name=monday)"
    )
    assert [turn.text_of(act) for act in turn.acts] == [None, None, "new york", "monday"]
    assert turn.extra == {"intent": "atis_flight#atis_airfare"}
    assert format_acts(second.turns[0].acts) == "atis.inform(task=meal, meal=meals)"


def test_notation_carries_slot_names(tmp_path: Path) -> None:
    for dialogue in write(tmp_path, FILES).load("train"):
        acts = list(dialogue.turns[0].acts)
        assert parse_acts(format_acts(acts)) == acts
        assert Dialogue.from_dict(dialogue.to_dict()) == dialogue


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("", []),
        ("O O", []),
        ("B-a", [("a", 0, 0)]),
        ("B-a I-a B-a O B-b", [("a", 0, 1), ("a", 2, 2), ("b", 4, 4)]),
        ("O B-a-b I-a-b I-a-b", [("a-b", 1, 3)]),
    ],
)
def test_chunks(tags: str, expected: list[tuple[str, int, int]]) -> None:
    assert list(read_chunks(tags.split())) == expected


@pytest.mark.parametrize("tags", ["I-a", "B-a I-b", "B-a O I-a", "B-", "b-a", "E-a", "-", "O-a"])
def test_tags_that_make_no_chunks(tags: str) -> None:
    with pytest.raises(ValueError, match="has '"):
        list(read_chunks(tags.split()))


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("seq.in", "to new york\n", r"seq.in 1, seq.out 2, label 2"),
        ("seq.in", "to new york\nshow meals\n", "line 1 has 3 words but 5 tags"),
        ("seq.in", "\nshow meals\n", "line 1 has no words"),
        ("seq.out", "O O O O O\nI-meal O\n", "line 2 has 'I-meal' with no B-meal"),
        ("seq.out", "O O O O O\nO meal\n", "line 2 has 'meal' where"),
        ("seq.out", "O O O O O\nO B-meals\n", "line 2 has the unknown slot 'meals'"),
        ("label", "atis_flight\natis_meals\n", "line 2 has the unknown intent 'atis_meals'"),
        ("label", "flight\natis_meal\n", "line 1 has the unknown intent 'flight'"),
        ("label", "atis_flight#\natis_meal\n", "line 1 has the unknown intent ''"),
    ],
)
def test_malformed_lines(tmp_path: Path, file: str, text: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        write(tmp_path, {**FILES, file: text}).load("train")
    assert str(tmp_path / "train") in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    corpus = write(tmp_path, FILES)
    (tmp_path / "train" / "label").write_bytes(b"atis_\xff\n")
    with pytest.raises(CorpusError, match=r"label.* UTF-8"):
        corpus.load("train")
    with pytest.raises(CorpusError, match=r"valid.seq\.in"):
        corpus.load("validation")
    with pytest.raises(CorpusError, match="Did you mean 'validation'"):
        corpus.load("valid")


PIECES = st.sampled_from(
    [b"", b"\n", b" ", b"O", b"I-meal", b"B-meal", b"#", b"atis_", b"\xff", b"\x00", b"\xc2\xa0"]
)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(FILES)), st.integers(0, 70), st.integers(0, 70), PIECES),
        min_size=1,
        max_size=3,
    )
)
def test_mutated_files_load_or_say_what_is_wrong(
    changes: Sequence[tuple[str, int, int, bytes]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = write(Path(folder), FILES)
        for file, start, length, piece in changes:
            path = Path(folder) / "train" / file
            data = path.read_bytes()
            path.write_bytes(data[:start] + piece + data[start + length :])
        try:
            dialogues = corpus.load("train")
        except CorpusError as error:
            message = str(error)
        else:
            assert [Dialogue.from_dict(d.to_dict()) for d in dialogues] == dialogues
            return
        assert folder in message


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "atis"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds atis",
)


@pytest.fixture(scope="module")
def loaded() -> dict[str, list[Dialogue]]:
    return {split: Atis(FOLDER).load(split) for split in Atis.splits}


def tags_of(turn: CorpusTurn) -> list[str]:
    """The tags of a sentence, from its acts."""
    starts = [
        at for at, char in enumerate(turn.utterance) if at == 0 or turn.utterance[at - 1].isspace()
    ]
    tags = dict.fromkeys((at for at in starts if not turn.utterance[at].isspace()), "O")
    for act in turn.acts:
        if act.span:
            inside = [at for at in tags if act.span[0] <= at < act.span[1]]
            tags |= {at: f"{'I' if at > inside[0] else 'B'}-{act.slot}" for at in inside}
    return list(tags.values())


@real
def test_published_counts(loaded: dict[str, list[Dialogue]]) -> None:
    assert {split: len(found) for split, found in loaded.items()} == {
        "train": 4_478,
        "validation": 500,
        "test": 893,
    }
    labels = {split: {d.turns[0].extra["intent"] for d in found} for split, found in loaded.items()}
    assert {split: len(found) for split, found in labels.items()} == {
        "train": 21,
        "validation": 16,
        "test": 20,
    }
    assert len(set.union(*labels.values())) == 26
    assert labels["test"] - labels["train"] == {
        "atis_day_name",
        "atis_airfare#atis_flight",
        "atis_flight#atis_airline",
        "atis_flight_no#atis_airline",
    }
    assert labels["validation"] - labels["train"] == {"atis_airfare#atis_flight_time"}
    compound = Counter(
        d.split for found in loaded.values() for d in found if "#" in d.turns[0].extra["intent"]
    )
    assert compound == {"train": 23, "validation": 3, "test": 15}


@real
def test_slots_and_vocabulary(loaded: dict[str, list[Dialogue]]) -> None:
    turns = {split: [d.turns[0] for d in found] for split, found in loaded.items()}
    tags = {split: {t for turn in found for t in tags_of(turn)} for split, found in turns.items()}
    assert len(tags["train"]) == 120
    assert len(set.union(*tags.values())) == 127
    assert len(tags["test"] - tags["train"]) == 6
    words = {word for turn in turns["train"] for word in turn.utterance.split()}
    assert len(words) == 867
    # Goo et al. 2018, table 1, where every number is one word.
    assert len({"0" if word.isdigit() else word for word in words}) == 722
    slots = {act.slot for found in turns.values() for turn in found for act in turn.acts}
    assert slots == Atis.slots | {"task"}
    assert {
        act.value
        for found in turns.values()
        for turn in found
        for act in turn.acts
        if act.slot == "task"
    } == Atis.intents
    assert len(turns["train"]) - len({turn.utterance for turn in turns["train"]}) == 289


@real
def test_the_tags_can_be_written_again(loaded: dict[str, list[Dialogue]]) -> None:
    for split, folder in {"train": "train", "validation": "valid", "test": "test"}.items():
        lines = (FOLDER / folder / "seq.out").read_text(encoding="utf-8").splitlines()
        assert [tags_of(d.turns[0]) for d in loaded[split]] == [line.split() for line in lines]
        for dialogue in loaded[split]:
            turn = dialogue.turns[0]
            assert all(turn.text_of(act) == act.value for act in turn.acts if act.slot != "task")
            assert {act.type for act in turn.acts} == {ActType.INFORM}


@real
def test_loads_in_two_seconds() -> None:
    start = time.process_time()
    for split in Atis.splits:
        Atis(FOLDER).load(split)
    assert time.process_time() - start < 2
